package app_test

import (
	"strings"
	"testing"

	"vouch/app"
	"vouch/app/view"
	"vouch/xmpp/xmpptest"
)

// How somebody is available, and the words with it, come to contacts, and again after a restart.
func TestPresenceIsKeptAndShown(t *testing.T) {
	onEach(t, func(t *testing.T, server xmpptest.Server) {
		alice, bob := newPeer(t, server, "alice", app.Options{}), newPeer(t, server, "bob", app.Options{})
		shows := func(who string) view.Contact {
			all, err := alice.Roster(alice.jid)
			if err != nil || len(all) != 1 {
				t.Fatalf("roster %+v, %v", all, err)
			}
			return all[0]
		}
		see := func(show view.Show, presence view.Presence, words string) {
			t.Helper()
			alice.await("bob as "+string(show), func() bool {
				r, c := shows(bob.jid), alice.look(bob.jid).Chat
				return r.Show == show && r.Presence == presence && r.Status == words && c.Show == show && c.Status == words
			})
		}
		see(view.ShowAvailable, view.PresenceOnline, "")
		for _, show := range []view.Show{view.ShowAway, view.ShowXA, view.ShowDND} {
			bob.must(app.SetPresence{Account: bob.jid, Show: show, Status: "  busy\n with " + string(show)})
			see(show, view.PresenceAway, "busy with "+string(show))
		}
		bob.stop()
		see("", view.PresenceOffline, "")
		bob.start()
		see(view.ShowDND, view.PresenceAway, "busy with dnd")
		if p, err := bob.Presence(bob.jid); err != nil || p != (app.OwnPresence{Show: view.ShowDND, Status: "busy with dnd"}) {
			t.Errorf("bob's presence is %+v, %v", p, err)
		}
		bob.must(app.EnableAccount{Account: bob.jid})
		bob.must(app.SetPresence{Account: bob.jid, Show: view.ShowAvailable})
		bob.must(app.EnableAccount{Account: bob.jid, On: true})
		see(view.ShowAvailable, view.PresenceOnline, "")
		bob.refuse(app.SetPresence{Account: bob.jid, Show: "hungry"}, app.KindInvalid)
		bob.refuse(app.SetPresence{Account: bob.jid, Show: view.ShowAway, Status: strings.Repeat("x", 501)}, app.KindInvalid)
		if a := bob.look("").Accounts[0]; a.Show != view.ShowAvailable || a.Words != "" {
			t.Errorf("the window shows %q, %q", a.Show, a.Words)
		}
	}, xmpptest.Friends("alice", "bob"))
}

// What is set while the stream is cut is shown when it goes on.
func TestPresenceSetDuringACutIsShown(t *testing.T) {
	network := &xmpptest.Network{}
	server := xmpptest.StartScripted(t, xmpptest.Friends("alice", "bob"), xmpptest.Archive())
	alice, bob := newPeer(t, server, "alice", app.Options{}), newPeer(t, server, "bob", app.Options{Dialer: network, Timing: impatient})
	alice.await("bob online", func() bool { return alice.look(bob.jid).Chat.Presence == view.PresenceOnline })
	bob.must(app.LookUp{Account: bob.jid, JID: alice.jid}) // what the server asked before is answered: else the stream could not go on
	network.Down()
	bob.await("cut", func() bool { return !bob.online() })
	bob.must(app.SetPresence{Account: bob.jid, Show: view.ShowAway, Status: "in a tunnel"})
	network.Up()
	alice.await("bob away", func() bool { return alice.look(bob.jid).Chat.Status == "in a tunnel" })
	if !bob.status().Resumed {
		t.Error("the stream did not go on")
	}
}

// The best of several devices of a contact counts.
func TestBestPresenceCounts(t *testing.T) {
	l := newLiar(t)
	for _, row := range []struct {
		stanzas string
		want    view.Show
		words   string
	}{
		{"<presence from='bob@localhost/c' to='%s/~'><show>xa</show><status>c</status></presence>", view.ShowXA, "c"},
		{"<presence from='bob@localhost/b' to='%s/~'><show>away</show><status>b</status></presence>", view.ShowAway, "b"},
		{"<presence from='bob@localhost/a' to='%s/~'><show>away</show><status>a</status></presence>", view.ShowAway, "a"},
		{"<presence from='bob@localhost/d' to='%s/~'><show>dnd</show><status>d</status></presence>", view.ShowDND, "d"},
		{"<presence from='bob@localhost/e' to='%s/~'><show>unheard-of</show><status>e</status></presence>", view.ShowAvailable, "e"},
		{"<presence from='bob@localhost/e' to='%s/~' type='unavailable'/>", view.ShowDND, "d"},
	} {
		l.between(t, func() { l.tell(row.stanzas) })
		if c := l.look(bobs).Chat; c.Show != row.want || c.Status != row.words {
			t.Errorf("after %s bob is %q, %q", row.stanzas, c.Show, c.Status)
		}
	}
}

// The server is told that nobody looks where it wants to know, again on each stream, and not where it does not.
func TestTheServerIsToldWhetherSomebodyLooks(t *testing.T) {
	for _, offered := range []bool{true, false} {
		options := []xmpptest.Option{xmpptest.Friends("alice", "bob"), xmpptest.Archive()}
		if offered {
			options = append(options, xmpptest.With("csi"))
		}
		server := xmpptest.StartScripted(t, options...)
		alice, bob := newPeer(t, server, "alice", app.Options{Timing: impatient}), newPeer(t, server, "bob", app.Options{})
		friends(t, server, alice, bob)
		said := func(step string, deed func()) {
			t.Helper()
			told := server.Inject(xmpptest.Fault{Step: step, User: "alice", Deed: xmpptest.Lie, Lie: honestly})
			defer told.End()
			deed()
			if offered {
				struck(t, told)
			}
		}
		said("inactive", func() { alice.must(app.SetActive{}) })
		said("inactive", func() { server.Cut("alice") })
		said("active", func() { alice.must(app.SetActive{On: true}) })
		alice.send(bob.jid, "still counted")
		bob.awaitMessage(alice.jid, "still counted")
		server.Cut("alice")
		alice.send(bob.jid, "after a cut")
		bob.awaitMessage(alice.jid, "after a cut")
		if !offered && strings.Contains(server.Log(), "urn:xmpp:csi:0") {
			t.Error("the server was told what it does not want to know")
		}
	}
}
