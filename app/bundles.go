package app

import (
	"errors"

	"go.etcd.io/bbolt"

	"vouch/app/history"
	"vouch/app/loop"
	"vouch/crypto"
	"vouch/trust"
	"vouch/xmpp"
	"vouch/xmpp/omemo"
	"vouch/xmpp/pep"
)

func (a *account) bundlesUnderWay() int {
	n := 0
	for key := range a.devices.todos.fetching {
		if len(key) > len(history.FetchBundle) && key[:len(history.FetchBundle)] == string(history.FetchBundle) {
			n++
		}
	}
	return n
}

// publishBundle publishes our bundle, readable by everyone.
func (a *account) publishBundle(t history.Todo) {
	var b crypto.Bundle
	if err := a.s.view("read own bundle", func(tx *bbolt.Tx) (err error) {
		b, err = a.s.trust(tx, a.jid).Bundle()
		return err
	}); err != nil {
		a.finish(t, err)
		return
	}
	out := omemo.Bundle{IdentityKey: b.IdentityKey, SignedPreKeyID: b.SignedPreKeyID, SignedPreKey: b.SignedPreKey, Signature: b.Signature}
	for _, p := range b.PreKeys {
		out.PreKeys = append(out.PreKeys, omemo.PreKey{ID: p.ID, Key: p.Key})
	}
	a.publish(omemo.NodeBundle(b.Device), out, func(err error) { a.finish(t, err) })
}

// fetchBundle fetches the bundle of one device. What is wrong with a bundle is the matter of that device alone: it is
// marked, the others go on. A session is begun where the user trusts the key and there is none: the bundle is fresh
// then, so its prekeys are unlikely to be used up.
func (a *account) fetchBundle(t history.Todo) {
	to, err := a.askAddress(t.JID)
	if err != nil {
		a.finish(t, nil)
		return
	}
	known := false
	if err := a.s.view("read device", func(tx *bbolt.Tx) (err error) {
		_, known, err = a.s.trust(tx, a.jid).Device(t.JID, t.Device)
		return err
	}); err != nil || !known { // it has left the list before any key of it was seen
		a.finish(t, err)
		return
	}
	a.Ask(to, false, pep.Items(omemo.NodeBundle(t.Device), 1), func(answer *xmpp.Answer) {
		if answer.Err != nil && !loop.IsAbsent(answer.Err) {
			a.noteRefusal(t.JID, answer.Err)
			a.finish(t, answer.Err) // silence is not absence
			return
		}
		if answer.Err == nil {
			a.noteRefusal(t.JID, nil)
		}
		var b crypto.Bundle
		cause := answer.Err
		if cause == nil {
			b, cause = parseBundleAnswer(answer, t.Device)
		}
		if cause == nil {
			cause = b.Check()
		}
		a.finish(t, a.seeBundle(t, b, cause))
		a.changed(EventDevices, t.JID, "")
	})
}

// seeBundle records what a bundle said, or that there was no usable one.
func (a *account) seeBundle(t history.Todo, b crypto.Bundle, cause error) error {
	var out taken
	err := a.s.update("store bundle", func(tx *bbolt.Tx) error {
		out = taken{}
		h, ts := a.s.history(tx, a.jid), a.s.trust(tx, a.jid)
		if err := h.Done(t); err != nil {
			return err
		}
		if cause != nil {
			a.log.Warn("bundle not usable", "peer", t.JID, "device", t.Device, "err", cause)
			err := ts.SeeBroken(t.JID, t.Device)
			if errors.Is(err, trust.ErrNoDevice) {
				return nil // it has left the list meanwhile, and nobody knows it any more
			}
			return err
		}
		seen, event, err := ts.SeeKey(t.JID, t.Device, b.IdentityKey, a.now())
		if err != nil {
			return err
		}
		k := a.keysOf(h, ts)
		if err := a.alarm(k, seen, event, k.Now); err != nil {
			return err
		}
		if err := a.decideByPolicy(k, t.JID, seen.Fingerprint, t.Device, false, &out); err != nil {
			return err
		}
		return k.BeginSession(t.JID, b)
	})
	if err == nil {
		a.tookIn(out)
	}
	return err
}
