package app

import (
	"strings"
	"testing"

	"vouch/app/history"
)

// muc-too-big: what is too large for a room with the keys of all its devices is not handed to the stream, and its row says for how
// many devices it was; what comes after it is not held.
func TestTooLargeWithTheKeysOfAGroup(t *testing.T) {
	g := newGroup(t)
	g.begin(t)
	if err := g.a.rooms.Load(); err != nil {
		t.Fatal(err)
	}
	e := g.waitingFor(t, strings.Repeat("x", 60<<10))
	if !g.a.write(e) {
		t.Error("it is to be looked at again")
	}
	if err := g.a.View("read message", func(h *history.Store) error {
		m, err := h.Get(e.Row)
		if m.State != history.StateFailed || m.ErrKind != KindTooBig || m.Count != len(g.devices) || len(m.Recipients) > 0 {
			t.Errorf("the row is %+v", m)
		}
		return err
	}); err != nil {
		t.Fatal(err)
	}
	if len(g.a.outbox.queue) > 0 {
		t.Errorf("%d entries wait", len(g.a.outbox.queue))
	}
	if size := g.makes(t, g.waitingFor(t, "short")); size > mostForRoom {
		t.Errorf("a short text makes %d bytes", size)
	}
}
