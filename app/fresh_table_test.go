package app

import (
	"log/slog"
	"testing"
	"time"

	"go.etcd.io/bbolt"
	"mellium.im/xmpp/jid"

	"vouch/app/history"
	"vouch/trust"
	"vouch/xmpp"
)

// A device list counts for two hours, for a day where events of its owner reach us, and our own for as long as the stream.
func TestHowLongAListCounts(t *testing.T) {
	file, err := trust.Open(t.TempDir(), slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	s, err := New(file, Options{})
	if err != nil {
		t.Fatal(err)
	}
	a := newAccount(s, trust.Account{JID: "alice@example.org"})
	if err := s.update("check lists", func(tx *bbolt.Tx) error {
		h := s.history(tx, a.jid)
		if err := h.PutContact(history.Contact{JID: "bob@example.org", Subscription: "to"}); err != nil {
			return err
		}
		for _, row := range []struct {
			who  string
			age  time.Duration
			want bool
		}{
			{"carol@example.org", time.Hour, true}, {"carol@example.org", 3 * time.Hour, false},
			{"bob@example.org", 23 * time.Hour, true}, {"bob@example.org", 25 * time.Hour, false},
			{a.jid, 25 * time.Hour, true},
		} {
			a.facts.lists[row.who] = a.now().Add(-row.age)
			if got, err := a.fresh(h, row.who); err != nil || got != row.want {
				t.Errorf("of %s after %s: %v, %v", row.who, row.age, got, err)
			}
		}
		return nil
	}); err != nil {
		t.Fatal(err)
	}
}

// A note to oneself is an own message in the chat with one's own address.
func TestANoteIsOwn(t *testing.T) {
	a := withoutNetwork(t)
	for _, row := range []struct {
		from, to, chat string
		own            bool
	}{
		{"alice@example.org/desk", "alice@example.org", "alice@example.org", true},
		{"alice@example.org/desk", "bob@example.org/x", "bob@example.org", true},
		{"bob@example.org/x", "alice@example.org", "bob@example.org", false},
	} {
		var in arrival
		if !a.describe(&in, &xmpp.Message{FromJID: jid.MustParse(row.from), ToJID: jid.MustParse(row.to)}) || in.own != row.own || in.chat != row.chat {
			t.Errorf("from %s to %s: own %v, in %s", row.from, row.to, in.own, in.chat)
		}
	}
}
