package crypto

import "fmt"

// Address is one device of one person. JID is bare and normalised by the caller; it is only compared, byte by byte.
type Address struct {
	JID    string
	Device uint32
}

// Session is the ratchet with one device under one identity key of it. A device that comes with another key has another
// session: what belongs to one key is never replaced by what another one has written.
type Session struct {
	Device      uint32
	Fingerprint string // of the identity key
	Record      []byte
}

func (a Address) String() string { return fmt.Sprintf("%s/%d", a.JID, a.Device) }

// Store is one account's key material, usually inside one transaction. It stores bytes and never keeps a slice it was
// given, nor gives one out that the next call changes. An error of any method is passed on to the caller of the package's
// functions and ends the call; what was written before is the transaction's to roll back. One goroutine uses a Store at
// a time.
//
// The suite in crypto/storetest holds these contracts.
type Store interface {
	// Identity is the own long-term key; ErrNoIdentity when there is none yet.
	Identity() (Identity, error)
	// Sessions are those with a that are kept: one for each identity key that the device has shown, in no order.
	Sessions(a Address) ([]Session, error)
	// SessionsUnder are those with any device of jid that has shown this identity key.
	SessionsUnder(jid, fingerprint string) ([]Session, error)
	// PutSession replaces the record of a under one identity key and touches no other; nil removes it.
	PutSession(a Address, fingerprint string, record []byte) error
	// PreKey is the own prekey of that id, also when it has been used and its grace time is not over; else
	// ErrUnknownPreKey.
	PreKey(id uint32) (PreKey, error)
	// UsePreKey takes the prekey out of the bundle. Its private part is kept for a grace time, because two senders may
	// pick the same prekey from one bundle. Using it again is no error; an unknown id is ErrUnknownPreKey.
	UsePreKey(id uint32) error
	// SignedPreKey is the own signed prekey of that id, the present one or one kept for late messages; else
	// ErrUnknownPreKey.
	SignedPreKey(id uint32) (SignedPreKey, error)
}
