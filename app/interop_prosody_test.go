package app_test

import (
	"testing"

	"vouch/app"
	"vouch/app/view"
	"vouch/xmpp/xmpptest"
)

const fallbackSentence = "This message is encrypted with OMEMO"

// awaitDevice waits until a fingerprint is known, and decides about it.
func (p *peer) awaitDevice(who, fingerprint string, level view.Trust) {
	p.t.Helper()
	p.await("device "+fingerprint, func() bool {
		for _, d := range p.devices(who) {
			if d.Fingerprint == fingerprint {
				return true
			}
		}
		return false
	})
	p.must(app.Decide{Account: p.jid, JID: who, Fingerprint: fingerprint, Trust: level})
}

func TestProfanityWhenVouchWritesFirst(t *testing.T) {
	server := xmpptest.StartProsody(t, xmpptest.Friends("alice", "bob"))
	bob := newProfanity(t, server, "bob")
	alice := newPeer(t, server, "alice", app.Options{})
	alice.must(app.OpenChat{Account: alice.jid, JID: bob.jid})
	key := bob.fingerprint("")
	id := alice.send(bob.jid, "vouch speaks first")
	alice.awaitDevice(bob.jid, key, view.TrustVerified)
	alice.awaitState(bob.jid, id, view.MessageSent, view.MessageDelivered)

	if got := bob.fingerprint(alice.jid); got != alice.key() {
		t.Errorf("Profanity shows %s for alice, her key is %s", got, alice.key())
	}
	bob.encryptTo(alice.jid, alice.key())
	bob.see("vouch speaks first")
	bob.enter("profanity answers")
	got := alice.awaitMessage(bob.jid, "profanity answers")
	if !got.Encrypted || got.Trust != view.TrustVerified || got.Fingerprint != key {
		t.Errorf("got %+v, want it encrypted from the verified device", got)
	}

	alice.must(app.Decide{Account: alice.jid, JID: bob.jid, Fingerprint: key, Trust: view.TrustRejected})
	held := alice.send(bob.jid, "not for this device")
	alice.awaitKind(bob.jid, held, app.KindNoneTrusted)
	if bob.shows("not for this device") || bob.contains("not for this device") {
		t.Error("Profanity got a message after its trust was withdrawn")
	}
}

func TestProfanityWhenItWritesFirst(t *testing.T) {
	server := xmpptest.StartProsody(t, xmpptest.Friends("alice", "bob"))
	alice := newPeer(t, server, "alice", app.Options{})
	bob := newProfanity(t, server, "bob")
	if got := bob.fingerprint(alice.jid); got != alice.key() {
		t.Fatalf("Profanity shows %s for alice, her key is %s", got, alice.key())
	}
	bob.encryptTo(alice.jid, alice.key())
	bob.enter("profanity speaks first")
	first := alice.awaitMessage(bob.jid, "profanity speaks first")
	key := bob.fingerprint("")
	if !first.Encrypted || first.Trust != view.TrustUndecided || first.Fingerprint != key {
		t.Errorf("got %+v, want it encrypted, from an undecided device with key %s", first, key)
	}
	bob.enter("/msg " + alice.jid)
	held := alice.send(bob.jid, "vouch answers")
	alice.awaitKind(bob.jid, held, app.KindUndecided)
	if bob.shows("vouch answers") {
		t.Error("Profanity shows a message that waits for a decision")
	}
	alice.awaitDevice(bob.jid, key, view.TrustTrusted)
	bob.see("vouch answers")
	for _, text := range []string{"ping", "pong", "ping again"} {
		bob.enter(text)
		alice.awaitMessage(bob.jid, text)
		alice.send(bob.jid, "re: "+text)
		bob.see("re: " + text)
	}
}

// A device that is left out of a message that others read shows the fallback sentence and nothing of the text.
func TestProfanityLeftOutShowsTheFallbackAlone(t *testing.T) {
	server := xmpptest.StartProsody(t, xmpptest.Friends("alice", "bob"))
	phone := newPeer(t, server, "bob", app.Options{})
	alice := newPeer(t, server, "alice", app.Options{})
	console := newProfanity(t, server, "bob")
	key := console.fingerprint("")
	id := alice.send(phone.jid, "read on both devices")
	alice.awaitDevice(phone.jid, key, view.TrustTrusted)
	alice.trustKey(phone)
	alice.awaitState(phone.jid, id, view.MessageSent, view.MessageDelivered)
	console.fingerprint(alice.jid)
	console.encryptTo(alice.jid, alice.key())
	alice.send(phone.jid, "now on the console")
	console.see("now on the console")
	phone.awaitMessage(alice.jid, "now on the console")

	alice.must(app.Decide{Account: alice.jid, JID: phone.jid, Fingerprint: key, Trust: view.TrustRejected})
	alice.send(phone.jid, "for the phone alone")
	phone.awaitMessage(alice.jid, "for the phone alone")
	console.see(fallbackSentence)
	if console.shows("for the phone alone") || console.contains("for the phone alone") {
		t.Error("the console shows a text that was not encrypted for it")
	}
}
