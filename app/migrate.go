package app

import (
	"context"
	"time"

	"go.etcd.io/bbolt"
)

// What earlier versions stored is rewritten beside the work, in slices that hold nobody up.
const (
	migrateRows  = 100
	migratePause = 100 * time.Millisecond
)

// migrate rewrites what earlier versions stored until all is done, or ctx ends. It rests while an account catches up, when
// the file has other work.
func (s *Service) migrate(ctx context.Context) {
	for _, a := range s.list() {
		if s.migrated(a.jid) {
			continue
		}
		if err := s.migrateAccount(ctx, a.jid); err != nil {
			s.log.Error("rewrite history", "account", a.jid, "err", err)
		}
	}
}

func (s *Service) migrateAccount(ctx context.Context, jid string) error {
	slices := time.NewTicker(migratePause)
	defer slices.Stop()
	for done := false; !done; {
		select {
		case <-ctx.Done():
			return nil
		case <-slices.C:
		}
		if s.catchesUp() {
			continue
		}
		err := s.update("rewrite history", func(tx *bbolt.Tx) (err error) {
			done, err = s.history(tx, jid).Migrate(migrateRows)
			return err
		})
		if err != nil {
			return err
		}
	}
	s.log.Info("rewrote history", "account", jid)
	return nil
}

// migrated tells whether nothing of an account is to be rewritten: asking costs no commit.
func (s *Service) migrated(jid string) (done bool) {
	err := s.view("read history", func(tx *bbolt.Tx) error {
		done = s.history(tx, jid).Migrated()
		return nil
	})
	return err != nil || done
}

// catchesUp tells whether an account fetches what it has missed.
func (s *Service) catchesUp() bool {
	for _, a := range s.list() {
		a.mu.Lock()
		on := a.live.Archive.CatchingUp
		a.mu.Unlock()
		if on {
			return true
		}
	}
	return false
}
