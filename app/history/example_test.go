package history_test

import (
	"fmt"
	"log/slog"
	"os"
	"time"

	"go.etcd.io/bbolt"

	"vouch/app/history"
	"vouch/trust"
)

// Rows stand in the order in which they came, whatever a sender's clock says. A row is read again by its id, and written back
// to its place.
func Example() {
	dir, err := os.MkdirTemp("", "profile")
	if err != nil {
		panic(err)
	}
	defer os.RemoveAll(dir)
	profile, err := trust.Open(dir, slog.New(slog.DiscardHandler))
	if err != nil {
		panic(err)
	}
	defer profile.Close()

	if err := profile.Update(func(tx *bbolt.Tx) error {
		h := history.In(tx, profile.Seal(), "alice@example.org")
		rows := []history.Message{
			{Kind: history.KindText, From: "bob@example.org", Body: "at nine?", Time: noon},
			{Kind: history.KindText, From: "alice@example.org", Own: true, State: history.StatePending, Body: "yes", Time: noon.Add(-time.Hour)},
		}
		for i := range rows {
			rows[i].Chat = "bob@example.org"
			if err := h.Append(&rows[i]); err != nil {
				return err
			}
		}
		sent, err := h.Get(rows[1].ID)
		if err != nil {
			return err
		}
		sent.State = history.StateSent
		if err := h.Put(sent); err != nil {
			return err
		}
		newest, err := h.Before("bob@example.org", nil, 10)
		for _, m := range newest {
			fmt.Println(m.Body, m.Kind.Said(), m.State, m.State.Underway())
		}
		return err
	}); err != nil {
		panic(err)
	}
	// Output:
	// at nine? true  false
	// yes true sent true
}
