package keys

import (
	"errors"

	"vouch/app/fault"
	"vouch/app/history"
	"vouch/crypto"
	"vouch/trust"
)

// Repairable tells whether a session may be begun anew with a device: it wants a trusted one; nothing is written to another.
// KindNotFound "device_id": there is none, or it is this one. KindUndecided "device_id": it is not trusted. KindCopied: the
// own keys are in doubt.
func (k Keyring) Repairable(who string, device uint32) error {
	own, _, err := k.Trust.Own()
	if err != nil {
		return err
	}
	doubt, err := k.Trust.Doubt()
	if err != nil {
		return err
	}
	d, known, err := k.Trust.Device(who, device)
	switch {
	case err != nil:
		return err
	case doubt != "":
		return &fault.Error{Kind: fault.KindCopied}
	case !known || who == k.self() && device == own.Device:
		return fault.NotFound("device_id", "no such device of "+who)
	case !d.Level.Reads():
		return &fault.Error{Kind: fault.KindUndecided, Param: "device_id", About: string(d.Level)}
	}
	return nil
}

// RenewSession writes a session with the device of a fresh bundle in the place of the one there is, and the empty message
// that tells the device, which it returns. KindConflict "device_id": the bundle has another key than the device is known by. The
// other errors are those of Repairable.
func (k Keyring) RenewSession(who string, b crypto.Bundle, by trust.Author) (history.Entry, error) {
	e := history.Entry{Purpose: history.ForTransport, Chat: who, Device: b.Device, Encrypted: true}
	fingerprint := crypto.Fingerprint(b.IdentityKey)
	d, known, err := k.Trust.Device(who, b.Device)
	if err != nil {
		return e, err
	}
	if known && d.Fingerprint != fingerprint {
		return e, &fault.Error{Kind: fault.KindConflict, Param: "device_id", Why: "the device has another key"}
	}
	if err := k.Repairable(who, b.Device); err != nil {
		return e, err
	}
	if err := k.startSession(who, b); err != nil {
		return e, err
	}
	if err := k.Trust.Note(trust.Entry{Time: k.Now, JID: who, Fingerprint: fingerprint, Device: b.Device, Event: trust.EventRepaired, By: by}); err != nil {
		return e, err
	}
	err = k.History.Queue(&e)
	return e, err
}

// BeginSession writes a session with the device of a fresh bundle, if the user trusts it and there is none yet.
func (k Keyring) BeginSession(who string, b crypto.Bundle) error {
	fingerprint := crypto.Fingerprint(b.IdentityKey)
	d, known, err := k.Trust.Device(who, b.Device)
	if err != nil || !known || d.Fingerprint != fingerprint || !d.Level.Reads() {
		return err
	}
	if has, err := crypto.HasSession(k.Trust, crypto.Address{JID: who, Device: b.Device}, fingerprint); err != nil || has {
		return err
	}
	return k.startSession(who, b)
}

// startSession begins a session whether there is one or not. A bundle that is no good marks its device alone.
func (k Keyring) startSession(who string, b crypto.Bundle) error {
	err := crypto.StartSession(k.Trust, crypto.Address{JID: who, Device: b.Device}, b)
	if errors.Is(err, crypto.ErrBadBundle) {
		return k.Trust.SeeBroken(who, b.Device)
	}
	return err
}
