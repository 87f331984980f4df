package xmpp_test

import (
	"context"
	"errors"
	"net"
	"slices"
	"testing"

	"vouch/xmpp"
	"vouch/xmpp/xmpptest"
)

// addresses is a Dialer that notes where it is sent, and refuses all but the last it is told to.
type addresses struct {
	*xmpptest.Hostile
	refuse int
	asked  []string
}

func (a *addresses) DialContext(ctx context.Context, network, address string) (net.Conn, error) {
	a.asked = append(a.asked, address)
	if len(a.asked) <= a.refuse {
		return nil, errors.New("refused")
	}
	return a.Hostile.DialContext(ctx, network, address)
}

// noRecords is a Resolver that knows nothing.
type noRecords struct{}

func (noRecords) LookupSRV(context.Context, string, string, string) (string, []*net.SRV, error) {
	return "", nil, errors.New("no such record")
}

func TestWhereAStreamIsResumed(t *testing.T) {
	const usual = "example.org:5222"
	for _, row := range []struct {
		name, location string
		host           string
		refuse         int
		want           []string
	}{
		{"a host and a port", "node.example.org:5999", "", 0, []string{"node.example.org:5999"}},
		{"a host alone", "node.example.org", "", 0, []string{"node.example.org:5222"}},
		{"an address", "[2001:db8::1]:5999", "", 0, []string{"[2001:db8::1]:5999"}},
		{"an address alone", "[2001:db8::1]", "", 0, []string{"[2001:db8::1]:5222"}},
		{"it cannot be reached", "node.example.org:5999", "", 1, []string{"node.example.org:5999", usual}},
		{"none", "", "", 0, []string{usual}},
		{"no port", "node.example.org:x", "", 0, []string{usual}},
		{"port zero", "node.example.org:0", "", 0, []string{usual}},
		{"no host", ":5222", "", 0, []string{usual}},
		{"the user named a host", "node.example.org:5999", "mine.example.org", 0, []string{"mine.example.org:5222"}},
	} {
		t.Run(row.name, func(t *testing.T) {
			h := xmpptest.StartHostile(t, xmpptest.Script{
				Resume: func(_, previd string) string { return "<resumed" + sm + " previd='" + previd + "' h='5'/>" },
				Then:   func(w *xmpptest.Wire) { w.Wait() },
			})
			dialer := &addresses{Hostile: h, refuse: row.refuse}
			cfg := configAt(h)
			cfg.Host, cfg.Dialer, cfg.Resolver, cfg.Resume = row.host, dialer, noRecords{}, earlier()
			cfg.Resume.Location = row.location
			c, err := xmpp.Connect(t.Context(), cfg)
			if err != nil {
				t.Fatal(err)
			}
			defer c.Close()
			if !c.Resumed() || !slices.Equal(dialer.asked, row.want) {
				t.Errorf("resumed %v, at %v, want %v", c.Resumed(), dialer.asked, row.want)
			}
			if r, ok := c.Resumable(); !ok || r.Location != row.location || len(r.Unacked) != 3 {
				t.Errorf("left is %v with %d, %v", r, len(r.Unacked), ok)
			}
		})
	}
}
