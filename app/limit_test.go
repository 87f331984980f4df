package app_test

import (
	"strings"
	"testing"

	"vouch/app"
	"vouch/app/view"
	"vouch/xmpp/xmpptest"
)

// wrote tells whether alice's server has read a stanza of at least so many bytes.
func wrote(server *xmpptest.Scripted, least int) bool {
	for _, w := range server.Written("alice") {
		if len(w) >= least {
			return true
		}
	}
	return false
}

// What is larger than the server says that it takes never leaves, counted as it would be written: with what stands for
// characters that XML does not allow, the keys, and the quotation.
func TestLargerThanTheServerSaysNeverLeaves(t *testing.T) {
	const limit = 65_536
	server := xmpptest.StartScripted(t, xmpptest.Friends("alice", "bob"), xmpptest.Archive(), xmpptest.Limit(limit))
	alice, bob := newPeer(t, server, "alice", app.Options{}), newPeer(t, server, "bob", app.Options{})
	friends(t, server, alice, bob)
	fits := strings.Repeat("x", 64_900)
	alice.encryption(bob.jid, false)
	long := alice.send(bob.jid, fits)
	alice.awaitState(bob.jid, long, view.MessageSent, view.MessageDelivered)
	for _, row := range []struct {
		name      string
		encrypted bool
		send      func() string
	}{
		{"in clear", false, func() string { return alice.send(bob.jid, strings.Repeat("&", 13_200)) }},
		{"encrypted", true, func() string { return alice.send(bob.jid, strings.Repeat("x", 50_000)) }},
		{"with a quotation", false, func() string { return alice.answer(bob.jid, fits, long) }},
		{"a correction", true, func() string {
			id := alice.send(bob.jid, "short")
			alice.awaitState(bob.jid, id, view.MessageDelivered)
			alice.correct(bob.jid, id, strings.Repeat("x", 50_000))
			return id
		}},
	} {
		alice.encryption(bob.jid, row.encrypted)
		id := row.send()
		if m := alice.awaitState(bob.jid, id, view.MessageFailed); m.ErrKind != app.KindTooBig {
			t.Errorf("%s: %s %q", row.name, m.ErrKind, m.ErrText)
		}
		alice.awaitState(bob.jid, alice.send(bob.jid, "after "+row.name), view.MessageSent, view.MessageDelivered)
	}
	if wrote(server, limit) {
		t.Error("something too large was written")
	}
}

// A limit that the server does not tell is learned from what it refuses: the next message of that size does not leave.
func TestLimitIsLearned(t *testing.T) {
	server, alice, bob, _ := three(t, app.Options{}, xmpptest.Archive())
	fault := server.Inject(xmpptest.Fault{Step: "message in", User: "alice", Least: 40_000, Times: -1, Deed: xmpptest.Refuse})
	refused := func(size int) {
		t.Helper()
		if m := alice.awaitState(bob.jid, alice.send(bob.jid, strings.Repeat("x", size)), view.MessageFailed); m.ErrKind != app.KindTooBig {
			t.Errorf("%d bytes: %s %q", size, m.ErrKind, m.ErrText)
		}
	}
	refused(45_000)
	tries := fault.Count()
	refused(45_000)
	alice.restart()
	refused(50_000)
	if fault.Count() != tries {
		t.Errorf("tried %d times more", fault.Count()-tries)
	}
	alice.awaitState(bob.jid, alice.send(bob.jid, strings.Repeat("x", 39_000)), view.MessageSent, view.MessageDelivered)
	refused(42_000) // smaller than what was refused, so it is tried
	if fault.Count() == tries {
		t.Error("a smaller message was not tried")
	}
}

// A server that says it is too small for every stanza is not believed.
func TestLimitBelowAllServersIsNotBelieved(t *testing.T) {
	_, alice, bob, _ := three(t, app.Options{}, xmpptest.Archive(), xmpptest.Limit(100))
	alice.send(bob.jid, "hello")
	bob.awaitMessage(alice.jid, "hello")
}

// A message that was too long leaves once it is shorter, and can be taken back.
func TestTooLongMessageLeavesWhenItIsShorter(t *testing.T) {
	server, alice, bob, _ := three(t, app.Options{}, xmpptest.Archive(), xmpptest.Limit(20_000))
	long := strings.Repeat("too long ", 3_000)
	first, second := alice.send(bob.jid, long), alice.send(bob.jid, long)
	for _, id := range []string{first, second} {
		alice.awaitState(bob.jid, id, view.MessageFailed)
	}
	alice.must(app.TakeBack{Account: alice.jid, Chat: bob.jid, ID: first})
	alice.correct(bob.jid, second, "shorter")
	if m := bob.awaitMessage(alice.jid, "shorter"); !m.EditedAt.IsZero() {
		t.Errorf("bob has %+v", m)
	}
	alice.awaitState(bob.jid, second, view.MessageSent, view.MessageDelivered)
	alice.correct(bob.jid, second, long)
	alice.awaitState(bob.jid, second, view.MessageFailed)
	alice.must(app.TakeBack{Account: alice.jid, Chat: bob.jid, ID: second})
	wantTexts(t, alice.awaitState(bob.jid, second, view.MessageSent, view.MessageDelivered), "shorter")
	if rows := received(bob.messages(alice.jid)); len(rows) != 1 || wrote(server, 20_000) {
		t.Errorf("bob has %q", rows)
	}
	alice.refuse(app.SendText{Account: alice.jid, Chat: bob.jid, Body: strings.Repeat("x", 64<<10+1)}, app.KindTooBig)
}
