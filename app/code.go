package app

import (
	"go.etcd.io/bbolt"

	"vouch/app/keys"
)

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

// ReadCode reads verification links, codes in parts given together included, and trust messages (XEP-0434 v0.6.0), and
// holds them against what is known. expect is whose code it must be, or "" for anybody's. Errors: KindInvalid "uri", with
// what is wrong with it; KindRoom "uri"; KindConflict "jid", with whose it is instead; KindConflict "vouched-by", when somebody else made
// it for their own computers.
func (s *Service) ReadCode(account, expect string, texts ...string) (*keys.Check, error) {
	a, err := s.account(account)
	if err != nil {
		return nil, err
	}
	if expect != "" {
		if expect, err = bareJID("jid", expect); err != nil {
			return nil, err
		}
	}
	claim, err := keys.ReadCode(texts...)
	if err != nil {
		return nil, err
	}
	return a.check(claim, expect)
}

// ReadPage holds a page of fingerprints, as pasted, opened or fetched, against what is known of who. KindInvalid "text"
// says what is wrong with it; a page without fingerprints is not an error.
func (s *Service) ReadPage(account, who, text string) (*keys.Check, error) {
	a, err := s.account(account)
	if err != nil {
		return nil, err
	}
	if who, err = bareJID("jid", who); err != nil {
		return nil, err
	}
	claim, err := keys.ReadPage(text, who)
	if err != nil {
		return nil, err
	}
	return a.check(claim, who)
}

func (a *account) check(claim keys.Claim, expect string) (out *keys.Check, err error) {
	err = a.s.view("read devices", func(tx *bbolt.Tx) error {
		out, err = a.keyring(tx).Check(claim, expect)
		return err
	})
	return out, err
}
