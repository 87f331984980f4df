package app_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"vouch/app"
	"vouch/app/view"
	"vouch/xmpp/xmpptest"
)

// entry is one line of the roster as text, "" where there is none.
func (p *peer) entry(who string) string {
	p.t.Helper()
	contacts, err := p.Roster(p.jid)
	if err != nil {
		p.t.Fatal(err)
	}
	for _, c := range contacts {
		if c.JID == who {
			slices.Sort(c.Groups)
			return fmt.Sprintf("%s %s %v", c.Name, c.Subscription, c.Groups)
		}
	}
	return ""
}

func (p *peer) awaitEntry(who, want string) {
	p.t.Helper()
	p.await("roster entry "+want, func() bool { return p.entry(who) == want })
}

// What one device changes in the roster the others learn, also one that was not there, which asks by version.
func TestRosterIsTheSameOnAllDevices(t *testing.T) {
	onEach(t, func(t *testing.T, server xmpptest.Server) {
		desk, tap := newPeer(t, server, "alice", app.Options{}), &wire{}
		laptop := newPeer(t, server, "alice", app.Options{Tap: tap})
		const bob = "bob@localhost"
		name, groups := "  Bobby\n Tables ", []string{"work", "friends", "work", ""}
		desk.must(app.EditContact{Account: desk.jid, JID: bob, Name: &name, Groups: &groups})
		for _, p := range []*peer{desk, laptop} {
			p.awaitEntry(bob, "Bobby Tables both [friends work]")
		}
		if !strings.Contains(string(tap.bytes()), `ver=""`) {
			t.Error("the first sign-in did not ask for versions")
		}
		laptop.stop()
		fewer := []string{"work"}
		desk.must(app.EditContact{Account: desk.jid, JID: bob, Groups: &fewer})
		desk.must(app.AddContact{Account: desk.jid, JID: bob})
		desk.awaitEntry(bob, "Bobby Tables both [work]")
		asked := len(tap.bytes())
		laptop.start()
		laptop.awaitEntry(bob, "Bobby Tables both [work]")
		laptop.await("connection", laptop.online)
		for range 2 { // nothing has changed at the second time
			laptop.restart()
			laptop.await("presence shown", func() bool { return laptop.online() && strings.Contains(string(tap.bytes()[asked:]), "<presence") })
			laptop.awaitEntry(bob, "Bobby Tables both [work]")
		}
		again := string(tap.bytes()[asked:])
		if strings.Contains(again, `ver=""`) || !strings.Contains(again, `jabber:iq:roster" ver="`) {
			t.Error("a later sign-in asks for the whole roster")
		}
		desk.must(app.RemoveContact{Account: desk.jid, JID: bob})
		laptop.awaitEntry(bob, "")
		desk.awaitEntry(bob, "") // its push may come after the answer

		long, many := strings.Repeat("n", 300), make([]string, 200)
		for i := range many {
			many[i] = fmt.Sprint("g", i)
		}
		desk.refuse(app.EditContact{Account: desk.jid, JID: bob}, app.KindNotFound)
		desk.refuse(app.AddContact{Account: desk.jid, JID: bob, Groups: many}, app.KindInvalid)
		desk.refuse(app.AddContact{Account: desk.jid, JID: bob, Name: long}, app.KindInvalid)
		desk.refuse(app.AddContact{Account: desk.jid, JID: bob, Groups: []string{long}}, app.KindInvalid)
		desk.must(app.AddContact{Account: desk.jid, JID: bob, Name: "Bob", Groups: []string{"friends"}})
		desk.await("Bob again", func() bool { return strings.HasSuffix(desk.entry(bob), "[friends]") })
	}, xmpptest.Friends("alice", "bob"), xmpptest.RosterVersions())
}

// A version is believed with the change it stands for, and from the server alone.
func TestForgedVersionsOfTheRoster(t *testing.T) {
	server := xmpptest.StartScripted(t, xmpptest.Friends("alice", "bob"), xmpptest.Archive(), xmpptest.RosterVersions())
	l := &liar{peer: newPeer(t, server, "alice", app.Options{Timing: impatient}), server: server}
	l.await("catch-up", func() bool { s := l.status(); return s.State == view.StateOnline && !s.CatchingUp })
	held := func() string {
		l.reconnect()
		return lastContaining(server.Written("alice"), "jabber:iq:roster")
	}
	honest := held()
	if !strings.Contains(honest, `ver="v`) {
		t.Fatalf("alice asks %s", honest)
	}
	for _, from := range []string{"from='" + bobs + "'", "from='localhost'", "from='%s/other'"} {
		l.between(t, func() {
			l.tell("<iq type='set' id='forged' " + from + " to='%s/~'><query xmlns='jabber:iq:roster' ver='forged'><item jid='evil@localhost'/></query></iq>")
		})
	}
	l.between(t, func() {
		if asked := held(); attribute(asked, "ver") != attribute(honest, "ver") {
			t.Errorf("after a forged push alice asks %s, before %s", asked, honest)
		}
	})
	if got := l.entry(bobs); got == "" {
		t.Error("a roster that has not changed is gone")
	}
	l.tell("<iq type='set' id='honest' from='%s' to='%s/~'><query xmlns='jabber:iq:roster' ver='next'><item jid='carol@localhost' subscription='to'/></query></iq>")
	l.awaitEntry("carol@localhost", " to []")
	if asked := held(); attribute(asked, "ver") != "next" {
		t.Errorf("after an honest push alice asks %s", asked)
	}
	l.awaitEntry("carol@localhost", "") // the scripted server does not know that version, and sends everything
}

func lastContaining(written []string, part string) (last string) {
	for _, w := range written {
		if strings.Contains(w, part) {
			last = w
		}
	}
	return last
}

// attribute is the value of an attribute of what was written.
func attribute(stanza, name string) string {
	_, rest, _ := strings.Cut(stanza, " "+name+`="`)
	value, _, _ := strings.Cut(rest, `"`)
	return value
}

// TestRosterWithoutAnAnswerIsAskedForAgain loses the first answer: what the server has comes all the same.
func TestRosterWithoutAnAnswerIsAskedForAgain(t *testing.T) {
	server := xmpptest.StartScripted(t, xmpptest.Friends("alice", "bob"))
	lost := server.Inject(xmpptest.Fault{Step: "roster out", User: "alice", Deed: xmpptest.Lie, Lie: func(_, _ string) string { return "" }})
	alice := newPeer(t, server, "alice", app.Options{Timing: impatient})
	<-lost.Struck()
	alice.await("bob in the roster", func() bool { return alice.subscription("bob@localhost") == "both" })
}
