package app_test

import (
	"fmt"
	"testing"
	"time"

	"vouch/app"
	"vouch/xmpp/xmpptest"
)

// A stranger with more devices than are remembered, and a message of one more that claims an old stamp in the name of our
// server: all are stored, and the account goes on. Both with an archive and without.
func TestManyDevicesOfAStranger(t *testing.T) {
	for name, options := range map[string][]xmpptest.Option{"with an archive": {xmpptest.Archive()}, "without": nil} {
		t.Run(name, func(t *testing.T) {
			server := xmpptest.StartScripted(t, append(options, xmpptest.Friends("alice", "bob"), xmpptest.Users("mallory"))...)
			alice := newPeer(t, server, "alice", app.Options{})
			bob, mallory := newRaw(t, server, "bob"), newRaw(t, server, "mallory")
			bundle := mallory.bundleOf(alice)
			for i := range 200 {
				mallory.message(alice, newImpostor(t, alice, bundle, uint32(1000+i)).says(fmt.Sprint("spam ", i)))
			}
			alice.awaitMessage(mallory.jid, "spam 199")
			mallory.message(alice, newImpostor(t, alice, bundle, 5000).says("the last one")+"<delay xmlns='urn:xmpp:delay' from='localhost' stamp='2015-01-01T00:00:00Z'/>")
			bob.message(alice, "<body>after</body>")
			alice.awaitMessage(bob.jid, "after")
			alice.awaitMessage(mallory.jid, "the last one")
			entries, err := alice.Log(alice.jid, mallory.jid)
			for _, e := range entries {
				if time.Since(e.Time) > time.Hour {
					t.Errorf("the log says %s at %s", e.Event, e.Time)
				}
			}
			if err != nil || len(entries) != 200 {
				t.Errorf("%d lines of the log, %v", len(entries), err)
			}
		})
	}
}
