package app_test

import (
	"strings"
	"testing"

	"vouch/app"
	"vouch/xmpp/xmpptest"
)

// TestWhatWasWrittenUnderEncryptionStaysThere turns encryption on and off around corrections of messages in clear: no text
// that was written while it was on leaves in clear, corrected, copied or quoted.
func TestWhatWasWrittenUnderEncryptionStaysThere(t *testing.T) {
	server := xmpptest.StartProsody(t, xmpptest.Friends("alice", "bob"))
	tap := &wire{}
	alice, bob := newPeer(t, server, "alice", app.Options{Tap: tap}), newPeer(t, server, "bob", app.Options{})
	friends(t, server, alice, bob)
	alice.trustKey(bob)
	bob.trustKey(alice)
	encryption := func(on bool) {
		t.Helper()
		alice.must(app.SetEncryption{Account: alice.jid, Chat: bob.jid, On: on})
	}
	correct := func(id, body string) {
		t.Helper()
		alice.must(app.CorrectText{Account: alice.jid, Chat: bob.jid, ID: id, Body: body})
	}

	encryption(false)
	alice.must(app.EnableAccount{Account: alice.jid})
	waits := alice.send(bob.jid, "waits in clear")
	encryption(true)
	correct(waits, "first secret")
	alice.must(app.EnableAccount{Account: alice.jid, On: true})
	if m := bob.awaitMessage(alice.jid, "first secret"); !m.Encrypted {
		t.Errorf("the message that waited came %+v", m)
	}

	encryption(false)
	sent := alice.send(bob.jid, "sent in clear")
	bob.awaitMessage(alice.jid, "sent in clear")
	encryption(true)
	correct(sent, "second secret")
	bob.awaitMessage(alice.jid, "second secret")
	encryption(false)
	alice.refuse(app.SendCopies{Account: alice.jid, Chat: bob.jid, IDs: []string{sent}}, app.KindReadable)
	if _, err := alice.SendReply(t.Context(), alice.jid, bob.jid, "an answer in clear", sent); err != nil {
		t.Fatal(err)
	}
	bob.awaitMessage(alice.jid, "an answer in clear")
	correct(sent, "third secret") // of a message that has a secret, whatever the chat is now
	bob.awaitMessage(alice.jid, "third secret")

	encryption(true)
	bob.must(app.SetEncryption{Account: bob.jid, Chat: alice.jid})
	theirs := bob.send(alice.jid, "bob in clear")
	alice.awaitMessage(bob.jid, "bob in clear")
	bob.must(app.SetEncryption{Account: bob.jid, Chat: alice.jid, On: true})
	bob.must(app.CorrectText{Account: bob.jid, Chat: alice.jid, ID: theirs, Body: "fourth secret"})
	row := alice.awaitMessage(bob.jid, "fourth secret").ID
	encryption(false)
	if _, err := alice.SendReply(t.Context(), alice.jid, bob.jid, "another in clear", row); err != nil {
		t.Fatal(err)
	}
	bob.awaitMessage(alice.jid, "another in clear")
	if got := string(tap.bytes()); strings.Contains(got, " secret") || !strings.Contains(got, "another in clear") {
		t.Errorf("in clear: %s", shows([]byte(got), " secret"))
	}
}
