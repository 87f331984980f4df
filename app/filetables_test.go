package app_test

import "testing"

// Where each case is tested of what servers, hosts of files, senders and the user's own disk can do to files.
var fileCases = map[string]string{
	"slot-http, slot-userinfo, slot-fragment":                 "app/files/uploadhost_test.go TestSlotsOfAHostileService",
	"slot-header-crlf, slot-header-foreign":                   "app/files/uploadhost_test.go TestSlotsOfAHostileService",
	"slot-from-other, slot-late":                              "app/fileslot_test.go TestSlotsOfOthersAreNone",
	"put-redirect, put-201-early, put-lies":                   "app/files/uploadhost_test.go TestUploadToAHostileHost",
	"upload-limit-shrinks":                                    "app/files/uploadhost_test.go TestLimitThatShrinks",
	"get-gzip, get-no-length, get-206-other-start":            "app/web/hostile_test.go TestGetFromAHostileHost",
	"get-1xx-flood, get-html-login, get-cookie, redirect-key": "app/web/hostile_test.go TestGetFromAHostileHost",
	"get-206-other-file, get-200-on-range, get-416":           "app/filehost_test.go TestFetchingGoesOnInAnotherRun",
	"get-slow":                     "app/web/hostile_test.go TestSlowHostIsGivenUp",
	"dns-rebind, v4-mapped, nat64": "app/web/hostile_test.go TestNameThatLeadsInside",
	"same-key-two-urls, expired, aesgcm-in-clear": "app/filehost_test.go TestKeysOfFilesStayWhereTheyAre",
	"fragment-in-log": "app/filehost_test.go TestKeysOfFilesStayWhereTheyAre",
	"oob-differs, sfs-no-hash, sfs-size-lie, thumb-bomb": "app/filehost_test.go TestFilesThatMessagesSayToBe",
	"thumb-cid-stranger":              "app/filehost_test.go TestFilesThatMessagesSayToBe",
	"sfs-attach-other":                "app/filehost_test.go TestFileThatIsSharedBeforeItIsThere",
	"oob-outside-omemo":               "app/outer_test.go TestNothingOutsideHidesWhatIsInside",
	"source-changes":                  "app/files/source_test.go TestFileThatChangesWhileItIsRead",
	"source-fifo":                     "app/files/source_unix_test.go TestPipeIsNotAttached",
	"key-twice":                       "app/files/source_test.go TestNoKeyHasASecondFile",
	"motion-photo, heic-gps":          "app/files/source_test.go TestWhatStandsBehindAPicture",
	"disk-full, at snapshot and part": "app/files/fulldisk_unix_test.go TestFullDiskLeavesNothing",
	"disk-full, at rename":            "app/files/fulldisk_unix_test.go TestFileThatCannotGetItsName",
	"cut at every step":               "app/filecuts_test.go TestFileIsThereOnceWhereverItIsCut",
	"killed between any two steps":    "app/filecuts_test.go TestFileIsThereOnceWheneverTheProgramEnds",
	"0 B, 1 B, byte for byte":         "app/files_servers_test.go TestFileUnderEncryption",
	"16 MiB, 1 GiB, byte for byte":    "app/filesize_test.go TestFileOfAnySize",
}

func TestEachCaseOfFilesHasItsTest(t *testing.T) { haveTests(t, fileCases) }

// Where each complaint is tested that people have about files in other programs, by the numbers of their trackers.
var fileComplaints = map[string]string{
	"dino#1875, Monal#543: a crash above the limit, an error without words":     "app/files_servers_test.go TestFileLargerThanTheServerTakes",
	"dino#768: it failed, and nobody says why":                                  "app/files/uploadhost_test.go TestUploadToAHostileHost",
	"dino#1125, #1896: it begins anew, or is lost, after a restart":             "app/filehost_test.go TestFetchingGoesOnInAnotherRun",
	"dino#877: no cancel, no save as":                                           "app/files_servers_test.go TestFileSurvivesRestart",
	"dino#1568, Monal#544, #72: the service is not found, though there is one":  "app/files/uploadhost_test.go TestServiceThatDoesNotAnswer",
	"Signal-iOS#1984: the place is left in from some sources":                   "app/files/clean/clean_test.go TestCleanPictureTellsNothing",
	"dino#522, yaxim#255: a picture lies on its side":                           "app/files/attach_test.go TestAttachedPictureIsClean",
	"Conversations#2440, #1494, #3589: names that chance has made":              "app/files/filename/filename_test.go TestNamesAreCleaned",
	"Conversations#1126: an empty file hangs":                                   "app/files_servers_test.go TestFileUnderEncryption",
	"Conversations#3653: a large file takes all memory":                         "app/filesize_test.go TestFileOfAnySize",
	"profanity#1478, Conversations#4324, ChatSecure#810: IVs of another length": "app/files/aesgcm/vectors_test.go TestVectors",
	"Monal#244: a link in clear in an encrypted chat":                           "app/files_servers_test.go TestFileUnderEncryption",
	"Monal#841: old links are sent again with the next picture":                 "app/filecuts_test.go TestFileIsThereOnceWhereverItIsCut",
	"Monal#740: scaled it is larger, and too large":                             "app/files/scale_test.go TestScaledPictures",
	"Conversations#3156, #3903: scaled unasked, writing cannot be read":         "ui/chat/files_test.go TestPicturesAreScaledWhenAsked",
	"Monal#866, #789, #747, #1500: voice does not play":                         "app/files_servers_test.go TestSoundIsPlayed",
	"dino#388: voice opens another program":                                     "ui/listen/listen_test.go TestTheNextFollows",
	"dino#385, #898: no pasting; pasted, and gone unasked":                      "ui/chat/paste_unix_test.go TestACopiedPictureIsShownBeforeItGoes",
	"dino#386: GIFs do not move, or do not stop":                                "ui/pictures/play_test.go TestMovingPicturesPlayThreeRounds",
	"mxlgv/dino#95: a megabyte takes for ever":                                  "app/files/transfer_bench_test.go BenchmarkTransfers",
}

func TestEachComplaintAboutFilesHasItsTest(t *testing.T) { haveTests(t, fileComplaints) }
