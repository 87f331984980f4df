package app

import (
	"testing"

	"vouch/app/history"
	"vouch/xmpp"
)

// How many ends of streams an entry outlives: those that are surely its own, and those that others may have brought about.
func TestEndsThatAnEntryOutlives(t *testing.T) {
	const ever = 1000
	small, large := make([]byte, 500), make([]byte, xmpp.SmallestLimit)
	for _, row := range []struct {
		name   string
		how    xmpp.Ending
		stanza []byte
		sure   bool
		want   int
	}{
		{"refused", xmpp.Refused, small, true, 2},
		{"cut off", xmpp.CutOff, small, true, 2},
		{"silence about something large", xmpp.Silence, large, true, 2},
		{"silence about something small", xmpp.Silence, small, true, 8},
		{"refused, perhaps another", xmpp.Refused, large, false, ever},
		{"cut off, perhaps another", xmpp.CutOff, large, false, ever},
		{"silence, perhaps about another", xmpp.Silence, small, false, ever},
	} {
		e, n := history.Entry{Stanza: row.stanza}, 0
		for ; n < ever; n++ {
			if e = (ending{how: row.how, said: "why"}).heldAgainst(e, row.sure); spent(e) {
				break
			}
		}
		if n != row.want || (e.Refused != "") != (row.sure && row.how == xmpp.Refused) {
			t.Errorf("%s: outlived %d, want %d; refused by %q", row.name, n, row.want, e.Refused)
		}
	}
}
