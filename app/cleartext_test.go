package app_test

import (
	"strings"
	"testing"

	"vouch/app"
	"vouch/app/view"
	"vouch/xmpp/xmpptest"
)

// clogged are alice and bob in a chat without encryption, and alice's stream, which takes nothing more.
func clogged(t *testing.T) (server *xmpptest.Scripted, alice, bob *peer) {
	t.Helper()
	server = xmpptest.StartScripted(t, xmpptest.Friends("alice", "bob"), xmpptest.Archive())
	var network xmpptest.Network
	alice = newPeer(t, server, "alice", app.Options{Dialer: &network, Timing: unhurried})
	bob = newPeer(t, server, "bob", app.Options{})
	friends(t, server, alice, bob)
	alice.encryption(bob.jid, false)
	waits := network.Clog()
	alice.send(bob.jid, "filler")
	<-waits
	return server, alice, bob
}

func (p *peer) encryption(chat string, on bool) {
	p.t.Helper()
	p.must(app.SetEncryption{Account: p.jid, Chat: chat, On: on})
}

// A message in clear was handed to a stream that wrote it no more. A text of it that was written under encryption does not
// leave in clear when it is made anew: not when it was corrected once or several times, taken back in part, quoted or copied.
func TestTextUnderEncryptionOfAMessageHandedOverInClear(t *testing.T) {
	for _, row := range []struct {
		name string
		do   func(alice *peer, bob, id string)
		want string
	}{
		{"corrected", func(alice *peer, bob, id string) {
			alice.encryption(bob, true)
			alice.correct(bob, id, "a secret")
		}, "a secret"},
		{"and encryption turned off again", func(alice *peer, bob, id string) {
			alice.encryption(bob, true)
			alice.correct(bob, id, "a secret")
			alice.encryption(bob, false)
		}, "a secret"},
		{"after a correction in clear", func(alice *peer, bob, id string) {
			alice.correct(bob, id, "harmless, too")
			alice.awaitState(bob, id, view.MessageSending)
			alice.encryption(bob, true)
			alice.correct(bob, id, "a secret")
		}, "a secret"},
		{"corrected twice, and turned off between", func(alice *peer, bob, id string) {
			alice.encryption(bob, true)
			alice.correct(bob, id, "a secret")
			alice.encryption(bob, false)
			alice.correct(bob, id, "another secret")
		}, "another secret"},
		{"and the correction taken back", func(alice *peer, bob, id string) {
			alice.encryption(bob, true)
			alice.correct(bob, id, "a secret")
			alice.must(app.TakeBack{Account: alice.jid, Chat: bob, ID: id})
		}, "harmless"},
		{"after a correction in clear, and taken back", func(alice *peer, bob, id string) {
			alice.correct(bob, id, "harmless, too")
			alice.awaitState(bob, id, view.MessageSending)
			alice.encryption(bob, true)
			alice.correct(bob, id, "a secret")
			alice.must(app.TakeBack{Account: alice.jid, Chat: bob, ID: id})
		}, "harmless, too"},
		{"quoted", func(alice *peer, bob, id string) {
			alice.answer(bob, "an answer", id)
			alice.encryption(bob, true)
			alice.correct(bob, id, "a secret")
		}, "a secret"},
		{"copied", func(alice *peer, bob, id string) {
			alice.encryption(bob, true)
			alice.correct(bob, id, "a secret")
			alice.must(app.SendCopies{Account: alice.jid, Chat: bob, IDs: []string{id}})
			alice.encryption(bob, false)
		}, "a secret"},
		{"taken back altogether", func(alice *peer, bob, id string) {
			alice.encryption(bob, true)
			alice.correct(bob, id, "a secret")
			alice.retract(bob, id)
		}, ""},
	} {
		t.Run(row.name, func(t *testing.T) {
			server, alice, bob := clogged(t)
			id := alice.send(bob.jid, "harmless")
			alice.awaitState(bob.jid, id, view.MessageSending)
			row.do(alice, bob.jid, id)
			server.Forget("alice", false)
			end := alice.send(bob.jid, "the end")
			alice.awaitState(bob.jid, end, view.MessageSent, view.MessageDelivered)
			if row.want != "" {
				bob.awaitMessage(alice.jid, row.want)
			}
			for _, w := range server.Written("alice") {
				if strings.Contains(w, "secret") {
					t.Errorf("left in clear: %s", w)
				}
			}
		})
	}
}
