package keys

import (
	"slices"
	"time"

	"vouch/app/history"
	"vouch/crypto"
	"vouch/trust"
)

// signedPreKeyLife is after how long there is a new signed prekey; the old private key is kept as long once more.
const signedPreKeyLife = 30 * 24 * time.Hour

// SetUp makes the own keys when there are none, renews what is due, and writes what is to be published of them. listed is the
// own list as the server has it, which says which ids are taken.
func (k Keyring) SetUp(listed []uint32) (own crypto.Identity, err error) {
	_, had, err := k.Trust.Own()
	if err != nil {
		return own, err
	}
	if err := k.Trust.CreateOwn(listed, k.Now); err != nil {
		return own, err
	}
	if own, _, err = k.Trust.Own(); err != nil {
		return own, err
	}
	renewed, err := k.renewPreKeys()
	if err != nil {
		return own, err
	}
	if !had || renewed {
		if err := k.History.Need(history.Todo{Task: history.PublishBundle}); err != nil {
			return own, err
		}
	}
	if _, _, err := k.Trust.SeeList(k.self(), listed, k.Now); err != nil {
		return own, err
	}
	back, err := k.unwanted(listed)
	if err != nil {
		return own, err
	}
	if back || !slices.Contains(listed, own.Device) {
		if err := k.History.Need(history.Todo{Task: history.PublishList}); err != nil {
			return own, err
		}
	}
	return own, k.NeedBundles(k.self())
}

// renewPreKeys renews the signed prekey when it is old, fills up the others, and drops those that nobody can use any more.
func (k Keyring) renewPreKeys() (renewed bool, err error) {
	rotated, err := k.Trust.RotateSigned(k.Now, signedPreKeyLife)
	if err != nil {
		return false, err
	}
	added, err := k.Trust.Refill(trust.BundleSize, k.Now)
	if err != nil {
		return false, err
	}
	return rotated || added > 0, k.Trust.Prune(k.Now)
}

// CheckBundle holds the bundle that the server has of this device, zero where it has none, against the own keys, and writes
// that ours is to be published where it is another. doubted is the doubt that it has begun, "" for none. Where the keys were
// renewed since own was read, it means nothing.
func (k Keyring) CheckBundle(own crypto.Identity, have crypto.Bundle) (doubted string, err error) {
	want, err := k.Trust.Bundle()
	if err != nil || want.Device != own.Device {
		return "", err
	}
	if why := doubtful(have, want, k.Trust.PreKeysMade()); why != "" {
		first, err := k.Doubt(why)
		if err != nil {
			return "", err
		}
		if first {
			doubted = why
		}
	}
	if slices.Equal(have.IdentityKey, want.IdentityKey) && have.SignedPreKeyID == want.SignedPreKeyID && samePreKeys(have, want) {
		return doubted, nil
	}
	return doubted, k.History.Need(history.Todo{Task: history.PublishBundle})
}

// doubtful tells whether a bundle that the server holds for this device was made by somebody else: with another key, or
// with prekeys beyond those that this profile has ever made, whose numbers are stored before they are published.
func doubtful(have, want crypto.Bundle, made uint32) string {
	switch {
	case have.IdentityKey == nil:
		return ""
	case !slices.Equal(have.IdentityKey, want.IdentityKey):
		return DoubtKey
	case have.SignedPreKeyID > want.SignedPreKeyID || slices.ContainsFunc(have.PreKeys, func(k crypto.PublicPreKey) bool { return k.ID > made }):
		return DoubtBundle
	}
	return ""
}

// samePreKeys tells whether every prekey on offer at the server is one of ours, and enough of ours are there.
func samePreKeys(have, want crypto.Bundle) bool {
	ours := map[uint32]string{}
	for _, p := range want.PreKeys {
		ours[p.ID] = string(p.Key)
	}
	for _, p := range have.PreKeys {
		if ours[p.ID] != string(p.Key) {
			return false
		}
	}
	return len(have.PreKeys) == len(want.PreKeys)
}
