package trust

import (
	"encoding/binary"
	"errors"
	"fmt"

	"go.etcd.io/bbolt"
)

// The bucket "meta" says what the file is. Format and the mark for compaction stand in clear; the check row is sealed and
// tells a wrong key from a damaged file.
var (
	metaBucket = []byte("meta")
	formatRow  = []byte("format")
	checkRow   = []byte("check")
	compactRow = []byte("compact")
)

const checkText = "vouch"

// writeHeader makes a new file a profile of that format.
func writeHeader(tx *bbolt.Tx, seal *Seal, format uint32) error {
	b, err := tx.CreateBucketIfNotExists(metaBucket)
	if err != nil {
		return err
	}
	if err := putFormat(b, format); err != nil {
		return err
	}
	return b.Put(checkRow, seal.Box(rowFormat, string(metaBucket), checkRow, []byte(checkText)))
}

func putFormat(meta *bbolt.Bucket, format uint32) error {
	return meta.Put(formatRow, binary.BigEndian.AppendUint32(nil, format))
}

// readHeader is the format of the file, and whether a compaction was asked for. Errors: ErrDamaged, ErrNewer,
// ErrWrongKey.
func readHeader(tx *bbolt.Tx, seal *Seal, newest uint32) (format uint32, compact bool, err error) {
	b := tx.Bucket(metaBucket)
	if b == nil {
		return 0, false, fmt.Errorf("%w: no header", ErrDamaged)
	}
	stored := b.Get(formatRow)
	if len(stored) != 4 {
		return 0, false, fmt.Errorf("%w: no format", ErrDamaged)
	}
	format = binary.BigEndian.Uint32(stored)
	if format > newest {
		return 0, false, fmt.Errorf("%w: format %d, known up to %d", ErrNewer, format, newest)
	}
	if format == 0 {
		return 0, false, fmt.Errorf("%w: format 0", ErrDamaged)
	}
	if _, _, err := seal.Unbox(string(metaBucket), checkRow, b.Get(checkRow)); errors.Is(err, ErrDamaged) {
		return 0, false, ErrWrongKey
	}
	return format, b.Get(compactRow) != nil, nil
}

// MarkCompact asks for a compaction at the next Open: only then do deleted rows leave the file.
func MarkCompact(tx *bbolt.Tx) error {
	b := tx.Bucket(metaBucket)
	if b == nil {
		return fmt.Errorf("mark for compaction: %w: no header", ErrDamaged)
	}
	if err := b.Put(compactRow, []byte{1}); err != nil {
		return fmt.Errorf("mark for compaction: %w", err)
	}
	return nil
}
