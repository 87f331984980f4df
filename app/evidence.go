package app

import (
	"errors"
	"strings"

	"vouch/app/history"
	"vouch/app/view"
	"vouch/xmpp"
)

// word is what somebody, or the outbox, has said about an own message.
type word struct {
	state view.MessageState
	kind  Kind   // of MessageFailed and MessageUnknownFate
	text  string // what was said about it, for the curious
	keys  int    // of KindTooBig, to a room: of how many devices it had keys
}

// weight orders what can be known about an own message. That it waits or is on its way says nothing about where it is. That
// we gave it up, or do not know, gives way to our server, which has it. That somebody refused it is more than that, since the
// server had it before. Most is the receiver's own word: one of several devices or servers may refuse what another takes.
func (w word) weight() int {
	switch w.state {
	case history.StateUnknownFate:
		return 1
	case history.StateSent:
		return 2
	case history.StateFailed:
		if w.kind == KindRefused {
			return 3
		}
		return 1
	case history.StateDelivered:
		return 4
	case history.StateRead:
		return 5
	}
	return 0
}

// evidence is what is known about an own message of which was known, after somebody says something new: the stronger word
// stands, and of equals the first.
func evidence(was, says word) word {
	if says.weight() > was.weight() {
		return says
	}
	return was
}

// hears takes a word about the sending of an own row that change names; "" is the first. It reports whether the row says
// something else now. What is heard about an earlier text is kept for when that is brought back.
func hears(row *history.Message, change string, says word) bool {
	state, kind, text, keys := &row.State, &row.ErrKind, &row.ErrText, &row.Count
	if change != row.EditID {
		v := row.Sending(change)
		if v == nil {
			return false
		}
		state, kind, text, keys = &v.State, &v.ErrKind, new(string), new(int)
	}
	was := word{*state, *kind, *text, *keys}
	is := evidence(was, says)
	*state, *kind, *text, *keys = is.state, is.kind, is.text, is.keys
	return is != was
}

// heardOf takes a word about an own row, by somebody who names it, or a change of it, by its id attribute. Whoever can do
// that has it, or has had it: nothing of it has to leave any more.
func (a *account) heardOf(h *history.Store, row *history.Message, id string, says word, out *taken) error {
	change := changeNamed(*row, id)
	arrived := a.hasArrived(h, row.ID, change, out)
	if !hears(row, change, says) {
		return arrived
	}
	out.rows = append(out.rows, *row)
	return errors.Join(arrived, h.Put(*row))
}

// changeNamed is the change of an own row that an id attribute names, "" for its first sending.
func changeNamed(row history.Message, id string) string {
	if id == row.MessageID {
		return ""
	}
	return id
}

// meantFor tells whether who is one of those that an own row is meant for, whose word about it counts: the others of its
// chat, and oneself in the notes to oneself. That who belongs to the chat is sure where the row was found in the chat of
// what who has sent, as everywhere it is asked.
func meantFor(row history.Message, who string) bool { return who != row.From || who == row.Chat }

// answeredBy takes what an arrival says about the own message that it answers or reacts to: its sender has that.
func (a *account) answeredBy(h *history.Store, in arrival, of *history.Message, id string, out *taken) error {
	if !of.Own || in.room != nil || !meantFor(*of, in.from) || !of.Kind.Said() {
		return nil
	}
	return a.heardOf(h, of, id, word{state: history.StateDelivered}, out)
}

// answeredIn is that for a reply that was stored.
func (a *account) answeredIn(h *history.Store, in arrival, reply history.Message, out *taken) error {
	if reply.ReplyRow == "" || in.own {
		return nil
	}
	of, err := h.Get(reply.ReplyRow)
	if errors.Is(err, history.ErrNotFound) {
		return nil
	} else if err != nil {
		return err
	}
	return a.answeredBy(h, in, &of, reply.ReplyTo, out)
}

// refusal is the word of an error that came back.
func refusal(m *xmpp.Message) word {
	return word{state: history.StateFailed, kind: KindRefused, text: strings.TrimSpace(m.Error.Reason + " " + m.Error.Text)}
}

// isOldCopy tells whether a copy of an own message, or of a change of it, from the archive can only be that of a sending
// that was refused, since the next one has not left.
func (a *account) isOldCopy(row, change string) bool {
	e, ok := a.queued(row, change)
	return ok && e.Again == KindRefused && !a.outbox.made[e.Seq]
}

// queued is the loop's copy of the outbox entry of a row, or of a change of it.
func (a *account) queued(row, change string) (history.Entry, bool) {
	for _, e := range a.outbox.queue {
		if e.Row == row && e.ID == change {
			return e, true
		}
	}
	return history.Entry{}, false
}

// waiting tells whether a row, or a change of it, stands in the outbox and has not been made.
func (a *account) waiting(row, change string) bool {
	e, ok := a.queued(row, change)
	return ok && !a.outbox.made[e.Seq]
}
