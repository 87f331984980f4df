package trust

import "errors"

// Why a profile cannot be opened. ErrDamaged is also what reading and writing return when the file turns out to be
// damaged later (with ErrFile), or a row of it.
var (
	ErrLocked   = errors.New("profile in use by another process")
	ErrReadOnly = errors.New("profile cannot be written")
	ErrNoKey    = errors.New("key file missing")
	// ErrNoDatabase means that there is a key file which was protected once, and no database: it was moved or lost, and no new
	// profile is made in its place.
	ErrNoDatabase = errors.New("database file missing")
	ErrWrongKey   = errors.New("key file of another profile")
	ErrDamaged    = errors.New("profile damaged")
	ErrNewer      = errors.New("profile of a newer version")
)

// ErrFile means that the database file could not be read or written: it is closed, damaged, or the disk is full. What was
// done in the transaction is not at fault, and may be done again later.
var ErrFile = errors.New("profile file")

// What can be wrong with a call.
var (
	// ErrNoDevice means that no such device, or no such key of it, is known.
	ErrNoDevice = errors.New("no such device")
	// ErrInvalid means that an argument is none of the possible values, or not allowed for that JID.
	ErrInvalid = errors.New("invalid argument")
)
