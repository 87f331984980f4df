package trust

import (
	"errors"
	"log/slog"

	"go.etcd.io/bbolt"
)

// Why a profile cannot be opened.
var (
	ErrLocked   = errors.New("profile in use by another process")
	ErrReadOnly = errors.New("profile cannot be written")
	ErrNoKey    = errors.New("key file missing")
	ErrWrongKey = errors.New("key file of another profile")
	ErrDamaged  = errors.New("profile damaged")
	ErrNewer    = errors.New("profile of a newer version")
)

// File is an open profile.
type File struct {
	db   *bbolt.DB
	seal *Seal
}

// Open opens or creates the profile in dir.
func Open(dir string, log *slog.Logger) (*File, error) { return nil, ErrDamaged }

// Update runs fn in a write transaction.
func (f *File) Update(fn func(*bbolt.Tx) error) error { return f.db.Update(fn) }

// View runs fn in a read transaction.
func (f *File) View(fn func(*bbolt.Tx) error) error { return f.db.View(fn) }

// Seal is the seal of the profile's values.
func (f *File) Seal() *Seal { return f.seal }

// Protected says what protects the master key: "file".
func (f *File) Protected() string { return "file" }

// Close closes the file.
func (f *File) Close() error { return f.db.Close() }

// MarkCompact asks for a compaction at the next Open.
func MarkCompact(tx *bbolt.Tx) error { return nil }
