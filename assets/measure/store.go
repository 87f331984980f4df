package main

import (
	"context"
	"fmt"
	"log/slog"
	"time"

	"go.etcd.io/bbolt"

	"vouch/app/history"
	"vouch/trust"
)

// store writes the rows as the service does, the newest a minute old.
func (v *vouch) store(_ context.Context, n int) (err error) {
	file, err := trust.Open(v.dir, slog.New(slog.DiscardHandler))
	if err != nil {
		return err
	}
	defer func() {
		if closeErr := file.Close(); err == nil {
			err = closeErr
		}
	}()
	begin := time.Now().Add(-time.Minute - time.Duration(n)*time.Second)
	for done := 0; done < n; {
		end := min(done+1000, n)
		if err := file.Update(func(tx *bbolt.Tx) error {
			h := history.In(tx, file.Seal(), v.jid())
			if _, err := h.Begin(v.peer+"@"+domain, begin); err != nil {
				return err
			}
			for i := done; i < end; i++ {
				if err := h.Append(&history.Message{Kind: history.KindText, Chat: v.peer + "@" + domain, From: v.peer + "@" + domain, Body: text("stored", i),
					MessageID: fmt.Sprintf("stored-%d", i), Time: begin.Add(time.Duration(i) * time.Second)}); err != nil {
					return err
				}
			}
			return nil
		}); err != nil {
			return fmt.Errorf("store messages: %w", err)
		}
		done = end
	}
	return nil
}
