package crypto

import "fmt"

// Address is one device of one person. JID is bare and normalised by the caller; it is only compared, byte by byte.
type Address struct {
	JID    string
	Device uint32
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
	// Session is the record last put for a, or nil when there is none.
	Session(a Address) ([]byte, error)
	// PutSession replaces the record of a; nil removes it.
	PutSession(a Address, record []byte) error
	// RemoteIdentity is the 33-byte identity key that building a session pinned for a, or nil when there is none. It
	// says which key a device has, never whether the user trusts it.
	RemoteIdentity(a Address) ([]byte, error)
	// PutRemoteIdentity replaces the pinned key of a; nil removes it.
	PutRemoteIdentity(a Address, key []byte) error
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
