package trust

import (
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"time"

	"go.etcd.io/bbolt"
	bolt "go.etcd.io/bbolt/errors"

	"vouch/trust/keyfile"
)

// lockWait is how long Open waits for another process to let go of the file.
const lockWait = time.Second

// smallest is the size in bytes of a database that is just made: four pages of the least size.
const smallest = 4 * 4096

// File is an open profile. Its methods may be called by several goroutines; Update runs one at a time.
type File struct {
	dir  string
	db   *bbolt.DB
	seal *Seal
	key  *keyfile.Key // forgotten but for what checks the key file
}

// Open opens the profile in dir, or creates it when dir holds none. A file of an older format is migrated, and one that
// MarkCompact marked is compacted, before Open returns. Errors: ErrLocked after about a second, ErrReadOnly, ErrNoKey, ErrNoDatabase,
// ErrWrongKey, ErrDamaged, ErrNewer, *keyfile.LockedError for a profile that is protected, and those of the system. A profile that
// cannot be opened is left as it is.
func Open(dir string, log *slog.Logger) (*File, error) { return OpenWith(dir, keyfile.Secret{}, log) }

// OpenWith opens a profile that is protected, by that secret; the zero one does what Open does. It creates none. With a wrong
// secret it reads the key file, and writes nothing. Errors: those of Open, and those of keyfile.File.Open.
func OpenWith(dir string, by keyfile.Secret, log *slog.Logger) (*File, error) {
	f, err := open(dir, by, log, migrations)
	if err != nil {
		return nil, fmt.Errorf("open profile: %w", err)
	}
	return f, nil
}

func open(dir string, by keyfile.Secret, log *slog.Logger, steps []migration) (f *File, err error) {
	var key *keyfile.Key
	if by.Kind() != keyfile.KindFile {
		if key, err = openKey(dir, by); err != nil {
			return nil, err
		}
		defer key.Forget()
	}
	if err := prepareDir(dir); err != nil {
		return nil, err
	}
	path := filepath.Join(dir, dbName)
	found, err := exists(path)
	if err != nil {
		return nil, err
	}
	if !found {
		if err := mayCreate(dir); err != nil {
			return nil, err
		}
		if key != nil {
			return nil, ErrNoDatabase
		}
		if err := create(dir, uint32(1+len(steps))); err != nil {
			return nil, err
		}
	}
	for _, p := range []string{path, filepath.Join(dir, keyName)} {
		if err := tighten(p, fileMode); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return nil, err
		}
	}
	if err := checkWritable(path); err != nil {
		return nil, err
	}
	db, err := openExisting(path)
	if err != nil {
		return nil, err
	}
	if key == nil { // only under the lock, so that who finds the profile in use is told that first
		if key, err = openKey(dir, by); err != nil {
			return nil, errors.Join(err, db.Close())
		}
		defer key.Forget()
	}
	f, err = openWith(db, dir, key, log, steps)
	if err != nil {
		return nil, errors.Join(err, db.Close())
	}
	if err := f.KeyFile().Tidy(); err != nil {
		log.Warn("tidying the profile", "err", err)
	}
	return f, nil
}

// openWith checks the header of an open database and brings it up to date. After an error db may be closed already, which
// closing it again does not mind.
func openWith(db *bbolt.DB, dir string, key *keyfile.Key, log *slog.Logger, steps []migration) (*File, error) {
	f := &File{dir: dir, db: db, seal: newSeal(key.Master(), "file"), key: key}
	var format uint32
	var compact bool
	err := f.View(func(tx *bbolt.Tx) (err error) {
		format, compact, err = readHeader(tx, f.seal, uint32(1+len(steps)))
		return err
	})
	if err != nil {
		return nil, err
	}
	pending := steps[format-1:]
	if len(pending) == 0 && !compact {
		return f, nil
	}
	log.Info("rewriting the profile", "format", format, "steps", len(pending), "compact", compact)
	fresh, err := rewrite(db, f.seal, format, pending)
	if err != nil && len(pending) == 0 {
		// The mark stays; a full disk must not keep the user out.
		log.Warn("compacting the profile", "err", err)
		return f, nil
	}
	if err != nil {
		return nil, fmt.Errorf("migrate: %w", err)
	}
	if f.db, err = replace(db, fresh); err != nil {
		return nil, fmt.Errorf("put rewritten database in place: %w", err)
	}
	return f, nil
}

// openExisting opens and locks a database file that is there.
func openExisting(path string) (*bbolt.DB, error) { return openDB(path, 0) }

// openDB opens and locks a database file; create is os.O_CREATE when it may be missing.
func openDB(path string, create int) (*bbolt.DB, error) {
	var db *bbolt.DB
	var file *os.File
	err := guard(func() (err error) {
		db, err = bbolt.Open(path, fileMode, &bbolt.Options{
			Timeout:      lockWait,
			FreelistType: bbolt.FreelistMapType,
			OpenFile: func(path string, flag int, mode fs.FileMode) (*os.File, error) {
				f, err := os.OpenFile(path, flag&^os.O_CREATE|create, mode)
				if err != nil {
					return nil, err
				}
				// The database would take an empty file for a new one, and has no name for the fault of a short one.
				if info, err := f.Stat(); err != nil || info.Size() < smallest && (info.Size() != 0 || create == 0) {
					return nil, errors.Join(err, ErrDamaged, f.Close())
				}
				file = f
				return f, nil
			},
		})
		return err
	})
	switch {
	case err == nil:
	case errors.Is(err, bolt.ErrTimeout):
		return nil, ErrLocked
	case errors.Is(err, bolt.ErrInvalid), errors.Is(err, bolt.ErrChecksum), errors.Is(err, bolt.ErrVersionMismatch):
		return nil, fmt.Errorf("%w: %w", ErrDamaged, err)
	case errors.Is(err, ErrDamaged):
		if file != nil { // a panic left it open
			err = errors.Join(err, unlock(file), file.Close())
		}
		return nil, err
	default:
		return nil, readOnly(err)
	}
	if !stillAt(path, file) {
		return nil, errors.Join(ErrLocked, db.Close())
	}
	return db, nil
}

// stillAt says whether path names the open file. While we waited for the lock its holder may have put a new file there.
func stillAt(path string, file *os.File) bool {
	ours, err1 := file.Stat()
	there, err2 := os.Stat(path)
	return err1 == nil && err2 == nil && os.SameFile(ours, there)
}

// Update runs fn in a write transaction, which commits when fn returns nil. After an error or a panic nothing has changed.
// An error of fn comes back as it is; ErrFile is that of the file.
func (f *File) Update(fn func(*bbolt.Tx) error) error { return run(f.db.Update, fn) }

// View runs fn in a read transaction. It should be short: pages that it can see are not used again while it runs. Errors as
// Update.
func (f *File) View(fn func(*bbolt.Tx) error) error { return run(f.db.View, fn) }

// run tells an error of what is done in a transaction from one of the file. The database writes when it commits, and what
// it cannot read is a fault: so what fn itself returns is never the file's, not even a row that does not open.
func run(transaction func(func(*bbolt.Tx) error) error, fn func(*bbolt.Tx) error) error {
	var own error
	err := guard(func() error {
		return transaction(func(tx *bbolt.Tx) error {
			own = fn(tx)
			return own
		})
	})
	if err == nil || own != nil {
		return err
	}
	return fmt.Errorf("%w: %w", ErrFile, err)
}

// Path is where the file lies.
func (f *File) Path() string { return f.db.Path() }

// Seal is the seal of the profile's values.
func (f *File) Seal() *Seal { return f.seal }

// Close waits for open transactions and releases the lock.
func (f *File) Close() error {
	if err := guard(f.db.Close); err != nil {
		return fmt.Errorf("close profile: %w", err)
	}
	return nil
}
