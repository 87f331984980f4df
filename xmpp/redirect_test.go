package xmpp_test

import (
	"context"
	"errors"
	"net"
	"slices"
	"strings"
	"testing"

	"vouch/xmpp"
	"vouch/xmpp/xmpptest"
)

// town is a Dialer to several servers by address.
type town struct {
	at    map[string]*xmpptest.Hostile
	asked []string
}

func (d *town) DialContext(ctx context.Context, network, address string) (net.Conn, error) {
	d.asked = append(d.asked, address)
	if h := d.at[address]; h != nil {
		return h.DialContext(ctx, network, address)
	}
	return nil, errors.New("refused")
}

func TestServerSendsUsOn(t *testing.T) {
	sent := func(to string) string {
		return "<stream:error><see-other-host xmlns='urn:ietf:params:xml:ns:xmpp-streams'>" + to + "</see-other-host></stream:error>"
	}
	bind := func(to string) xmpptest.Script {
		return xmpptest.Script{BindAnswer: func(string) string { return sent(to) }}
	}
	for _, row := range []struct {
		name  string
		first xmpptest.Script
		other xmpptest.Script // at other.example:5333 and 192.0.2.1:5222
		asked string
		want  error
	}{
		{"a host and a port", bind("other.example:5333"), xmpptest.Script{}, "example.org:5222 other.example:5333", nil},
		{"an address", bind(" 192.0.2.1 "), xmpptest.Script{}, "example.org:5222 192.0.2.1:5222", nil},
		{"instead of a challenge", xmpptest.Script{NoChallenge: sent("other.example:5333")}, xmpptest.Script{}, "example.org:5222 other.example:5333", nil},
		{"nowhere", bind(""), xmpptest.Script{}, "example.org:5222", xmpp.ErrStream},
		{"no port there is", bind("other.example:99999"), xmpptest.Script{}, "example.org:5222", xmpp.ErrStream},
		{"before TLS it means nothing", xmpptest.Script{Proceed: sent("other.example:5333")}, xmpptest.Script{}, "example.org:5222", xmpp.ErrStream},
		{"from one who did not prove to be the domain", xmpptest.Script{Certificate: xmpptest.OtherName, NoChallenge: sent("other.example:5333")}, xmpptest.Script{}, "example.org:5222", xmpp.ErrTLS},
		{"tls-srv-name: to one whose certificate is for that host", bind("other.example:5333"), xmpptest.Script{Certificate: xmpptest.OtherName}, "example.org:5222 other.example:5333", xmpp.ErrTLS},
		{"round and round", bind("other.example:5333"), bind("192.0.2.1"), "example.org:5222 other.example:5333 192.0.2.1:5222", xmpp.ErrStream},
	} {
		t.Run(row.name, func(t *testing.T) {
			row.first.Then, row.other.Then = (*xmpptest.Wire).Drain, (*xmpptest.Wire).Drain
			first, other := xmpptest.StartHostile(t, row.first), xmpptest.StartHostile(t, row.other)
			d := &town{at: map[string]*xmpptest.Hostile{"example.org:5222": first, "other.example:5333": other, "192.0.2.1:5222": other}}
			cfg := configAt(first)
			cfg.RootCAs.AppendCertsFromPEM(other.CA())
			cfg.Host, cfg.Dialer, cfg.Resolver = "", d, noRecords{}
			c, err := xmpp.Connect(t.Context(), cfg)
			if !errors.Is(err, row.want) {
				t.Fatalf("got error %v, want %v", err, row.want)
			}
			if asked := strings.Join(d.asked, " "); asked != row.asked {
				t.Errorf("dialed %s", asked)
			}
			if err == nil {
				c.Close()
			}
		})
	}
}

func TestServersSendUsOnAFewTimesOnly(t *testing.T) {
	d := &town{at: map[string]*xmpptest.Hostile{}}
	names := []string{"example.org:5222", "a.example:5222", "b.example:5222", "c.example:5222", "d.example:5222", "e.example:5222"}
	var cfg xmpp.Config
	for i, name := range names[:len(names)-1] {
		h := xmpptest.StartHostile(t, xmpptest.Script{BindAnswer: func(string) string {
			return "<stream:error><see-other-host xmlns='urn:ietf:params:xml:ns:xmpp-streams'>" + names[i+1] + "</see-other-host></stream:error>"
		}})
		if d.at[name] = h; i == 0 {
			cfg = configAt(h)
		}
		cfg.RootCAs.AppendCertsFromPEM(h.CA())
	}
	cfg.Host, cfg.Dialer, cfg.Resolver = "", d, noRecords{}
	_, err := xmpp.Connect(t.Context(), cfg)
	var said *xmpp.StreamError
	if !errors.As(err, &said) || said.Other != "d.example:5222" || !slices.Equal(d.asked, names[:4]) {
		t.Errorf("dialed %v, %v", d.asked, err)
	}
}
