package app_test

import (
	"encoding/binary"
	"sync/atomic"
	"testing"
	"time"

	"go.mau.fi/libsignal/ecc"

	"vouch/app"
	"vouch/crypto"
	"vouch/xmpp"
	"vouch/xmpp/omemo"
	"vouch/xmpp/xmpptest"
)

// forgedFirst is a first message that is well formed and not authentic: before that is known a key is agreed on, and the
// chain is followed over as many messages as are said to be missing.
func forgedFirst(t testing.TB, b crypto.Bundle, missing uint64) []byte {
	t.Helper()
	public := func() []byte {
		pair, err := ecc.GenerateKeyPair()
		if err != nil {
			t.Fatal(err)
		}
		return pair.PublicKey().Serialize()
	}
	data := func(b []byte, field byte, v []byte) []byte {
		return append(binary.AppendUvarint(append(b, field<<3|2), uint64(len(v))), v...)
	}
	number := func(b []byte, field byte, v uint64) []byte { return binary.AppendUvarint(append(b, field<<3), v) }
	inner := append(data(number(number(data([]byte{0x33}, 1, public()), 2, missing), 3, 0), 4, make([]byte, 16)), make([]byte, 8)...)
	out := data(data(data(number([]byte{0x33}, 1, uint64(b.PreKeys[0].ID)), 2, public()), 3, public()), 4, inner)
	return number(number(out, 5, 7), 6, uint64(b.SignedPreKeyID))
}

// forged is a message with keys for the device of a bundle, none of which is authentic.
func forged(t testing.TB, b crypto.Bundle, keys [][]byte) string {
	t.Helper()
	e := omemo.Encrypted{SenderID: 77, IV: make([]byte, 12), Payload: make([]byte, 16)}
	for _, k := range keys {
		e.Keys = append(e.Keys, omemo.Key{Device: b.Device, PreKey: true, Data: k})
	}
	out, err := xmpp.Marshal(e)
	if err != nil {
		t.Fatal(err)
	}
	return string(out)
}

// Eight hundred keys for this device in one message, all the same or each another, cost no more than a few.
func TestManyKeysInOneMessage(t *testing.T) {
	server, alice, carol := withCarol(t)
	mallory := newRaw(t, server, "bob")
	b := carol.bundleOf(alice)
	same, others := make([][]byte, 800), make([][]byte, 800)
	one := forgedFirst(t, b, 2000)
	for i := range same {
		same[i], others[i] = one, forgedFirst(t, b, 2000)
	}
	for kind, keys := range map[app.Kind][][]byte{app.KindTampered: same, app.KindTooCostly: others} {
		before := len(alice.messages(mallory.jid))
		element := forged(t, b, keys)
		mallory.message(alice, element)
		alice.await("a row", func() bool { return len(alice.messages(mallory.jid)) > before })
		if m := alice.messages(mallory.jid)[before]; m.ErrKind != kind {
			t.Errorf("%+v", m)
		}
	}
}

// What strangers forge costs no more than all strangers may cost, and then each message no more than an ordinary one: what
// is ordinary is read, whoever it is from, and what a contact sends is tried at any cost. With time more may be spent again.
func TestForgeriesOfStrangersCostNoMoreThanTheyMay(t *testing.T) {
	server := xmpptest.StartScripted(t, xmpptest.Friends("alice", "carol"), xmpptest.Users("mallory", "eve"), xmpptest.Archive())
	var ahead atomic.Int64
	begun := time.Now() // the clock stands still: what is left would fill up on a slow machine
	alice := newPeer(t, server, "alice", app.Options{Now: func() time.Time { return begun.Add(time.Duration(ahead.Load())) }})
	carol, mallory, eve := newRaw(t, server, "carol"), signInRaw(t, server, "mallory"), newRaw(t, server, "eve")
	b := carol.bundleOf(alice)
	carol.meet(alice)
	carol.say(alice, "hello")
	alice.awaitMessage(carol.jid, "hello")
	flood := func(from *raw, n int) (tooCostly int) {
		t.Helper()
		before := len(alice.messages(from.jid))
		for range n {
			from.message(alice, forged(t, b, [][]byte{forgedFirst(t, b, 2000), forgedFirst(t, b, 2000), forgedFirst(t, b, 2000)}))
		}
		alice.await("a row for each", func() bool { return len(alice.messages(from.jid)) >= before+n })
		for _, m := range alice.messages(from.jid)[before:] {
			if m.ErrKind == app.KindTooCostly {
				tooCostly++
			}
		}
		return tooCostly
	}
	if n := flood(mallory, 40); n != 0 {
		t.Errorf("%d of few are too costly", n)
	}
	if n := flood(eve, 150); n < 20 {
		t.Errorf("%d of many of another stranger are too costly", n)
	}
	eve.meet(alice)
	eve.say(alice, "ordinary")
	alice.awaitMessage(eve.jid, "ordinary")
	for range 1500 {
		carol.encrypt(alice, "lost")
	}
	carol.say(alice, "after many that were lost")
	alice.awaitMessage(carol.jid, "after many that were lost")
	if n := flood(carol, 10); n != 0 {
		t.Errorf("%d of a contact are too costly", n)
	}
	ahead.Store(int64(time.Minute))
	if n := flood(eve, 10); n != 0 {
		t.Errorf("%d are too costly after a minute", n)
	}
}
