package main

import (
	"context"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"time"

	"go.etcd.io/bbolt"

	"vouch/app/history"
	"vouch/trust"
)

// written is how many rows are written into the profile: fewer come over the server, and so into profiles of any version.
const written = 1000

func (v *vouch) store(ctx context.Context, n int) error {
	if n >= written {
		return v.append(n)
	}
	p, err := v.alone()
	if err != nil {
		return err
	}
	defer p.end()
	if err := v.online(ctx, p); err != nil {
		return err
	}
	if err := v.s.fill(ctx, v.user(), texts(v.user(), "stored", n)); err != nil {
		return err
	}
	return await(ctx, v, p, "stored", n)
}

// size is that of the file of the messages, in bytes.
func (v *vouch) size() (int64, error) {
	info, err := os.Stat(filepath.Join(v.dir, "vouch.db"))
	if err != nil {
		return 0, err
	}
	return info.Size(), nil
}

// append writes rows as the service of this version does, the newest a minute old.
func (v *vouch) append(n int) (err error) {
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
