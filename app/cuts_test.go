package app_test

import (
	"bytes"
	"context"
	"fmt"
	"maps"
	"math/rand/v2"
	"net"
	"slices"
	"sync"
	"testing"
	"time"

	"vouch/app"
	"vouch/xmpp"
	"vouch/xmpp/xmpptest"
)

// steps are what a client does on a stream, each with text that only that step writes: the places at which the seeded
// cuts fall. "dial" stands for everything up to the login, by the number of reads and writes.
var steps = []struct{ name, writes string }{
	{"dial", ""},
	{"restart", "<stream:stream"},
	{"resume", "<resume"},
	{"bind", "urn:ietf:params:xml:ns:xmpp-bind"},
	{"enable", "<enable"},
	{"roster", "jabber:iq:roster"},
	{"presence", "<presence"},
	{"features", "disco#info"},
	{"carbons", "urn:xmpp:carbons:2"},
	{"own devices", "devicelist"},
	{"archive", "urn:xmpp:mam:2"},
	{"message", "<message"},
	{"question", "<r "},
	{"acknowledgement", "<a "},
}

// cutter is the network of one side: it breaks where it is told to, a number of reads and writes after a step.
type cutter struct {
	xmpptest.Network

	mu     sync.Mutex // guards the rest
	step   string     // armed for this one; "" for none
	after  int
	silent bool // packets vanish, and nobody is told
	sprung chan struct{}
}

// arm sets the trap. The channel is closed when it has sprung.
func (c *cutter) arm(step string, after int, silent bool) <-chan struct{} {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.step, c.after, c.silent, c.sprung = step, after, silent, make(chan struct{})
	return c.sprung
}

func (c *cutter) DialContext(ctx context.Context, network, address string) (net.Conn, error) {
	c.reached(func(step string) bool { return step == "dial" })
	return c.Network.DialContext(ctx, network, address)
}

// Write is the tap: it sees what is about to be written.
func (c *cutter) Write(p []byte) (int, error) {
	c.reached(func(step string) bool {
		return slices.ContainsFunc(steps, func(s struct{ name, writes string }) bool {
			return s.name == step && s.writes != "" && bytes.Contains(p, []byte(s.writes))
		})
	})
	return len(p), nil
}

func (c *cutter) reached(is func(step string) bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.step == "" || !is(c.step) {
		return
	}
	c.step = ""
	spring, sprung := c.Cut, c.sprung
	if c.silent {
		spring = c.Silence
	}
	c.Trap(c.after, func() { spring(); close(sprung) })
}

// Cuts and stalls at every step of a stream, on either side, in two-way traffic: whatever breaks, and when, nothing is
// lost, doubled, unreadable or out of order, and what the server has archived says the same.
func TestCutsAtEveryStepLoseNothing(t *testing.T) {
	const rounds = 100
	onEach(t, func(t *testing.T, server xmpptest.Server) {
		t.Parallel()
		rng := rand.New(rand.NewPCG(4711, 42))
		timing := xmpp.Timing{Ack: 3 * time.Second, Idle: 3 * time.Second}
		networks := []*cutter{{}, {}}
		sides := []*peer{
			newPeer(t, server, "alice", app.Options{Dialer: networks[0], Tap: networks[0], Timing: timing}),
			newPeer(t, server, "bob", app.Options{Dialer: networks[1], Tap: networks[1], Timing: timing}),
		}
		friends(t, server, sides[0], sides[1])
		accepted := [][]string{{"hello bob"}, {"hello alice"}}
		say := func(from int) {
			body := fmt.Sprint(len(accepted[from]))
			sides[from].send(sides[1-from].jid, body)
			accepted[from] = append(accepted[from], body)
		}
		fell := map[string]int{}
		for round := range rounds {
			step, victim := steps[round%len(steps)].name, rng.IntN(2)
			after := rng.IntN(4)
			if step == "dial" {
				after = rng.IntN(30)
			}
			sprung := networks[victim].arm(step, after, rng.IntN(6) == 0)
			for range rng.IntN(3) {
				say(0)
				say(1)
			}
			switch step {
			case "dial", "restart", "resume":
				networks[victim].Cut()
			case "bind", "enable", "roster", "presence", "features", "carbons", "own devices", "archive":
				sides[victim].must(app.EnableAccount{Account: sides[victim].jid})
				sides[victim].must(app.EnableAccount{Account: sides[victim].jid, On: true})
			}
			awaitTrap(t, step, sprung, func() { say(victim); say(1 - victim) })
			fell[step]++
		}
		t.Logf("cuts: %v", fell)
		if len(fell) != len(steps) {
			t.Errorf("cuts fell at %v alone", slices.Sorted(maps.Keys(fell)))
		}
		compareLedgers(t, server, sides, accepted)
	}, xmpptest.Friends("alice", "bob"))
}

// awaitTrap waits until a trap has sprung, and makes traffic meanwhile, so that there is something to break.
func awaitTrap(t *testing.T, step string, sprung <-chan struct{}, traffic func()) {
	t.Helper()
	ticks := time.NewTicker(300 * time.Millisecond)
	defer ticks.Stop()
	deadline := time.After(patience)
	for {
		select {
		case <-sprung:
			return
		case <-ticks.C:
			traffic()
		case <-deadline:
			t.Fatalf("no cut at %s", step)
		}
	}
}
