package chat

import (
	"strings"

	"vouch/app/view"
	"vouch/ui/draw"
	"vouch/ui/timeline"
	"vouch/ui/words"
)

// roomNotice makes the row about what happened in a room: a card for what concerns the user, a quiet line for the rest.
func roomNotice(r *view.Row, out *timeline.Row) {
	who := words.NameOf(r.Who, r.About)
	card := func(icon string, edge draw.Token, title string, details ...string) {
		out.Kind, out.Icon, out.Edge, out.Text, out.Title = timeline.Card, icon, edge, "", title
		out.Detail = joinLines(append([]string{because(r)}, details...))
	}
	note := func(icon, text string) {
		out.Kind, out.Icon, out.Edge, out.Text, out.Title, out.Detail = timeline.Note, icon, draw.Muted, text, "", ""
	}
	switch r.Notice {
	case view.NoticeKicked:
		if !r.Own {
			note("users", doneBy(r, words.Tr("notice.kicked", "Who", who)))
			break
		}
		card("warn", draw.Undecided, words.Tr("notice.kickedOwn"), words.Tr("notice.kickedDetail"))
	case view.NoticeBanned:
		if !r.Own {
			note("users", doneBy(r, words.Tr("notice.banned", "Who", who)))
			break
		}
		card("warn", draw.Rejected, words.Tr("notice.bannedOwn"), words.Tr("notice.bannedDetail"))
	case view.NoticeRemoved:
		if !r.Own {
			note("users", doneBy(r, words.Tr("notice.removed", "Who", who)))
			break
		}
		card("warn", draw.Undecided, words.Tr("notice.removedOwn"), words.Tr("notice.removedDetail"))
	case view.NoticeClosed:
		card("warn", draw.Undecided, words.Tr("notice.closed"), words.Tr("notice.removedDetail"))
	case view.NoticeDestroyed:
		card("warn", draw.Undecided, words.Tr("notice.destroyed"), words.Tr("notice.roomKept"))
		instead(r, out)
	case view.NoticeGone:
		card("warn", draw.Undecided, words.Tr("notice.gone"), words.Tr("notice.roomKept"))
		instead(r, out)
	case view.NoticeAdded:
		text := words.Tr("notice.added", "Who", who)
		if r.Own {
			text = words.Tr("notice.addedOwn")
		}
		note("users", doneBy(r, text))
	case view.NoticePublic:
		card("open", draw.Rejected, words.Tr("notice.public"), words.Tr("notice.publicDetail"))
	case view.NoticePrivate:
		note("lock", words.Tr("notice.private"))
	case view.NoticeSubject:
		note("compose", subjectText(r))
	}
}

// doneBy adds to what happened who did it and why, as far as the room told.
func doneBy(r *view.Row, said string) string {
	if by := words.OneLine(r.Name, words.NameRunes); by != "" {
		said = words.Tr("notice.saidBy", "Said", said, "Name", by)
	}
	if why := words.OneLine(r.Body, wordsRunes); why != "" {
		said = words.Tr("notice.saidWhy", "Said", said, "Words", why)
	}
	return said
}

// because says who did it and why, as far as the room told.
func because(r *view.Row) string {
	var said []string
	if by := words.OneLine(r.Name, words.NameRunes); by != "" {
		said = append(said, words.Tr("notice.by", "Name", by))
	}
	if why := words.OneLine(r.Body, wordsRunes); why != "" {
		said = append(said, words.Tr("notice.reason", "Words", why))
	}
	return strings.Join(said, " ")
}

// instead offers the room that has taken the place of another. Nobody goes there unasked.
func instead(r *view.Row, out *timeline.Row) {
	if to := words.OneLine(r.About, aboutRunes); to != "" {
		out.Actions[0] = timeline.Action{Act: actInstead, Word: words.Tr("room.goTo", "Room", to)}
	}
}

func subjectText(r *view.Row) string {
	by, subject := words.OneLine(r.Name, words.NameRunes), words.OneLine(r.Body, wordsRunes)
	switch {
	case r.Own && subject == "":
		return words.Tr("notice.subjectOwnGone")
	case r.Own:
		return words.Tr("notice.subjectOwn", "Words", subject)
	case by == "" && subject == "":
		return words.Tr("notice.subjectNobodyGone")
	case by == "":
		return words.Tr("notice.subjectNobody", "Words", subject)
	case subject == "":
		return words.Tr("notice.subjectGone", "Who", by)
	}
	return words.Tr("notice.subject", "Who", by, "Words", subject)
}
