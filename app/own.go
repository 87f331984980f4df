package app

import (
	"context"
	"time"

	"go.etcd.io/bbolt"
	"mellium.im/xmpp/jid"

	"vouch/app/history"
	"vouch/app/keys"
	"vouch/app/loop"
	"vouch/xmpp"
	"vouch/xmpp/omemo"
	"vouch/xmpp/pep"
)

func (s *Service) removeDevice(ctx context.Context, c RemoveDevice) error {
	return s.onLoop(ctx, c.Account, func(a *account) error {
		err := s.update("remove own device", func(tx *bbolt.Tx) error { return a.keyring(tx).RemoveOwn(c.DeviceID) })
		if err == nil {
			a.devices.relistAt = time.Time{} // it leaves the list at once
			a.reconsider()
			a.changed(EventDevices, a.jid, "")
		}
		return err
	})
}

func (s *Service) renewKeys(ctx context.Context, c RenewKeys) error {
	return s.onLoop(ctx, c.Account, func(a *account) error {
		if !a.conn.online || !a.facts.keysSet {
			return &Error{Kind: KindNotConnected}
		}
		err := s.update("renew own keys", func(tx *bbolt.Tx) error { return a.keyring(tx).RenewOwn() })
		if err == nil {
			a.devices.relistAt = time.Time{}
			a.reconsider()
			a.changed(EventDevices, a.jid, "")
			a.changed(EventStatus, "", "")
		}
		return err
	})
}

func (s *Service) keepKeys(ctx context.Context, c KeepKeys) error {
	return s.onLoop(ctx, c.Account, func(a *account) error {
		err := s.update("keep own keys", func(tx *bbolt.Tx) error { return s.trust(tx, a.jid).SetDoubt("") })
		if err == nil {
			a.changed(EventStatus, "", "")
		}
		return err
	})
}

// doubtKeys is Keyring.Doubt, with a word in the log.
func (a *account) doubtKeys(k keys.Keyring, why string) error {
	first, err := k.Doubt(why)
	if first {
		a.warnOfCopy(why)
	}
	return err
}

func (a *account) warnOfCopy(sign string) {
	a.log.Warn("the own keys seem to be in use elsewhere", "sign", sign)
}

// deleteBundle deletes the bundle of an own device that is no more. One that is not there is as good.
func (a *account) deleteBundle(t history.Todo) {
	again := false
	if err := a.s.view("read own device", func(tx *bbolt.Tx) error {
		d, known, err := a.s.trust(tx, a.jid).Device(a.jid, t.Device)
		again = known && !d.Removed
		return err
	}); err != nil || again { // the user has trusted it again since
		a.finish(t, err)
		return
	}
	a.Ask(jid.JID{}, true, pep.DeleteNode(omemo.NodeBundle(t.Device)), func(answer *xmpp.Answer) {
		err := answer.Err
		if loop.IsAbsent(err) {
			err = nil
		}
		a.finish(t, err)
	})
}
