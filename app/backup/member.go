package backup

import (
	"archive/tar"
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
)

// Row adds a row to a kind that has rows: a line of JSON, in as many members as it takes.
func (w *Writer) Row(k Kind, row any) error {
	if !k.Rows() {
		return w.fail(fmt.Errorf("write a row of %q: %w", k, ErrOrder))
	}
	if err := w.turn(k); err != nil {
		return err
	}
	w.line.Reset()
	if err := encode(&w.line, row); err != nil {
		return w.fail(fmt.Errorf("encode row of %s: %w", k, err))
	}
	line := w.line.Bytes()
	if w.rows.Len()+len(line) > w.room {
		if err := w.flush(); err != nil {
			return err
		}
	}
	if len(line) > PartSize {
		return w.fail(fmt.Errorf("write a row of %s, %d bytes: %w", k, len(line), ErrTooLarge))
	}
	w.rows.Write(line)
	w.report.Rows++
	return nil
}

// encode writes JSON in one line. < and & stay what they are: nobody takes it for HTML.
func encode(to *bytes.Buffer, v any) error {
	e := json.NewEncoder(to)
	e.SetEscapeHTML(false)
	return e.Encode(v)
}

// flush writes the rows that wait.
func (w *Writer) flush() error {
	if w.rows.Len() == 0 {
		return nil
	}
	w.part++
	if w.part > maxPart {
		return w.fail(fmt.Errorf("write %s: %w", w.kind, ErrTooLarge))
	}
	err := w.member(partName(w.kind, w.part), w.rows.Bytes())
	w.rows.Reset()
	return err
}

// member writes what is in memory.
func (w *Writer) member(name string, text []byte) error {
	if len(text) > PartSize {
		return w.fail(fmt.Errorf("write %s, %d bytes: %w", name, len(text), ErrTooLarge))
	}
	return w.stream(name, int64(len(text)), bytes.NewReader(text))
}

// stream writes a member and notes its digest.
func (w *Writer) stream(name string, size int64, r io.Reader) error {
	m, _ := memberOf(name, size)
	if size > m.most(bounds) || w.report.Bytes+size > bounds.total || len(w.members) >= bounds.members-1 {
		return w.fail(fmt.Errorf("write %s, %d bytes: %w", name, size, ErrTooLarge))
	}
	if err := w.header(name, size); err != nil {
		return w.fail(fmt.Errorf("write header of %s: %w", name, err))
	}
	digest := sha256.New()
	n, err := io.Copy(io.MultiWriter(w.tar, digest, counter(w.report.bytes)), io.LimitReader(r, size))
	if err == nil && n == size {
		n2, _ := io.ReadFull(r, make([]byte, 1)) // it is longer than was said
		n += int64(n2)
	}
	m.SHA256 = hex.EncodeToString(digest.Sum(nil))
	switch {
	case err != nil:
		return w.fail(fmt.Errorf("write %s: %w", name, err))
	case n != size:
		return w.fail(fmt.Errorf("write %s: %w", name, errSize))
	case m.Kind == Files && !strings.HasSuffix(name, m.SHA256):
		return w.fail(fmt.Errorf("write %s: %w", name, errDigest))
	}
	w.members = append(w.members, m)
	w.names[name] = size
	w.report.member()
	return nil
}

// A file that is not what its caller said would be found out only when it is wanted.
var (
	errSize   = errors.New("not as large as was said")
	errDigest = errors.New("not the bytes of its digest")
)

// header begins a member in a gzip stream of its own.
func (w *Writer) header(name string, size int64) error {
	if len(w.members) > 0 {
		if err := w.tar.Flush(); err != nil {
			return err
		}
		if err := w.zip.Close(); err != nil {
			return err
		}
		w.zip.Reset(w.sealed)
	}
	return w.tar.WriteHeader(&tar.Header{Name: name, Size: size, Mode: 0o600, ModTime: w.time, Typeflag: tar.TypeReg})
}

// end writes the last member, which is not among those it lists.
func (w *Writer) end() error {
	text := newEndText(w.members)
	size, err := io.Copy(io.Discard, newEndText(w.members))
	if err != nil {
		return w.fail(err)
	}
	if size > bounds.end {
		return w.fail(fmt.Errorf("write end: %w", ErrTooLarge))
	}
	if err := w.header(string(kindEnd)+".json", size); err != nil {
		return w.fail(fmt.Errorf("write header of end: %w", err))
	}
	if _, err := io.Copy(w.tar, text); err != nil {
		return w.fail(fmt.Errorf("write end: %w", err))
	}
	return nil
}

// counter is a writer that counts.
type counter func(int)

func (c counter) Write(p []byte) (int, error) {
	c(len(p))
	return len(p), nil
}
