package crypto_test

import (
	"bytes"
	"errors"
	"math/rand/v2"
	"slices"
	"testing"

	"vouch/crypto"
	"vouch/crypto/storetest"
)

func TestMemoryHoldsTheContract(t *testing.T) {
	storetest.Run(t, func(t *testing.T) storetest.Own { return storetest.New(t) })
}

func TestPreKeyMessagesUntilTheAnswer(t *testing.T) {
	alice, bob := pair(t)
	alice.session(t, bob)
	first, second := alice.encrypt(t, bob), alice.encrypt(t, bob)
	if !first.pre || !second.pre {
		t.Fatal("no prekey message before the answer")
	}
	o := bob.decrypt(t, alice, first)
	if !o.NewSession || o.UsedPreKey == 0 || o.Counter != 0 {
		t.Fatalf("first: new session %t, prekey %d, counter %d", o.NewSession, o.UsedPreKey, o.Counter)
	}
	if o := bob.decrypt(t, alice, second); o.NewSession || o.UsedPreKey != 0 || o.Counter != 1 {
		t.Fatalf("second: new session %t, prekey %d, counter %d", o.NewSession, o.UsedPreKey, o.Counter)
	}
	alice.decrypt(t, bob, bob.encrypt(t, alice))
	if m := alice.encrypt(t, bob); m.pre {
		t.Fatal("prekey message after the answer")
	}
	bundle, err := bob.Bundle()
	must(t, err)
	if slices.ContainsFunc(bundle.PreKeys, func(p crypto.PublicPreKey) bool { return p.ID == o.UsedPreKey }) || len(bundle.PreKeys) != 19 {
		t.Errorf("prekey %d is still in the bundle of %d", o.UsedPreKey, len(bundle.PreKeys))
	}
	for _, d := range [][2]*device{{alice, bob}, {bob, alice}} {
		if d[0].record(t, d[1]) == nil {
			t.Errorf("no session with %s under its key", d[1].at)
		}
	}
}

// The library pads in place; what lies behind the caller's key must not change.
func TestEncryptKeyLeavesTheCallersBytes(t *testing.T) {
	alice, bob := pair(t)
	alice.session(t, bob)
	buffer := bytes.Repeat([]byte{9}, 64)
	_, _, err := crypto.EncryptKey(alice, bob.at, bob.fingerprint(t), buffer[:32])
	must(t, err)
	if !bytes.Equal(buffer, bytes.Repeat([]byte{9}, 64)) {
		t.Errorf("%x", buffer)
	}
}

// broken is a store of which one method fails.
// The library loses 5 of 10 here, because an archived state's message damages the present state.
func TestTwoInterleavedSessionsLoseNothing(t *testing.T) {
	alice, bob := pair(t)
	alice.session(t, bob)
	talk(t, alice, bob)
	// Alice's second profile copy keeps the first session while alice begins another one.
	copied := &device{alice.Clone(), alice.at}
	alice.session(t, bob)
	bob.decrypt(t, alice, alice.encrypt(t, bob))
	read := 0
	for i := range 10 {
		from := alice
		if i%2 == 1 {
			from = copied
		}
		m := from.encrypt(t, bob)
		o, err := crypto.DecryptKey(bob, alice.at, m.data, m.pre)
		if err == nil && bytes.Equal(o.Key, m.key) {
			read++
		}
	}
	if read != 10 {
		t.Fatalf("%d of 10 messages read", read)
	}
	record := bob.record(t, alice)
	if n, err := crypto.DecodeAll(record); n != 2 || err != nil {
		t.Fatalf("%d states of two sessions, %v", n, err)
	}
}

func TestLateMessageOfAnArchivedSession(t *testing.T) {
	alice, bob := pair(t)
	alice.session(t, bob)
	talk(t, alice, bob)
	late := alice.encrypt(t, bob)
	alice.session(t, bob)
	bob.decrypt(t, alice, alice.encrypt(t, bob))
	bob.decrypt(t, alice, late)
	talk(t, alice, bob)
	talk(t, bob, alice)
}

// A chain that begins in an archived state with many messages missing goes through a check of its own.
func TestManyMissingInAnArchivedSession(t *testing.T) {
	alice, bob := pair(t)
	alice.session(t, bob)
	talk(t, alice, bob)
	copied := &device{alice.Clone(), alice.at}
	alice.session(t, bob)
	bob.decrypt(t, alice, alice.encrypt(t, bob))
	var sent []message
	for range 101 {
		sent = append(sent, copied.encrypt(t, bob))
	}
	bob.decrypt(t, alice, sent[100])
	bob.decrypt(t, alice, sent[3])
	bob.decrypt(t, alice, alice.encrypt(t, bob))
}

func TestCrossingSessionsConverge(t *testing.T) {
	alice, bob := pair(t)
	alice.session(t, bob)
	bob.session(t, alice)
	a, b := alice.encrypt(t, bob), bob.encrypt(t, alice)
	alice.decrypt(t, bob, b)
	bob.decrypt(t, alice, a)
	for range 3 {
		talk(t, alice, bob)
	}
	if alice.encrypt(t, bob).pre || bob.encrypt(t, alice).pre {
		t.Fatal("still prekey messages")
	}
}

func TestOutOfOrderAndSkipped(t *testing.T) {
	alice, bob := pair(t)
	alice.session(t, bob)
	talk(t, alice, bob)
	var sent []message
	for range 150 {
		sent = append(sent, alice.encrypt(t, bob))
	}
	bob.decrypt(t, alice, sent[149])
	talk(t, alice, bob) // the next ratchet step, with 149 keys kept
	for _, i := range rand.New(rand.NewPCG(1, 2)).Perm(149) {
		bob.decrypt(t, alice, sent[i])
	}
	for i, m := range sent {
		if _, err := crypto.DecryptKey(bob, alice.at, m.data, m.pre); !errors.Is(err, crypto.ErrDuplicateKey) {
			t.Fatalf("message %d again: %v", i, err)
		}
	}
	talk(t, alice, bob)
}

func TestManySessionsStayBounded(t *testing.T) {
	alice, bob := pair(t)
	alice.session(t, bob)
	talk(t, alice, bob)
	late := bob.encrypt(t, alice)
	for range 40 {
		alice.session(t, bob)
	}
	record := alice.record(t, bob)
	if n, err := crypto.DecodeAll(record); n != 41 || err != nil {
		t.Fatalf("%d states, %v", n, err)
	}
	alice.decrypt(t, bob, late) // of the oldest that is kept
	for range 60 {
		alice.session(t, bob)
	}
	record = alice.record(t, bob)
	if n, err := crypto.DecodeAll(record); n != 41 || err != nil || len(record) > 41*600 {
		t.Fatalf("%d states in %d bytes, %v", n, len(record), err)
	}
	talk(t, alice, bob)
}

// A sender who skips as much as is allowed, chain after chain and session after session, does not make the record grow
// without end; the newest of what was skipped stays readable.
func TestSkippedKeysStayBounded(t *testing.T) {
	alice, bob := pair(t)
	largest, largestState := 0, 0
	for range 8 {
		alice.session(t, bob)
		var skipped message
		for range 4 {
			talk(t, alice, bob)
			var m message
			for i := range 1500 {
				if m = alice.encrypt(t, bob); i == 1000 {
					skipped = m
				}
			}
			bob.decrypt(t, alice, m)
		}
		record := bob.record(t, alice)
		largest, largestState = max(largest, len(record)), max(largestState, crypto.FirstState(record))
		bob.decrypt(t, alice, skipped)
	}
	if largest > 1<<20+180_000 || largestState > 180_000 {
		t.Fatalf("record of %d bytes, state of %d", largest, largestState)
	}
	talk(t, alice, bob)
}

// A prekey that two senders picked from the same bundle serves both.
func TestPreKeyPickedTwice(t *testing.T) {
	alice, bob := pair(t)
	carol := &device{storetest.New(t), crypto.Address{JID: "carol@example.org", Device: 3}}
	bundle, err := bob.Bundle()
	must(t, err)
	bundle.PreKeys = bundle.PreKeys[:1]
	must(t, crypto.StartSession(alice, bob.at, bundle))
	must(t, crypto.StartSession(carol, bob.at, bundle))
	talk(t, alice, bob)
	talk(t, carol, bob)
}

// unchanged compares what d knows about at with an earlier copy.
