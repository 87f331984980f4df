package app

import (
	"go.etcd.io/bbolt"

	"vouch/trust"
)

// liveSettings are those of the account's settings that are shown.
type liveSettings struct {
	enabled   bool
	proxy     string
	privacy   Privacy
	show      Show   // our own presence
	words     string // its status
	idleAfter int    // minutes
}

func settingsOf(cfg trust.Account) liveSettings {
	return liveSettings{
		enabled: cfg.Enabled, proxy: cfg.Proxy, privacy: privacyOf(cfg), show: showOf(cfg.Show), words: cfg.Words, idleAfter: idleMinutes(cfg),
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
	a.live.settings = settingsOf(a.cfg)
	a.mu.Unlock()
	a.changed(EventStatus, "", "")
	return nil
}

// store writes the account down.
func (a *account) store() error {
	return a.s.update("store account", func(tx *bbolt.Tx) error { return trust.PutAccount(tx, a.s.file.Seal(), a.cfg) })
}
