package app

import (
	"context"
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

// heartbeat is after how many messages under one ratchet key of the other side an empty message is due, so that its ratchet
// turns (XEP-0384 v0.9.1 §4.3; harmless with the deployed version).
const heartbeat = 53

func (s *Service) repairSession(ctx context.Context, c RepairSession) error {
	who, err := bareJID("jid", c.JID)
	if err != nil {
		return err
	}
	a, err := s.account(c.Account)
	if err != nil {
		return err
	}
	return a.waitNetwork(ctx, func(report func(error)) { a.repair(who, c.DeviceID, trust.ByHand, report) })
}

// repair fetches the bundle and begins anew.
func (a *account) repair(who string, device uint32, by trust.Author, report func(error)) {
	if !a.conn.online {
		report(&Error{Kind: KindNotConnected})
		return
	}
	if err := a.mayRepair(who, device); err != nil {
		report(err)
		return
	}
	to, err := a.askAddress(who)
	if err != nil {
		report(invalid("jid", "not an address"))
		return
	}
	a.Ask(to, false, pep.Items(omemo.NodeBundle(device), 1), func(answer *xmpp.Answer) {
		if answer.Err != nil {
			if loop.IsAbsent(answer.Err) {
				report(&Error{Kind: KindNoKeys, Err: answer.Err})
				return
			}
			report(&Error{Kind: KindNotConnected, Err: answer.Err})
			return
		}
		b, err := parseBundleAnswer(answer, device)
		if err == nil {
			err = b.Check()
		}
		if err != nil {
			report(&Error{Kind: KindNoKeys, Err: err})
			return
		}
		report(a.renewSession(who, b, by))
	})
}

// mayRepair is Keyring.Repairable in a transaction of its own.
func (a *account) mayRepair(who string, device uint32) error {
	return a.s.view("read device", func(tx *bbolt.Tx) error { return a.keyring(tx).Repairable(who, device) })
}

// renewSession starts the session, and queues the message that tells the device.
func (a *account) renewSession(who string, b crypto.Bundle, by trust.Author) error {
	var e history.Entry
	err := a.s.update("repair session", func(tx *bbolt.Tx) (err error) {
		e, err = a.keyring(tx).RenewSession(who, b, by)
		return err
	})
	if KindOf(err) == KindConflict {
		t := history.Todo{Task: history.FetchBundle, JID: who, Device: b.Device}
		return errors.Join(a.seeBundle(t, b, nil), err)
	}
	if err != nil {
		return err
	}
	a.remember(e)
	a.changed(EventDevices, who, "")
	return nil
}

// heal begins anew, once for a device and a stream, with a trusted device that wrote under a prekey which we no longer
// have: it cannot know, and would go on (XEP-0384 v0.3.0 asks for it; never for messages that came twice). During catch-up
// it waits for the end, which may bring what mends it.
func (a *account) heal(who string, device uint32) {
	address := crypto.Address{JID: who, Device: device}
	if _, there := a.facts.healed[address]; there {
		return
	}
	if a.mayRepair(who, device) != nil {
		return // nothing grows by what anybody may claim
	}
	a.facts.healed[address] = a.archive.catchingUp
	if !a.archive.catchingUp {
		a.repair(who, device, trust.ByHealing, a.healEnded(who, device))
	}
}

// healWaiting is for the end of a catch-up.
func (a *account) healWaiting() {
	for address, waits := range a.facts.healed {
		if waits {
			a.facts.healed[address] = false
			a.repair(address.JID, address.Device, trust.ByHealing, a.healEnded(address.JID, address.Device))
		}
	}
}

func (a *account) healEnded(who string, device uint32) func(error) {
	return func(err error) {
		if err != nil {
			a.log.Info("repair session", "peer", who, "device", device, "err", err)
		}
	}
}
