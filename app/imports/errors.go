package imports

import (
	"errors"
	"fmt"

	"vouch/app/imports/sqlite"
)

// Errors that end reading a source.
var (
	// ErrNotTheirs says that a file or folder is no history of a program that is known here.
	ErrNotTheirs = errors.New("not a history that can be brought along")
	// ErrWrongPassphrase says that a backup does not open: the passphrase, which is the password that the account had when the backup
	// was made, is another one, or the file is damaged. The two look the same.
	ErrWrongPassphrase = errors.New("the passphrase is another one, or the file is damaged")
	// ErrPassphrase says that a backup was opened without a passphrase.
	ErrPassphrase = errors.New("the backup needs a passphrase")
	// ErrDamaged says that a file contradicts itself.
	ErrDamaged = sqlite.ErrDamaged
	// ErrBusy says that the other program keeps its history locked: it is to be closed.
	ErrBusy = sqlite.ErrBusy
	// ErrTooLarge says that something in a file is larger than is read.
	ErrTooLarge = sqlite.ErrTooLarge
	// ErrFormat says that a backup is of a version whose form is not known: unlike a database, it cannot be read by names.
	ErrFormat = errors.New("a backup of an unknown version")
)

// Warnings: they are told, and end nothing.
var (
	// ErrNewer says that a program wrote a version which nobody here has seen. It was read by the names of its columns.
	ErrNewer = errors.New("written by a newer version, and read by name")
	// ErrLacks says that something is missing that this version of the program should have.
	ErrLacks = errors.New("something is missing")
	// ErrDecisions says that the decisions about keys cannot be read.
	ErrDecisions = errors.New("the decisions about keys cannot be read")
	// ErrAddress says that rows were left out since their address is none.
	ErrAddress = errors.New("an address is none")
	// ErrMany says that a list was longer than is kept: some corrections, reactions or answers are missing.
	ErrMany = errors.New("a list was cut")
	// ErrOlder says that Gajim put the first texts back when it changed its tables, and that a copy of the older form lies beside it:
	// the paths of Found.Older.
	ErrOlder = errors.New("an older copy has the corrected texts")
)

// RowError is the error of one row; the rows after it follow.
type RowError struct {
	Row string // as Message.Row
	Err error
}

func (e *RowError) Error() string { return fmt.Sprintf("read %s: %v", e.Row, e.Err) }

func (e *RowError) Unwrap() error { return e.Err }

// notTheirs makes ErrNotTheirs of what SQLite does not take for a database.
func notTheirs(err error) error {
	if errors.Is(err, sqlite.ErrNotDatabase) {
		return fmt.Errorf("%w: %w", ErrNotTheirs, err)
	}
	return err
}
