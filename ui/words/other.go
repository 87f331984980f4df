package words

import "vouch/app"

// others are the words for what came and is no text: title, what can be done, and short for lists and notifications.
var others = map[app.Notice][3]string{
	app.NoticeInvitation: {"other.invitation", "other.invitationDo", "short.invitation"},
	app.NoticeCall:       {"other.call", "other.callDo", "short.call"},
	app.NoticeForm:       {"other.form", "other.formDo", "short.form"},
	app.NoticeAttention:  {"other.attention", "", "short.attention"},
	app.NoticeContacts:   {"other.contacts", "other.contactsDo", "short.contacts"},
	app.NoticeFile:       {"other.file", "other.fileDo", "short.file"},
	app.NoticeLocation:   {"other.location", "", "short.location"},
	app.NoticeChanged:    {"other.changed", "", "short.changed"},
}

// OtherKeys are the keys of the words for something that is no text: its title, which takes Name and About, and what can be done,
// or "".
func OtherKeys(n app.Notice) (title, can string) {
	if keys, ok := others[n]; ok {
		return keys[0], keys[1]
	}
	return "other.unknown", ""
}

// ShortOther is what a list or a notification says of something that is no text.
func ShortOther(n app.Notice) string {
	if words, ok := others[n]; ok {
		return Tr(words[2])
	}
	return Tr("short.other")
}
