package app

import (
	"crypto/rand"
	"fmt"

	"vouch/trust"
	"vouch/xmpp"
)

// newAgent is a UUID v4 (RFC 9562 §5.4), by which a server tells this installation's logins from those of others.
func newAgent() string {
	var b [16]byte
	rand.Read(b[:]) // never fails
	b[6], b[8] = b[6]&0x0f|0x40, b[8]&0x3f|0x80
	return fmt.Sprintf("%x-%x-%x-%x-%x", b[:4], b[4:6], b[6:8], b[8:10], b[10:])
}

// nameInstallation gives an account of an older Vouch its name for servers.
func (a *account) nameInstallation() error {
	if a.cfg.Agent != "" {
		return nil
	}
	a.cfg.Agent = newAgent()
	return a.store()
}

// tokenOf is what the account may sign in with instead of its password, or nil.
func tokenOf(cfg trust.Account) *xmpp.Token {
	if cfg.Token.Secret == "" {
		return nil
	}
	return &xmpp.Token{Mechanism: cfg.Token.Mechanism, Secret: cfg.Token.Secret, Expires: cfg.Token.Expires}
}

// keptToken is t as the account keeps it.
func keptToken(t *xmpp.Token) trust.Token {
	if t == nil {
		return trust.Token{}
	}
	return trust.Token{Mechanism: t.Mechanism, Secret: t.Secret, Expires: t.Expires.UTC()}
}

// dropToken forgets a token with which nobody got in.
func (a *account) dropToken() {
	if a.cfg.Token == (trust.Token{}) {
		return
	}
	a.cfg.Token = trust.Token{}
	if err := a.store(); err != nil {
		a.log.Error("store account", "err", err)
	}
}
