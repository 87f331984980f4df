package chat

import (
	"strings"

	"vouch/app"
	"vouch/app/view"
	"vouch/ui/draw"
	"vouch/ui/timeline"
	"vouch/ui/words"
)

// cardOf begins the id of the row below a message that names keys; what follows is the id of the message.
const cardOf = "keys "

// keyRow is the card below a received message in which its sender says which devices are theirs, if there is one. It can
// be accepted only when the message came from a device that the user has verified.
func keyRow(r *view.Row, c words.Calendar) (timeline.Row, bool) {
	k := r.Keys
	if k == nil || !r.Retracted.IsZero() {
		return timeline.Row{}, false
	}
	name := words.NameOf(r.Name, r.From)
	out := timeline.Row{ID: cardOf + r.ID, Kind: timeline.Card, Icon: "key", Edge: draw.Acc, Time: c.Clock(r.Time), Tip: c.Full(r.Time), Title: words.Tr("keycard.title", "Name", name)}
	what := []string{keyCounts(k)}
	if k.Differs > 0 {
		out.Icon, out.Edge = "warn", draw.Rejected
		what = append(what, words.Trn("keycard.differs", k.Differs))
	}
	note := func(icon, words string) (timeline.Row, bool) {
		return timeline.Row{ID: out.ID, Kind: timeline.Note, Icon: icon, Edge: draw.Muted, Text: words + " · " + keyCounts(k), Tip: out.Tip}, true
	}
	switch {
	case k.Answered == view.KeysAccepted:
		return note("verified", words.Tr("keycard.accepted", "Name", name))
	case k.Answered != "":
		return note("key", words.Tr("keycard.dismissed", "Name", name))
	case k.New == 0 && k.Differs == 0:
		return note("verified", words.Tr("keycard.known", "Name", name))
	case k.CanAccept && k.New > 0:
		what = append(what, words.Tr("keycard.may", "Name", name))
		out.Actions[0] = timeline.Action{Act: actAccept, Icon: "verified", Word: words.Trn("keycard.accept", k.New)}
	case k.CanAccept:
		out.Actions[0] = timeline.Action{Act: actDevices, Icon: "scan", Word: words.Tr("keycard.compare")}
	default:
		what = append(what, words.Tr("keycard.mayNot", "Name", name))
		out.Actions[0] = timeline.Action{Act: actDevices, Icon: "scan", Word: words.Tr("keycard.compare")}
	}
	out.Actions[1] = timeline.Action{Act: actDismiss, Word: words.Tr("keycard.dismiss")}
	out.Detail = strings.Join(what, "\n")
	return out, true
}

// keyCounts says how many keys a message names, and how many of them are new.
func keyCounts(k *view.KeyCard) string {
	said := words.Trn("keycard.keys", k.Keys)
	if k.New > 0 {
		said += ", " + words.Trn("keycard.new", k.New)
	}
	return said
}

// answerKeys accepts or dismisses what a message says about keys.
func (c *Room) answerKeys(r *view.Row, accept bool) {
	v := c.w.Shown.View
	c.w.Do(app.AnswerKeys{Account: v.Account, Chat: v.Chat, ID: r.ID, Accept: accept}, func(err error) {
		switch {
		case app.KindOf(err) == app.KindUndecided:
			c.w.Fail(words.Tr("keycard.mayNot", "Name", words.NameOf(r.Name, r.From)))
		case err != nil:
			c.w.Fail(words.ErrText(err, words.HostOf(v.Account)))
		}
	})
}
