package backup

import (
	"errors"
	"fmt"
)

// What can be wrong with a passphrase or a file. An error of this package is or wraps one of them, or what the disk, the context or
// the caller's own function said.
var (
	// ErrNoPassphrase is returned for an empty passphrase.
	ErrNoPassphrase = errors.New("empty passphrase")
	// ErrPassphrase is returned for a passphrase that does not open the file. Damage in the first 200 bytes looks the same.
	ErrPassphrase = errors.New("wrong passphrase")
	// ErrNotBackup is returned for a file that is something else.
	ErrNotBackup = errors.New("not a backup")
	// ErrCostly is returned for a file whose passphrase could only be tried with more than 1 GiB of memory.
	ErrCostly = errors.New("asks for too much memory")
	// ErrNewer is returned for a file of a later format, which a later version reads.
	ErrNewer = errors.New("of a newer format")
	// ErrCut is wrapped by the Damage of a file that ends too early. A change in its last 64 KiB looks the same.
	ErrCut = errors.New("cut")
	// ErrChanged is wrapped by the Damage of a file that has other bytes than were written.
	ErrChanged = errors.New("changed")
	// ErrMalformed is wrapped by the Damage of a file that somebody with the passphrase wrote against the form: names that lead
	// elsewhere, the same name twice, more or larger members than are taken.
	ErrMalformed = errors.New("malformed")
	// ErrOrder is returned to who fills a backup in another order than that of the kinds, or one file under two sizes.
	ErrOrder = errors.New("out of order")
	// ErrTooLarge is returned to who fills a backup with a row or a document above PartSize, or with more than is read back.
	ErrTooLarge = errors.New("too large")
)

// Damage is the error about a file that is good only in part. All rows and bytes that were handed out before it are good: they are
// what was written.
type Damage struct {
	Member string // in which, or "" for one that is not known any more
	Good   int64  // how many bytes of it are good, from its beginning
	Whole  int    // how many members before it are whole
	Why    string // in English, for whoever reads code and logs, or ""
	Err    error  // ErrCut, ErrChanged or ErrMalformed
}

func (d *Damage) Error() string {
	where := fmt.Sprintf("behind %d members", d.Whole)
	if d.Member != "" {
		where = fmt.Sprintf("%s at byte %d", d.Member, d.Good)
	}
	text := fmt.Sprintf("read %s: %v", where, d.Err)
	if d.Why != "" {
		text += ": " + d.Why
	}
	return text
}

func (d *Damage) Unwrap() error { return d.Err }
