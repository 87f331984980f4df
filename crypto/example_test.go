package crypto_test

import (
	"fmt"
	"time"

	"vouch/crypto"
	"vouch/crypto/storetest"
)

// memory is a store with new own keys.
func memory() *storetest.Memory {
	id, err := crypto.NewIdentity(nil)
	if err != nil {
		panic(err)
	}
	keys, err := crypto.NewPreKeys(1, 20)
	if err != nil {
		panic(err)
	}
	signed, err := crypto.NewSignedPreKey(id, 1, time.Now())
	if err != nil {
		panic(err)
	}
	return storetest.From(id, keys, signed)
}

// Alice encrypts a text for Bob, whose bundle she has fetched. The text is encrypted once, its key for each device.
func Example() {
	alice, bob := memory(), memory()
	bundle, err := bob.Bundle()
	if err != nil {
		panic(err)
	}
	toBob := crypto.Address{JID: "bob@example.org", Device: bundle.Device}
	if err := crypto.StartSession(alice, toBob, bundle); err != nil {
		panic(err)
	}

	payload, err := crypto.SealPayload([]byte("we meet at nine"))
	if err != nil {
		panic(err)
	}
	key, preKey, err := crypto.EncryptKey(alice, toBob, crypto.Fingerprint(bundle.IdentityKey), payload.Key)
	if err != nil {
		panic(err)
	}

	self, _ := alice.Identity()
	opened, err := crypto.DecryptKey(bob, crypto.Address{JID: "alice@example.org", Device: self.Device}, key, preKey)
	if err != nil {
		panic(err)
	}
	text, err := crypto.OpenPayload(opened.Key, payload.IV, payload.Ciphertext)
	fmt.Printf("%s, %v\n", text, err)
	fmt.Println("begins a session:", opened.NewSession)
	fmt.Println("from the key of alice:", crypto.Fingerprint(opened.Identity) == self.Fingerprint())
	// Output:
	// we meet at nine, <nil>
	// begins a session: true
	// from the key of alice: true
}
