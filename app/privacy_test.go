package app_test

import (
	"context"
	"slices"
	"strings"
	"testing"

	"vouch/app"
	"vouch/app/view"
	"vouch/xmpp/xmpptest"
)

func TestMarkersSayWhatWasRead(t *testing.T) {
	server := xmpptest.StartProsody(t, xmpptest.Friends("alice", "bob"))
	alice, bob := newPeer(t, server, "alice", app.Options{}), newPeer(t, server, "bob", app.Options{})
	friends(t, server, alice, bob)
	first, last := alice.send(bob.jid, "one"), alice.send(bob.jid, "two")
	bob.awaitMessage(alice.jid, "two")
	alice.awaitState(bob.jid, last, view.MessageDelivered)
	bob.must(app.MarkRead{Account: bob.jid, Chat: alice.jid})
	alice.awaitState(bob.jid, last, view.MessageRead)
	alice.awaitState(bob.jid, first, view.MessageRead)
	bob.must(app.SetPrivacy{Account: bob.jid, Privacy: view.Privacy{Typing: true}})
	bob.restart()
	if p, err := bob.Privacy(t.Context(), bob.jid); err != nil || p != (view.Privacy{Typing: true}) {
		t.Errorf("bob tells %+v, %v", p, err)
	}
	quiet := alice.send(bob.jid, "three")
	bob.awaitMessage(alice.jid, "three")
	bob.must(app.MarkRead{Account: bob.jid, Chat: alice.jid})
	alice.correct(bob.jid, last, "zwei")
	bob.awaitMessage(alice.jid, "zwei")
	bob.send(alice.jid, "end")
	alice.awaitMessage(bob.jid, "end")
	if m := alice.awaitState(bob.jid, quiet, view.MessageSent, view.MessageDelivered, view.MessageRead); m.State != view.MessageSent {
		t.Errorf("bob has told that the message is %s", m.State)
	}
}

func TestTypingIsToldToContacts(t *testing.T) {
	server := xmpptest.StartProsody(t, xmpptest.Friends("alice", "bob"))
	alice, bob := newPeer(t, server, "alice", app.Options{}), newPeer(t, server, "bob", app.Options{})
	friends(t, server, alice, bob)
	writes := func() bool {
		s, err := alice.Look(view.View{Account: alice.jid, Chat: bob.jid, Before: 10})
		return err == nil && s.Chat.Typing && s.Chats[0].Typing
	}
	bob.await("presence of alice", func() bool {
		s, err := bob.Look(view.View{Account: bob.jid, Chat: alice.jid, Before: 10})
		return err == nil && s.Chat.Presence == view.PresenceOnline
	})
	typing := func(state string) { bob.must(app.Typing{Account: bob.jid, Chat: alice.jid, State: state}) }
	typing("composing")
	alice.await("typing", writes)
	typing("active")
	alice.await("no typing", func() bool { return !writes() })
	typing("composing")
	alice.await("typing", writes)
	alice.await("a pause after a while", func() bool { return !writes() })
	typing("composing")
	alice.await("typing", writes)
	bob.send(alice.jid, "written")
	alice.awaitMessage(bob.jid, "written")
	alice.await("no typing", func() bool { return !writes() })
	bob.refuse(app.Typing{Account: bob.jid, Chat: alice.jid, State: "dancing"}, app.KindInvalid)
}

// What a contact is told, a stranger is not; and what somebody claims to have read is only what was sent to him.
func TestStrangersAreToldNothing(t *testing.T) {
	l := newLiar(t)
	l.must(app.SetEncryption{Account: l.jid, Chat: bobs})
	id := l.send(bobs, "of alice")
	sent := l.awaitState(bobs, id, view.MessageSent).MessageID
	displayed := func(from string) string {
		return "<message from='" + from + "/x' to='%s' type='chat'><displayed xmlns='urn:xmpp:chat-markers:0' id='" + sent + "'/></message>"
	}
	rows, written := l.between(t, func() {
		l.tell("<message from='" + strangers + "/x' to='%s' type='chat' id='s'><body>hello</body><markable xmlns='urn:xmpp:chat-markers:0'/></message>")
		l.awaitMessage(strangers, "hello")
		l.must(app.MarkRead{Account: l.jid, Chat: strangers})
		l.must(app.Typing{Account: l.jid, Chat: strangers, State: "composing"})
		l.tell("<message from='" + strangers + "/x' to='%s' type='chat'><composing xmlns='http://jabber.org/protocol/chatstates'/></message>")
		l.tell(displayed("carol@localhost"))
		l.tell(displayed(strangers))
	})
	if !slices.Equal(rows, []string{strangers + ": hello"}) {
		t.Errorf("new rows %q", rows)
	}
	for _, w := range written {
		if strings.Contains(w, "<message") {
			t.Errorf("alice wrote %s", w)
		}
	}
	if s, err := l.Look(view.View{Account: l.jid, Chat: strangers}); err != nil || s.Chat.Typing {
		t.Errorf("a stranger types: %v", err)
	}
	l.awaitState(bobs, id, view.MessageSent)
	l.tell(displayed(bobs))
	l.awaitState(bobs, id, view.MessageRead)
	if _, err := l.Privacy(context.Background(), "nobody@localhost"); app.KindOf(err) != app.KindNotFound {
		t.Errorf("of no account: %v", err)
	}
}

// A message says that we are there, to contacts who see our presence, as long as the account tells what it does.
func TestMessagesTellTheirStateToContactsAlone(t *testing.T) {
	server := xmpptest.StartScripted(t, xmpptest.Friends("alice", "bob"), xmpptest.Users("carol"))
	alice := newPeer(t, server, "alice", app.Options{})
	alice.await("roster", func() bool { r, err := alice.Roster(alice.jid); return err == nil && len(r) == 1 })
	told := func(who, text string) bool {
		t.Helper()
		alice.must(app.SetEncryption{Account: alice.jid, Chat: who})
		alice.awaitState(who, alice.send(who, text), view.MessageSent, view.MessageDelivered)
		for _, stanza := range server.Written("alice") {
			if strings.Contains(stanza, text) {
				return strings.Contains(stanza, `<active xmlns="http://jabber.org/protocol/chatstates">`)
			}
		}
		t.Fatalf("%q was not written", text)
		return false
	}
	if !told("bob@localhost", "to a contact") {
		t.Error("a contact is not told")
	}
	if told("carol@localhost", "to a stranger") {
		t.Error("a stranger is told")
	}
	alice.must(app.SetPrivacy{Account: alice.jid, Privacy: view.Privacy{Receipts: true, Markers: true}})
	if told("bob@localhost", "to a contact who is told nothing") {
		t.Error("a contact is told what is switched off")
	}
}

// An endless id attribute is not named by a receipt or a marker: that would be as large, and our server may take less.
func TestEndlessIDIsNotNamed(t *testing.T) {
	l := newLiar(t)
	message := func(id, body string) {
		l.tell("<message from='" + bobs + "/x' to='%s' type='chat' id='" + id + "'><body>" + body + "</body>" +
			"<request xmlns='urn:xmpp:receipts'/><markable xmlns='urn:xmpp:chat-markers:0'/></message>")
		l.awaitMessage(bobs, body)
		l.must(app.MarkRead{Account: l.jid, Chat: bobs})
	}
	message(strings.Repeat("x", 200_000), "endless")
	message("short", "short")
	l.settled()
	named := 0
	for _, w := range l.server.Written("alice") {
		if strings.Contains(w, "<received") || strings.Contains(w, "<displayed") {
			named++
			if !strings.Contains(w, `id="short"></`) {
				t.Errorf("alice wrote %.200s", w)
			}
		}
	}
	if named != 2 {
		t.Errorf("%d receipts and markers", named)
	}
}
