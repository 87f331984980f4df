package xmpp_test

import (
	"strings"
	"testing"
	"time"

	"vouch/xmpp"
	"vouch/xmpp/xmpptest"
)

// A server that takes as little at a time as Debian's Prosody is told to reads a large message for longer than a silent one would be
// waited for: the stream goes on meanwhile.
func TestStreamOutlivesALargeMessageThatDrains(t *testing.T) {
	server := xmpptest.StartProsody(t, xmpptest.Friends("alice", "bob"), xmpptest.With("limits"), xmpptest.Config(`limits = { c2s = { rate = "10kb/s", burst = "2s" } }`))
	alice, bob := at(t, server, "alice", "desk", nil, nil), at(t, server, "bob", "desk", nil, nil)
	begin := time.Now()
	number, err := alice.Send(chat(bob.Address().Bare(), "large", strings.Repeat("seventeen letters", 12_000)))
	if err != nil {
		t.Fatal(err)
	}
	for late := time.After(time.Minute); ; {
		select {
		case e, open := <-alice.Events():
			if !open {
				t.Fatal("the stream has ended")
			}
			if upTo, ok := e.What.(xmpp.Acked); ok && uint64(upTo) >= number {
				t.Logf("acknowledged after %.0f s", time.Since(begin).Seconds())
				return
			}
		case <-late:
			t.Fatal("nothing came in")
		}
	}
}
