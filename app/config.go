package app

import (
	"crypto/tls"
	"crypto/x509"

	"mellium.im/xmpp/jid"

	"vouch/trust"
	"vouch/xmpp"
)

// config is how to reach an account's server. It fails only where what a person gave does not parse: authorities, a
// certificate, a proxy.
func (s *Service) config(cfg trust.Account) (xmpp.Config, error) {
	addr, err := jid.Parse(cfg.JID)
	if err != nil {
		return xmpp.Config{}, invalid("jid", "not an address")
	}
	if cfg.Resource != "" {
		if addr, err = addr.WithResource(cfg.Resource); err != nil {
			return xmpp.Config{}, invalid("jid", "resource not allowed")
		}
	}
	out := xmpp.Config{
		Address: addr, Password: cfg.Password, UserAgent: cfg.Agent, Token: tokenOf(cfg), Host: cfg.Host, Port: cfg.Port, DirectTLS: cfg.DirectTLS,
		Resolver: s.opt.Resolver, Dialer: s.opt.Dialer, Strongest: cfg.Strongest, Languages: s.opt.Languages, Log: s.log,
		Queue: s.opt.Queue, Timing: s.opt.Timing, Tap: s.opt.Tap,
	}
	if cfg.Proxy != "" {
		if out.Proxy, err = parseProxy(cfg.Proxy); err != nil {
			return xmpp.Config{}, err
		}
	}
	if len(cfg.Identity) > 0 {
		certificate, err := tls.X509KeyPair(cfg.Identity, cfg.Identity)
		if err != nil {
			return xmpp.Config{}, invalid("cert_file", "holds no certificate with its key")
		}
		out.Certificate = &certificate
	}
	if len(cfg.CAs) > 0 {
		if out.RootCAs, err = x509.SystemCertPool(); err != nil {
			out.RootCAs = x509.NewCertPool()
		}
		if !out.RootCAs.AppendCertsFromPEM(cfg.CAs) {
			return xmpp.Config{}, invalid("ca_file", "holds no certificate")
		}
	}
	return out, nil
}
