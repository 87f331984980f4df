package app_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"mellium.im/xmpp/jid"

	"vouch/app"
	"vouch/xmpp/ping"
	"vouch/xmpp/xmpptest"
)

// Both servers let a stamp in their own name pass that a contact has written.
func TestStampsOfOthersAreNotBelieved(t *testing.T) {
	stamp := func(at time.Time) string {
		return "<delay xmlns='urn:xmpp:delay' from='localhost' stamp='" + at.UTC().Format(time.RFC3339) + "'/>"
	}
	forge := func(t *testing.T, server xmpptest.Server) {
		alice, carol := newPeer(t, server, "alice", app.Options{}), signInRaw(t, server, "carol")
		for early := 0; ; early++ { // what comes before the server is known to have handed over all that it kept may be of that
			body := fmt.Sprint("early ", early)
			carol.message(alice, "<body>"+body+"</body>"+stamp(time.Now().AddDate(0, 0, -7)))
			if at := alice.awaitMessage(carol.jid, body).Time; time.Since(at) < time.Hour {
				break
			}
			if early == 100 {
				t.Fatal("alice believes the stamps of others")
			}
		}
		carol.message(alice, "<body>a week old?</body>"+stamp(time.Now().AddDate(0, 0, -7)))
		if at := alice.awaitMessage(carol.jid, "a week old?").Time; time.Since(at) > time.Hour {
			t.Errorf("shown as of %s", at)
		}
	}
	options := []xmpptest.Option{xmpptest.Friends("alice", "carol"), xmpptest.Archive()}
	t.Run("prosody", func(t *testing.T) { forge(t, xmpptest.StartProsody(t, slices.Clone(options)...)) })
	t.Run("ejabberd", func(t *testing.T) { forge(t, xmpptest.StartEjabberd(t, slices.Clone(options)...)) })
	t.Run("in the log of trust", func(t *testing.T) {
		server := xmpptest.StartProsody(t, options...)
		alice, carol := newPeer(t, server, "alice", app.Options{}), newRaw(t, server, "carol")
		carol.meet(alice)
		carol.message(alice, carol.element(carol.encrypt(alice, "years old?"))+stamp(time.Now().AddDate(-3, 0, 0)))
		if at := alice.awaitMessage(carol.jid, "years old?").Time; time.Since(at) > time.Hour {
			t.Errorf("shown as of %s", at)
		}
		entries, err := alice.Log(alice.jid, carol.jid)
		for _, e := range entries {
			if time.Since(e.Time) > time.Hour {
				t.Errorf("the log says %s at %s", e.Event, e.Time)
			}
		}
		if err != nil {
			t.Error(err)
		}
	})
}

// What a server without an archive kept while nobody was there has the time at which it came to the server, in a new stream,
// in a new process, and where it was sent with an older stamp.
func TestStampsOfWhatTheServerKept(t *testing.T) {
	server := xmpptest.StartProsody(t, xmpptest.Friends("alice", "bob"))
	alice, bob := newPeer(t, server, "alice", app.Options{}), signInRaw(t, server, "bob")
	bob.message(alice, "<body>hello</body>")
	alice.awaitMessage(bob.jid, "hello")
	alice.stop()
	bob.until("end of alice's session at the server", func() bool { // else it hands on to her what came to the one that ends
		return server.Shell(t.Context(), `return prosody.hosts["localhost"].sessions["alice"] and "there" or "ok"`) == nil
	})
	before := time.Now().Truncate(time.Second)
	bob.message(alice, "<body>kept</body>")
	bob.message(alice, "<body>kept, and forged</body><delay xmlns='urn:xmpp:delay' from='localhost' stamp='2015-01-01T00:00:00Z'/>")
	bob.tryAsk(jid.MustParse(server.Place().Domain), ping.Ping{}) // it is there now
	after := time.Now()
	alice.opt.Now = func() time.Time { return time.Now().Add(time.Hour) }
	alice.start()
	for _, text := range []string{"kept", "kept, and forged"} {
		if at := alice.awaitMessage(bob.jid, text).Time; at.Before(before) || at.After(after.Add(time.Minute)) {
			t.Errorf("%s is of %s, and came between %s and %s", text, at, before, after)
		}
	}
}
