package app

import (
	"context"
	"errors"
	"os"
	"strings"

	"go.etcd.io/bbolt"

	"vouch/app/history"
	"vouch/trust"
	"vouch/xmpp"
)

// addAccount signs in first and keeps the account when that worked, or when only the network is missing. One that is to be
// made is made before.
func (s *Service) addAccount(ctx context.Context, c AddAccount) error {
	if c.Register {
		if err := s.register(ctx, &c, nil); err != nil {
			return err
		}
	}
	conf, cfg, err := s.newAccountOf(c)
	if err != nil {
		return err
	}
	client, failure := xmpp.Connect(ctx, conf)
	if failure != nil {
		failure = connectError(failure)
		if KindOf(failure) != KindNotConnected {
			return failure
		}
	}
	if err := s.keep(ctx, cfg, client); err != nil {
		if client != nil {
			client.Close()
		}
		return err
	}
	return failure
}

// newAccountOf checks what a person gave, and is how to connect and what to keep.
func (s *Service) newAccountOf(c AddAccount) (xmpp.Config, trust.Account, error) {
	cfg, err := s.checkAccount(c)
	if err != nil {
		return xmpp.Config{}, trust.Account{}, err
	}
	conf, err := s.config(cfg)
	return conf, cfg, err
}

func (s *Service) checkAccount(c AddAccount) (trust.Account, error) {
	cfg, err := s.checkReach(c)
	if err != nil {
		return cfg, err
	}
	if !strings.Contains(cfg.JID, "@") {
		return cfg, invalid("jid", "no account, only a server")
	}
	if c.Password == "" && c.CertFile == "" {
		return cfg, invalid("password", "empty")
	}
	if _, err := s.account(cfg.JID); err == nil {
		return cfg, &Error{Kind: KindConflict, Param: "jid", Detail: cfg.JID}
	}
	return cfg, nil
}

// checkReach checks what says how to reach the server; who signs in there may be open.
func (s *Service) checkReach(c AddAccount) (cfg trust.Account, err error) {
	who, err := bareJID("jid", c.JID)
	if err != nil {
		return cfg, err
	}
	if c.Host == "" && (c.Port != 0 || c.DirectTLS) {
		return cfg, invalid("host", "a port or TLS needs a host")
	}
	cfg = trust.Account{
		JID: who, Password: c.Password, Host: c.Host, Port: c.Port, DirectTLS: c.DirectTLS, Proxy: c.Proxy,
		Agent: newAgent(), Enabled: true, Added: s.opt.Now(),
	}
	if cfg.CAs, err = readPEM("ca_file", c.CAFile); err != nil {
		return cfg, err
	}
	cfg.Identity, err = readPEM("cert_file", c.CertFile)
	return cfg, err
}

// readPEM reads a file that the user named, if any.
func readPEM(param, path string) ([]byte, error) {
	if path == "" {
		return nil, nil
	}
	info, err := os.Stat(path)
	if err != nil || info.Size() > maxCA {
		return nil, &Error{Kind: KindInvalid, Param: param, Detail: "cannot be read", Err: err}
	}
	content, err := os.ReadFile(path)
	if err != nil {
		return nil, &Error{Kind: KindInvalid, Param: param, Detail: "cannot be read", Err: err}
	}
	return content, nil
}

// changePassword signs in with the new password first, so that a mistake costs nothing.
func (s *Service) changePassword(ctx context.Context, c ChangePassword) error {
	if c.Password == "" {
		return invalid("password", "empty")
	}
	if c.OnServer {
		return s.changeOnServer(ctx, c)
	}
	var cfg trust.Account
	if err := s.onLoop(ctx, c.Account, func(a *account) error { cfg = a.cfg; return nil }); err != nil {
		return err
	}
	// A resource of its own, and no name of the installation, so that it does not push out the stream that is there.
	cfg.Password, cfg.Resource, cfg.Agent, cfg.Token = c.Password, "", "", trust.Token{}
	conf, err := s.config(cfg)
	if err != nil {
		return err
	}
	client, err := xmpp.Connect(ctx, conf)
	if err != nil {
		return connectError(err)
	}
	client.Close()
	return s.onLoop(ctx, c.Account, func(a *account) error {
		a.drop()
		a.tryNow()
		return a.configure(func(cfg *trust.Account) { cfg.Password, cfg.Token, cfg.Enabled = c.Password, trust.Token{}, true })
	})
}

// enableAccount connects an account, or takes it offline and waits until its stream has ended.
func (s *Service) enableAccount(ctx context.Context, c EnableAccount) error {
	if c.On {
		return s.onLoop(ctx, c.Account, (*account).enable)
	}
	a, err := s.account(c.Account)
	if err != nil {
		return err
	}
	return a.waitNetwork(ctx, func(report func(error)) { a.disable(report) })
}

// acceptLogin lowers what the account insists on to what its last try was offered, and no further.
func (a *account) acceptLogin(mechanism string) error {
	failure := a.status().Conn.Err
	if failure == nil || failure.Kind != KindDowngrade || failure.Detail == "" || failure.Detail != mechanism {
		return &Error{Kind: KindConflict, Param: "mechanism", Detail: mechanism}
	}
	a.log.Warn("weaker login accepted by the user", "before", a.cfg.Strongest, "now", mechanism)
	a.cfg.Strongest = mechanism
	return a.enable()
}

// keep stores an account and starts its loop.
func (s *Service) keep(ctx context.Context, cfg trust.Account, client *xmpp.Client) error {
	s.mu.Lock()
	if _, there := s.accounts[cfg.JID]; there {
		s.mu.Unlock()
		return &Error{Kind: KindConflict, Param: "jid", Detail: cfg.JID}
	}
	a := newAccount(s, cfg)
	a.conn.client = client
	s.accounts[cfg.JID] = a
	s.mu.Unlock()
	err := s.update("store account", func(tx *bbolt.Tx) error { return trust.PutAccount(tx, s.file.Seal(), cfg) })
	if err == nil {
		select {
		case s.begin <- a:
			s.changed(Event{Event: EventStatus, Account: cfg.JID})
			return nil
		case <-ctx.Done():
			err = errors.Join(&Error{Kind: KindBusy, Err: ctx.Err()},
				s.update("remove account", func(tx *bbolt.Tx) error { return trust.RemoveAccount(tx, s.file.Seal(), cfg.JID) }))
		}
	}
	s.mu.Lock()
	delete(s.accounts, cfg.JID)
	s.mu.Unlock()
	return err
}

// removeAccount signs out and forgets the account.
func (s *Service) removeAccount(ctx context.Context, c RemoveAccount) error {
	a, err := s.account(c.Account)
	if err != nil {
		return err
	}
	if c.OnServer {
		err = s.removeOnServer(ctx, a.jid)
	} else {
		err = a.retire(ctx)
	}
	if err != nil {
		return err
	}
	a.end()
	s.mu.Lock()
	delete(s.accounts, a.jid)
	s.mu.Unlock()
	err = s.update("remove account", func(tx *bbolt.Tx) error {
		if !c.KeepHistory {
			if err := history.Remove(tx, s.file.Seal(), a.jid); err != nil {
				return err
			}
		}
		return trust.RemoveAccount(tx, s.file.Seal(), a.jid)
	})
	s.changed(Event{Event: EventStatus, Account: a.jid})
	return err
}
