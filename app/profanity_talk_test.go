package app_test

import (
	"regexp"
	"testing"

	"vouch/app"
	"vouch/app/view"
	"vouch/xmpp/xmpptest"
)

// acquainted are a peer alice and a Profanity bob, who trust each other's devices and have read each other. Profanity asks
// for and sends all that it can besides messages.
func acquainted(t *testing.T) (alice *peer, bob *profanity) {
	t.Helper()
	return acquaintedAt(t, xmpptest.StartProsody(t, xmpptest.Friends("alice", "bob")))
}

func acquaintedAt(t *testing.T, server *xmpptest.Prosody) (alice *peer, bob *profanity) {
	t.Helper()
	alice = newPeer(t, server, "alice", app.Options{})
	bob = newProfanity(t, server, "bob")
	for _, setting := range []string{"/correction on", "/receipts send on", "/receipts request on", "/states on", "/outtype on", "/intype console on"} {
		bob.enter(setting)
	}
	bob.fingerprint(alice.jid)
	key := bob.fingerprint("")
	alice.must(app.OpenChat{Account: alice.jid, JID: bob.jid})
	alice.awaitDevice(bob.jid, key, view.TrustTrusted)
	bob.encryptTo(alice.jid, alice.key())
	alice.send(bob.jid, "vouch is here")
	bob.see("vouch is here")
	bob.enter("so is profanity")
	alice.awaitMessage(bob.jid, "so is profanity")
	return alice, bob
}

func TestProfanityCorrectsAndIsCorrected(t *testing.T) {
	alice, bob := acquainted(t)
	bob.enter("the frist word")
	alice.awaitMessage(bob.jid, "the frist word")
	bob.enter("/correct the first word")
	got := alice.awaitMessage(bob.jid, "the first word")
	if _, old := alice.message(bob.jid, "the frist word"); old || !got.Encrypted {
		t.Errorf("the old words still there: %v; corrected: %+v", old, got)
	}

	id := alice.send(bob.jid, "at nien")
	bob.see("at nien")
	if _, err := alice.Correct(t.Context(), alice.jid, bob.jid, id, "at nine"); err != nil {
		t.Fatal(err)
	}
	bob.see("at nine")
	if bob.shows("at nien") {
		t.Error("Profanity still shows what was corrected")
	}
}

func TestProfanityAndReceipts(t *testing.T) {
	alice, bob := acquainted(t)
	id := alice.send(bob.jid, "did it arrive?")
	alice.awaitState(bob.jid, id, view.MessageDelivered)
	bob.enter("and this?")
	alice.awaitMessage(bob.jid, "and this?")
	bob.poll("receipt for its last message", func() bool {
		sent := regexp.MustCompile(`SENT: <message id="([^"]+)"[^>]*><encrypted`).FindAllSubmatch(bob.readLog(), -1)
		return regexp.MustCompile(`RECV: <message .*<received id="` + string(sent[len(sent)-1][1]) + `"`).Match(bob.readLog())
	})
}

func TestProfanityAndChatStates(t *testing.T) {
	alice, bob := acquainted(t)
	typing := func() bool {
		s, err := alice.Look(view.View{Account: alice.jid, Chat: bob.jid})
		return err == nil && s.Chat.Typing
	}
	// It tells only of typing to those whom it has seen online, and it misses a presence that comes before its roster.
	alice.must(app.SetPresence{Account: alice.jid, Show: view.ShowAvailable, Status: "here"})
	typed := "a word, and no "
	bob.tmux("send-keys", "-t", "p", "-l", "--", typed)
	bob.poll("that it tells of typing", func() bool { // once it has seen that alice does
		if typing() {
			return true
		}
		bob.tmux("send-keys", "-t", "p", "-l", "--", "x")
		typed += "x"
		return false
	})
	bob.enter(" Enter yet")
	alice.awaitMessage(bob.jid, typed+" Enter yet")
	alice.await("bob no more typing", func() bool { return !typing() })

	bob.enter("/win 1")
	bob.poll("that alice is typing", func() bool {
		for _, state := range []string{"active", "composing"} {
			alice.must(app.Typing{Account: alice.jid, Chat: bob.jid, State: state})
		}
		return regexp.MustCompile(`RECV: <message .*<composing`).Match(bob.readLog())
	})
}
