package app_test

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"slices"
	"strings"
	"testing"

	"mellium.im/xmpp/jid"

	"vouch/app"
	"vouch/app/view"
	"vouch/xmpp/omemo"
	"vouch/xmpp/pep"
	"vouch/xmpp/xmpptest"
)

// withCarol are alice's service and carol's raw client at a scripted server, friends.
func withCarol(t *testing.T) (*xmpptest.Scripted, *peer, *raw) {
	t.Helper()
	server := xmpptest.StartScripted(t, xmpptest.Friends("alice", "bob", "carol"), xmpptest.Archive())
	return server, newPeer(t, server, "alice", app.Options{}), newRaw(t, server, "carol")
}

// prekey-forged-mac: a first message that is not authentic leaves nothing behind, and the prekey it names serves the next.
func TestForgedFirstMessageLeavesNothing(t *testing.T) {
	_, alice, carol := withCarol(t)
	carol.meet(alice)
	carol.message(alice, "<body>before</body>")
	alice.awaitMessage(carol.jid, "before")
	for _, flip := range []int{0, 7} { // both ends of the MAC
		e := carol.encrypt(alice, "forged")
		e.Keys[0].Data = bytes.Clone(e.Keys[0].Data)
		e.Keys[0].Data[endOfMAC(t, e.Keys[0].Data)-1-flip] ^= 1
		carol.message(alice, carol.element(e))
	}
	alice.await("two rows", func() bool { return len(alice.messages(carol.jid)) >= 3 })
	for _, m := range alice.messages(carol.jid)[1:] {
		if m.Kind != view.RowUnreadable || m.Fingerprint != "" || m.ErrKind != app.KindTampered {
			t.Errorf("row %+v", m)
		}
	}
	for _, d := range alice.devices(carol.jid) {
		if d.Trust != view.TrustUndecided && d.Trust != "" {
			t.Errorf("device %+v", d)
		}
	}
	carol.say(alice, "honest, with the same prekey")
	alice.awaitMessage(carol.jid, "honest, with the same prekey")
}

// endOfMAC is where the ordinary message in a first message ends, which its MAC does too (field 4 of PreKeyWhisperMessage).
func endOfMAC(t *testing.T, data []byte) int {
	t.Helper()
	for at := 1; at < len(data); {
		tag := data[at]
		n, size := binary.Uvarint(data[at+1:])
		at += 1 + size
		if tag&7 == 2 {
			at += int(n)
		}
		if tag == 4<<3|2 {
			return at
		}
	}
	t.Fatal("no message inside")
	return 0
}

// key-lengths: keys of wrong lengths are rows, and the session works on.
func TestKeysOfWrongLengths(t *testing.T) {
	_, alice, carol := withCarol(t)
	carol.meet(alice)
	carol.say(alice, "before")
	alice.awaitMessage(carol.jid, "before")
	for i, n := range []int{0, 1, 32, 34, 100} {
		e := carol.encrypt(alice, "key")
		e.Keys[0].Data = bytes.Repeat([]byte{0x33}, n)
		carol.message(alice, carol.element(e))
		after := fmt.Sprint("after ", i)
		carol.say(alice, after)
		alice.awaitMessage(carol.jid, after)
		rows := alice.messages(carol.jid)
		if bad := rows[len(rows)-2]; bad.Kind != view.RowUnreadable || bad.ErrKind != app.KindMalformed {
			t.Errorf("a key of %d bytes: %+v", n, bad)
		}
	}
}

// bundle-bad-signature: the device is of no use, the other one is served.
func TestBundleWithABadSignature(t *testing.T) {
	_, alice, carol := withCarol(t)
	carol.meet(alice)
	carol.say(alice, "before")
	good := alice.awaitMessage(carol.jid, "before").Fingerprint
	forged := omemo.Bundle{SignedPreKeyID: 1, SignedPreKey: append([]byte{5}, bytes.Repeat([]byte{9}, 32)...), Signature: bytes.Repeat([]byte{7}, 64), IdentityKey: append([]byte{5}, bytes.Repeat([]byte{9}, 32)...)}
	for i := range 20 {
		forged.PreKeys = append(forged.PreKeys, omemo.PreKey{ID: uint32(i + 1), Key: forged.IdentityKey})
	}
	carol.ask(jid.JID{}, true, pep.Publish(omemo.NodeBundle(77), "current", forged, pep.Open))
	carol.publishList(carol.device, 77)
	alice.must(app.Decide{Account: alice.jid, JID: carol.jid, Fingerprint: good, Trust: view.TrustTrusted})
	id := alice.send(carol.jid, "to the good one")
	m := alice.awaitState(carol.jid, id, view.MessageSent, view.MessageDelivered)
	if len(m.Recipients) != 1 || m.Recipients[0].Fingerprint != good {
		t.Errorf("encrypted for %+v", m.Recipients)
	}
	if got := carol.read(alice); got != "to the good one" {
		t.Errorf("carol reads %q", got)
	}
	for _, d := range alice.devices(carol.jid) {
		if d.ID == 77 && d.Trust != view.TrustUndecided && d.Trust != "" {
			t.Errorf("device %+v", d)
		}
	}
}

// own-list-injected: a device that appears in our own list gets nothing before the user says so, and shows as undecided.
func TestInjectedOwnDeviceGetsNothing(t *testing.T) {
	server, alice, carol := withCarol(t)
	carol.meet(alice)
	carol.say(alice, "before")
	alice.must(app.Decide{Account: alice.jid, JID: carol.jid, Fingerprint: alice.awaitMessage(carol.jid, "before").Fingerprint, Trust: view.TrustTrusted})
	injected := newRaw(t, server, "alice")
	injected.publishList(alice.status().DeviceID, injected.device)
	alice.await("an undecided own device", func() bool {
		s, err := alice.Look(view.View{Account: alice.jid})
		return err == nil && s.Accounts[0].Undecided == 1
	})
	id := alice.send(carol.jid, "not for it")
	m := alice.awaitState(carol.jid, id, view.MessageSent, view.MessageDelivered)
	if len(m.Recipients) != 1 || m.Recipients[0].Fingerprint != carol.id.Fingerprint() {
		t.Errorf("encrypted for %+v", m.Recipients)
	}
	rid := fmt.Sprintf(`rid="%d"`, injected.device)
	if slices.ContainsFunc(server.Written("alice"), func(w string) bool { return strings.Contains(w, rid) }) {
		t.Error("a key for the injected device left")
	}
	carol.say(alice, "after")
	alice.awaitMessage(carol.jid, "after")
}

// plain-in-encrypted: what comes in clear is marked; what is answered stays encrypted.
func TestClearMessageInAnEncryptedChat(t *testing.T) {
	server, alice, carol := withCarol(t)
	carol.meet(alice)
	carol.say(alice, "before")
	alice.must(app.Decide{Account: alice.jid, JID: carol.jid, Fingerprint: alice.awaitMessage(carol.jid, "before").Fingerprint, Trust: view.TrustTrusted})
	carol.message(alice, "<body>in clear</body>")
	if m := alice.awaitMessage(carol.jid, "in clear"); m.Encrypted || m.Trust != "" {
		t.Errorf("row %+v", m)
	}
	s, err := alice.Look(view.View{Account: alice.jid, Chat: carol.jid, Before: 20})
	if err != nil || !slices.ContainsFunc(s.Rows, func(r *view.Row) bool { return r.Body == "in clear" && r.PlainIn }) {
		t.Errorf("no mark: %+v, %v", s, err)
	}
	id := alice.send(carol.jid, "a secret answer")
	alice.awaitState(carol.jid, id, view.MessageSent, view.MessageDelivered)
	if got := carol.read(alice); got != "a secret answer" {
		t.Errorf("carol reads %q", got)
	}
	if slices.ContainsFunc(server.Written("alice"), func(w string) bool { return strings.Contains(w, "secret answer") }) {
		t.Error("the answer left in clear")
	}
	carol.say(alice, "after")
	alice.awaitMessage(carol.jid, "after")
}

// prekey-drain: as many first messages as there are prekeys, and more; the bundle is full again in the end, of new ones.
func TestDrainedPreKeysAreRefilled(t *testing.T) {
	_, alice, carol := withCarol(t)
	prekeys := func() (ids []uint32) {
		answer := carol.ask(jid.MustParse(alice.jid), false, pep.Items(omemo.NodeBundle(alice.status().DeviceID), 1))
		items, _, err := pep.ParseItems(answer.Payload)
		if err != nil || len(items) != 1 {
			t.Fatalf("%d items, %v", len(items), err)
		}
		b, err := omemo.ParseBundle(items[0].Payload)
		if err != nil {
			t.Fatal(err)
		}
		for _, k := range b.PreKeys {
			ids = append(ids, k.ID)
		}
		return ids
	}
	first := prekeys()
	for i := range 110 {
		carol.meet(alice)
		carol.say(alice, fmt.Sprint("first ", i))
		alice.awaitMessage(carol.jid, fmt.Sprint("first ", i))
	}
	inOrder(t, alice, carol.jid, "first ")
	carol.until("a full bundle of new prekeys", func() bool {
		now := prekeys()
		fresh := slices.DeleteFunc(slices.Clone(now), func(id uint32) bool { return slices.Contains(first, id) })
		return len(now) == 100 && len(fresh) > 50
	})
}

// broken-flood: of many messages that cannot be read each has its row, and nothing goes out by itself but one question
// for the device list: no session begins anew, nothing is said to the sender.
func TestFloodOfBrokenMessagesIsAnsweredByNothing(t *testing.T) {
	server, alice, carol := withCarol(t)
	carol.meet(alice)
	carol.say(alice, "before")
	alice.must(app.Decide{Account: alice.jid, JID: carol.jid, Fingerprint: alice.awaitMessage(carol.jid, "before").Fingerprint, Trust: view.TrustTrusted})
	alice.send(carol.jid, "answered")
	if got := carol.read(alice); got != "answered" { // from now on carol's messages are ordinary ones
		t.Fatalf("carol reads %q", got)
	}
	wrote := len(server.Written("alice"))
	const flood = 200
	for i := range flood {
		e := carol.encrypt(alice, "broken")
		if e.Keys[0].Data[len(e.Keys[0].Data)-1] ^= 1; i%2 == 0 { // of the MAC
			e.SenderID = 4711 // a device without a session
		}
		carol.message(alice, carol.element(e))
	}
	carol.say(alice, "after")
	alice.awaitMessage(carol.jid, "after")
	unreadable := 0
	for _, m := range alice.messages(carol.jid) {
		if m.Kind == view.RowUnreadable {
			unreadable++
		}
	}
	asked := 0
	for _, w := range server.Written("alice")[wrote:] {
		switch {
		case strings.Contains(w, "devicelist"):
			asked++
		case strings.Contains(w, "<encrypted"), strings.Contains(w, "bundles"):
			t.Errorf("alice wrote %s", w)
		}
	}
	if unreadable != flood || asked > flood/10 {
		t.Errorf("%d rows, %d questions for the list", unreadable, asked)
	}
}
