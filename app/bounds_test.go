package app_test

import "testing"

// Where each bound of the table in the package documentation is tested: what strangers can make us keep, ask, compute and show.
var bounds = map[string]string{
	"ask, of their server":            "app/lists_test.go TestStrangersAreAskedNothing",
	"ask, because of unknown devices": "app/lists_test.go TestWhatHasAListReadAgain",
	"tell, versions and times":        "app/lies_iq_test.go TestStrangersGetOneAnswer",
	"tell, receipts":                  "app/lies_iq_test.go TestReceiptsAreForContactsAndForWhatWasRead",
	"todo":                            "app/lists_test.go TestStrangersLeaveNothingToDo",
	"memory, presence":                "app/people/presence_test.go TestPresenceOfStrangersIsNotKept",
	"memory, refusals":                "app/refusals_test.go TestRefusalsAreBounded",
	"work, keys of a message":         "app/effort_test.go TestManyKeysInOneMessage",
	"work, all strangers":             "app/effort_test.go TestForgeriesOfStrangersCostNoMoreThanTheyMay",
	"work, a message":                 "crypto/work_test.go TestWorkIsLimited",
	"work, pictures":                  "trust/bitmap/bitmap_test.go TestScansAreCountedBeforeThePictureIsDecoded",
	"devices of a JID":                "trust/devices_test.go TestRowsAreBounded",
	"devices, former keys":            "trust/forget_test.go TestKeysOfOneDeviceAreBounded",
	"log":                             "trust/forget_test.go TestLinesAboutKeysOfStrangersAreBounded",
	"prekeys":                         "trust/usedkeys_test.go TestUsedPreKeysAreBounded",
	"rows of strangers":               "app/intake_test.go TestThingsOfStrangersAreOneLine",
	"rows of what nobody knows":       "app/intake_test.go TestUnknownThingsAreCounted",
	"rows of invitations by rooms":    "app/intake_test.go TestInvitationsByRoomsAreBounded",
	"refs":                            "app/history/refs_test.go TestRefsAreBounded",
	"text":                            "xmpp/foreign/foreign_test.go TestThings",
	"reaction":                        "xmpp/reactions/reactions_test.go TestReactions",
	"stanza":                          "xmpp/xml_test.go TestBadXMLEndsTheStream",
}

func TestEachBoundHasItsTest(t *testing.T) { haveTests(t, bounds) }
