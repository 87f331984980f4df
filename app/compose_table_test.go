package app

import (
	"testing"

	"vouch/app/history"
)

// TestNothingIsWhisperedInAPrivateGroup: what is written to somebody's place there would be in clear, and they have an address to
// encrypt for.
func TestNothingIsWhisperedInAPrivateGroup(t *testing.T) {
	a := knowsRoom(t)
	const group = "walk@rooms.example.org"
	if err := a.Update("store room", func(h *history.Store) error {
		return h.PutRoom(history.Room{JID: group, Kind: history.RoomKind{Asked: a.now(), MembersOnly: true, NonAnonymous: true}})
	}); err != nil {
		t.Fatal(err)
	}
	for to, want := range map[string]Kind{group + "/bob": KindReadable, someRoom + "/bob": "", "bob@example.org": ""} {
		row, err := a.queueText(to, "psst", "")
		if KindOf(err) != want {
			t.Errorf("to %s: %v", to, err)
		}
		if err == nil && row.Encrypted != (to == "bob@example.org") {
			t.Errorf("to %s: %+v", to, row)
		}
	}
	if n := len(a.outbox.queue); n != 2 {
		t.Errorf("%d messages wait", n)
	}
}
