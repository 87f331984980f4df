package app_test

import (
	"context"
	"encoding/base64"
	"errors"
	"log/slog"
	"net"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"vouch/app"
	"vouch/app/view"
	"vouch/trust"
	"vouch/xmpp"
	"vouch/xmpp/xmpptest"
)

// machine is what a Service sees of the machine it runs on. The zero machine has the addresses of loopback and of one network.
type machine struct {
	slept     atomic.Int64 // time.Duration
	mu        sync.Mutex
	addresses []string // nil: the first ones
}

func (m *machine) options(dialer xmpp.Dialer, timing xmpp.Timing) app.Options {
	return app.Options{Dialer: dialer, Timing: timing, Pulse: 20 * time.Millisecond, Now: m.now, Addresses: m.own}
}

func (m *machine) now() time.Time { return time.Now().Add(time.Duration(m.slept.Load())) }

func (m *machine) sleep(d time.Duration) { m.slept.Add(int64(d)) }

// own are the addresses there are now.
func (m *machine) own() (out []net.Addr, err error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	all := m.addresses
	if all == nil {
		all = []string{"127.0.0.1/8", "192.0.2.7/24", "fe80::1/64"}
	}
	for _, a := range all {
		ip, network, err := net.ParseCIDR(a)
		if err != nil {
			return nil, err
		}
		out = append(out, &net.IPNet{IP: ip, Mask: network.Mask})
	}
	return out, nil
}

func (m *machine) move(addresses ...string) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.addresses = addresses
}

// unhurried are clocks by which nobody notices within a test that a connection is dead.
var unhurried = xmpp.Timing{Idle: time.Hour, Ack: time.Hour}

// sleep: the machine slept for eight hours. The connection that it woke up with is dropped at once, whether or not the server
// still holds the stream, and what was missed is there.
func TestSleepIsNoticed(t *testing.T) {
	for _, row := range []struct {
		name string
		held bool
	}{{"the server holds the stream", true}, {"the server has given the stream up", false}} {
		t.Run(row.name, func(t *testing.T) {
			server := xmpptest.StartScripted(t, xmpptest.Friends("alice", "bob"), xmpptest.Archive())
			var network xmpptest.Network
			var m machine
			alice := newPeer(t, server, "alice", m.options(&network, unhurried))
			bob := newPeer(t, server, "bob", app.Options{})
			friends(t, server, alice, bob)
			network.Silence()
			if !row.held {
				server.Forget("alice", false)
			}
			bob.send(alice.jid, "while you slept")
			m.sleep(8 * time.Hour)
			alice.awaitMessage(bob.jid, "while you slept")
			alice.await("a stream that goes on, or a new one", func() bool {
				s := alice.status()
				return s.State == view.StateOnline && s.Resumed == row.held && !s.CatchingUp
			})
			alice.awaitState(bob.jid, alice.send(bob.jid, "awake"), view.MessageSent, view.MessageDelivered)
			bob.awaitMessage(alice.jid, "awake")
		})
	}
}

// A connection from an address that the machine has no more is dropped at once, and one whose way may have changed is asked.
func TestChangeOfNetworkIsNoticed(t *testing.T) {
	for _, row := range []struct {
		name   string
		timing xmpp.Timing
		moved  []string
	}{
		{"the address of the connection is gone", unhurried, []string{"192.0.2.7/24"}},
		{"another address is gone", xmpp.Timing{Idle: time.Hour, Ack: time.Second}, []string{"127.0.0.1/8"}},
		{"an address came", xmpp.Timing{Idle: time.Hour, Ack: time.Second}, []string{"127.0.0.1/8", "192.0.2.7/24", "2001:db8::7/64"}},
	} {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			server := xmpptest.StartScripted(t, xmpptest.Friends("alice", "bob"), xmpptest.Archive())
			var network xmpptest.Network
			var m machine
			alice := newPeer(t, server, "alice", m.options(&network, row.timing))
			bob := newPeer(t, server, "bob", app.Options{})
			friends(t, server, alice, bob)
			network.Silence()
			bob.send(alice.jid, "to where you were")
			m.move(row.moved...)
			alice.awaitMessage(bob.jid, "to where you were")
			if !alice.status().Resumed {
				t.Error("the stream was not resumed")
			}
		})
	}
}

// away is the way to a server that cannot be reached at first: what is dialed fails, or hangs.
type away struct {
	*xmpptest.Hostile
	hang  bool
	here  atomic.Bool
	tries atomic.Int32
}

func (a *away) DialContext(ctx context.Context, network, address string) (net.Conn, error) {
	a.tries.Add(1)
	switch {
	case a.here.Load():
		return a.Hostile.DialContext(ctx, network, address)
	case a.hang:
		<-ctx.Done()
		return nil, ctx.Err()
	}
	return nil, errors.New("network is unreachable")
}

// A network that comes ends the pause between two tries, and a try that hangs in the old one; not the rest of an account
// that waits for its user.
func TestNetworkThatComesIsUsedAtOnce(t *testing.T) {
	dir := t.TempDir()
	arrives := func(m *machine) { m.move("127.0.0.1/8", "192.0.2.99/24") }
	for _, row := range []struct {
		name  string
		hang  bool
		wrong bool // the password is
		event func(*machine)
		want  int32 // more tries
	}{
		{"in a pause", false, false, arrives, 1},
		{"in a try that hangs", true, false, arrives, 1},
		{"after a sleep", false, false, func(m *machine) { m.sleep(8 * time.Hour) }, 1},
		{"an address that goes is none that comes", false, false, func(m *machine) { m.move("127.0.0.1/8") }, 0},
		{"nor is one of a link alone", false, false, func(m *machine) { m.move("127.0.0.1/8", "192.0.2.7/24", "fe80::2/64") }, 0},
		{"the password was wrong", false, true, arrives, 0},
	} {
		t.Run(row.name, func(t *testing.T) {
			profile := filepath.Join(dir, row.name)
			synctest.Test(t, func(t *testing.T) {
				var refuse atomic.Bool
				server, err := xmpptest.NewHostile(xmpptest.Script{Then: (*xmpptest.Wire).Drain, Final: func(signature string) string {
					if refuse.Load() {
						return "<failure xmlns='urn:ietf:params:xml:ns:xmpp-sasl'><not-authorized/></failure>"
					}
					return "<success xmlns='urn:ietf:params:xml:ns:xmpp-sasl'>" + base64.StdEncoding.EncodeToString([]byte("v="+signature)) + "</success>"
				}})
				if err != nil {
					t.Fatal(err)
				}
				defer server.Close()
				var m machine
				way := &away{Hostile: server, hang: row.hang}
				way.here.Store(row.wrong)
				opt := m.options(way, xmpp.Timing{})
				opt.Pulse = 0
				service, add := bubbled(t, profile, server, opt)
				if refuse.Store(row.wrong); row.wrong {
					for _, on := range []bool{false, true} {
						if err := service.Do(t.Context(), app.EnableAccount{Account: add.JID, On: on}); err != nil {
							t.Fatal(err)
						}
					}
				}
				time.Sleep(10 * time.Minute) // of the bubble's clock, as all here: the pauses are more than a minute by now
				for before := way.tries.Load(); !row.wrong && way.tries.Load() == before; {
					time.Sleep(time.Second)
				}
				before := way.tries.Load()
				way.here.Store(true)
				row.event(&m)
				time.Sleep(12 * time.Second)
				if more := way.tries.Load() - before; more != row.want {
					t.Errorf("%d tries more, want %d", more, row.want)
				}
				all, err := service.Status()
				if err != nil || (all[0].State == view.StateOnline) != (row.want > 0) || (all[0].State == view.StateError) != row.wrong {
					t.Errorf("status %+v, %v", all, err)
				}
			})
		})
	}
}

// A connection that may have ended is found out: in a sleep at once, and without the pause that follows other ends; where
// the way may have changed by a question to the server.
func TestConnectionAfterAnEventOfTheMachine(t *testing.T) {
	dir := t.TempDir()
	for _, row := range []struct {
		name   string
		event  func(*machine)
		within time.Duration
		again  bool // it is connected anew
	}{
		{"a sleep", func(m *machine) { m.sleep(time.Minute) }, 12 * time.Second, true},
		{"the clock was put right", func(m *machine) { m.sleep(2 * time.Second) }, 2 * time.Minute, false},
		{"an address came", func(m *machine) { m.move("127.0.0.1/8", "192.0.2.7/24", "2001:db8::7/64") }, 2 * time.Minute, true},
		{"an address is gone", func(m *machine) { m.move("127.0.0.1/8") }, 2 * time.Minute, true},
		{"nothing", func(*machine) {}, 2 * time.Minute, false},
	} {
		t.Run(row.name, func(t *testing.T) {
			profile := filepath.Join(dir, row.name)
			synctest.Test(t, func(t *testing.T) {
				held := &xmpptest.Held{Answer: poor}
				server, err := xmpptest.NewHostile(held.Script(xmpptest.Script{}))
				if err != nil {
					t.Fatal(err)
				}
				defer server.Close()
				var m machine
				opt := m.options(server, xmpp.Timing{Idle: 24 * time.Hour})
				opt.Pulse, opt.Retry = 0, time.Minute
				bubbled(t, profile, server, opt)
				time.Sleep(time.Minute) // within five, after which the server itself gives up a silent client
				held.Stall(true)
				before := server.Dials()
				row.event(&m)
				time.Sleep(row.within)
				if more := server.Dials() - before; (more > 0) != row.again {
					t.Errorf("%d more connections after %s", more, row.within)
				}
			})
		})
	}
}

// poor is how a server answers that takes everything and has nothing but a roster.
func poor(stanza string) string {
	id := regexp.MustCompile(`^<iq id="([^"]*)" type="[gs]et"`).FindStringSubmatch(stanza)
	switch {
	case id == nil:
		return ""
	case strings.Contains(stanza, `type="set"`):
		return "<iq type='result' id='" + id[1] + "'/>"
	case strings.Contains(stanza, "jabber:iq:roster"):
		return "<iq type='result' id='" + id[1] + "'><query xmlns='jabber:iq:roster'/></iq>"
	}
	return "<iq type='error' id='" + id[1] + "'><error type='cancel'><item-not-found xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error></iq>"
}

// bubbled is a service in a bubble, with alice's account at server.
func bubbled(t *testing.T, profile string, server *xmpptest.Hostile, opt app.Options) (*app.Service, app.AddAccount) {
	t.Helper()
	file, err := trust.Open(profile, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	authority := filepath.Join(profile, "ca.pem")
	if err := os.WriteFile(authority, server.CA(), 0o600); err != nil {
		t.Fatal(err)
	}
	service, err := app.New(file, opt)
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan struct{})
	go func() { defer close(ended); service.Run(ctx) }()
	t.Cleanup(func() {
		cancel()
		<-ended
		file.Close()
	})
	add := app.AddAccount{JID: "alice@example.org", Password: "alicepass", Host: "server", CAFile: authority}
	if err := service.Do(ctx, add); err != nil && app.KindOf(err) != app.KindNotConnected {
		t.Fatal(err)
	}
	return service, add
}
