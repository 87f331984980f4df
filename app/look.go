package app

import (
	"go.etcd.io/bbolt"

	"vouch/app/view"
)

// Look gives what a window shows. It reads the file, so it is not for a window's main goroutine.
func (s *Service) Look(v view.View) (*view.Snapshot, error) {
	s.mu.Lock()
	s.number++
	number := s.number
	s.mu.Unlock()
	var out *view.Snapshot
	err := s.view("look", func(tx *bbolt.Tx) (err error) {
		var all []view.Source
		for _, a := range s.list() {
			all = append(all, a.source(tx))
		}
		out, err = view.Make(v, all, &s.rows)
		return err
	})
	if err != nil {
		return nil, err
	}
	out.Number = number
	if a, err := s.account(v.Account); err == nil {
		select {
		case a.inbox.looks <- lookOf(out):
		default:
		}
	}
	return out, nil
}

// lookOf is what the loop is told of a snapshot.
func lookOf(out *view.Snapshot) look {
	l := look{window: true}
	if out.Chat == nil {
		return l
	}
	l.chat, l.devices = out.Chat.Chat, out.View.Page == view.PageDevices
	if l.devices && out.Devices != nil {
		l.chat = out.Devices.JID
	}
	return l
}

// source is what snapshots of the account are made from, in tx.
func (a *account) source(tx *bbolt.Tx) view.Source {
	return view.Source{History: a.s.history(tx, a.jid), Trust: a.s.trust(tx, a.jid), Live: a.status(), Now: a.now()}
}

// Timeline is what was seen and decided about the devices of who, newest first: somebody, or all who belong to a room; with "" of
// everybody.
func (s *Service) Timeline(of, who string) ([]view.Moment, error) {
	a, err := s.account(of)
	if err != nil {
		return nil, err
	}
	if who != "" {
		if who, err = bareJID("jid", who); err != nil {
			return nil, err
		}
	}
	var out []view.Moment
	err = s.view("read timeline", func(tx *bbolt.Tx) error {
		out, err = a.source(tx).Story(who)
		return err
	})
	return out, err
}
