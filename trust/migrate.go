package trust

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"go.etcd.io/bbolt"
)

// migration brings a file from one format to the next. It works on a copy; after an error the old file stays.
type migration func(tx *bbolt.Tx, seal *Seal) error

// migrations has the step from format n to n+1 at n-1. The newest format is one more than there are steps.
var migrations []migration

// copySize is how much one transaction copies at most, in bytes.
const copySize = 1 << 20

// rewrite copies all rows into a new file beside the old one and runs the steps on it. Rows deleted earlier stay behind.
// After an error there is no new file, and db is as it was.
func rewrite(db *bbolt.DB, seal *Seal, format uint32, steps []migration) (*bbolt.DB, error) {
	temp := filepath.Join(filepath.Dir(db.Path()), newName)
	if err := os.Remove(temp); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, readOnly(err)
	}
	fresh, err := openDB(temp, os.O_CREATE)
	if err != nil {
		return nil, err
	}
	if err := fill(fresh, db, seal, format, steps); err != nil {
		return nil, errors.Join(err, fresh.Close(), os.Remove(temp))
	}
	return fresh, nil
}

// replace puts a rewritten file in the place of the old one, closes both, and opens it.
func replace(old, fresh *bbolt.DB) (*bbolt.DB, error) {
	path := old.Path()
	if err := putInPlace(fresh, fresh.Path(), path, old); err != nil {
		return nil, err
	}
	return openExisting(path)
}

func fill(fresh, old *bbolt.DB, seal *Seal, format uint32, steps []migration) error {
	return guard(func() error {
		if err := bbolt.Compact(fresh, old, copySize); err != nil {
			return fmt.Errorf("copy database: %w", err)
		}
		for i, step := range steps {
			err := fresh.Update(func(tx *bbolt.Tx) error {
				if err := step(tx, seal); err != nil {
					return err
				}
				return putFormat(tx.Bucket(metaBucket), format+uint32(i)+1)
			})
			if err != nil {
				return fmt.Errorf("from format %d: %w", format+uint32(i), err)
			}
		}
		return fresh.Update(func(tx *bbolt.Tx) error { return tx.Bucket(metaBucket).Delete(compactRow) })
	})
}
