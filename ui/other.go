package ui

import (
	"strings"

	"vouch/app"
	"vouch/ui/draw"
	"vouch/ui/timeline"
)

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

// bounds of what is shown of the words of others in a card
const (
	aboutRunes = 100
	wordsRunes = 300
)

// otherRow is the card of something for the user that is no text: what it is, what its sender says, what can be done.
func otherRow(r *app.Row, c calendar) timeline.Row {
	out := timeline.Row{ID: r.ID, Kind: timeline.Card, Icon: "info", Edge: draw.Acc, Time: c.clock(r.Time), Tip: c.full(r.Time)}
	title, can := otherKeys(r.Notice)
	about, name := oneLine(r.About, aboutRunes), nameOf(r.Name, r.From)
	if out.Title = tr(title, "Name", name, "About", about); r.Notice == app.NoticeInvitation && r.From == r.About {
		out.Title = tr("other.invitationBy", "About", about)
	}
	var lines []string
	switch r.Notice {
	case app.NoticeForm, app.NoticeContacts, app.NoticeFile, app.NoticeLocation:
		lines = append(lines, about)
	case app.NoticeChanged:
		lines = append(lines, quoteLine(r))
		out.Actions[0] = timeline.Action{Act: timeline.ActQuote, Word: tr("other.show")}
	}
	if said := oneLine(r.Body, wordsRunes); said != "" {
		lines = append(lines, tr("other.said", "Words", said))
	}
	if can != "" {
		lines = append(lines, tr(can))
	}
	out.Detail = joinLines(lines)
	return out
}

// joinLines puts lines that say something under one another.
func joinLines(lines []string) string {
	out := ""
	for _, line := range lines {
		if line == "" {
			continue
		}
		if out != "" {
			out += "\n"
		}
		out += line
	}
	return out
}

// otherKeys are the keys of the words for something that is no text: its title, which takes Name and About, and what can be done,
// or "".
func otherKeys(n app.Notice) (title, can string) {
	if keys, ok := others[n]; ok {
		return keys[0], keys[1]
	}
	return "other.unknown", ""
}

// shortOther is what a list or a notification says of something that is no text.
func shortOther(n app.Notice) string {
	if words, ok := others[n]; ok {
		return tr(words[2])
	}
	return tr("short.other")
}

// strangersText says what strangers sent that is no text, and what came last.
func strangersText(r *app.Row) string {
	kind, about, _ := strings.Cut(r.About, " ")
	last := shortOther(app.Notice(kind))
	if about = oneLine(about, aboutRunes); about != "" {
		last += " (" + about + ")"
	}
	return trn("notice.strangers", r.Count, "Last", last, "Who", oneLine(r.From, nameRunes))
}
