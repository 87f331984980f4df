package app

import (
	"go.etcd.io/bbolt"

	"vouch/app/keys"
)

// keyring is the account's keys in tx.
func (a *account) keyring(tx *bbolt.Tx) keys.Keyring {
	return keys.Keyring{Trust: a.s.trust(tx, a.jid), History: a.s.history(tx, a.jid), Now: a.now()}
}

// Code makes the code of who. KindNotFound: there is no key to put in.
func (s *Service) Code(of, who string, with keys.Include) (*keys.Code, error) {
	a, err := s.account(of)
	if err != nil {
		return nil, err
	}
	if who, err = bareJID("jid", who); err != nil {
		return nil, err
	}
	var out *keys.Code
	err = s.view("read devices", func(tx *bbolt.Tx) (err error) {
		out, err = a.keyring(tx).Code(who, with)
		return err
	})
	return out, err
}

// MakePage writes a page of fingerprints of the account's devices, to be published: those of Code, with the names that
// the user gave them where names is set. KindInvalid "format": it is none.
func (s *Service) MakePage(of string, format keys.PageFormat, with keys.Include, names bool) (string, error) {
	return s.MakePageOf(of, of, format, with, names)
}

// MakePageOf is MakePage for the devices of who. On the page of a contact stands whose word it is; it is for the account's
// other computers.
func (s *Service) MakePageOf(of, who string, format keys.PageFormat, with keys.Include, names bool) (string, error) {
	a, err := s.account(of)
	if err != nil {
		return "", err
	}
	code, err := s.Code(of, who, with)
	if err != nil {
		return "", err
	}
	return code.Page(a.jid, s.opt.Now(), format, names)
}
