package crypto

import "errors"

// What can be wrong with a message or a bundle. An error of a Store is passed on wrapped, and is none of these unless
// the Store says so.
var (
	// ErrNoIdentity is returned by a Store without own keys.
	ErrNoIdentity = errors.New("no own identity")
	// ErrNoSession means that there is no session with the device, or none that the message belongs to.
	ErrNoSession = errors.New("no session")
	// ErrBadRecord means that the stored session cannot be decoded. It is an ErrNoSession too: a new session replaces it.
	ErrBadRecord = badRecord{}
	// ErrDuplicateKey means that the message key has been used before. Without a known message of the same ids, the row
	// says so; it is never a reason to heal the session.
	ErrDuplicateKey = errors.New("message key used before")
	// ErrTooFarAhead means that more messages are missing in between than can be skipped.
	ErrTooFarAhead = errors.New("too many messages missing in between")
	// ErrTooCostly means that it would take more work to find out whether a message is authentic than it is worth.
	ErrTooCostly = errors.New("too much work to decrypt")
	// ErrUnknownPreKey means that the message begins a session with a prekey or signed prekey that is not known. Stores
	// return it too.
	ErrUnknownPreKey = errors.New("unknown prekey")
	// ErrTampered means that a message does not authenticate.
	ErrTampered = errors.New("message does not authenticate")
	// ErrMalformed means that bytes are not what the protocol allows.
	ErrMalformed = errors.New("malformed")
	// ErrBadBundle means that no session can be built from a bundle.
	ErrBadBundle = errors.New("bad bundle")
	// ErrBadFingerprint means that a text is not a fingerprint.
	ErrBadFingerprint = errors.New("bad fingerprint")
)

// badRecord lets ErrBadRecord be recognised as ErrNoSession.
type badRecord struct{}

func (badRecord) Error() string        { return "session record cannot be decoded" }
func (badRecord) Is(target error) bool { return target == ErrNoSession }
