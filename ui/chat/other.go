package chat

import (
	"strings"

	"vouch/app/view"
	"vouch/ui/draw"
	"vouch/ui/timeline"
	"vouch/ui/words"
)

// bounds of what is shown of the words of others in a card
const (
	aboutRunes = 100
	wordsRunes = 300
)

// otherRow is the card of something for the user that is no text: what it is, what its sender says, what can be done.
func otherRow(r *view.Row, c words.Calendar) timeline.Row {
	out := timeline.Row{ID: r.ID, Kind: timeline.Card, Icon: "info", Edge: draw.Acc, Time: c.Clock(r.Time), Tip: c.Full(r.Time)}
	title, can := words.OtherKeys(r.Notice)
	about, name := words.OneLine(r.About, aboutRunes), words.NameOf(r.Name, r.From)
	if out.Title = words.Tr(title, "Name", name, "About", about); r.Notice == view.NoticeInvitation && r.From == r.About {
		out.Title = words.Tr("other.invitationBy", "About", about)
	}
	var lines []string
	switch r.Notice {
	case view.NoticeForm, view.NoticeContacts, view.NoticeFile, view.NoticeLocation:
		lines = append(lines, about)
	case view.NoticeInvitation:
		if about != "" {
			out.Actions[0] = timeline.Action{Act: actJoin, Icon: "users", Word: words.Tr("room.join")}
		}
	case view.NoticeChanged:
		lines = append(lines, quoteLine(r))
		out.Actions[0] = timeline.Action{Act: timeline.ActQuote, Word: words.Tr("other.show")}
	}
	if said := words.OneLine(r.Body, wordsRunes); said != "" {
		lines = append(lines, words.Tr("other.said", "Words", said))
	}
	if can != "" {
		lines = append(lines, words.Tr(can))
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

// strangersText says what strangers sent that is no text, and what came last.
func strangersText(r *view.Row) string {
	kind, about, _ := strings.Cut(r.About, " ")
	last := words.ShortOther(view.Notice(kind))
	if about = words.OneLine(about, aboutRunes); about != "" {
		last += " (" + about + ")"
	}
	return words.Trn("notice.strangers", r.Count, "Last", last, "Who", words.OneLine(r.From, words.NameRunes))
}
