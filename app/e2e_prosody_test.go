package app_test

import (
	"bytes"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"vouch/app"
	"vouch/app/view"
	"vouch/xmpp/xmpptest"
)

func TestEachDecidesWhomToTrust(t *testing.T) {
	server := xmpptest.StartProsody(t, xmpptest.Friends("alice", "bob"))
	alice, bob := newPeer(t, server, "alice", app.Options{}), newPeer(t, server, "bob", app.Options{})

	id := alice.send(bob.jid, "first light")
	alice.awaitKind(bob.jid, id, app.KindUndecided)
	if got := bob.messages(alice.jid); len(got) != 0 {
		t.Fatalf("bob has %+v before alice decided", got)
	}
	alice.trustKey(bob)
	sent := alice.awaitState(bob.jid, id, view.MessageSent, view.MessageDelivered)
	if len(sent.Recipients) != 1 || sent.Recipients[0].Fingerprint != bob.key() {
		t.Errorf("encrypted for %+v, want bob's device alone", sent.Recipients)
	}
	got := bob.awaitMessage(alice.jid, "first light")
	if !got.Encrypted || got.Trust != view.TrustUndecided || got.Fingerprint != alice.key() {
		t.Errorf("bob's row %+v, want it encrypted, from alice's undecided device", got)
	}

	answer := bob.send(alice.jid, "good morning")
	bob.awaitKind(alice.jid, answer, app.KindUndecided)
	bob.trustKey(alice)
	bob.awaitState(alice.jid, answer, view.MessageSent, view.MessageDelivered)
	if got := alice.awaitMessage(bob.jid, "good morning"); got.Trust != view.TrustTrusted {
		t.Errorf("alice's row says %q of a device she trusts", got.Trust)
	}
	alice.awaitState(bob.jid, id, view.MessageDelivered)
	log, err := alice.Log(alice.jid, bob.jid)
	if err != nil || len(log) < 2 || log[len(log)-1].To != "trusted" || log[len(log)-1].By != view.ByHand {
		t.Errorf("trust log %+v, %v: want the key seen and trusted by hand", log, err)
	}
}

func TestConversationGoesOnAfterServerRestart(t *testing.T) {
	server := xmpptest.StartProsody(t, xmpptest.Friends("alice", "bob"))
	alice, bob := newPeer(t, server, "alice", app.Options{}), newPeer(t, server, "bob", app.Options{})
	friends(t, server, alice, bob)
	if err := server.Restart(t.Context()); err != nil {
		t.Fatal(err)
	}
	for i := range 5 {
		alice.send(bob.jid, fmt.Sprint("after ", i))
		bob.send(alice.jid, fmt.Sprint("back ", i))
	}
	for i := range 5 {
		bob.awaitMessage(alice.jid, fmt.Sprint("after ", i))
		alice.awaitMessage(bob.jid, fmt.Sprint("back ", i))
	}
	inOrder(t, bob, alice.jid, "after ")
	inOrder(t, alice, bob.jid, "back ")
}

func TestOfflineContactGetsAllInOrder(t *testing.T) {
	server := xmpptest.StartProsody(t, xmpptest.Friends("alice", "bob"))
	alice, bob := newPeer(t, server, "alice", app.Options{}), newPeer(t, server, "bob", app.Options{})
	friends(t, server, alice, bob)
	bob.stop()
	var last string
	for i := range 10 {
		last = alice.send(bob.jid, fmt.Sprint("while away ", i))
	}
	alice.awaitState(bob.jid, last, view.MessageSent)
	bob.start()
	for i := range 10 {
		bob.awaitMessage(alice.jid, fmt.Sprint("while away ", i))
	}
	inOrder(t, bob, alice.jid, "while away ")
	alice.restart()
	alice.send(bob.jid, "and after my restart")
	bob.awaitMessage(alice.jid, "and after my restart")
}

// inOrder wants the numbered messages of a chat once each and in order.
func inOrder(t testing.TB, p *peer, with, prefix string) {
	t.Helper()
	next := 0
	for _, m := range p.messages(with) {
		if n, ok := strings.CutPrefix(m.Body, prefix); ok && !m.Own {
			if n != fmt.Sprint(next) {
				t.Fatalf("%s has %q where %d belongs", p.jid, m.Body, next)
			}
			next++
		}
		if m.Kind == view.RowUnreadable {
			t.Errorf("%s could not read a message: %+v", p.jid, m)
		}
	}
}

func TestMessageWrittenOfflineGoesOutOnce(t *testing.T) {
	server := xmpptest.StartProsody(t, xmpptest.Friends("alice", "bob"))
	alice, bob := newPeer(t, server, "alice", app.Options{}), newPeer(t, server, "bob", app.Options{})
	friends(t, server, alice, bob)
	alice.must(app.EnableAccount{Account: alice.jid})
	id := alice.send(bob.jid, "written without a network")
	alice.restart()
	alice.must(app.EnableAccount{Account: alice.jid, On: true})
	alice.awaitState(bob.jid, id, view.MessageSent, view.MessageDelivered)
	bob.awaitMessage(alice.jid, "written without a network")
	alice.send(bob.jid, "end")
	bob.awaitMessage(alice.jid, "end")
	n := 0
	for _, m := range bob.messages(alice.jid) {
		if m.Body == "written without a network" {
			n++
		}
	}
	if n != 1 {
		t.Errorf("bob has it %d times", n)
	}
}

// wire records what a client writes into TLS.
type wire struct {
	mu  sync.Mutex
	buf bytes.Buffer
}

func (w *wire) Write(p []byte) (int, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.buf.Write(p)
}

func (w *wire) bytes() []byte {
	w.mu.Lock()
	defer w.mu.Unlock()
	return bytes.Clone(w.buf.Bytes())
}

// shows says in which form marker stands in data, or "".
func shows(data []byte, marker string) string {
	low := bytes.ToLower(data)
	if bytes.Contains(low, []byte(strings.ToLower(marker))) {
		return "plain"
	}
	if bytes.Contains(low, []byte(hex.EncodeToString([]byte(marker)))) {
		return "hex"
	}
	for shift := range 3 { // wherever it stands in what was encoded
		code := base64.RawStdEncoding.EncodeToString([]byte(strings.Repeat("x", shift) + marker))
		if bytes.Contains(data, []byte(code[4*((shift+2)/3):len(code)-4])) {
			return "base64"
		}
	}
	return ""
}

func TestNothingLeavesWhileEverythingIsUntrusted(t *testing.T) {
	server := xmpptest.StartProsody(t, xmpptest.Friends("alice", "bob"), xmpptest.Archive())
	tap := &wire{}
	alice, bob := newPeer(t, server, "alice", app.Options{Tap: tap}), newPeer(t, server, "bob", app.Options{})
	const marker = "MARKER-of-what-alice-wrote-4711"
	id := alice.send(bob.jid, marker)
	alice.awaitKind(bob.jid, id, app.KindUndecided)
	alice.decide(bob, view.TrustRejected)
	alice.awaitKind(bob.jid, id, app.KindNoneTrusted)
	alice.refuse(app.Release{Account: alice.jid, Chat: bob.jid, ID: id}, app.KindNoneTrusted)
	alice.must(app.SetEncryption{Account: alice.jid, Chat: bob.jid}) // never sends in clear what waits
	clear := alice.send(bob.jid, "this one is in clear")
	alice.restart()
	alice.awaitKind(bob.jid, id, app.KindNoneTrusted)

	if how := shows(tap.bytes(), "<body"); how == "" && len(tap.bytes()) == 0 {
		t.Fatal("the recorder saw nothing at all")
	}
	checkSilent(t, server, tap, marker)
	if bytes.Contains(tap.bytes(), []byte("<payload")) {
		t.Error("an encrypted payload left although no device is trusted")
	}
	_ = clear

	// The recorder and the search see what does leave.
	alice.must(app.TakeBack{Account: alice.jid, Chat: bob.jid, ID: id})
	bob.awaitMessage(alice.jid, "this one is in clear")
	if shows(tap.bytes(), "this one is in clear") != "plain" {
		t.Error("the recorder missed a message in clear")
	}
}

// checkSilent wants a marker neither on the wire nor in what the server stored.
func checkSilent(t *testing.T, server *xmpptest.Prosody, tap *wire, marker string) {
	t.Helper()
	if how := shows(tap.bytes(), marker); how != "" {
		t.Errorf("%s left in %s", marker, how)
	}
	files, err := server.ArchiveFiles()
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range files {
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		if how := shows(data, marker); how != "" {
			t.Errorf("%s stands in %s of the server in %s", marker, name, how)
		}
	}
}

func TestEncryptedTextIsNowhereInClear(t *testing.T) {
	server := xmpptest.StartProsody(t, xmpptest.Friends("alice", "bob"), xmpptest.Archive())
	tap := &wire{}
	alice, bob := newPeer(t, server, "alice", app.Options{Tap: tap}), newPeer(t, server, "bob", app.Options{})
	friends(t, server, alice, bob)
	const marker = "MARKER-that-bob-alone-may-read-0815"
	alice.send(bob.jid, marker)
	bob.awaitMessage(alice.jid, marker)
	checkSilent(t, server, tap, marker)
}

func TestReleaseSendsToTheTrustedWithoutTheUndecided(t *testing.T) {
	server := xmpptest.StartProsody(t, xmpptest.Friends("alice", "bob"))
	alice, phone := newPeer(t, server, "alice", app.Options{}), newPeer(t, server, "bob", app.Options{})
	friends(t, server, alice, phone)
	tablet := newPeer(t, server, "bob", app.Options{})
	alice.await("the tablet's key", func() bool {
		return len(alice.devices(phone.jid)) == 2 && alice.devices(phone.jid)[1].Fingerprint != ""
	})
	first, second := alice.send(phone.jid, "one"), alice.send(phone.jid, "two")
	alice.awaitKind(phone.jid, first, app.KindUndecided)
	alice.awaitKind(phone.jid, second, app.KindUndecided)
	alice.must(app.Release{Account: alice.jid, Chat: phone.jid, ID: second})
	for _, id := range []string{first, second} {
		m := alice.awaitState(phone.jid, id, view.MessageSent, view.MessageDelivered)
		if len(m.Recipients) != 1 || m.Recipients[0].Fingerprint != phone.key() {
			t.Errorf("encrypted for %+v, want the phone alone", m.Recipients)
		}
	}
	phone.awaitMessage(alice.jid, "two")
	for _, d := range alice.devices(phone.jid) {
		if d.Fingerprint == tablet.key() && d.Trust != view.TrustUndecided {
			t.Errorf("the tablet became %s by a release", d.Trust)
		}
	}
	alice.decide(tablet, view.TrustTrusted)
	third := alice.send(phone.jid, "three")
	m := alice.awaitState(phone.jid, third, view.MessageSent, view.MessageDelivered)
	if len(m.Recipients) != 2 {
		t.Errorf("encrypted for %+v, want both devices", m.Recipients)
	}
}

func TestDeviceRejectedBeforeTheWriteGetsNothing(t *testing.T) {
	server := xmpptest.StartProsody(t, xmpptest.Friends("alice", "bob"))
	alice, phone := newPeer(t, server, "alice", app.Options{}), newPeer(t, server, "bob", app.Options{})
	friends(t, server, alice, phone)
	tablet := newPeer(t, server, "bob", app.Options{})
	gone := tablet.key()
	alice.decide(tablet, view.TrustTrusted)
	both := alice.send(phone.jid, "for both")
	if m := alice.awaitState(phone.jid, both, view.MessageSent, view.MessageDelivered); len(m.Recipients) != 2 {
		t.Fatalf("encrypted for %+v, want both", m.Recipients)
	}
	tablet.stop() // else the message may be delivered to it alone, while the phone is not back yet
	server.Kill() // what alice writes now is encrypted at the earliest when the server is back
	alice.await("the cut", func() bool { return !alice.online() })
	id := alice.send(phone.jid, "for the phone alone")
	alice.must(app.Decide{Account: alice.jid, JID: phone.jid, Fingerprint: gone, Trust: view.TrustRejected})
	if err := server.Restart(t.Context()); err != nil {
		t.Fatal(err)
	}
	m := alice.awaitState(phone.jid, id, view.MessageSent, view.MessageDelivered)
	if len(m.Recipients) != 1 || m.Recipients[0].Fingerprint != phone.key() {
		t.Errorf("encrypted for %+v, want the phone alone", m.Recipients)
	}
	phone.awaitMessage(alice.jid, "for the phone alone")
}

func TestFloodBeforeTheBundleHoldsNothingUp(t *testing.T) {
	server := xmpptest.StartProsody(t, xmpptest.Friends("alice", "bob", "carol"))
	alice := newPeer(t, server, "alice", app.Options{Queue: 1})
	bob, carol := newPeer(t, server, "bob", app.Options{}), newPeer(t, server, "carol", app.Options{})
	carol.must(app.SetEncryption{Account: carol.jid, Chat: alice.jid})
	for i := range 500 {
		carol.send(alice.jid, fmt.Sprint("flood ", i))
	}
	start := time.Now()
	alice.send(bob.jid, "through the flood")
	alice.trustKey(bob)
	bob.awaitMessage(alice.jid, "through the flood")
	t.Logf("left after %s", time.Since(start))
	alice.awaitMessage(carol.jid, "flood 499")
	inOrder(t, alice, carol.jid, "flood ")
}

func TestRemovedAccountTakesItsDeviceAlong(t *testing.T) {
	server := xmpptest.StartProsody(t, xmpptest.Friends("alice", "bob"))
	alice, phone, tablet := newPeer(t, server, "alice", app.Options{}), newPeer(t, server, "bob", app.Options{}), newPeer(t, server, "bob", app.Options{})
	alice.must(app.OpenChat{Account: alice.jid, JID: phone.jid})
	alice.await("both devices", func() bool { return len(alice.devices(phone.jid)) == 2 })
	gone := tablet.key()
	tablet.must(app.RemoveAccount{Account: tablet.jid})
	alice.await("one inactive device", func() bool {
		for _, d := range alice.devices(phone.jid) {
			if d.Fingerprint == gone {
				return !d.Active
			}
		}
		return false
	})
	if all, err := tablet.Status(); err != nil || len(all) != 0 {
		t.Errorf("accounts after the removal: %+v, %v", all, err)
	}
	tablet.must(app.AddAccount{JID: tablet.jid, Password: "bobpass", Host: server.Host, Port: server.Port, CAFile: server.CAFile})
	tablet.await("new keys", func() bool { return tablet.key() != "" && tablet.key() != gone })
}

func TestSubscriptionIsTheUsersDecision(t *testing.T) {
	server := xmpptest.StartProsody(t, xmpptest.Users("alice", "bob"))
	alice, bob := newPeer(t, server, "alice", app.Options{}), newPeer(t, server, "bob", app.Options{})
	alice.must(app.AddContact{Account: alice.jid, JID: bob.jid, Name: "Bob"})
	asked := func() bool {
		s, err := bob.Look(view.View{Account: bob.jid})
		return err == nil && len(s.Chats) == 1 && s.Chats[0].Wants
	}
	bob.await("alice's request", asked)
	if c, err := bob.Roster(bob.jid); err != nil || len(c) != 0 {
		t.Errorf("roster before the decision: %+v, %v", c, err)
	}
	bob.must(app.AnswerContact{Account: bob.jid, JID: alice.jid, Accept: true})
	alice.await("bob's presence", func() bool {
		c, err := alice.Roster(alice.jid)
		return err == nil && len(c) == 1 && c[0].Subscription == "to" && c[0].Presence == view.PresenceOnline && c[0].Name == "Bob"
	})
	if asked() {
		t.Error("still asked after the answer")
	}
	alice.must(app.RemoveContact{Account: alice.jid, JID: bob.jid})
	alice.await("an empty roster", func() bool { c, err := alice.Roster(alice.jid); return err == nil && len(c) == 0 })
}

func TestChangedPasswordIsTriedBeforeItIsKept(t *testing.T) {
	server := xmpptest.StartProsody(t, xmpptest.Friends("alice", "bob"))
	alice := newPeer(t, server, "alice", app.Options{})
	alice.refuse(app.ChangePassword{Account: alice.jid, Password: "wrong"}, app.KindAuth)
	alice.restart()
	alice.await("a login with the old password", alice.online)
	if err := server.AddUser("alice", "another"); err != nil {
		t.Fatal(err)
	}
	alice.restart()
	alice.await("a refusal", func() bool { s := alice.status(); return s.State == view.StateError && s.Err.Kind == app.KindAuth })
	alice.must(app.ChangePassword{Account: alice.jid, Password: "another"})
	alice.await("a login with the new password", alice.online)
}
