package app

import (
	"context"
	"errors"
	"slices"

	"go.etcd.io/bbolt"

	"vouch/app/history"
	"vouch/crypto"
	"vouch/trust"
)

// decide records a decision about a key that a device has shown, or that was decided about before any did.
func (s *Service) decide(ctx context.Context, c Decide) error {
	fingerprint, err := crypto.ParseFingerprint(c.Fingerprint)
	if err != nil {
		return &Error{Kind: KindInvalid, Param: "fingerprint", Why: err.Error()}
	}
	switch c.Trust {
	case trust.Undecided, trust.Trusted, trust.Verified, trust.Rejected:
	default:
		return invalid("trust", string(c.Trust))
	}
	return s.onDecisions(ctx, c.Account, c.JID, func(a *account, tx *bbolt.Tx, who string) error {
		ts := s.trust(tx, a.jid)
		own, have, err := ts.Own()
		if err != nil {
			return err
		}
		if have && who == a.jid && own.Fingerprint() == fingerprint {
			return invalid("fingerprint", "this device is its own and always trusted")
		}
		devices, err := ts.Devices(who)
		if err != nil {
			return err
		}
		if !slices.ContainsFunc(devices, func(d trust.Device) bool { return d.Fingerprint == fingerprint }) {
			if was, err := ts.Level(who, fingerprint); err != nil || was == trust.Undecided {
				return errors.Join(err, notFound("fingerprint", "no such device of "+who))
			}
		}
		return ts.Decide(who, fingerprint, c.Trust, trust.ByHand, a.now())
	})
}

// lookedAt ends the alarm of a chat once the user has decided about every key that came in place of another, or that
// another device has too.
func (a *account) lookedAt(tx *bbolt.Tx, who string) error {
	h := a.s.history(tx, a.jid)
	chat, err := h.Chat(who)
	if errors.Is(err, history.ErrNotFound) || err == nil && !chat.Alarm {
		return nil
	} else if err != nil {
		return err
	}
	devices, err := a.s.trust(tx, a.jid).Devices(who)
	if err != nil || slices.ContainsFunc(devices, func(d trust.Device) bool { return d.Active && (d.Changed || d.Shared) && !d.ByUser() }) {
		return err
	}
	chat.Alarm = false
	return h.PutChat(chat)
}
