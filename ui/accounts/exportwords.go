package accounts

import "vouch/ui/words"

// exportedWords are those of exported pages and Markdown: the key of the service, and that of the translations.
var exportedWords = map[string]string{
	"lang":           "exported.lang",
	"title":          "exported.title",
	"made":           "exported.made",
	"messages":       "exported.messages",
	"before":         "exported.before",
	"after":          "exported.after",
	"all":            "exported.all",
	"weekdays":       "exported.weekdays",
	"date":           "exported.date",
	"months":         "exported.months",
	"encrypted":      "exported.encrypted",
	"clear":          "exported.clear",
	"inClear":        "exported.inClear",
	"verified":       "exported.verified",
	"trusted":        "exported.trusted",
	"undecided":      "exported.undecided",
	"rejected":       "exported.rejected",
	"pending":        "exported.pending",
	"sending":        "exported.sending",
	"sent":           "exported.sent",
	"delivered":      "exported.delivered",
	"read":           "exported.read",
	"failed":         "exported.failed",
	"unknown-fate":   "exported.unknownFate",
	"edited":         "exported.edited",
	"retracted":      "exported.retracted",
	"retractedBy":    "exported.retractedBy",
	"answers":        "exported.answers",
	"answersSome":    "exported.answersSome",
	"unreadable":     "exported.unreadable",
	"fileAbsent":     "exported.fileAbsent",
	"fileLeftOut":    "exported.fileLeftOut",
	"fileProgram":    "exported.fileProgram",
	"encryption-off": "exported.encryptionOff",
	"encryption-on":  "exported.encryptionOn",
	"key-changed":    "exported.keyChanged",
	"key-shared":     "exported.keyShared",
	"broken":         "exported.broken",
	"auto-trusted":   "exported.autoTrusted",
	"notice-trusted": "exported.noticeTrusted",
	"earlier":        "exported.earlier",
	"unknown":        "exported.unknown",
	"strangers":      "exported.strangers",
	"room-kicked":    "exported.roomKicked",
	"room-banned":    "exported.roomBanned",
	"room-removed":   "exported.roomRemoved",
	"room-closed":    "exported.roomClosed",
	"room-destroyed": "exported.roomDestroyed",
	"room-gone":      "exported.roomGone",
	"room-added":     "exported.roomAdded",
	"room-public":    "exported.roomPublic",
	"room-private":   "exported.roomPrivate",
	"room-subject":   "exported.roomSubject",
	"doneBy":         "exported.doneBy",
	"because":        "exported.because",
	"invitation":     "exported.invitation",
	"call":           "exported.call",
	"form":           "exported.form",
	"attention":      "exported.attention",
	"contacts":       "exported.contacts",
	"file":           "exported.file",
	"location":       "exported.location",
	"changed":        "exported.changed",
	"other":          "exported.other",
}

// exportWords are the words of what is exported, in the language of the window. What stands in braces in them is the service's to fill in.
func exportWords() map[string]string {
	out := make(map[string]string, len(exportedWords))
	for key, ours := range exportedWords {
		out[key] = words.Tr(ours)
	}
	return out
}
