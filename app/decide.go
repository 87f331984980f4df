package app

import (
	"context"

	"go.etcd.io/bbolt"

	"vouch/app/input"
	"vouch/app/keys"
	"vouch/crypto"
	"vouch/trust"
)

const maxDetail = 300 // bytes of where a key was read

// Verify carries out a Verify and says what it has changed.
func (s *Service) Verify(ctx context.Context, c Verify) (changed []keys.Change, err error) {
	switch c.By {
	case trust.ByHand, trust.ByCode, trust.ByLink, trust.ByPage, trust.ByOtherDevice:
	default:
		return nil, invalid("by", string(c.By))
	}
	verdicts, err := keys.Verdicts(c.Keys, c.Reject)
	if err != nil {
		return nil, err
	}
	detail := input.Cut(input.Clean(c.Detail), maxDetail)
	err = s.onDecisions(ctx, c.Account, c.JID, func(_ *account, k keys.Keyring, who string) (err error) {
		changed, err = k.Verify(who, verdicts, c.By, detail)
		return err
	})
	return changed, err
}

// Undo takes back what Verify has changed, where nothing else was decided about the key since.
func (s *Service) Undo(ctx context.Context, of, jid string, changes []keys.Change) error {
	return s.onDecisions(ctx, of, jid, func(_ *account, k keys.Keyring, who string) error { return k.Undo(who, changes) })
}

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
	return s.onDecisions(ctx, c.Account, c.JID, func(_ *account, k keys.Keyring, who string) error { return k.Decide(who, fingerprint, c.Trust) })
}

func (s *Service) nameDevice(ctx context.Context, c NameDevice) error {
	label, note := input.Line(c.Label), input.Line(c.Note)
	if len([]rune(label)) > input.MaxName || len([]rune(note)) > input.MaxName {
		return invalid("label", "too long")
	}
	return s.onDecisions(ctx, c.Account, c.JID, func(_ *account, k keys.Keyring, who string) error {
		return k.NameDevice(who, c.DeviceID, label, note)
	})
}

func (s *Service) setPolicy(ctx context.Context, c SetPolicy) error {
	who := ""
	if c.JID != "" {
		var err error
		if who, err = bareJID("jid", c.JID); err != nil {
			return err
		}
	}
	switch p := c.Policy; {
	case p == trust.Ask, p == trust.FirstUse, p == trust.UntilVerified, p == "" && who != "":
	default:
		return invalid("policy", "ask, first-use or until-verified")
	}
	return s.onLoop(ctx, c.Account, func(a *account) error {
		var out taken
		err := s.update("store policy", func(tx *bbolt.Tx) error {
			out = taken{}
			k := a.keyring(tx)
			notices, err := k.SetPolicy(who, c.Policy, c.Apply)
			if err != nil {
				return err
			}
			return a.appendTrusted(k.History, notices, &out)
		})
		if err == nil {
			a.tookIn(out)
			a.changed(EventDevices, who, "")
		}
		return err
	})
}

// onDecisions runs decide in a transaction, and what follows from other decisions about who.
func (s *Service) onDecisions(ctx context.Context, of, jid string, decide func(a *account, k keys.Keyring, who string) error) error {
	who, err := bareJID("jid", jid)
	if err != nil {
		return err
	}
	return s.onLoop(ctx, of, func(a *account) error {
		err := s.update("store decision", func(tx *bbolt.Tx) error {
			k := a.keyring(tx)
			notices, err := k.Deciding(who, func() error { return decide(a, k, who) })
			if err != nil {
				return err
			}
			return a.appendNotices(k.History, notices)
		})
		if err == nil {
			a.reconsider()
			a.changed(EventDevices, who, "")
		}
		return err
	})
}
