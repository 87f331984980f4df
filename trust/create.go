package trust

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"go.etcd.io/bbolt"

	"vouch/trust/keyfile"
)

// create makes the key file and an empty database of that format. The lock on the unfinished database keeps two processes
// from doing it at once; who comes second finds the work done.
func create(dir string, format uint32) error {
	temp, path := filepath.Join(dir, newName), filepath.Join(dir, dbName)
	db, err := openDB(temp, os.O_CREATE)
	if errors.Is(err, ErrDamaged) {
		// What a power cut left of an earlier attempt.
		if err := os.Remove(temp); err != nil {
			return readOnly(err)
		}
		db, err = openDB(temp, os.O_CREATE)
	}
	if err != nil {
		return fmt.Errorf("create database: %w", err)
	}
	defer db.Close()
	if done, err := exists(path); done || err != nil {
		return errors.Join(err, db.Close(), os.Remove(temp))
	}
	key, err := openKey(dir, keyfile.Secret{})
	if errors.Is(err, ErrNoKey) {
		key, err = makeKey(dir)
	}
	if err != nil {
		return err
	}
	defer key.Forget()
	err = guard(func() error {
		return db.Update(func(tx *bbolt.Tx) error { return writeHeader(tx, newSeal(key.Master(), "file"), format) })
	})
	if err != nil {
		return fmt.Errorf("create database: %w", err)
	}
	return putInPlace(db, temp, path)
}

// putInPlace renames a finished database to path and closes its handle, and those of others that hold path open.
func putInPlace(db *bbolt.DB, temp, path string, others ...*bbolt.DB) error {
	if err := db.Sync(); err != nil {
		return fmt.Errorf("sync database: %w", err)
	}
	if err := db.Close(); err != nil {
		return fmt.Errorf("close database: %w", err)
	}
	// Renaming under the lock of the old file is safest: whoever waits for it sees that it was replaced (openDB). Windows
	// does not rename onto an open file, so there it is tried again without.
	renamed := os.Rename(temp, path)
	for _, o := range others {
		if err := o.Close(); err != nil {
			return fmt.Errorf("close old database: %w", err)
		}
	}
	if renamed != nil {
		if err := os.Rename(temp, path); err != nil {
			return readOnly(err)
		}
	}
	return syncDir(filepath.Dir(path))
}
