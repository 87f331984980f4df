package app_test

import (
	"testing"

	"vouch/crypto"
	"vouch/crypto/storetest"
	"vouch/xmpp"
	"vouch/xmpp/omemo"
)

// impostor has a key of its own and writes as a device that is not its own: what a server can make of nothing.
type impostor struct {
	t      testing.TB
	store  *storetest.Memory
	to     crypto.Address
	key    string // of the one it writes to
	device uint32
}

// newImpostor begins a session with p, from its bundle, as that device.
func newImpostor(t testing.TB, p *peer, bundle crypto.Bundle, device uint32) *impostor {
	t.Helper()
	i := &impostor{t: t, store: storetest.New(t), to: crypto.Address{JID: p.jid, Device: bundle.Device}, key: crypto.Fingerprint(bundle.IdentityKey), device: device}
	if err := crypto.StartSession(i.store, i.to, bundle); err != nil {
		t.Fatal(err)
	}
	return i
}

func (i *impostor) fingerprint() string {
	i.t.Helper()
	id, err := i.store.Identity()
	if err != nil {
		i.t.Fatal(err)
	}
	return id.Fingerprint()
}

// says is the element of a message.
func (i *impostor) says(text string) string {
	i.t.Helper()
	payload, err := crypto.SealPayload([]byte(text))
	if err != nil {
		i.t.Fatal(err)
	}
	data, prekey, err := crypto.EncryptKey(i.store, i.to, i.key, payload.Key)
	if err != nil {
		i.t.Fatal(err)
	}
	element, err := xmpp.Marshal(omemo.Encrypted{SenderID: i.device, IV: payload.IV, Payload: payload.Ciphertext,
		Keys: []omemo.Key{{Device: i.to.Device, PreKey: prekey, Data: data}}})
	if err != nil {
		i.t.Fatal(err)
	}
	return string(element)
}

// verified makes carol's device verified at alice and has both write, so that carol's messages are ordinary ones.
func (r *raw) verified(alice *peer) (fingerprint string) {
	r.t.Helper()
	r.meet(alice)
	r.say(alice, "verified by you")
	fingerprint = alice.awaitMessage(r.jid, "verified by you").Fingerprint
	alice.makeVerified(r.jid, fingerprint)
	alice.send(r.jid, "answered")
	if got := r.read(alice); got != "answered" {
		r.t.Fatalf("%s reads %q", r.jid, got)
	}
	return fingerprint
}
