package backup

import (
	"archive/tar"
	"compress/gzip"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"hash"
	"io"

	"filippo.io/age"
)

// Reader reads a backup from front to back, once. It belongs to one goroutine, and needs no Close. It is an io.Reader of the member
// that Next gave.
//
// What it hands out was written by somebody who knew the passphrase. That a member is the one that was written, and that none is
// missing, is known at the end, when Next gives io.EOF: who must not act on half a backup calls Verify before.
type Reader struct {
	src      *source
	clear    *clear
	zip      *gzip.Reader
	meter    *meter
	tar      *tar.Reader
	limits   limits
	manifest Manifest

	current Member
	open    bool // it was not read to its end
	good    int64
	digest  hash.Hash
	last    Member // the last one of a known kind, for the order
	gap     bool   // something before is missing, and known to be
	seen    []Member
	names   map[string]int // index in seen, or -1 while it is not whole
	total   int64
	left    []string
	report  reporter
	err     error
}

// Open begins to read a backup: it tries the passphrase, which takes half a second and 256 MiB or what the file asks for, up to four
// times that, and reads the manifest. The context ends all later reading as well.
func Open(ctx context.Context, src io.Reader, passphrase string) (*Reader, error) {
	r, err := open(ctx, src, passphrase, bounds, nil)
	if err != nil {
		return nil, err
	}
	return r, nil
}

// open gives a reader with the error when the file is damaged behind its header.

func open(ctx context.Context, src io.Reader, passphrase string, l limits, progress func(Progress)) (*Reader, error) {
	id, err := identityOf(passphrase)
	if err != nil {
		return nil, err
	}
	r := &Reader{src: &source{ctx: ctx, r: src}, limits: l, names: map[string]int{}, digest: sha256.New()}
	r.report = reporter{to: progress, Progress: Progress{Verifying: true}}
	text, err := age.Decrypt(r.src, id)
	if err != nil {
		return nil, r.refuse(err)
	}
	r.clear = &clear{r: text}
	if err := r.unpack(); err != nil {
		return r, err
	}
	return r, r.first()
}

// intro begins every file of age's (age-encryption.org/v1, Header).
const intro = "age-encryption.org/v1\n"

// refuse says why a file has no beginning.
func (r *Reader) refuse(err error) error {
	for _, own := range []error{ErrPassphrase, ErrNotBackup, ErrCostly} {
		if errors.Is(err, own) {
			return fmt.Errorf("open backup: %w", err)
		}
	}
	switch n := len(r.src.begin); {
	case r.src.err != nil:
		return fmt.Errorf("read backup: %w", r.src.err)
	case string(r.src.begin) != intro[:n]:
		return fmt.Errorf("open backup: %w", ErrNotBackup)
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF), n < len(intro):
		return &Damage{Err: ErrCut, Why: "in its header"}
	}
	return &Damage{Err: ErrChanged, Why: "in its header"}
}

// unpack begins gzip and tar.
func (r *Reader) unpack() (err error) {
	if r.zip, err = gzip.NewReader(r.clear); err != nil {
		if r.src.err == nil && r.clear.err == nil {
			return fmt.Errorf("open backup: %w: no gzip in it", ErrNotBackup)
		}
		return r.fail(err)
	}
	r.meter = &meter{r: r.zip}
	r.tar = tar.NewReader(r.meter)
	return nil
}

// first reads the manifest.
func (r *Reader) first() error {
	m, err := r.advance()
	if err == nil && m.Kind != kindManifest || errors.Is(err, ErrMalformed) {
		return fmt.Errorf("open backup: %w: it begins with no manifest", ErrNotBackup)
	}
	if err != nil {
		return err
	}
	text, err := io.ReadAll(r)
	if err != nil {
		return err
	}
	if r.manifest, err = parseManifest(text); err != nil {
		return fmt.Errorf("open backup: %w", err)
	}
	return nil
}

// Manifest is what the file says that it is.
func (r *Reader) Manifest() Manifest { return r.manifest }

// Left are the names of members that are not known: of a later version, which has put something into the file that this one passes
// over. After io.EOF it is all of them.
func (r *Reader) Left() []string { return r.left }

// Whole are the members that were read to their ends so far, manifest.json and those that are not known included.
func (r *Reader) Whole() []Member { return r.seen }

// Next goes on to the next member of a known kind, past what was not read of the one before. io.EOF: there are no more, all were there
// and are what was written. *Damage: the file is not good from here; what was handed out is.
func (r *Reader) Next() (Member, error) {
	for {
		if err := r.skip(); err != nil {
			return Member{}, err
		}
		m, err := r.advance()
		switch {
		case err != nil:
			return Member{}, err
		case m.Kind == kindEnd:
			return Member{}, r.finish()
		case m.Kind == "":
			r.left = append(r.left, m.Name)
		default:
			return m, nil
		}
	}
}

// Read reads of the member that Next gave. It implements io.Reader.
func (r *Reader) Read(p []byte) (int, error) {
	if r.err != nil {
		return 0, r.err
	}
	if !r.open {
		return 0, io.EOF
	}
	n, err := r.tar.Read(p)
	r.digest.Write(p[:n])
	r.good += int64(n)
	r.report.bytes(n)
	if errors.Is(err, io.EOF) {
		if err := r.whole(); err != nil {
			return n, err
		}
		return n, io.EOF
	}
	if err != nil {
		return n, r.fail(err)
	}
	return n, nil
}

// Decode reads all of the member, a document, into v, as encoding/json does.
func (r *Reader) Decode(v any) error {
	if r.current.Size > PartSize {
		return fmt.Errorf("decode %s: %w", r.current.Name, ErrTooLarge)
	}
	text, err := io.ReadAll(r)
	if err != nil {
		return err
	}
	if err := json.Unmarshal(text, v); err != nil {
		return fmt.Errorf("decode %s: %w", r.current.Name, err)
	}
	return nil
}

// skip reads the rest of a member.
func (r *Reader) skip() error {
	if r.err != nil {
		return r.err
	}
	_, err := io.Copy(io.Discard, onlyReader{r})
	return err
}

type onlyReader struct{ io.Reader }

// whole notes a member that was read to its end.
func (r *Reader) whole() error {
	r.current.SHA256 = hex.EncodeToString(r.digest.Sum(nil))
	if r.current.Kind == Files && r.current.Name != string(Files)+"/"+r.current.SHA256 {
		r.good = 0 // which of its bytes are others nobody knows
		return r.fail(fmt.Errorf("%w: %w", ErrChanged, errDigest))
	}
	r.open = false
	if r.current.Kind == kindEnd {
		return nil
	}
	r.names[r.current.Name] = len(r.seen)
	r.seen = append(r.seen, r.current)
	r.report.member()
	return nil
}

// fail ends the reading and says where.
func (r *Reader) fail(err error) error {
	if r.err != nil {
		return r.err
	}
	if r.src.err != nil {
		r.err = fmt.Errorf("read backup: %w", r.src.err)
		return r.err
	}
	d := &Damage{Whole: len(r.seen)}
	d.Why, d.Err = r.whyOf(err)
	if r.open {
		d.Member, d.Good = r.current.Name, r.good
	}
	r.err = d
	return d
}
