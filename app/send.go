package app

import (
	"errors"
	"slices"

	"go.etcd.io/bbolt"

	"vouch/app/history"
	"vouch/app/plan"
	"vouch/crypto"
	"vouch/trust"
)

// errSuperseded ends a change that a later one of the same row has made needless.
var errSuperseded = errors.New("superseded by a later change")

// errReadable rolls back transaction B of an entry in clear whose row has a text now that was written under encryption.
var errReadable = errors.New("a text of an encrypted message in clear")

// errNotReady rolls back transaction B when the trust of the moment no longer allows what was planned.
var errNotReady = errors.New("not ready to be encrypted")

// pump writes what can be written, in the order of each chat. A message that waits holds the later ones of its chat, and
// no others. It asks the network for what is missing. Suspects come last, and alone.
func (a *account) pump() {
	if a.oneIsAlone() {
		return
	}
	held := map[string]Kind{}
	waits := map[uint64]Kind{}
	var suspects []history.Entry
	for _, e := range slices.Clone(a.outbox.queue) {
		if !a.conn.online {
			return // the stream has just ended
		}
		kind, isHeld := held[e.Chat]
		isHeld = isHeld && e.Purpose == history.ForMessage
		switch {
		case a.outbox.made[e.Seq] && !a.outbox.resend[e.Seq]:
			if a.outbox.doubt[e.Seq] && e.Purpose == history.ForMessage {
				held[e.Chat] = "" // the later ones of its chat wait with it for the archive
			}
			continue
		case a.outbox.alone[e.Seq] && !isHeld:
			suspects = append(suspects, e)
			if e.Purpose == history.ForMessage {
				held[e.Chat] = ""
			}
			continue
		case !isHeld && a.outbox.resend[e.Seq]:
			if a.holdsForNow(e) || !a.writeAgain(e.Seq) {
				held[e.Chat] = ""
			}
			continue
		case !isHeld:
			done, why := a.tryWrite(e)
			if done || e.Purpose != history.ForMessage {
				continue
			}
			held[e.Chat], kind = why, why
		}
		waits[e.Seq] = kind
	}
	a.writeSuspect(suspects, waits)
	if err := a.markWaiting(waits); err != nil {
		a.log.Error("mark waiting messages", "err", err)
	}
}

// writeSuspect writes the first that can be written of entries that may have ended a stream, when all else has arrived.
func (a *account) writeSuspect(suspects []history.Entry, waits map[uint64]Kind) {
	for _, e := range suspects {
		if !a.conn.online || !a.conn.client.Settled() {
			return
		}
		if a.outbox.resend[e.Seq] && !a.holdsForNow(e) {
			a.writeAgain(e.Seq)
		} else if a.outbox.resend[e.Seq] {
			continue
		} else if done, why := a.tryWrite(e); !done && e.Purpose == history.ForMessage {
			waits[e.Seq] = why
		}
	}
}

// tryWrite writes one entry if nothing is missing. Otherwise it says why not, "" when only the network is waited for.
func (a *account) tryWrite(e history.Entry) (done bool, why Kind) {
	if f := a.outbox.unmade[e.Seq]; a.now().Before(f.after) {
		a.wakeIn(f.after.Sub(a.now()))
		return false, ""
	}
	if holds, why := a.roomHolds(e); holds {
		return false, why
	}
	switch {
	case e.Purpose == history.ForReceipt, e.Purpose == history.ForReaction, e.Purpose == history.ForMarker, !e.Encrypted:
		return a.write(e), ""
	case e.Purpose == history.ForTransport:
		return a.tryTransport(e), ""
	}
	p, stale, to, err := a.planEntry(e)
	if errors.Is(err, plan.ErrNoAudience) {
		return false, KindNotPrivate
	}
	if err != nil {
		a.log.Error("plan message", "err", err)
		return false, KindDisk
	}
	for _, who := range stale {
		a.start(history.Todo{Task: history.FetchList, JID: who})
	}
	for _, n := range slices.Concat(p.Bundles, p.Later) {
		a.start(history.Todo{Task: history.FetchBundle, JID: n.JID, Device: n.Device})
	}
	if p.Kept {
		return a.keep(e), ""
	}
	if p.Kind == "" {
		p.Kind = a.waitsFor(p, to)
	}
	if !p.Ready() {
		return false, p.Kind
	}
	for _, t := range p.Targets {
		if a.archive.begun[t.Addr.String()] {
			return false, "" // the session began inside this catch-up, whose end may bring another
		}
	}
	return a.write(e), ""
}

// planEntry plans a message as things are now. stale are those of its audience whose device lists are to be read again.
func (a *account) planEntry(e history.Entry) (p plan.Plan, stale []string, to plan.Audience, err error) {
	err = a.s.view("plan message", func(tx *bbolt.Tx) (err error) {
		h := a.s.history(tx, a.jid)
		if to, err = plan.AudienceIn(h, a.jid, e.Chat); err != nil {
			return err
		}
		stale = nil
		for _, who := range to.Needed() {
			fresh, err := a.fresh(h, who)
			if err != nil {
				return err
			}
			if !fresh {
				stale = append(stale, who)
			}
		}
		missing, err := a.missingLists(a.s.trust(tx, a.jid), to, stale)
		if err != nil {
			return err
		}
		if !a.facts.keysSet && !slices.Contains(missing, a.jid) {
			missing = append([]string{a.jid}, missing...)
		}
		p, err = plan.For(a.s.trust(tx, a.jid), to, plan.Options{Stale: missing, Released: e.Released})
		return err
	})
	return p, stale, to, err
}

// missingLists are those of the stale lists that a message waits for. In a group it does not for those of whom none can be had,
// nor for those without whom the user writes.
func (a *account) missingLists(ts *trust.Store, to plan.Audience, stale []string) (missing []string, err error) {
	for _, who := range stale {
		without, err := to.Accepts(ts, who)
		if err != nil {
			return nil, err
		}
		if !to.Group || !without && !a.hasNoKeys(who) {
			missing = append(missing, who)
		}
	}
	return missing, nil
}

// hasNoKeys tells whether the question for somebody's devices was answered with a definite no. A group does not wait for them.
func (a *account) hasNoKeys(who string) bool {
	switch a.keyRefusal(who).Kind {
	case KindServerNotFound, KindNoPEP, KindNotAllowed:
		return true
	}
	return false
}

// tryTransport writes a key transport if the device is still trusted and has a session, and else gives it up: it only
// completes a session, which the next message does as well.
func (a *account) tryTransport(e history.Entry) bool {
	if a.archive.begun[crypto.Address{JID: e.To, Device: e.Device}.String()] {
		return false
	}
	wanted := false
	err := a.s.view("plan key transport", func(tx *bbolt.Tx) error {
		t, err := transportTarget(a.s.trust(tx, a.jid), e)
		wanted = t != nil
		return err
	})
	if err == nil && wanted {
		return a.write(e)
	}
	return a.giveUp(e)
}

// keep takes a note to oneself out of the outbox that is for this device alone. It is where it is to be.
func (a *account) keep(e history.Entry) bool {
	rows, err := a.finishEntries([]uint64{e.Seq}, func(history.Entry) word { return word{state: history.StateSent} })
	if err != nil {
		a.log.Error("keep note", "err", err)
		return false
	}
	for _, row := range rows {
		a.arrived(row)
	}
	return true
}

// giveUp takes an entry out of the outbox that need not leave any more.
func (a *account) giveUp(e history.Entry) bool {
	if err := a.s.update("give up outbox entry", func(tx *bbolt.Tx) error {
		return a.s.history(tx, a.jid).Unqueue(e.Seq)
	}); err == nil {
		a.forget(e.Seq)
	}
	return true
}

func transportTarget(ts *trust.Store, e history.Entry) (*plan.Target, error) {
	if doubt, err := ts.Doubt(); err != nil || doubt != "" {
		return nil, err
	}
	d, ok, err := ts.Device(e.To, e.Device)
	if err != nil || !ok || !d.Level.Reads() {
		return nil, err
	}
	addr := crypto.Address{JID: e.To, Device: e.Device}
	has, err := crypto.HasSession(ts, addr, d.Fingerprint)
	if err != nil || !has {
		return nil, err
	}
	return &plan.Target{Addr: addr, Fingerprint: d.Fingerprint}, nil
}
