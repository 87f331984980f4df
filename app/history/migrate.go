package history

import (
	"bytes"
	"fmt"

	"vouch/trust"
)

// What earlier versions stored is rewritten as this one stores it, a slice at a time. Everything is read in both forms, so
// that it does not matter how far that has come. Index rows of a message of which nothing else is known, as what has been
// seen under which digest, stay under their keys.

// keyMigrated holds how far it has come: the step, and the last key that it has been at.
var keyMigrated = []byte("migrated")

// steps are what is rewritten, a bucket each. A step is called with a row that is a copy.
var steps = []struct {
	bucket  []byte
	rewrite func(s *Store, bucket, key, value []byte) error
}{
	{bktRows, (*Store).migrateMessage},
	{bktIDs, (*Store).migrateID},
	{bktArchive, (*Store).migrateIndex},
	{bktDedupe, (*Store).migrateIndex},
	{bktOwn, (*Store).migrateIndex},
	{bktSent, (*Store).migrateIndex},
}

// Migrated tells whether nothing is left for Migrate.
func (s *Store) Migrated() bool {
	step, _ := s.migrating()
	return !s.former() || step == len(steps)
}

// Migrate rewrites up to max rows that earlier versions stored, and goes on with the next ones when it is called again. It
// is done when nothing is left; then it marks the file for compaction, once. A row that does not open stays as it is.
func (s *Store) Migrate(max int) (done bool, err error) {
	if s.Migrated() {
		return true, nil
	}
	step, last := s.migrating()
	for ; step < len(steps); step, last = step+1, nil {
		n, at, err := s.migrateSlice(step, last, max)
		if err != nil {
			return false, fmt.Errorf("migrate %s: %w", steps[step].bucket, err)
		}
		if max -= n; max <= 0 {
			return false, s.putMigrating(step, at)
		}
	}
	if err := trust.MarkCompact(s.tx); err != nil {
		return false, err
	}
	return true, s.putMigrating(step, nil)
}

// migrateSlice does up to max rows of a step behind the key last, and says how many there were and which was the last.
func (s *Store) migrateSlice(step int, last []byte, max int) (n int, at []byte, err error) {
	b := s.bucket(steps[step].bucket)
	if b == nil {
		return 0, nil, nil
	}
	var slice [][2][]byte // a cursor does not outlive changes
	cursor := b.Cursor()
	key, value := cursor.Seek(last)
	if bytes.Equal(key, last) {
		key, value = cursor.Next()
	}
	for ; key != nil && len(slice) < max; key, value = cursor.Next() {
		slice = append(slice, [2][]byte{bytes.Clone(key), bytes.Clone(value)})
	}
	for _, row := range slice {
		at = row[0]
		if err := steps[step].rewrite(s, steps[step].bucket, row[0], row[1]); err != nil {
			return 0, nil, err
		}
	}
	return len(slice), at, nil
}

func (s *Store) migrateMessage(_, key, sealed []byte) error {
	if len(sealed) == 0 || sealed[0] != rowFormat {
		return nil
	}
	c, err := s.chatOf(key)
	if err != nil {
		return nil
	}
	m, err := s.row(c, key, sealed)
	if err != nil {
		return nil
	}
	return s.write(c, key, &m)
}

func (s *Store) migrateID(bucket, key, value []byte) error {
	raw := packRow(string(key))
	if bytes.Equal(raw, key) {
		return nil
	}
	if err := s.remove(bucket, key); err != nil {
		return err
	}
	return s.put(bucket, raw, value)
}

func (s *Store) migrateIndex(bucket, key, value []byte) error {
	if raw := packRow(string(value)); !bytes.Equal(raw, value) {
		return s.put(bucket, key, raw)
	}
	return nil
}

// migrating is the step that is under way, and the last key that it has been at.
func (s *Store) migrating() (step int, last []byte) {
	b := s.tx.Bucket(root)
	if b != nil {
		b = b.Bucket(s.name[:])
	}
	if b == nil {
		return 0, nil
	}
	stored := b.Get(keyMigrated)
	if len(stored) == 0 {
		return 0, nil
	}
	return int(stored[0]), bytes.Clone(stored[1:])
}

func (s *Store) putMigrating(step int, last []byte) error {
	top, err := s.top()
	if err == nil {
		err = top.Put(keyMigrated, append([]byte{byte(step)}, last...))
	}
	if err != nil {
		return fmt.Errorf("note how far history is migrated: %w", err)
	}
	return nil
}
