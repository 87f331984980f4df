package xmpp_test

import (
	"context"
	"errors"
	"fmt"
	"net"
	"slices"
	"strings"
	"testing"

	"vouch/xmpp"
	"vouch/xmpp/xmpptest"
)

// onlyTo is a Dialer to one address, and a Resolver, that note all they are asked.
type onlyTo struct {
	address string
	asked   []string
}

func (o *onlyTo) DialContext(ctx context.Context, network, address string) (net.Conn, error) {
	o.asked = append(o.asked, address)
	if address != o.address {
		return nil, errors.New("refused")
	}
	return (&net.Dialer{}).DialContext(ctx, network, address)
}

func (o *onlyTo) LookupSRV(_ context.Context, service, _, _ string) (string, []*net.SRV, error) {
	o.asked = append(o.asked, service)
	return "", nil, errors.New("refused")
}

func TestNothingPassesBesideTheProxy(t *testing.T) {
	sentOn := xmpptest.Script{BindAnswer: func(string) string {
		return "<stream:error><see-other-host xmlns='urn:ietf:params:xml:ns:xmpp-streams'>other.example:5333</see-other-host></stream:error>"
	}}
	for _, row := range []struct {
		name   string
		lead   map[string]xmpptest.Script
		change func(*xmpp.Config)
		asked  string
		want   error
	}{
		{"the domain by name", map[string]xmpptest.Script{"example.org:5222": {}}, nil, "example.org:5222", nil},
		{"the domain by TLS", map[string]xmpptest.Script{"example.org:5223": {DirectTLS: true}}, nil, "example.org:5222 example.org:5223", nil},
		{"a host that the user named", map[string]xmpptest.Script{"mine.example:99": {}}, func(c *xmpp.Config) { c.Host, c.Port = "mine.example", 99 }, "mine.example:99", nil},
		{"where the server sends us", map[string]xmpptest.Script{"example.org:5222": sentOn, "other.example:5333": {}}, nil, "example.org:5222 other.example:5333", nil},
		{"where the stream is to be resumed", map[string]xmpptest.Script{"node.example:5222": {}}, func(c *xmpp.Config) {
			c.Resume = earlier()
			c.Resume.Location = "node.example"
		}, "node.example:5222", nil},
		{"it leads nowhere", nil, nil, "example.org:5222 example.org:5223", xmpp.ErrUnreachable},
		{"it does not know us", nil, func(c *xmpp.Config) { c.Proxy.Password = "wrong" }, "", xmpp.ErrUnreachable},
	} {
		t.Run("proxy: "+row.name, func(t *testing.T) {
			socks := xmpptest.StartSocks(t, "u", "secret")
			cfg := configAt(xmpptest.StartHostile(t, xmpptest.Script{}))
			for name, script := range row.lead {
				script.Then = (*xmpptest.Wire).Drain
				script.Resume = func(_, _ string) string { return "<failed" + sm + "/>" }
				h := xmpptest.StartHostile(t, script)
				cfg.RootCAs.AppendCertsFromPEM(h.CA())
				socks.Lead(name, h)
			}
			outside := &onlyTo{address: socks.Address}
			cfg.Host, cfg.Dialer, cfg.Resolver = "", outside, outside
			cfg.Proxy = &xmpp.Proxy{Address: socks.Address, User: "u", Password: "secret"}
			if row.change != nil {
				row.change(&cfg)
			}
			c, err := xmpp.Connect(t.Context(), cfg)
			if !errors.Is(err, row.want) {
				t.Fatalf("got error %v, want %v", err, row.want)
			}
			if err == nil {
				defer c.Close()
			} else if strings.Contains(err.Error(), "secret") {
				t.Errorf("secret-in-logs: %v", err)
			}
			if asked := strings.Join(socks.Asked(), " "); asked != row.asked {
				t.Errorf("the proxy was asked for %s", asked)
			}
			if slices.ContainsFunc(outside.asked, func(a string) bool { return a != socks.Address }) {
				t.Errorf("beside the proxy: %v", outside.asked)
			}
		})
	}
	if text := fmt.Sprintf("%v %+v %#v", xmpp.Proxy{"p:1", "u", "secret"}, &xmpp.Proxy{"p:1", "u", "secret"}, xmpp.Proxy{"p:1", "u", "secret"}); strings.Contains(text, "secret") {
		t.Errorf("printed as %s", text)
	}
}
