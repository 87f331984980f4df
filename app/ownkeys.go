package app

import (
	"errors"
	"slices"
	"time"

	"go.etcd.io/bbolt"
	"mellium.im/xmpp/jid"

	"vouch/app/history"
	"vouch/crypto"
	"vouch/trust"
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
	err := a.s.update("set up own keys", func(tx *bbolt.Tx) error {
		h, t := a.s.history(tx, a.jid), a.s.trust(tx, a.jid)
		_, had, err := t.Own()
		if err != nil {
			return err
		}
		if err := t.CreateOwn(listed, a.now()); err != nil {
			return err
		}
		if own, _, err = t.Own(); err != nil {
			return err
		}
		rotated, err := t.RotateSigned(a.now(), signedPreKeyLife)
		if err != nil {
			return err
		}
		added, err := t.Refill(trust.BundleSize, a.now())
		if err != nil {
			return err
		}
		if err := t.Prune(a.now()); err != nil {
			return err
		}
		if !had || rotated || added > 0 {
			if err := h.Need(history.Todo{Task: history.PublishBundle}); err != nil {
				return err
			}
		}
		if !slices.Contains(listed, own.Device) {
			if err := h.Need(history.Todo{Task: history.PublishList}); err != nil {
				return err
			}
		}
		if _, _, err := t.SeeList(a.jid, listed, a.now()); err != nil {
			return err
		}
		back, err := unwanted(t, listed)
		if err != nil {
			return err
		}
		if back {
			if err := h.Need(history.Todo{Task: history.PublishList}); err != nil {
				return err
			}
		}
		return a.needBundles(h, t, a.jid)
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
		err := a.s.update("check own bundle", func(tx *bbolt.Tx) error {
			ts := a.s.trust(tx, a.jid)
			want, err := ts.Bundle()
			if err != nil || want.Device != own.Device { // the keys were renewed meanwhile
				return err
			}
			if why := doubtful(have, want, ts.PreKeysMade()); why != "" {
				if err := a.doubtKeys(ts, why); err != nil {
					return err
				}
			}
			if slices.Equal(have.IdentityKey, want.IdentityKey) && have.SignedPreKeyID == want.SignedPreKeyID && samePreKeys(have, want) {
				return nil
			}
			return a.s.history(tx, a.jid).Need(history.Todo{Task: history.PublishBundle})
		})
		if err != nil {
			a.log.Error("check own bundle", "err", err)
		}
	})
}

// doubtful tells whether a bundle that the server holds for this device was made by somebody else: with another key, or
// with prekeys beyond those that this profile has ever made, whose numbers are stored before they are published.
func doubtful(have, want crypto.Bundle, made uint32) string {
	switch {
	case have.IdentityKey == nil:
		return ""
	case !slices.Equal(have.IdentityKey, want.IdentityKey):
		return DoubtKey
	case have.SignedPreKeyID > want.SignedPreKeyID || slices.ContainsFunc(have.PreKeys, func(k crypto.PublicPreKey) bool { return k.ID > made }):
		return DoubtBundle
	}
	return ""
}

// samePreKeys tells whether every prekey on offer at the server is one of ours, and enough of ours are there.
func samePreKeys(have, want crypto.Bundle) bool {
	ours := map[uint32]string{}
	for _, p := range want.PreKeys {
		ours[p.ID] = string(p.Key)
	}
	for _, p := range have.PreKeys {
		if ours[p.ID] != string(p.Key) {
			return false
		}
	}
	return len(have.PreKeys) == len(want.PreKeys)
}
