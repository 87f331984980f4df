package app

import (
	"context"

	"go.etcd.io/bbolt"

	"vouch/trust"
)

// SetPolicy sets what happens with new devices of who, or of everybody where who is "". Only "ask" can be set yet; the
// automatic policies are refused rather than accepted and not followed.
type SetPolicy struct {
	Account, JID string
	Policy       string
}

func (SetPolicy) command() {}

func (s *Service) setPolicy(ctx context.Context, c SetPolicy) error {
	who := ""
	if c.JID != "" {
		var err error
		if who, err = bareJID("jid", c.JID); err != nil {
			return err
		}
	}
	if c.Policy != string(trust.Ask) {
		return invalid("policy", "only ask is available")
	}
	return s.onLoop(ctx, c.Account, func(a *account) error {
		err := s.update("store policy", func(tx *bbolt.Tx) error { return s.trust(tx, a.jid).SetPolicy(who, trust.Policy(c.Policy)) })
		a.changed(EventDevices, who, "")
		return err
	})
}
