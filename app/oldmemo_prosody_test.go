package app_test

import (
	"fmt"
	"testing"

	"vouch/app"
	"vouch/app/view"
	"vouch/xmpp/xmpptest"
)

// Whole messages, lists and bundles go both ways between Vouch and python-oldmemo, whoever begins, and whatever the sign
// of the other side's identity key.
func TestOldmemo(t *testing.T) {
	for sign := range 2 {
		t.Run(fmt.Sprintf("Vouch writes first, sign bit %d", sign), func(t *testing.T) {
			server := xmpptest.StartProsody(t, xmpptest.Friends("alice", "bob"))
			bob := newOldmemo(t, server, "bob", sign)
			alice := newPeer(t, server, "alice", app.Options{})
			id := alice.send(bob.jid, "vouch speaks first")
			alice.awaitDevice(bob.jid, bob.key, view.TrustTrusted)
			alice.awaitState(bob.jid, id, view.MessageSent, view.MessageDelivered)
			bob.learn(alice) // who has written has published
			if text, prekey := bob.read(alice); text != "vouch speaks first" || !prekey {
				t.Fatalf("read %q, prekey %t", text, prekey)
			}
			oldmemoTalk(t, alice, bob)
			if bob.transportsOut == 0 {
				t.Error("python-oldmemo answered the prekey message with no key transport")
			}
		})
		t.Run(fmt.Sprintf("python-oldmemo writes first, sign bit %d", sign), func(t *testing.T) {
			server := xmpptest.StartProsody(t, xmpptest.Friends("alice", "bob"))
			alice := newPeer(t, server, "alice", app.Options{})
			bob := newOldmemo(t, server, "bob", sign)
			bob.awaitList(alice)
			bob.learn(alice)
			bob.say(alice, "oldmemo speaks first")
			bob.say(alice, "and again, before an answer")
			first := alice.awaitMessage(bob.jid, "oldmemo speaks first")
			if !first.Encrypted || first.Trust != view.TrustUndecided || first.Fingerprint != bob.key {
				t.Errorf("got %+v, want it encrypted, from an undecided device with key %s", first, bob.key)
			}
			alice.awaitMessage(bob.jid, "and again, before an answer")
			alice.awaitDevice(bob.jid, bob.key, view.TrustTrusted)
			oldmemoTalk(t, alice, bob)
		})
	}
	t.Run("python-oldmemo writes first and is trusted", func(t *testing.T) {
		server := xmpptest.StartProsody(t, xmpptest.Friends("alice", "bob"))
		bob := newOldmemo(t, server, "bob", 1)
		alice := newPeer(t, server, "alice", app.Options{})
		alice.must(app.OpenChat{Account: alice.jid, JID: bob.jid})
		alice.awaitDevice(bob.jid, bob.key, view.TrustTrusted)
		bob.awaitList(alice)
		bob.learn(alice)
		bob.say(alice, "from a trusted device")
		alice.awaitMessage(bob.jid, "from a trusted device")
		oldmemoTalk(t, alice, bob)
		if bob.transportsIn == 0 {
			t.Error("Vouch answered the prekey message with no key transport")
		}
	})
}

// oldmemoTalk carries texts both ways. The first has answered what began the session, so none needs a prekey message.
func oldmemoTalk(t *testing.T, alice *peer, bob *oldmemo) {
	t.Helper()
	for _, text := range []string{"ping", "Grüße & <Klammern> 😀", "ping again"} {
		bob.say(alice, text)
		got := alice.awaitMessage(bob.jid, text)
		if !got.Encrypted || got.Trust != view.TrustTrusted || got.Fingerprint != bob.key {
			t.Errorf("got %+v, want it encrypted from the trusted device", got)
		}
		for _, answer := range []string{"re: " + text, "and one more"} {
			alice.send(bob.jid, answer)
			if read, prekey := bob.read(alice); read != answer || prekey {
				t.Errorf("read %q, prekey %t, want %q in a ratchet message", read, prekey, answer)
			}
		}
	}
	for _, m := range alice.messages(bob.jid) {
		if m.ErrKind != "" || m.ErrText != "" {
			t.Errorf("row %+v", m)
		}
	}
}
