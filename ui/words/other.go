package words

import "vouch/app/view"

// others are the words for what came and is no text: title, what can be done, and short for lists and notifications.
var others = map[view.Notice][3]string{
	view.NoticeInvitation: {"other.invitation", "other.invitationDo", "short.invitation"},
	view.NoticeCall:       {"other.call", "other.callDo", "short.call"},
	view.NoticeForm:       {"other.form", "other.formDo", "short.form"},
	view.NoticeAttention:  {"other.attention", "", "short.attention"},
	view.NoticeContacts:   {"other.contacts", "other.contactsDo", "short.contacts"},
	view.NoticeFile:       {"other.file", "other.fileDo", "short.file"},
	view.NoticeLocation:   {"other.location", "", "short.location"},
	view.NoticeChanged:    {"other.changed", "", "short.changed"},
}

// OtherKeys are the keys of the words for something that is no text: its title, which takes Name and About, and what can be done,
// or "".
func OtherKeys(n view.Notice) (title, can string) {
	if keys, ok := others[n]; ok {
		return keys[0], keys[1]
	}
	return "other.unknown", ""
}

// ShortOther is what a list or a notification says of something that is no text.
func ShortOther(n view.Notice) string {
	if words, ok := others[n]; ok {
		return Tr(words[2])
	}
	return Tr("short.other")
}
