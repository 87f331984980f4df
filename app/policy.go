package app

import (
	"context"

	"go.etcd.io/bbolt"

	"vouch/trust"
)

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
		if who == a.jid && c.Policy != trust.Ask {
			return invalid("policy", "your own devices are always for you to decide about")
		}
		var out taken
		err := s.update("store policy", func(tx *bbolt.Tx) error {
			out = taken{}
			if err := s.trust(tx, a.jid).SetPolicy(who, c.Policy, a.now()); err != nil || !c.Apply {
				return err
			}
			if who != "" {
				return a.applyNow(tx, who, &out)
			}
			contacts, err := s.history(tx, a.jid).Roster()
			if err != nil {
				return err
			}
			for _, contact := range contacts {
				if err := a.applyNow(tx, contact.JID, &out); err != nil {
					return err
				}
			}
			return nil
		})
		if err == nil {
			a.tookIn(out)
			a.changed(EventDevices, who, "")
		}
		return err
	})
}
