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

func (p *peer) blocked() []string {
	p.t.Helper()
	list, err := p.Blocked(p.jid)
	if err != nil {
		p.t.Fatal(err)
	}
	return list
}

func (p *peer) awaitBlocked(want ...string) {
	p.t.Helper()
	p.await(fmt.Sprint("block list ", want), func() bool { return slices.Equal(p.blocked(), want) })
}

// look is what a window would show of a chat.
func (p *peer) look(chat string) *view.Snapshot {
	p.t.Helper()
	snap, err := p.Look(view.View{Account: p.jid, Chat: chat})
	if err != nil {
		p.t.Fatal(err)
	}
	return snap
}

func (p *peer) canBlock() bool {
	return len(p.look("").Accounts) > 0 && p.look("").Accounts[0].CanBlock
}

// Whom one device blocks is kept away from all of them, also from one that was not there, until one of them ends it.
func TestBlockedPeopleAreKeptAway(t *testing.T) {
	onEach(t, func(t *testing.T, server xmpptest.Server) {
		desk, bob := newPeer(t, server, "alice", app.Options{}), newPeer(t, server, "bob", app.Options{})
		friends(t, server, desk, bob)
		laptop := newPeer(t, server, "alice", app.Options{})
		bob.trustKey(laptop)
		for _, p := range []*peer{desk, laptop} {
			p.await("that blocking is offered", p.canBlock)
		}
		desk.await("bob online", func() bool { return desk.look(bob.jid).Chat.Presence == view.PresenceOnline })
		desk.must(app.Block{Account: desk.jid, JID: bob.jid})
		for _, p := range []*peer{desk, laptop} {
			p.awaitBlocked(bob.jid)
		}
		snap := desk.look(bob.jid)
		if snap.Chat.Blocked != bob.jid || snap.Chats[0].Blocked != bob.jid || snap.Chat.Presence == view.PresenceOnline {
			t.Errorf("the chat says %+v", snap.Chat)
		}
		refused := bob.send(desk.jid, "to somebody who does not want it")
		bob.awaitState(desk.jid, refused, view.MessageFailed)
		mine := desk.send(bob.jid, "to somebody blocked")
		desk.awaitState(bob.jid, mine, view.MessageFailed)

		laptop.stop()
		desk.must(app.Unblock{Account: desk.jid, JID: bob.jid})
		desk.awaitBlocked()
		desk.must(app.Block{Account: desk.jid, JID: "elsewhere.example"})
		laptop.start()
		laptop.awaitBlocked("elsewhere.example")
		laptop.must(app.OpenChat{Account: laptop.jid, JID: strangers})
		if by := laptop.look(strangers).Chat.Blocked; by != "elsewhere.example" {
			t.Errorf("a chat with somebody of a blocked server says %q", by)
		}
		bob.send(desk.jid, "welcome again")
		desk.awaitMessage(bob.jid, "welcome again")
		if _, came := desk.message(bob.jid, "to somebody who does not want it"); came {
			t.Error("a message of somebody blocked came through")
		}
		for _, who := range []string{desk.jid, "localhost", "@"} {
			desk.refuse(app.Block{Account: desk.jid, JID: who}, app.KindInvalid)
		}
		desk.refuse(app.Block{Account: desk.jid, JID: bob.jid, Report: "spam"}, app.KindNotOffered)
	}, xmpptest.Friends("alice", "bob"))
}

func TestAServerWithoutBlockLists(t *testing.T) {
	server := xmpptest.StartScripted(t, xmpptest.Friends("alice", "bob"), xmpptest.Without("blocklist"), xmpptest.Features("urn:xmpp:reporting:1"))
	alice := newPeer(t, server, "alice", app.Options{})
	alice.refuse(app.Block{Account: alice.jid, JID: bobs}, app.KindNotOffered)
	if a := alice.look("").Accounts[0]; a.CanBlock || a.CanReport {
		t.Errorf("the window offers %+v", a)
	}
	for _, w := range server.Written("alice") {
		if strings.Contains(w, "urn:xmpp:blocking") {
			t.Errorf("alice wrote %s", w)
		}
	}
}

func TestReportsGoWithTheBlock(t *testing.T) {
	server := xmpptest.StartScripted(t, xmpptest.Friends("alice", "bob"), xmpptest.Archive(), xmpptest.Features("urn:xmpp:reporting:1"))
	alice := newPeer(t, server, "alice", app.Options{})
	alice.await("that reports are taken", func() bool { return alice.look("").Accounts[0].CanReport })
	alice.refuse(app.Block{Account: alice.jid, JID: bobs, Report: "taste"}, app.KindInvalid)
	alice.refuse(app.Block{Account: alice.jid, JID: bobs, Text: "without a reason"}, app.KindInvalid)
	alice.refuse(app.Block{Account: alice.jid, JID: bobs, Report: "spam", Text: strings.Repeat("x", 1001)}, app.KindInvalid)
	alice.must(app.Block{Account: alice.jid, JID: bobs, Report: "abuse", Text: "rude"})
	const want = `<report xmlns="urn:xmpp:reporting:1" reason="urn:xmpp:reporting:abuse"><text>rude</text></report>`
	if w := lastContaining(server.Written("alice"), "urn:xmpp:blocking"); !strings.Contains(w, want) {
		t.Errorf("alice wrote %s", w)
	}
}

// Pushes of the block list are believed from our own account alone: else anybody could unblock themselves.
func TestForgedBlockPushes(t *testing.T) {
	l := newLiar(t)
	l.await("that blocking is offered", l.canBlock)
	l.must(app.Block{Account: l.jid, JID: "carol@localhost"})
	l.awaitBlocked("carol@localhost")
	push := func(from, what string) string {
		return "<iq type='set' id='push' " + from + " to='%s/~'><" + what + " xmlns='urn:xmpp:blocking'><item jid='carol@localhost'/></" + what + "></iq>"
	}
	for _, from := range []string{"from='" + bobs + "/x'", "from='carol@localhost'", "from='%s/other'", "from='localhost'"} {
		_, written := l.between(t, func() {
			l.tell(push(from, "unblock"))
			l.tell("<iq type='set' id='push' " + from + " to='%s/~'><unblock xmlns='urn:xmpp:blocking'/></iq>")
			l.tell(strings.ReplaceAll(push(from, "block"), "carol", "bob"))
		})
		if got := l.blocked(); !slices.Equal(got, []string{"carol@localhost"}) {
			t.Errorf("%s: the list is %q", from, got)
		}
		for _, w := range written {
			if strings.Contains(w, `id="push"`) && !strings.Contains(w, "service-unavailable") {
				t.Errorf("%s: alice answered %s", from, w)
			}
		}
	}
	for _, from := range []string{"", "from='%s'"} {
		l.tell(push(from, "unblock"))
		l.awaitBlocked()
		l.tell(push(from, "block"))
		l.awaitBlocked("carol@localhost")
	}
}
