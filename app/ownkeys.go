package app

import (
	"errors"
	"time"

	"go.etcd.io/bbolt"
	"mellium.im/xmpp/jid"

	"vouch/crypto"
	"vouch/xmpp"
	"vouch/xmpp/omemo"
	"vouch/xmpp/pep"
)

// fetchOwnList begins the set-up of our keys: the own list says which device ids are taken, so it comes first.
func (a *account) fetchOwnList() {
	a.Ask(jid.JID{}, false, pep.Items(omemo.NodeDevices, 1), func(answer *xmpp.Answer) {
		ids, err := parseListAnswer(answer, true)
		switch {
		case errors.Is(answer.Err, xmpp.ErrClosed):
			return
		case err != nil:
			a.log.Warn("fetch own device list", "err", err)
			a.noteRefusal(a.jid, err)
			a.After(30*time.Second, a.fetchOwnList)
			return
		}
		a.noteRefusal(a.jid, nil)
		if err := a.setUpKeys(ids); err != nil {
			a.log.Error("set up own keys", "err", err)
		}
	})
}

// setUpKeys makes our keys when there are none, renews what is due, and sees that the server has the bundle and the list,
// in that order.
func (a *account) setUpKeys(listed []uint32) error {
	var own crypto.Identity
	err := a.s.update("set up own keys", func(tx *bbolt.Tx) (err error) {
		own, err = a.keyring(tx).SetUp(listed)
		return err
	})
	if err != nil {
		return err
	}
	a.facts.keysSet, a.facts.lists[a.jid] = true, a.now()
	a.checkOwnBundle(own)
	a.changed(EventDevices, a.jid, "")
	return nil
}

// checkOwnBundle looks whether the server still holds our bundle: a list without it makes others fail.
func (a *account) checkOwnBundle(own crypto.Identity) {
	a.Ask(jid.JID{}, false, pep.Items(omemo.NodeBundle(own.Device), 1), func(answer *xmpp.Answer) {
		if answer.Err != nil && !pep.IsItemNotFound(answer.Err) {
			return
		}
		var have crypto.Bundle
		if answer.Err == nil {
			have, _ = parseBundleAnswer(answer, own.Device)
		}
		if err := a.s.update("check own bundle", func(tx *bbolt.Tx) error {
			doubted, err := a.keyring(tx).CheckBundle(own, have)
			if doubted != "" {
				a.warnOfCopy(doubted)
			}
			return err
		}); err != nil {
			a.log.Error("check own bundle", "err", err)
		}
	})
}
