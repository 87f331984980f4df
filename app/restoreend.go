package app

import (
	"context"
	"time"

	"go.etcd.io/bbolt"

	"vouch/trust"
)

// finish does what needs all rows: up to where archives and chats were read, and what is searched.
func (r *restoring) finish() error {
	if err := r.begin(); err != nil {
		return err
	}
	for _, jid := range r.order {
		r.rows = append(r.rows, r.accounts[jid].ends...)
	}
	if err := r.flush(); err != nil {
		return err
	}
	for _, jid := range r.order {
		if err := r.s.flushTexts(r.ctx, jid); err != nil {
			return err
		}
		if err := r.oldDevice(r.accounts[jid].kept); err != nil {
			return err
		}
	}
	return nil
}

// oldDevice names the device of the backup, unless it is this one, or was removed since.
func (r *restoring) oldDevice(k keptAccount) error {
	if k.Device == 0 {
		return nil
	}
	return r.s.file.View(func(tx *bbolt.Tx) error {
		t := r.s.trust(tx, k.JID)
		own, have, err := t.Own()
		if err != nil || have && own.Device == k.Device && own.Fingerprint() == k.Key {
			return err
		}
		d, known, err := t.Device(k.JID, k.Device)
		if err == nil && !(known && d.Removed) {
			r.out.OldDevices = append(r.out.OldDevices, OldDevice{k.JID, k.Device, k.Key})
		}
		return err
	})
}

// launchTime bounds how long a Service that does not run any more is waited for.
const launchTime = 10 * time.Second

// launch begins the loops of the accounts that are new, and has those that were here look at what is new.
func (r *restoring) launch() {
	if !r.began {
		return
	}
	s := r.s
	var all []trust.Account
	if err := s.view("read accounts", func(tx *bbolt.Tx) (err error) {
		all, err = trust.Accounts(tx, s.file.Seal())
		return err
	}); err != nil {
		s.log.Error("read accounts", "err", err)
		return
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(r.ctx), launchTime)
	defer cancel()
	for _, cfg := range all {
		if r.accounts[cfg.JID] == nil {
			continue
		}
		if a, err := s.account(cfg.JID); err == nil {
			_ = a.Call(ctx, func() {}) // what waits may leave by what is known now
		} else if err := s.launch(ctx, newAccount(s, cfg)); err != nil {
			s.log.Error("begin restored account", "account", cfg.JID, "err", err)
		}
		for _, e := range []string{EventStatus, EventDevices, EventChanged, EventMessage} {
			s.changed(Event{Event: e, Account: cfg.JID})
		}
	}
}

// launch starts the loop of an account that is in the file, unless there is one.
func (s *Service) launch(ctx context.Context, a *account) error {
	s.mu.Lock()
	if _, there := s.accounts[a.jid]; there {
		s.mu.Unlock()
		return nil
	}
	s.accounts[a.jid] = a
	s.mu.Unlock()
	select {
	case s.begin <- a:
		return nil
	case <-ctx.Done():
	}
	s.mu.Lock()
	delete(s.accounts, a.jid)
	s.mu.Unlock()
	return &Error{Kind: KindBusy, Err: ctx.Err()}
}
