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
	if err := a.s.view("read device", func(tx *bbolt.Tx) error { return repairable(a.s.trust(tx, a.jid), who, device) }); err != nil {
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

// repairable wants a trusted device; nothing is written to another.
func repairable(ts *trust.Store, who string, device uint32) error {
	own, _, err := ts.Own()
	if err != nil {
		return err
	}
	doubt, err := ts.Doubt()
	if err != nil {
		return err
	}
	d, known, err := ts.Device(who, device)
	switch {
	case err != nil:
		return err
	case doubt != "":
		return &Error{Kind: KindCopied}
	case !known || who == ts.Account() && device == own.Device:
		return notFound("device_id", "no such device of "+who)
	case !d.Level.Reads():
		return &Error{Kind: KindUndecided, Param: "device_id", About: string(d.Level)}
	}
	return nil
}

// renewSession starts the session, and queues the message that tells the device.
func (a *account) renewSession(who string, b crypto.Bundle, by trust.Author) error {
	e := history.Entry{Purpose: history.ForTransport, Chat: who, Device: b.Device, Encrypted: true}
	fingerprint := crypto.Fingerprint(b.IdentityKey)
	changed := false
	err := a.s.update("repair session", func(tx *bbolt.Tx) error {
		h, ts := a.s.history(tx, a.jid), a.s.trust(tx, a.jid)
		d, known, err := ts.Device(who, b.Device)
		if err != nil {
			return err
		}
		if changed = known && d.Fingerprint != fingerprint; changed {
			return nil
		}
		if err := repairable(ts, who, b.Device); err != nil {
			return err
		}
		if err := a.startSession(ts, who, b); err != nil {
			return err
		}
		if err := ts.Note(trust.Entry{Time: a.now(), JID: who, Fingerprint: fingerprint, Device: b.Device, Event: trust.EventRepaired, By: by}); err != nil {
			return err
		}
		return h.Queue(&e)
	})
	if err != nil {
		return err
	}
	if changed {
		t := history.Todo{Task: history.FetchBundle, JID: who, Device: b.Device}
		return errors.Join(a.seeBundle(t, b, nil), &Error{Kind: KindConflict, Param: "device_id", Why: "the device has another key"})
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
	if a.s.view("read device", func(tx *bbolt.Tx) error { return repairable(a.s.trust(tx, a.jid), who, device) }) != nil {
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
