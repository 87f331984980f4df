package app_test

import "testing"

// Where each complaint is tested that people have about group chats in other programs, by the numbers of their trackers.
var complaints = map[string]string{
	"dino#1628, Conversations#3081, #3581, #4463: one member without keys holds up the group": "app/rooms_servers_test.go TestMemberWithoutKeysHoldsNobody",
	"profanity#1594, converse.js#4076: who was banned still gets keys":                        "app/rooms_servers_test.go TestTalkInAGroup",
	"Conversations#3082: a host that may enter is asked for keys":                             "app/rooms/vectors_test.go TestAHostThatMayEnter",
	"Conversations#3118: an owner who is on no list is asked for keys":                        "app/rooms/vectors_test.go TestWhoIsOnNoListIsNoMember",
	"dino#392: sent into a room that one is not in, and shown as sent":                        "app/roomcomplaints_test.go TestNothingIsSentIntoARoomThatWeAreOutOf",
	"dino#771: a huge room is never entered":                                                  "app/rooms/ways_test.go TestTheClockOfAnEntryIsIdle",
	"dino#233: a huge room freezes the window":                                                "app/rooms/vectors_test.go TestACrowdIsNothingToWriteDown",
	"dino#1829, Conversations#1671: silent for days":                                          "app/rooms/vectors_test.go TestIdleRoomsArePinged",
	"Conversations#2690: out of the room after the server came back":                          "app/rooms/servers_test.go TestRoomsAfterARestart",
	"Conversations#3466: a kick looks like a fault of the network":                            "app/rooms/exits_test.go TestOwnExits",
	"Monal#955: without its bookmark a room is a person":                                      "app/rooms/bookmarks_test.go TestABookmarkDoesNotFlip",
	"dino#753: all rooms vanish":                                                              "app/rooms/bookmarks_test.go TestAllBookmarksAtOnce",
	"Conversations#3385: a room that was destroyed comes back":                                "app/rooms/bookmarks_test.go TestWhichRoomsABookmarkBringsBack",
	"Monal#216: own messages are there twice":                                                 "app/roomcuts_test.go TestRoomMessageIsThereOnceWhateverBreaks",
	"Monal#956, dino#312: own changes are there twice":                                        "app/roomcomplaints_test.go TestOwnChangesAreThereOnce",
	"Monal#707: messages with the ids of others are lost":                                     "app/roomcomplaints_test.go TestIDsOfSeveralPeopleInARoom",
	"dino#918: a private message where the address is known":                                  "ui/rooms/person_test.go TestAPrivateChatIsBegunWithWhoIsMeant",
	"dino#1306, #1813, Conversations#951, #2143: private messages in the wrong chat":          "app/roomcomplaints_test.go TestPrivateMessagesInARoomAreThereOnce",
	"profanity#1347: a change of the configuration is not noticed":                            "app/rooms/vectors_test.go TestACodeHoldsTheRoom",
	"profanity#1834, gajim-omemo#148: encrypted messages cannot be read after a restart":      "app/roomcomplaints_test.go TestAGroupAfterARestart",
	"dino#185: a name is found inside of a word":                                              "app/mention_table_test.go TestMentionsAreWords",
	"dino#1836: mentions are not counted":                                                     "app/roomcomplaints_test.go TestMentionsAreCounted",
}

func TestEachComplaintHasItsTest(t *testing.T) { haveTests(t, complaints) }
