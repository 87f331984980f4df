package app

import (
	"go.etcd.io/bbolt"

	"vouch/app/view"
)

// Timeline is what was seen and decided about the devices of who, newest first; of everybody with "".
func (s *Service) Timeline(of, who string) ([]view.Moment, error) {
	a, err := s.account(of)
	if err != nil {
		return nil, err
	}
	if who != "" {
		if who, err = bareJID("jid", who); err != nil {
			return nil, err
		}
	}
	var out []view.Moment
	err = s.view("read timeline", func(tx *bbolt.Tx) error {
		out, err = a.source(tx).Story(who)
		return err
	})
	return out, err
}
