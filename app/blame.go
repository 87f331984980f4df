package app

import (
	"errors"
	"strings"

	"go.etcd.io/bbolt"

	"vouch/app/history"
	"vouch/app/input"
	"vouch/xmpp"
)

// An entry that the other side will never take must not hold up the account: its bytes would end each stream on which they
// are written. So the end of a stream is held against the entry that may have brought it about. A server works off what it
// reads in order, so that is the first one which it has not got; where nobody can tell how far it got, all are suspected.
// Suspects leave alone (alone.go), and after maxTries ends in a row an entry is given up, with the reason in its row. The
// last of these it always has alone.
//
// An unlucky network must not cost a message. An end counts where the server said that it was sent something wrong, and
// where it closed the connection. Where all just fell silent, a small stanza is tried three times as often, and where the
// machine lost its network it does not count. An end that has to do with another entry, or with none, begins the row anew,
// unless the server has given a reason.

const (
	maxTries   = 3   // ends in a row until an entry is given up
	silences   = 3   // ends without a word that count as one, for what is small enough for every server
	maxRefusal = 300 // bytes kept of what a server said
)

// ending is how a stream ended.
type ending struct {
	how     xmpp.Ending
	said    string // with xmpp.Refused: what the server said
	reached uint64 // own stanzas that were acknowledged by then
	open    bool   // nobody was blamed yet
}

// endingOf is the end of a stream for that cause.
func endingOf(cause error, reached uint64) ending {
	end := ending{how: xmpp.EndingOf(cause), reached: reached, open: true}
	var said *xmpp.StreamError
	if end.how == xmpp.Refused && errors.As(cause, &said) {
		end.said = input.Cut(strings.TrimSpace(said.Condition+" "+said.Text), maxRefusal)
	}
	return end
}

// blame holds the end of the last stream against what was written on it and not acknowledged. Where that is not one alone it
// waits for the server's count, if one may come.
func (a *account) blame(countToCome bool) error {
	end := &a.outbox.lastEnd
	if !end.open {
		return nil
	}
	var on []uint64
	for number, seq := range a.outbox.inflight {
		if number > end.reached && number <= a.outbox.written && end.how != xmpp.Unrelated {
			on = append(on, seq)
		}
	}
	// What left alone had everything before it acknowledged: questions that were written since stand behind it.
	sure := len(on) == 1 && (a.outbox.alone[on[0]] || a.outbox.written == end.reached+1)
	if len(on) > 0 && !sure && countToCome && end.how != xmpp.Refused {
		return nil
	}
	end.open = false
	return a.holdAgainst(on, sure)
}

// blameCounted does the same when the server's count h has come: it got no further than h.
func (a *account) blameCounted(h uint64) error {
	if !a.outbox.lastEnd.open {
		return nil
	}
	a.outbox.lastEnd.open = false
	if seq, ok := a.outbox.inflight[h+1]; ok && h < a.outbox.written {
		return a.holdAgainst([]uint64{seq}, true)
	}
	return a.holdAgainst(nil, true)
}

// holdAgainst counts the end of the last stream for some entries, and begins anew with the others.
func (a *account) holdAgainst(seqs []uint64, sure bool) error {
	blamed := map[uint64]bool{}
	for _, seq := range seqs {
		blamed[seq], a.outbox.alone[seq] = true, true
	}
	tried := map[uint64]history.Entry{}
	for _, e := range a.outbox.queue {
		if blamed[e.Seq] || a.outbox.lastEnd.how != xmpp.Refused && (e.Tries > 0 || e.Silences > 0) && e.Refused == "" {
			tried[e.Seq] = e
		}
	}
	if len(tried) == 0 {
		return nil
	}
	err := a.s.update("count tries", func(tx *bbolt.Tx) error {
		h := a.s.history(tx, a.jid)
		for seq := range tried {
			e, err := h.Entry(seq)
			if errors.Is(err, history.ErrNotFound) {
				continue
			} else if err != nil {
				return err
			}
			if blamed[seq] {
				e = a.outbox.lastEnd.heldAgainst(e, sure)
			} else {
				e.Tries, e.Silences = 0, 0
			}
			if err := h.PutEntry(e); err != nil {
				return err
			}
			tried[seq] = e
		}
		return nil
	})
	for i, e := range a.outbox.queue {
		if e, ok := tried[e.Seq]; ok && err == nil {
			a.outbox.queue[i].Tries, a.outbox.queue[i].Silences, a.outbox.queue[i].Refused = e.Tries, e.Silences, e.Refused
		}
	}
	return err
}

// heldAgainst is an entry after that end; sure says that no other can have brought it about.
func (end ending) heldAgainst(e history.Entry, sure bool) history.Entry {
	if end.how == xmpp.Silence && len(e.Stanza) < xmpp.SmallestLimit {
		if e.Silences++; e.Silences%silences != 0 {
			return e
		}
	}
	if sure && end.how == xmpp.Refused {
		e.Refused = end.said
	}
	if sure || e.Tries+1 < maxTries {
		e.Tries++
	}
	return e
}

// spent tells whether an entry had all its tries.
func spent(e history.Entry) bool { return e.Tries >= maxTries }

// verdict is the word for the row of an entry that was given up; most is how large a stanza may be, or 0.
func verdict(e history.Entry, most int) word {
	if most > 0 && len(e.Stanza) > most {
		return word{state: history.StateFailed, kind: KindTooBig}
	}
	if e.Refused != "" && strings.HasPrefix(e.Refused, "policy-violation") && len(e.Stanza) >= xmpp.SmallestLimit {
		return word{state: history.StateFailed, kind: KindTooBig, text: e.Refused}
	}
	return word{state: history.StateFailed, kind: KindCutOff, text: e.Refused}
}
