package app_test

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"vouch/app"
	"vouch/app/history"
	"vouch/app/view"
	"vouch/xmpp/xmpptest"
)

// movers are two friends who send files, each over a network of their own, and what was sent.
type movers struct {
	t          *testing.T
	alice, bob *peer
	networks   [2]*xmpptest.Network // hers, his
	random     *rand.ChaCha8
	sent       [][]byte
}

func newMovers(t *testing.T, server xmpptest.Server) *movers {
	m := &movers{t: t, networks: [2]*xmpptest.Network{{}, {}}, random: rand.NewChaCha8([32]byte{17})}
	m.alice = newPeer(t, server, "alice", app.Options{Dialer: m.networks[0], Timing: impatient})
	m.bob = newPeer(t, server, "bob", app.Options{Dialer: m.networks[1], Timing: impatient})
	friends(t, server, m.alice, m.bob)
	return m
}

// sends has alice send a file that nothing packs, and springs a trap on one of the networks so many reads and writes later. It is
// true when the trap has sprung before the file was there.
func (m *movers) sends(victim, after int, spring func()) (sprung bool) {
	m.t.Helper()
	data := make([]byte, 200_000)
	_, _ = m.random.Read(data)
	done := make(chan struct{})
	m.networks[victim].Trap(after, func() { spring(); close(done) })
	m.alice.sendsFile(app.SendFile{Chat: m.bob.jid, Path: fileOf(m.t, fmt.Sprintf("%d.bin", len(m.sent)), data)})
	m.sent = append(m.sent, data)
	select {
	case <-done:
		return true
	case <-time.After(2 * time.Second): // the stream is idle, and fewer steps were made
		m.networks[victim].Trap(0, nil)
		return false
	}
}

// arrives waits for the newest file at bob.
func (m *movers) arrives() {
	m.t.Helper()
	m.bob.awaitFile(m.alice.jid, len(m.sent)-1, history.FileHere)
}

// once checks that each file is with both exactly once, byte for byte and in its order, and that no store has anything else.
func (m *movers) once() {
	m.t.Helper()
	for _, side := range []struct {
		who  *peer
		with string
	}{{m.alice, m.bob.jid}, {m.bob, m.alice.jid}} {
		var got [][]byte
		for _, row := range side.who.all(side.with) {
			if row.File == nil {
				continue
			}
			if row.Own {
				side.who.awaitState(side.with, row.ID, view.MessageSent, view.MessageDelivered, view.MessageRead)
			}
			got = append(got, side.who.saved(side.with, row.ID))
		}
		if !slices.EqualFunc(got, m.sent, bytes.Equal) {
			m.t.Errorf("%s has %d files, of %d, or others", side.who.jid, len(got), len(m.sent))
		}
		side.who.restart()
		if kept := side.who.kept(); len(kept) != len(m.sent) || strings.Contains(fmt.Sprint(kept), ".part") {
			m.t.Errorf("%s: in the store there are %q", side.who.jid, kept)
		}
	}
}

// Cuts at every step of slot, PUT, HEAD and GET, on either side: each file is there once, byte for byte.
func TestFileIsThereOnceWhereverItIsCut(t *testing.T) {
	t.Parallel()
	server := xmpptest.StartEjabberd(t, xmpptest.Friends("alice", "bob"), xmpptest.Archive(), xmpptest.Uploads(1<<20))
	m := newMovers(t, server)
	fell := [2]int{}
	for victim, most := range []int{64, 40} {
		for after := 0; after < most; after += 10 {
			if m.sends(victim, after, m.networks[victim].Cut) {
				fell[victim]++
			}
			m.arrives()
		}
	}
	if fell[0] < 5 || fell[1] < 3 {
		t.Errorf("cuts fell %d times with her, %d with him", fell[0], fell[1])
	}
	m.once()
}

// The end of the program between any two steps of it, on either side: the network goes at once, and with it all that the program
// could still say. Another run goes on.
func TestFileIsThereOnceWheneverTheProgramEnds(t *testing.T) {
	t.Parallel()
	server := xmpptest.StartProsody(t, xmpptest.Friends("alice", "bob"), xmpptest.Archive(), xmpptest.Uploads(1<<20))
	m := newMovers(t, server)
	fell := [2]int{}
	for victim, most := range []int{64, 40} {
		who := []*peer{m.alice, m.bob}[victim]
		for after := 2; after < most; after += 9 {
			if m.sends(victim, after, m.networks[victim].Down) {
				fell[victim]++
			}
			who.stop()
			m.networks[victim].Up()
			who.start()
			m.arrives()
		}
	}
	if fell[0] < 5 || fell[1] < 3 {
		t.Errorf("it ended %d times with her, %d with him", fell[0], fell[1])
	}
	m.once()
}
