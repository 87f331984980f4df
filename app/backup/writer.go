package backup

import (
	"archive/tar"
	"bytes"
	"cmp"
	"compress/gzip"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"time"

	"filippo.io/age"
)

// Options are how a backup is written.
type Options struct {
	WorkFactor int            // of scrypt, as its logarithm, up to 20; 0 is 18. Less is for tests
	Progress   func(Progress) // is called on the goroutine that writes and must not wait; or nil

	part int // how much fills a part, in bytes; 0 is PartSize. Less is for tests
}

// Fill hands everything to a Writer, in the order of the kinds. Its error ends the backup.
type Fill func(*Writer) error

// Writer takes what a backup is to have. After an error all its methods give that error. It belongs to one goroutine.
type Writer struct {
	ctx     context.Context
	sealed  io.WriteCloser // age
	zip     *gzip.Writer
	tar     *tar.Writer
	time    time.Time
	members []Member
	names   map[string]int64 // sizes
	kind    Kind             // of what came last
	rows    bytes.Buffer     // of the part that is being filled
	line    bytes.Buffer     // the row that comes next
	room    int              // how much it may have, in bytes
	part    int              // its number, 0 before the first
	report  reporter
	err     error
}

// Write writes a backup to dst and gives its members, without end.json. Nothing of it is kept in memory but one part of rows. What
// was written of one that failed is no backup.
func Write(ctx context.Context, dst io.Writer, passphrase string, m Manifest, o Options, fill Fill) ([]Member, error) {
	if err := m.check(); err != nil {
		return nil, err
	}
	r, err := recipient(passphrase, o.WorkFactor)
	if err != nil {
		return nil, err
	}
	w := &Writer{ctx: ctx, time: m.Time.UTC().Truncate(time.Second), names: map[string]int64{}, room: cmp.Or(o.part, PartSize), report: reporter{to: o.Progress}}
	if err := w.begin(dst, r); err != nil {
		return nil, err
	}
	m.Format = Format
	if err := w.document(kindManifest, m); err != nil {
		return nil, err
	}
	if err := fill(w); err != nil {
		return nil, cmp.Or(w.err, err) // the first one, said once
	}
	return w.members, w.finish()
}

func (w *Writer) begin(dst io.Writer, r age.Recipient) (err error) {
	if w.sealed, err = age.Encrypt(ending{w.ctx, dst}, r); err != nil {
		return fmt.Errorf("begin encryption: %w", err)
	}
	if w.zip, err = gzip.NewWriterLevel(w.sealed, gzip.BestSpeed); err != nil {
		return fmt.Errorf("begin compression: %w", err)
	}
	w.tar = tar.NewWriter(w.zip)
	return nil
}

// ending is a writer that fails when its context has ended.
type ending struct {
	ctx context.Context
	io.Writer
}

func (e ending) Write(p []byte) (int, error) {
	if err := context.Cause(e.ctx); err != nil {
		return 0, err
	}
	return e.Writer.Write(p)
}

// Document writes accounts.json or settings.json.
func (w *Writer) Document(k Kind, v any) error {
	if k != Accounts && k != Settings {
		return w.fail(fmt.Errorf("write %q as a document: %w", k, ErrOrder))
	}
	return w.document(k, v)
}

func (w *Writer) document(k Kind, v any) error {
	if err := w.turn(k); err != nil {
		return err
	}
	var text bytes.Buffer
	if err := encode(&text, v); err != nil {
		return w.fail(fmt.Errorf("encode %s: %w", k, err))
	}
	return w.member(string(k)+".json", text.Bytes())
}

// File writes size bytes of r, whose SHA-256 is sum. A file that is there already is not written again, and r is not read.
func (w *Writer) File(sum [sha256.Size]byte, size int64, r io.Reader) error {
	if err := w.turn(Files); err != nil {
		return err
	}
	name := string(Files) + "/" + hex.EncodeToString(sum[:])
	if before, ok := w.names[name]; ok {
		if before != size {
			return w.fail(fmt.Errorf("write %s: %w: two sizes", name, ErrOrder))
		}
		return nil
	}
	return w.stream(name, size, r)
}

// turn goes over to a kind, which never comes before those that were written. Rows that wait are written first.
func (w *Writer) turn(k Kind) error {
	if w.err != nil {
		return w.err
	}
	if err := context.Cause(w.ctx); err != nil {
		return w.fail(err)
	}
	if k == w.kind && !k.document() {
		return nil
	}
	if k.rank() <= w.kind.rank() {
		return w.fail(fmt.Errorf("write %q behind %q: %w", k, w.kind, ErrOrder))
	}
	if err := w.flush(); err != nil {
		return err
	}
	w.kind, w.part = k, 0
	return nil
}

func (w *Writer) fail(err error) error {
	if w.err == nil {
		w.err = err
	}
	return w.err
}

func (w *Writer) finish() error {
	if err := w.turn(kindEnd); err != nil {
		return err
	}
	if err := w.end(); err != nil {
		return err
	}
	for _, layer := range []io.Closer{w.tar, w.zip, w.sealed} {
		if err := layer.Close(); err != nil {
			return w.fail(fmt.Errorf("finish: %w", err))
		}
	}
	return nil
}
