package app_test

import (
	"strings"
	"testing"

	"vouch/app"
	"vouch/app/view"
	"vouch/xmpp/xmpptest"
)

// TestProfanityThroughItsCheatSheet goes with a Profanity through all of its /omemo commands for one conversation: gen,
// fingerprint, trust, start, untrust, trust again, end.
func TestProfanityThroughItsCheatSheet(t *testing.T) {
	server := xmpptest.StartProsody(t, xmpptest.Friends("alice", "bob"))
	alice := newPeer(t, server, "alice", app.Options{})
	bob := newProfanity(t, server, "bob") // gen
	alice.must(app.OpenChat{Account: alice.jid, JID: bob.jid})

	// fingerprint: each shows the key that the other one has.
	key := bob.fingerprint("")
	alice.awaitDevice(bob.jid, key, view.TrustUndecided)
	if theirs := bob.fingerprint(alice.jid); theirs != alice.key() {
		t.Fatalf("Profanity shows %s for alice's %s", theirs, alice.key())
	}

	// Before it is trusted on either side, nothing of alice's leaves, and what Profanity writes is none alice can read.
	waits := alice.send(bob.jid, "is it you?")
	alice.awaitKind(bob.jid, waits, app.KindUndecided)

	// trust and start: alice reads what comes, and sees from whom.
	bob.encryptTo(alice.jid, dashed(alice.key()))
	bob.enter("hello from the cheat sheet")
	got := alice.awaitMessage(bob.jid, "hello from the cheat sheet")
	if !got.Encrypted || got.Fingerprint != key || got.Trust != view.TrustUndecided {
		t.Errorf("came as %+v", got)
	}
	if bob.shows("is it you?") {
		t.Error("what waits for a decision has arrived")
	}
	alice.awaitDevice(bob.jid, key, view.TrustTrusted)
	bob.see("is it you")
	alice.awaitState(bob.jid, waits, view.MessageSent, view.MessageDelivered)
	bob.enter("/win 1")
	bob.enter("/clear")
	bob.enter("/omemo fingerprint " + alice.jid)
	bob.see(alice.jid + `.*` + fingerprintPattern + `.*trusted`)

	// untrust: Profanity has nobody to encrypt for, and sends nothing.
	bob.enter("/msg " + alice.jid)
	bob.enter("/omemo untrust " + alice.jid + " " + dashed(alice.key()))
	bob.enter("not for alice any more")
	bob.see("cannot be decrypted for any recipient")
	bob.enter("/omemo end") // as it says itself: begin anew
	bob.encryptTo(alice.jid, dashed(alice.key()))
	bob.enter("for alice again")
	alice.awaitMessage(bob.jid, "for alice again")
	if _, read := alice.message(bob.jid, "not for alice any more"); read {
		t.Error("alice reads what was written while she was not trusted")
	}
	for _, m := range alice.messages(bob.jid) {
		if !m.Encrypted && m.Kind == view.RowText {
			t.Errorf("came in clear: %+v", m)
		}
	}

	// The other way round: rejected, its device gets nothing more, and nothing leaves where it is the only one.
	alice.must(app.Decide{Account: alice.jid, JID: bob.jid, Fingerprint: key, Trust: view.TrustRejected})
	held := alice.send(bob.jid, "not for profanity")
	alice.awaitKind(bob.jid, held, app.KindNoneTrusted)
	bob.enter("still there?")
	alice.awaitMessage(bob.jid, "still there?")
	if bob.contains("not for profanity") {
		t.Error("a rejected device has read a message")
	}
	alice.must(app.Decide{Account: alice.jid, JID: bob.jid, Fingerprint: key, Trust: view.TrustVerified})
	bob.see("not for profanity")

	// end: what comes in clear is shown as that, and alice's stay encrypted.
	bob.enter("/omemo end")
	bob.enter("in clear now")
	if m := alice.awaitMessage(bob.jid, "in clear now"); m.Encrypted {
		t.Errorf("came as %+v", m)
	}
	last := alice.send(bob.jid, "mine are not")
	alice.awaitState(bob.jid, last, view.MessageSent, view.MessageDelivered)
	bob.see("mine are not")
}

// dashed is a fingerprint as Profanity writes it.
func dashed(digits string) string {
	var groups []string
	for i := 0; i < len(digits); i += 8 {
		groups = append(groups, digits[i:i+8])
	}
	return strings.Join(groups, "-")
}
