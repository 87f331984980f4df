package app

import (
	"context"
	"time"

	"go.etcd.io/bbolt"

	"vouch/app/history"
)

// How many rows have their texts collected at once: beside the work, in slices that hold nobody up.
const (
	buildRows  = 200
	buildPause = 20 * time.Millisecond
	flushRows  = history.MostFresh
)

// collectTexts has the texts of messages come into blocks, where they are searched, until ctx ends: first what earlier versions left
// without, then what is new, whenever there is enough of it.
func (s *Service) collectTexts(ctx context.Context) {
	s.eachAccount("collect texts", func(jid string) error { return s.buildTexts(ctx, jid) })
	for {
		s.eachAccount("collect new texts", func(jid string) error { return s.flushTexts(ctx, jid) })
		select {
		case <-s.filled:
		case <-s.quiet:
			s.file.GiveBack()
		case <-ctx.Done():
			return
		}
	}
}

func (s *Service) eachAccount(what string, do func(jid string) error) {
	for _, a := range s.list() {
		if err := do(a.jid); err != nil {
			s.log.Error(what, "account", a.jid, "err", err)
		}
	}
}

// Rest has memory given back that looking through the file has taken. It waits for nothing, and may be called from any goroutine.
func (s *Service) Rest() {
	select {
	case s.quiet <- struct{}{}:
	default:
	}
}

// textsFill is told when an account has many texts in no block.
func (s *Service) textsFill() {
	select {
	case s.filled <- struct{}{}:
	default:
	}
}

// buildTexts does the chats that earlier versions left without texts. It rests while an account catches up.
func (s *Service) buildTexts(ctx context.Context, jid string) error {
	if n, err := s.unsearched(jid); n == 0 || err != nil {
		return err
	}
	slices := time.NewTicker(buildPause)
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
		if err := s.update("collect texts", func(tx *bbolt.Tx) (err error) {
			done, err = s.history(tx, jid).BuildTexts(buildRows)
			return err
		}); err != nil {
			return err
		}
	}
	s.log.Info("collected texts", "account", jid)
	s.changed(Event{Event: EventChanged, Account: jid})
	return nil
}

// unsearched is how many chats of an account have rows that are not searched yet.
func (s *Service) unsearched(jid string) (n int, err error) {
	err = s.view("read texts", func(tx *bbolt.Tx) error {
		n, err = s.history(tx, jid).Unsearched()
		return err
	})
	return n, err
}

// flushTexts puts what is new into blocks, if it is enough.
func (s *Service) flushTexts(ctx context.Context, jid string) error {
	fresh := 0
	if err := s.view("count texts", func(tx *bbolt.Tx) error {
		fresh = s.history(tx, jid).Fresh()
		return nil
	}); err != nil || fresh < history.MostFresh {
		return err
	}
	for done := false; !done && ctx.Err() == nil; {
		if err := s.update("collect new texts", func(tx *bbolt.Tx) (err error) {
			done, err = s.history(tx, jid).FlushTexts(flushRows)
			return err
		}); err != nil {
			return err
		}
	}
	s.changed(Event{Event: EventChanged, Account: jid})
	return nil
}
