package history

import (
	"errors"
	"log/slog"
	"testing"
	"time"

	"go.etcd.io/bbolt"

	"vouch/trust"
)

// An id means something within one chat. What 0.1.0 has indexed by sender and id alone counts where its row stands.
func TestIndexesAreOfOneChat(t *testing.T) {
	const self, bob, room = "alice@example.org", "bob@example.org", "room@rooms.example.org"
	file, err := trust.Open(t.TempDir(), slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	err = file.Update(func(tx *bbolt.Tx) error {
		h := former(t, tx, file.Seal(), self)
		at := time.Date(2026, 3, 4, 12, 0, 0, 0, time.UTC)
		said := Message{Chat: bob, From: bob, MessageID: "now", Body: "here", Kind: "text", Time: at}
		old := Message{Chat: bob, From: bob, MessageID: "then", Body: "of 0.1.0", Kind: "text", Time: at}
		if err := errors.Join(h.Append(&said), h.Append(&old)); err != nil {
			return err
		}
		return errors.Join(
			h.MarkSent(bob, bob, "now", said.ID), h.MarkSeen(bob, bob, "now", []byte("digest"), said.ID), h.MarkOwn(bob, "mine", said.ID),
			h.AddLate(bob, "late", Late{Chat: bob, Row: said.ID}),
			h.put(bktSent, h.formerIndex("sent", bob, "then"), []byte(old.ID)),
			h.put(bktDedupe, h.formerIndex("dedupe", bob, "then", "digest"), []byte(old.ID)),
			h.put(bktDedupe, h.formerIndex("dedupe", bob, "transport", "digest"), []byte("-")),
			h.putSealed(h.seal, bktLate, h.formerIndex("late", bob, "late then"), []Late{{Chat: bob, Row: old.ID}}),
		)
	})
	if err != nil {
		t.Fatal(err)
	}
	err = file.View(func(tx *bbolt.Tx) error {
		h := In(tx, file.Seal(), self)
		for _, row := range []struct {
			name, chat string
			there      bool
		}{{"its chat", bob, true}, {"another chat", room, false}} {
			for what, found := range map[string]bool{
				"sent":         is(h.SentBy(row.chat, bob, "now")),
				"sent then":    is(h.SentBy(row.chat, bob, "then")),
				"seen":         h.Seen(row.chat, bob, "now", []byte("digest")) != "",
				"seen then":    h.Seen(row.chat, bob, "then", []byte("digest")) != "",
				"own":          is(h.OwnByMessageID(row.chat, "mine")),
				"knows own":    h.KnowsOwn(row.chat, "mine"),
				"changes":      len(late(t, h, row.chat, "late")) > 0,
				"changes then": len(late(t, h, row.chat, "late then")) > 0,
			} {
				if found != row.there {
					t.Errorf("%s, %s: got %v", row.name, what, found)
				}
			}
			if h.Seen(row.chat, bob, "transport", []byte("digest")) == "" {
				t.Errorf("%s: what 0.1.0 has seen and has no row was forgotten", row.name)
			}
		}
		if !h.KnowsOwnAnywhere("mine") || h.KnowsOwnAnywhere("theirs") {
			t.Error("an own id is not known for what it is")
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// former is a history that an earlier version began.
func former(t *testing.T, tx *bbolt.Tx, seal *trust.Seal, account string) *Store {
	t.Helper()
	h := In(tx, seal, account)
	top, err := h.top()
	if err == nil {
		err = top.Delete(keyFormat)
	}
	if err != nil {
		t.Fatal(err)
	}
	return h
}

func is(_ Message, err error) bool { return err == nil }

func late(t *testing.T, h *Store, chat, id string) []Late {
	t.Helper()
	all, err := h.Late(chat, "bob@example.org", id)
	if err != nil {
		t.Fatal(err)
	}
	return all
}
