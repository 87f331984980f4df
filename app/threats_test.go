package app_test

import (
	"os"
	"strings"
	"testing"
)

// Where each case of the threat list is tested whose feature exists: those about signing in, XML, what others claim, OMEMO,
// and faults. A case stands between honest messages there, and carries its name where a test has more than one.
var threats = map[string]string{
	"tls-wrong-name":      "xmpp/login_test.go TestLogin",
	"tls-expired":         "xmpp/login_test.go TestLogin",
	"tls-unknown-ca":      "xmpp/login_test.go TestLogin",
	"tls-srv-name":        "xmpp/login_test.go TestTargetsAreTriedInOrder",
	"starttls-stripped":   "xmpp/login_test.go TestLogin",
	"starttls-failure":    "xmpp/login_test.go TestLogin",
	"tls-old":             "xmpp/login_test.go TestLogin",
	"sasl-downgrade":      "xmpp/login_test.go TestLogin",
	"scram-bad-signature": "xmpp/login_test.go TestLogin",
	"scram-no-final":      "xmpp/login_test.go TestLogin",
	"scram-bad-challenge": "xmpp/login_test.go TestLogin",
	"bind-other-jid":      "xmpp/login_test.go TestLogin",
	"login-silence":       "xmpp/login_test.go TestSilenceAtEachStepEndsTheLogin",
	"stream-conflict":     "xmpp/stream_test.go TestStreamEnds",
	"secret-in-logs":      "xmpp/login_test.go TestLogsHoldNoSecret",

	"xml-dtd":             "xmpp/xml_test.go TestBadXMLEndsTheStream",
	"xml-external-entity": "xmpp/xml_test.go TestBadXMLEndsTheStream",
	"xml-pi-comment":      "xmpp/xml_test.go TestBadXMLEndsTheStream",
	"xml-depth":           "xmpp/xml_test.go TestBadXMLEndsTheStream",
	"xml-huge-text":       "xmpp/xml_test.go TestEndlessElementsCostLittleMemory",
	"xml-bad-chars":       "xmpp/xml_test.go TestBadXMLEndsTheStream",
	"xml-prefixed-attr":   "xmpp/xml_test.go TestXMLThatMeansSomethingElse",
	"xml-dup-attr":        "xmpp/xml_test.go TestBadXMLEndsTheStream",
	"xml-wrong-ns":        "xmpp/xml_test.go TestXMLThatMeansSomethingElse",
	"xml-fragments":       "xmpp/xml_test.go TestPiecesMakeNoDifference",
	"xml-flood":           "xmpp/xml_test.go TestFloodKeepsOrderAndMemory",
	"xml-unknown":         "xmpp/xml_test.go TestUnknownElementsAreIgnored",

	"carbon-from-contact":      "app/lies_test.go TestClaimsOfTheStream",
	"carbon-sent-forged":       "app/lies_test.go TestClaimsOfTheStream",
	"carbon-own-full-jid":      "app/lies_test.go TestClaimsOfTheStream",
	"carbon-nested":            "app/lies_test.go TestClaimsOfTheStream",
	"mam-unsolicited":          "app/lies_test.go TestClaimsOfTheStream",
	"mam-wrong-from":           "app/lies_archive_test.go TestLiesOfTheArchive",
	"roster-push-contact":      "app/lies_iq_test.go TestOnlyTheServerChangesTheRoster",
	"roster-huge":              "app/lies_iq_test.go TestHugeRosterIsCut",
	"devicelist-for-other":     "app/lies_iq_test.go TestDeviceListsAreTheirSenders",
	"iq-wrong-sender":          "xmpp/stream_test.go TestAnswersAreBelievedFromWhoWasAsked",
	"iq-result-twice":          "xmpp/stream_test.go TestFirstAnswerCounts",
	"iq-from-stranger":         "app/lies_iq_test.go TestStrangersGetOneAnswer",
	"receipt-third-party":      "app/hostile_prosody_test.go TestReceiptOfAThirdPartyChangesNothing",
	"receipt-request-stranger": "app/lies_iq_test.go TestReceiptsAreForContactsAndForWhatWasRead",
	"stanza-id-forged":         "app/lies_live_test.go TestForgedArchiveIDHidesNothing",
	"same-id-other-body":       "app/lies_test.go TestClaimsOfTheStream",
	"delay-forged":             "app/lies_live_test.go TestForgedDelaysMoveNothing",
	"subscription-unasked":     "app/lies_iq_test.go TestOnlyTheServerChangesTheRoster",
	"stranger-presence":        "app/lies_test.go TestClaimsOfTheStream",
	"avatar-bomb":              "app/avatar_test.go TestPicturesThatAreNoPictures",
	"groupchat-no-room":        "app/lies_test.go TestClaimsOfTheStream",
	"server-deletes":           "app/lies_iq_test.go TestWhatTheServerDeletesStays",

	"payload-flip":           "app/hostile_prosody_test.go TestAttacksBetweenHonestMessages",
	"key-flip":               "app/hostile_prosody_test.go TestAttacksBetweenHonestMessages",
	"payload-swap":           "app/hostile_prosody_test.go TestAttacksBetweenHonestMessages",
	"replay-new-id":          "app/hostile_prosody_test.go TestAttacksBetweenHonestMessages",
	"unknown-prekey":         "crypto/refuse_test.go TestUnknownPreKeys",
	"empty-key":              "app/hostile_prosody_test.go TestAttacksBetweenHonestMessages",
	"key-lengths":            "app/lies_omemo_test.go TestKeysOfWrongLengths",
	"cbc-17":                 "crypto/message_test.go TestAuthenticatedMessages",
	"prekey-forged-mac":      "app/lies_omemo_test.go TestForgedFirstMessageLeavesNothing",
	"late-old-session":       "crypto/session_test.go TestLateMessageOfAnArchivedSession",
	"devicelist-10k":         "app/lies_iq_test.go TestDeviceListsAreTheirSenders",
	"bundle-bad-signature":   "app/lies_omemo_test.go TestBundleWithABadSignature",
	"one-key-two-owners":     "trust/devices_test.go TestDecisionsStayWithTheKey",
	"identity-change-bundle": "app/hostile_prosody_test.go TestKnownDeviceWithAnotherKeyIsAnAlarm",
	"own-list-injected":      "app/lies_omemo_test.go TestInjectedOwnDeviceGetsNothing",
	"new-device-first-use":   "app/archive_prosody_test.go TestPolicies",
	"first-contact-three":    "trust/decision_test.go TestPolicy",
	"own-list-removed":       "app/hostile_prosody_test.go TestOwnDeviceListIsDefendedButNotForEver",
	"no-trusted-device":      "app/e2e_prosody_test.go TestNothingLeavesWhileEverythingIsUntrusted",
	"plain-in-encrypted":     "app/lies_omemo_test.go TestClearMessageInAnEncryptedChat",
	"body-and-encrypted":     "app/hostile_prosody_test.go TestAttacksBetweenHonestMessages",
	"eme-only":               "app/hostile_prosody_test.go TestAttacksBetweenHonestMessages",
	"key-transport":          "app/hostile_prosody_test.go TestAttacksBetweenHonestMessages",
	"iv-sizes":               "xmpp/omemo/omemo_test.go TestEncrypted",
	"prekey-drain":           "app/lies_omemo_test.go TestDrainedPreKeysAreRefilled",
	"crossing-sessions":      "crypto/session_test.go TestCrossingSessionsConverge",
	"jid-variants":           "app/lies_test.go TestClaimsOfTheStream",
	"untrust-queued":         "app/e2e_prosody_test.go TestDeviceRejectedBeforeTheWriteGetsNothing",

	"drop-each-step": "app/scripted_test.go TestFaultAtEachStepLosesNothing",
	"sm-resumed":     "xmpp/held_test.go TestServerThatHoldsStreams",
	"sm-failed-h":    "xmpp/held_test.go TestServerThatHoldsStreams",
	"sm-failed":      "xmpp/held_test.go TestServerThatHoldsStreams",
	"dup-paths":      "app/lies_live_test.go TestOneMessageByAllWaysIsOneRow",
	"dup-omemo":      "app/hostile_prosody_test.go TestAttacksBetweenHonestMessages",
	"server-restart": "app/e2e_prosody_test.go TestConversationGoesOnAfterServerRestart",
	"half-open":      "xmpp/stream_test.go TestSilentServerIsDead",
	"slow-server":    "app/lies_live_test.go TestAnswersThatDoNotComeHoldNothingUp",
	"backlog":        "app/archive_prosody_test.go TestBacklogIsTakenInOnceAndInOrder",
	"mam-order":      "app/lies_archive_test.go TestLiesOfTheArchive",
	"offline-send":   "app/e2e_prosody_test.go TestMessageWrittenOfflineGoesOutOnce",
	"two-own":        "app/archive_prosody_test.go TestArchiveBringsWhatOtherDevicesGot",
	"unreadable":     "app/lies_iq_test.go TestReceiptsAreForContactsAndForWhatWasRead",
	"handler-panic":  "app/lies_live_test.go TestPanicOfAHandlerSetsTheStanzaAside",
	"crash-ack":      "main_test.go TestKillsInTwoWayTrafficLoseNothing",
	"crash-encrypt":  "main_test.go TestKillsInTwoWayTrafficLoseNothing",
	"bundle-half":    "app/lies_live_test.go TestBundleIsThereBeforeTheList",
}

func TestEachThreatHasItsTest(t *testing.T) {
	for slug, where := range threats {
		file, name, _ := strings.Cut(where, " ")
		text, err := os.ReadFile("../" + file)
		if err != nil || !strings.Contains(string(text), "\nfunc "+name+"(") {
			t.Errorf("%s: no %s in %s, %v", slug, name, file, err)
		}
	}
}
