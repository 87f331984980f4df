package app

import (
	"context"
	"errors"
	"slices"

	"go.etcd.io/bbolt"
	"mellium.im/xmpp/jid"

	"vouch/app/history"
	"vouch/app/loop"
	"vouch/trust"
	"vouch/xmpp"
	"vouch/xmpp/omemo"
	"vouch/xmpp/pep"
)

// Why the own keys may be in use by another copy of the profile, as AccountView.Doubt says, and why they were renewed.
const (
	DoubtMessage = "message" // a message came that this device should have written, and has not
	DoubtBundle  = "bundle"  // the server holds prekeys of this device that it has not made
	DoubtKey     = "key"     // the server holds another key under the id of this device
)

func (s *Service) removeDevice(ctx context.Context, c RemoveDevice) error {
	return s.onLoop(ctx, c.Account, func(a *account) error {
		err := s.update("remove own device", func(tx *bbolt.Tx) error {
			h, ts := s.history(tx, a.jid), s.trust(tx, a.jid)
			own, have, err := ts.Own()
			if err != nil {
				return err
			}
			if have && own.Device == c.DeviceID {
				return invalid("device_id", "this device; renew its keys, or remove the account here")
			}
			if err := ts.Remove(c.DeviceID, a.now()); errors.Is(err, trust.ErrNoDevice) {
				return notFound("device_id", "no such device")
			} else if err != nil {
				return err
			}
			return outOfAccount(h, c.DeviceID)
		})
		if err == nil {
			a.reconsider()
			a.changed(EventDevices, a.jid, "")
		}
		return err
	})
}

// outOfAccount asks for what the server has to forget about a device.
func outOfAccount(h *history.Store, device uint32) error {
	return errors.Join(h.Need(history.Todo{Task: history.PublishList}), h.Need(history.Todo{Task: history.DeleteBundle, Device: device}))
}

func (s *Service) renewKeys(ctx context.Context, c RenewKeys) error {
	return s.onLoop(ctx, c.Account, func(a *account) error {
		if !a.conn.online || !a.facts.keysSet {
			return &Error{Kind: KindNotConnected}
		}
		err := s.update("renew own keys", func(tx *bbolt.Tx) error {
			h, ts := s.history(tx, a.jid), s.trust(tx, a.jid)
			devices, err := ts.Devices(a.jid)
			if err != nil {
				return err
			}
			var taken []uint32
			for _, d := range devices {
				taken = append(taken, d.ID)
			}
			why, err := ts.Doubt()
			if err != nil {
				return err
			}
			old, err := ts.RenewOwn(taken, why, a.now())
			if err != nil {
				return err
			}
			return errors.Join(h.Need(history.Todo{Task: history.PublishBundle}), outOfAccount(h, old.Device))
		})
		if err == nil {
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

// doubtKeys notes a sign that another copy of this profile is in use. From then on nothing is encrypted until the user has
// decided: two copies of one ratchet would use the same message keys twice.
func (a *account) doubtKeys(ts *trust.Store, why string) error {
	was, err := ts.Doubt()
	if err != nil || was != "" {
		return err
	}
	a.log.Warn("the own keys seem to be in use elsewhere", "sign", why)
	return ts.SetDoubt(why)
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

// unwanted tells whether the own list holds a device that the user has removed: its program puts itself back.
func unwanted(ts *trust.Store, ids []uint32) (bool, error) {
	devices, err := ts.Devices(ts.Account())
	return slices.ContainsFunc(devices, func(d trust.Device) bool { return d.Removed && d.Active && slices.Contains(ids, d.ID) }), err
}
