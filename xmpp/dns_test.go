package xmpp_test

import (
	"errors"
	"net"
	"slices"
	"testing"
	"time"

	"vouch/xmpp"
	"vouch/xmpp/xmpptest"
)

func TestTargetsByDNS(t *testing.T) {
	const plain, direct = "_xmpp-client._tcp.example.org", "_xmpps-client._tcp.example.org"
	type records map[string][]*net.SRV
	for _, row := range []struct {
		name    string
		records records
		silent  bool
		want    []string // what is dialed when nothing can be reached
		err     error
	}{
		{"no such name", nil, false, []string{"example.org:5222"}, xmpp.ErrUnreachable},
		{"by priority, both kinds together", records{
			plain:  {{Target: "b.example.org", Port: 5222, Priority: 2}, {Target: "d.example.org", Port: 5222, Priority: 4}},
			direct: {{Target: "c.example.org", Port: 443, Priority: 3}, {Target: "a.example.org", Port: 443, Priority: 1}},
		}, false, []string{"a.example.org:443", "b.example.org:5222", "c.example.org:443", "d.example.org:5222"}, xmpp.ErrUnreachable},
		{"not offered at all", records{plain: {{Target: "."}}}, false, nil, xmpp.ErrNoHost},
		{"a name server that is silent", nil, true, []string{"example.org:5222"}, xmpp.ErrUnreachable},
	} {
		t.Run(row.name, func(t *testing.T) {
			dns := xmpptest.StartDNS(t)
			for name, list := range row.records {
				dns.Set(name, list...)
			}
			dns.Silence(row.silent)
			h := xmpptest.StartHostile(t, xmpptest.Script{})
			dialer := &addresses{Hostile: h, refuse: 100}
			cfg := configAt(h)
			cfg.Host, cfg.Dialer, cfg.Resolver, cfg.Timing.Step = "", dialer, dns.Resolver(), 500*time.Millisecond
			if _, err := xmpp.Connect(t.Context(), cfg); !errors.Is(err, row.err) {
				t.Errorf("error %v, want %v", err, row.err)
			}
			if !slices.Equal(dialer.asked, row.want) {
				t.Errorf("dialed %v, want %v", dialer.asked, row.want)
			}
			if asked := dns.Asked(); !slices.Contains(asked, plain) && !row.silent {
				t.Errorf("asked for %v", asked)
			}
		})
	}
}

func TestWeightsOfServiceRecords(t *testing.T) {
	dns := xmpptest.StartDNS(t)
	dns.Set("_xmpp-client._tcp.example.org",
		&net.SRV{Target: "heavy.example.org", Port: 5222, Weight: 1000}, &net.SRV{Target: "light.example.org", Port: 5222, Weight: 1})
	h := xmpptest.StartHostile(t, xmpptest.Script{})
	first := map[string]int{}
	for range 20 {
		dialer := &addresses{Hostile: h, refuse: 100}
		cfg := configAt(h)
		cfg.Host, cfg.Dialer, cfg.Resolver = "", dialer, dns.Resolver()
		if _, err := xmpp.Connect(t.Context(), cfg); !errors.Is(err, xmpp.ErrUnreachable) {
			t.Fatal(err)
		}
		first[dialer.asked[0]]++
	}
	if first["heavy.example.org:5222"] < 15 {
		t.Errorf("tried first: %v", first)
	}
}
