package app

import (
	"maps"
	"math"
	"slices"

	"vouch/app/history"
	"vouch/xmpp"
)

// goOn continues a stream that was cut, of which the server has h stanzas: what may have ended it goes alone, and what has
// had all its tries not at all.
func (a *account) goOn(c *xmpp.Client) error {
	h := c.Acknowledged()
	if err := a.blameCounted(h); err != nil {
		return err
	}
	a.passOver(c, h)
	var gone []uint64
	last := uint64(0)
	for number, seq := range a.outbox.inflight {
		switch e, ok := a.entry(seq); {
		case number <= h || !ok:
		case spent(e):
			c.Withdraw(number)
			delete(a.outbox.inflight, number)
			a.outbox.doubt[seq] = true // until it is out of the file
			gone = append(gone, seq)
		case a.outbox.alone[seq]:
			last = max(last, number)
		}
	}
	if last = max(last, a.outbox.stuckAt); last > h {
		c.OneByOne(last)
	}
	return a.giveUpOn(gone)
}

// passOver sees to stanzas of ours that are no entries, such as questions: they, too, are written again when a stream goes on.
// One that a server got no further than on maxTries streams in a row is left out.
func (a *account) passOver(c *xmpp.Client, h uint64) {
	first := h + 1
	_, isEntry := a.outbox.inflight[first]
	switch counts := a.outbox.lastEnd.how == xmpp.CutOff || a.outbox.lastEnd.how == xmpp.Silence; {
	case isEntry || first > a.outbox.written || !counts:
		a.outbox.stuckAt, a.outbox.stuck = 0, 0
	case first != a.outbox.stuckAt:
		a.outbox.stuckAt, a.outbox.stuck = first, 1
	default:
		a.outbox.stuck++
	}
	if a.outbox.stuck >= maxTries {
		a.log.Warn("a question that ends every stream is left out")
		c.Withdraw(first)
	}
}

// entry is the loop's copy of an outbox entry.
func (a *account) entry(seq uint64) (history.Entry, bool) {
	i := slices.IndexFunc(a.outbox.queue, func(e history.Entry) bool { return e.Seq == seq })
	if i < 0 {
		return history.Entry{}, false
	}
	return a.outbox.queue[i], true
}

// oneIsAlone tells whether a suspect is on its way: nothing is written beside it.
func (a *account) oneIsAlone() bool {
	for seq := range maps.Values(a.outbox.inflight) {
		if a.outbox.alone[seq] {
			return true
		}
	}
	return false
}

// giveUpOn takes entries out of the outbox that the other side will not take, and says in their rows why.
func (a *account) giveUpOn(seqs []uint64) error {
	if len(seqs) == 0 {
		return nil
	}
	refused, most := math.MaxInt, a.limit()
	rows, err := a.finishEntries(seqs, func(e history.Entry) word {
		says := verdict(e, most)
		a.log.Warn("outbox entry given up", "purpose", e.Purpose, "bytes", len(e.Stanza), "kind", says.kind, "said", says.text)
		if says.kind == KindTooBig {
			refused = min(refused, len(e.Stanza))
		}
		return says
	})
	for _, row := range rows {
		a.arrived(row)
	}
	if err == nil && refused < math.MaxInt {
		a.learnLimit(refused - 1)
	}
	return err
}
