package app

import (
	"context"
	"net"
	"net/url"

	"vouch/trust"
	"vouch/xmpp"
)

// parseProxy reads the URL of a SOCKS5 proxy. Its errors do not quote it, since it may hold a password.
func parseProxy(text string) (*xmpp.Proxy, error) {
	u, err := url.Parse(text)
	if err != nil || u.Scheme != "socks5" && u.Scheme != "socks5h" || u.Hostname() == "" || u.Path != "" && u.Path != "/" {
		return nil, invalid("proxy", "not socks5://host:port")
	}
	port := u.Port()
	if port == "" {
		port = "1080" // RFC 1928 §3
	}
	password, _ := u.User.Password()
	return &xmpp.Proxy{Address: net.JoinHostPort(u.Hostname(), port), User: u.User.Username(), Password: password}, nil
}

// setProxy keeps the proxy before anything else is sent, and connects through it.
func (s *Service) setProxy(ctx context.Context, c SetProxy) error {
	if c.Proxy != "" {
		if _, err := parseProxy(c.Proxy); err != nil {
			return err
		}
	}
	return s.onLoop(ctx, c.Account, func(a *account) error {
		a.drop()
		a.tryNow()
		return a.configure(func(cfg *trust.Account) { cfg.Proxy = c.Proxy })
	})
}
