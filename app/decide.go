package app

import (
	"context"
	"errors"

	"go.etcd.io/bbolt"

	"vouch/app/history"
	"vouch/crypto"
	"vouch/trust"
)

// decide records a decision about the key of a device that was seen.
func (s *Service) decide(ctx context.Context, c Decide) error {
	fingerprint, err := crypto.ParseFingerprint(c.Fingerprint)
	if err != nil {
		return &Error{Kind: KindInvalid, Param: "fingerprint", Detail: err.Error()}
	}
	switch c.Trust {
	case TrustUndecided, TrustTrusted, TrustVerified, TrustRejected:
	default:
		return invalid("trust", string(c.Trust))
	}
	return s.onChat(ctx, c.Account, c.JID, func(a *account, who string) error {
		err := s.update("store decision", func(tx *bbolt.Tx) error {
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
			known := false
			for _, d := range devices {
				known = known || d.Fingerprint == fingerprint
			}
			if !known {
				return notFound("fingerprint", "no such device of "+who)
			}
			if err := ts.Decide(who, fingerprint, trust.Level(c.Trust), "hand", a.now()); err != nil {
				return err
			}
			return a.lookedAt(s.history(tx, a.jid), who)
		})
		if err == nil {
			a.reconsider()
			a.changed(EventDevices, who, "")
		}
		return err
	})
}

// lookedAt ends the alarm of a chat once the user has decided about the new key.
func (a *account) lookedAt(h *history.Store, who string) error {
	chat, err := h.Chat(who)
	if errors.Is(err, history.ErrNotFound) || err == nil && !chat.Alarm {
		return nil
	} else if err != nil {
		return err
	}
	chat.Alarm = false
	return h.PutChat(chat)
}
