package app

import (
	"errors"
	"fmt"

	"go.etcd.io/bbolt"

	"vouch/app/history"
	"vouch/app/input"
	"vouch/app/keys"
	"vouch/crypto"
	"vouch/trust"
	"vouch/xmpp/omemo"
)

// errNotForUs is the cause when no key of a message names our device.
var errNotForUs = errors.New("not encrypted for this device")

// takeEncrypted decrypts and stores one message. Ratchet, trust, row and all that must follow commit together, or not at
// all.
func (a *account) takeEncrypted(tx *bbolt.Tx, in arrival, e *omemo.Encrypted, out *taken) error {
	in.digest = encryptedDigest(e)
	h, t := a.s.history(tx, a.jid), a.s.trust(tx, a.jid)
	if seen, err := a.seen(h, in, true); err != nil || seen {
		return err
	}
	own, have, err := t.Own()
	if err != nil {
		return err
	}
	if own.Device == e.SenderID && in.from == a.jid {
		// All that this device writes is known before it is written. A key transport has no id of ours.
		if e.Payload == nil || in.place.Quiet || h.KnowsOwnAnywhere(in.msg.Id) {
			return nil
		}
		if in.room != nil { // that it is ours rests on the room's word, or on a nickname: no reason to doubt our keys
			row := in.encryptedRow(e)
			return a.appendUnreadable(h, in, &row, errUnknownSender, out)
		}
		return a.doubtKeys(a.keysOf(h, t), keys.DoubtMessage)
	}
	if !have {
		return a.takeClosed(h, in, e, errNotForUs, out)
	}
	sure, err := senderIsSure(t, in, e.SenderID)
	if err != nil {
		return err
	}
	if !sure {
		row := in.encryptedRow(e)
		return a.appendUnreadable(h, in, &row, errUnknownSender, out)
	}
	opened, err := a.openPaid(h, t, own, in, e)
	switch {
	case err == nil:
		return a.takeOpened(h, t, in, e, opened, out)
	case isUnreadable(err):
		return a.takeClosed(h, in, e, err, out)
	}
	return err // the file, not the message
}

// openPaid opens the key of a message with the work that its sender has left.
func (a *account) openPaid(h *history.Store, t *trust.Store, own crypto.Identity, in arrival, e *omemo.Encrypted) (crypto.Opened, error) {
	payer, err := a.payer(h, t, in.from)
	if err != nil {
		return crypto.Opened{}, err
	}
	work := a.workFor(payer)
	opened, err := openKeys(work, t, own, in.from, e)
	a.charge(payer, work.Spent, err == nil)
	return opened, err
}

// takeOpened takes a message whose key came through the ratchet, so that its sender is known.
func (a *account) takeOpened(h *history.Store, t *trust.Store, in arrival, e *omemo.Encrypted, opened crypto.Opened, out *taken) error {
	forged, err := isForged(t, in, e.SenderID, crypto.Fingerprint(opened.Identity))
	if err != nil {
		return err
	}
	if forged { // rolled back with all that opening it has written
		return errUnknownSender
	}
	row := in.encryptedRow(e)
	if err := a.noteSender(h, t, in, e.SenderID, opened, &row, out); err != nil {
		return err
	}
	text, broken := openText(e, opened.Key)
	if broken != nil && !isUnreadable(broken) {
		return broken
	}
	in.said = in.said.opened(text)
	if err := a.applyPolicy(h, t, in, e, &row, out); err != nil {
		return err
	}
	switch {
	case e.Payload == nil:
		return a.takeTransport(h, in)
	case broken != nil:
		return a.appendUnreadable(h, in, &row, broken, out)
	}
	_, err = a.takeSaid(h, in, &row, out)
	return err
}

// takeClosed takes a message that this device has no key for, or cannot open.
func (a *account) takeClosed(h *history.Store, in arrival, e *omemo.Encrypted, why error, out *taken) error {
	if err := a.mendSession(h, in, e, why); err != nil {
		return err
	}
	if e.Payload == nil {
		return a.takeTransport(h, in)
	}
	if errors.Is(why, errNotForUs) {
		counted, err := a.countEarlier(h, in, out)
		if err != nil || counted {
			return err
		}
	}
	row := in.encryptedRow(e)
	return a.appendUnreadable(h, in, &row, why, out)
}

// encryptedRow begins the row of a message that came encrypted.
func (in arrival) encryptedRow(e *omemo.Encrypted) history.Message {
	row := in.row(history.KindText)
	row.Encrypted, row.Device = true, e.SenderID
	return row
}

// appendUnreadable stores the row of a message that could not be read, and why.
func (a *account) appendUnreadable(h *history.Store, in arrival, row *history.Message, why error, out *taken) error {
	row.Kind, row.ErrKind, row.ErrText = history.KindUnreadable, unreadableKind(why), why.Error()
	return a.appendArrival(h, in, row, out)
}

// takeTransport remembers a key transport, which has no row, whatever became of it.
func (a *account) takeTransport(h *history.Store, in arrival) error {
	return h.MarkSeen(in.chat, in.from, in.msg.Id, in.digest, "")
}

// mendSession does what may make the next message of that device readable.
func (a *account) mendSession(h *history.Store, in arrival, e *omemo.Encrypted, why error) error {
	if errors.Is(why, crypto.ErrUnknownPreKey) && !in.place.Quiet {
		h.OnCommit(func() { a.heal(in.from, e.SenderID) })
	}
	if in.archived {
		return nil // the device list of that time is of no use
	}
	return a.wantList(h, in.from)
}

// openKeys tries the keys that are meant for our device id, each once. The id names no JID, so more than one may carry it.
func openKeys(work *crypto.Work, t *trust.Store, own crypto.Identity, from string, e *omemo.Encrypted) (crypto.Opened, error) {
	addr := crypto.Address{JID: from, Device: e.SenderID}
	cause := errNotForUs
	type key struct {
		data  string
		first bool
	}
	tried := map[key]bool{}
	for _, k := range e.Keys {
		this := key{string(k.Data), k.PreKey}
		if k.Device != own.Device || tried[this] {
			continue
		}
		if len(tried) == keysTried {
			return crypto.Opened{}, fmt.Errorf("%w: more than %d keys for this device", crypto.ErrTooCostly, keysTried)
		}
		tried[this] = true
		opened, err := work.DecryptKey(t, addr, k.Data, k.PreKey)
		if err == nil || !isUnreadable(err) {
			return opened, err
		}
		if cause == errNotForUs || errors.Is(err, crypto.ErrDuplicateKey) {
			cause = err
		}
	}
	return crypto.Opened{}, cause
}

// noteSender records what an authentic message says about the device that sent it, and what has to follow: prekeys to
// publish, an answer that completes the session, the list of a device that is not in it.
func (a *account) noteSender(h *history.Store, t *trust.Store, in arrival, device uint32, opened crypto.Opened, row *history.Message, out *taken) error {
	seen, event, err := t.SeeKey(in.from, device, opened.Identity, a.now())
	if err != nil {
		return err
	}
	fingerprint := crypto.Fingerprint(opened.Identity)
	if err := t.SeeMessage(in.from, device, fingerprint, in.at); err != nil {
		return err
	}
	level := seen.Level
	row.Fingerprint, row.Trust = fingerprint, level
	if event != trust.KeyKnown {
		out.devices = append(out.devices, in.from)
	}
	if err := a.alarm(a.keysOf(h, t), seen, event, in.at); err != nil {
		return err
	}
	if event != trust.KeyKnown || !seen.Active && !in.archived {
		if err := a.wantList(h, in.from); err != nil {
			return err
		}
	}
	if opened.UsedPreKey != 0 {
		if _, err := t.Refill(trust.BundleSize, a.now()); err != nil {
			return err
		}
		if err := h.Need(history.Todo{Task: history.PublishBundle}); err != nil {
			return err
		}
	}
	if opened.NewSession {
		out.begun = append(out.begun, crypto.Address{JID: in.from, Device: device}.String())
	}
	beat := opened.Counter > 0 && opened.Counter%heartbeat == 0
	if (opened.NewSession || beat) && level.Reads() {
		e := history.Entry{Purpose: history.ForTransport, Chat: in.from, Device: device, Encrypted: true}
		if err := h.Queue(&e); err != nil {
			return err
		}
		h.OnCommit(func() { a.remember(e) })
	}
	return nil
}

// openText opens the payload with the key that came through the ratchet.
func openText(e *omemo.Encrypted, key []byte) (string, error) {
	if e.Payload == nil {
		return "", nil
	}
	text, err := crypto.OpenPayload(key, e.IV, e.Payload)
	if err != nil {
		return "", err
	}
	return input.Clean(string(text)), nil
}

// isUnreadable tells a message that cannot be read from a file that cannot be.
func isUnreadable(err error) bool { return unreadableKind(err) != "" }

func unreadableKind(err error) Kind {
	for _, k := range []struct {
		err  error
		kind Kind
	}{
		{errNotForUs, KindNotForThisDevice},
		{errUnknownSender, KindUnknownSender},
		{crypto.ErrNoSession, KindNoSession},
		{crypto.ErrDuplicateKey, KindDuplicateKey},
		{crypto.ErrTooFarAhead, KindTooFarAhead},
		{crypto.ErrTooCostly, KindTooCostly},
		{crypto.ErrUnknownPreKey, KindUnknownPreKey},
		{crypto.ErrTampered, KindTampered},
		{crypto.ErrMalformed, KindMalformed},
	} {
		if errors.Is(err, k.err) {
			return k.kind
		}
	}
	return ""
}

// encryptedDigest covers all that was encrypted, so that the same stanza under a new id, and another stanza under the
// same id, are both recognised for what they are.
func encryptedDigest(e *omemo.Encrypted) []byte {
	parts := []string{"omemo", fmt.Sprint(e.SenderID), string(e.IV), string(e.Payload)}
	for _, k := range e.Keys {
		parts = append(parts, fmt.Sprint(k.Device, k.PreKey), string(k.Data))
	}
	return digest(parts...)
}
