package xmpp_test

import (
	"fmt"
	"net"
	"slices"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"vouch/xmpp"
	"vouch/xmpp/ping"
	"vouch/xmpp/xmpptest"
)

// questions calls answer with the number and the id of each ping, until the client ends its stream.
func questions(w *xmpptest.Wire, answer func(n int, id string)) {
	for n := 1; ; n++ {
		asked := w.Expect(askedFor + request + "|</stream:stream>")
		if asked[1] == "" {
			w.Write("</stream:stream>")
			return
		}
		answer(n, asked[1])
	}
}

// inTwoWrites answers pings in two writes each.
func inTwoWrites(w *xmpptest.Wire) {
	w.Nagle()
	questions(w, func(n int, id string) {
		w.Write("<iq id='" + id + "' type='result'><x xmlns='urn:x'>")
		w.Write(fmt.Sprintf("</x></iq><a%s h='%d'/>", sm, n))
	})
}

// TestAnswersAreAcknowledgedAtOnce holds a client against one that can set nothing on its connection, at a server with Nagle's
// algorithm, or behind a proxy with it, that answers in two writes.
func TestAnswersAreAcknowledgedAtOnce(t *testing.T) {
	for _, row := range []struct {
		name  string
		reach func(testing.TB, *xmpptest.Hostile, *xmpp.Config)
	}{
		{"straight", func(t testing.TB, h *xmpptest.Hostile, cfg *xmpp.Config) {
			var err error
			if cfg.Host, cfg.Port, err = h.Listen(); err != nil {
				t.Fatal(err)
			}
		}},
		{"through a proxy", func(t testing.TB, h *xmpptest.Hostile, cfg *xmpp.Config) {
			socks := xmpptest.StartSocks(t, "", "")
			socks.Nagle()
			socks.Lead("server:5222", h)
			cfg.Proxy = &xmpp.Proxy{Address: socks.Address}
		}},
	} {
		t.Run(row.name, func(t *testing.T) {
			h := xmpptest.StartHostile(t, xmpptest.Script{Then: inTwoWrites, Enabled: "<enabled" + sm + "/>"})
			cfg := configAt(h)
			row.reach(t, h, &cfg)
			at := func(way dialing) time.Duration {
				cfg.Dialer = way
				return usual(open(t, cfg))
			}
			with, without := at(prompt), at(late)
			t.Logf("an answer takes %v, and %v without quick acknowledgements", with, without)
			if without < 4*with {
				t.Errorf("an answer takes %v, and %v without quick acknowledgements", with, without)
			}
		})
	}
}

// usual is what answers take in one case of four at the most: neither the first ones, which any system acknowledges at once,
// nor those in which something else ran, decide.
func usual(s *session) time.Duration {
	var all []time.Duration
	for range 16 {
		begin := time.Now()
		if a := s.ask(xmpp.Request{Payload: ping.Ping{}}); a.Err != nil {
			s.t.Fatal(a.Err)
		}
		all = append(all, time.Since(begin))
	}
	slices.Sort(all)
	return all[len(all)/4]
}

// countedConn counts how often something is set on a connection.
type countedConn struct {
	*net.TCPConn
	set *atomic.Int32
}

type countedRaw struct {
	syscall.RawConn
	set *atomic.Int32
}

func (c countedConn) SyscallConn() (syscall.RawConn, error) {
	raw, err := c.TCPConn.SyscallConn()
	return countedRaw{raw, c.set}, err
}

func (r countedRaw) Control(f func(uintptr)) error {
	r.set.Add(1)
	return r.RawConn.Control(f)
}

// TestNothingIsSetWhileNothingIsAwaited: what comes unasked costs no more system calls than it would.
func TestNothingIsSetWhileNothingIsAwaited(t *testing.T) {
	h := xmpptest.StartHostile(t, xmpptest.Script{Then: func(w *xmpptest.Wire) {
		questions(w, func(n int, id string) {
			w.Write(fmt.Sprintf("<iq id='%s' type='result'/><a%s h='%d'/>", id, sm, n))
			for range 20 {
				w.Write(honest)
				w.Write(request)
				w.Expect("<a [^>]*>")
			}
		})
	}})
	var set atomic.Int32
	cfg := configAt(h)
	var err error
	if cfg.Host, cfg.Port, err = h.Listen(); err != nil {
		t.Fatal(err)
	}
	cfg.Dialer = dialing(func(c net.Conn) net.Conn { return countedConn{c.(*net.TCPConn), &set} })
	s := open(t, cfg)
	before := int32(0)
	for range 2 {
		if a := s.ask(xmpp.Request{Payload: ping.Ping{}}); a.Err != nil {
			t.Fatal(a.Err)
		}
		await[*xmpp.Message](s, nil) // the answer may have come together with it
		asked := set.Load()
		if asked == before {
			t.Error("nothing was set while an answer was awaited")
		}
		for range 19 {
			await[*xmpp.Message](s, nil)
		}
		if before = set.Load(); before > asked {
			t.Errorf("set %d times while nothing was awaited", before-asked)
		}
	}
}
