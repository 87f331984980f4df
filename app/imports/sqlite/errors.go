package sqlite

import (
	"context"
	"errors"
	"fmt"
	"runtime/debug"

	"github.com/ncruces/go-sqlite3"
)

var (
	// ErrNotDatabase says that a file is no SQLite database, or one that is encrypted.
	ErrNotDatabase = errors.New("not an SQLite database")
	// ErrDamaged says that a database, or the one row that was asked for, contradicts itself.
	ErrDamaged = errors.New("the database is damaged")
	// ErrBusy says that another program keeps the database locked, or changed it whenever it was copied.
	ErrBusy = errors.New("the database is in use by another program")
	// ErrTooLarge says that a value is larger than MaxValue, or that reading takes more than MaxMemory.
	ErrTooLarge = errors.New("too large")
)

// classify gives the library's errors a sentinel of ours. An interrupted query ended because of ctx.
func classify(ctx context.Context, err error) error {
	if err == nil {
		return nil
	}
	if cause := context.Cause(ctx); cause != nil {
		return cause
	}
	var code sqlite3.ErrorCode
	if !errors.As(err, &code) {
		return err
	}
	switch code {
	case sqlite3.NOTADB:
		return fmt.Errorf("%w: %w", ErrNotDatabase, err)
	case sqlite3.CORRUPT, sqlite3.IOERR, sqlite3.SCHEMA, sqlite3.ERROR, sqlite3.INTERNAL:
		return fmt.Errorf("%w: %w", ErrDamaged, err) // the SQL of this program is right, so that what it does not fit is damaged
	case sqlite3.BUSY, sqlite3.LOCKED, sqlite3.PROTOCOL:
		return fmt.Errorf("%w: %w", ErrBusy, err)
	case sqlite3.TOOBIG, sqlite3.NOMEM:
		return fmt.Errorf("%w: %w", ErrTooLarge, err)
	}
	return err
}

// guard runs something of the library. It was given files by who knows whom, and a fault of it, or a mapped file that another program
// made shorter, must not end the process. After a panic its memory means nothing: the database counts as broken.
func (db *DB) guard(do func() error) (err error) {
	if db.broken {
		return fmt.Errorf("%w: reading it panicked before", ErrDamaged)
	}
	defer debug.SetPanicOnFault(debug.SetPanicOnFault(true))
	defer func() {
		if p := recover(); p != nil {
			db.broken = true
			err = fmt.Errorf("%w: reading it panicked: %v", ErrDamaged, p)
		}
	}()
	return do()
}
