package history

import (
	"encoding/json"
	"log/slog"
	"testing"
	"time"

	"go.etcd.io/bbolt"

	"vouch/trust"
)

const (
	self, friend = "alice@example.org", "bob@example.org"
)

var midday = time.Date(2026, 3, 4, 12, 0, 0, 0, time.UTC)

// inHistory runs f in a transaction on a new profile.
func inHistory(t *testing.T, f func(h *Store) error) {
	t.Helper()
	file, err := trust.Open(t.TempDir(), slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	if err := file.Update(func(tx *bbolt.Tx) error { return f(In(tx, file.Seal(), self)) }); err != nil {
		t.Fatal(err)
	}
}

func codecText() Message {
	return Message{From: friend, Time: midday, Kind: KindText, Body: "hello", MessageID: "m1", Encrypted: true}
}

func text(t *testing.T, m Message) string {
	t.Helper()
	if m.ID == "" {
		t.Error("a row without an id")
	}
	b, err := json.Marshal(m)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}
