package loop

import (
	"context"
	"errors"
	"testing"

	"mellium.im/xmpp/jid"

	"vouch/app/fault"
	"vouch/xmpp"
)

// door runs at once what is for the loop; a question has the answer that is set.
type door struct {
	Door
	online bool
	answer *xmpp.Answer // nil: there is none
	ended  chan struct{}
}

func (d *door) Online() bool                           { return d.online }
func (d *door) Call(_ context.Context, f func()) error { f(); return nil }
func (d *door) Ended() <-chan struct{}                 { return d.ended }

func (d *door) Ask(_ jid.JID, _ bool, _ any, then func(*xmpp.Answer)) {
	if d.answer != nil {
		then(d.answer)
	}
}

// Whoever waits for the network has one result, whatever comes first.
func TestWhoWaitsHasOneResult(t *testing.T) {
	ended, gone := make(chan struct{}), make(chan struct{})
	close(gone)
	given, giveUp := context.WithCancel(t.Context())
	giveUp()
	absent := &xmpp.StanzaError{Condition: "item-not-found"}
	for _, row := range []struct {
		name string
		ctx  context.Context
		d    *door
		want fault.Kind
	}{
		{"an answer", t.Context(), &door{online: true, answer: &xmpp.Answer{}, ended: ended}, ""},
		{"no stream", t.Context(), &door{answer: &xmpp.Answer{}, ended: ended}, fault.KindNotConnected},
		{"the stream ends", t.Context(), &door{online: true, answer: &xmpp.Answer{Err: xmpp.ErrClosed}, ended: ended}, fault.KindNotConnected},
		{"there is nothing", t.Context(), &door{online: true, answer: &xmpp.Answer{Err: absent}, ended: ended}, fault.KindNotFound},
		{"nobody waits any more", given, &door{online: true, ended: ended}, fault.KindNotConnected},
		{"the account is removed", t.Context(), &door{online: true, ended: gone}, fault.KindNotFound},
	} {
		done := false
		err := Tell(row.ctx, Account{JID: "alice@example.org", Door: row.d}, nil, func() error { done = true; return nil })
		if fault.KindOf(err) != row.want || done != (row.want == "") {
			t.Errorf("%s: %v, done %v; want %q", row.name, err, done, row.want)
		}
	}
	got, err := Wait(t.Context(), Account{Door: &door{ended: ended}}, func(report func(int, error)) {
		report(1, nil)
		report(2, errors.New("late")) // must not hold up the loop
	})
	if got != 1 || err != nil {
		t.Errorf("reported twice: %d, %v", got, err)
	}
}
