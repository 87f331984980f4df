package app

import (
	"go.etcd.io/bbolt"

	"vouch/app/view"
	"vouch/trust"
)

func settingsOf(cfg trust.Account) view.Settings {
	return view.Settings{
		Enabled: cfg.Enabled, Proxy: cfg.Proxy, Privacy: privacyOf(cfg), Show: view.ShowOf(cfg.Show), Words: cfg.Words, IdleAfter: idleMinutes(cfg), Highlights: cfg.Highlights, Unasked: unaskedMegabytes(cfg), Keep: cfg.Keep,
	}
}

// configure changes settings of the account: in the file, here, and in what is published.
func (a *account) configure(change func(*trust.Account)) error {
	before := a.cfg
	change(&a.cfg)
	if err := a.store(); err != nil {
		a.cfg = before
		return err
	}
	a.mu.Lock()
	a.live.Settings = settingsOf(a.cfg)
	a.mu.Unlock()
	a.changed(EventStatus, "", "")
	return nil
}

// store writes the account down.
func (a *account) store() error {
	return a.s.update("store account", func(tx *bbolt.Tx) error { return trust.PutAccount(tx, a.s.file.Seal(), a.cfg) })
}
