package app_test

import (
	"strings"
	"testing"

	"vouch/app"
	"vouch/app/view"
	"vouch/xmpp/xmpptest"
)

// Servers as they are take a quarter of a megabyte, and end the stream of who writes more. One message of that kind costs at
// most three streams, the next of its size none, and everything else goes on.
func TestTooLargeForRealServers(t *testing.T) {
	onEach(t, func(t *testing.T, server xmpptest.Server) {
		alice, bob := newPeer(t, server, "alice", app.Options{}), newPeer(t, server, "bob", app.Options{})
		friends(t, server, alice, bob)
		alice.encryption(bob.jid, false)
		large := strings.Repeat("&", 65_000) // five bytes each, as it is written
		first := alice.send(bob.jid, large)
		later := alice.send(bob.jid, "after that")
		m := alice.awaitState(bob.jid, first, view.MessageFailed, view.MessageSent, view.MessageDelivered)
		t.Logf("the first is %s, %s %q", m.State, m.ErrKind, m.ErrText)
		alice.awaitState(bob.jid, later, view.MessageSent, view.MessageDelivered)
		bob.awaitMessage(alice.jid, "after that")
		alice.await("alice online", alice.online)
		if m.State != view.MessageFailed {
			return // it takes more
		}
		if m.ErrKind != app.KindTooBig {
			t.Errorf("failed by %s %q", m.ErrKind, m.ErrText)
		}
		resource := alice.status().Resource
		second := alice.awaitState(bob.jid, alice.send(bob.jid, large), view.MessageFailed)
		if second.ErrKind != app.KindTooBig || alice.status().Resource != resource || !alice.online() {
			t.Errorf("the second failed by %s %q; %+v", second.ErrKind, second.ErrText, alice.status())
		}
	}, xmpptest.Friends("alice", "bob"), xmpptest.Archive())
}
