package aesgcm

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/rand"
	"crypto/subtle"
	"errors"
	"fmt"
	"io"
)

// TagSize is how many bytes longer a file is when it is encrypted: the tag stands behind it.
const TagSize = 16

// MaxSize is the size in bytes up to which a file can be encrypted under one key (NIST SP 800-38D §5.2.1.1).
const MaxSize = 1<<36 - 32

var (
	// ErrDamaged is returned for what does not fit its tag: it is damaged, cut short, or not what was encrypted under this key.
	ErrDamaged = errors.New("file does not fit its tag")
	// ErrTooLarge is returned for more than MaxSize bytes.
	ErrTooLarge = errors.New("file is too large to be encrypted")
	// ErrIV is returned for an IV that has neither 12 nor 16 bytes.
	ErrIV = errors.New("the IV has neither 12 nor 16 bytes")
)

// Key encrypts one file. The same key must never encrypt anything else. It is never printed.
type Key struct {
	IV  []byte // 12 bytes; 16 of older programs
	Key [32]byte
}

// NewKey makes a key.
func NewKey() Key {
	k := Key{IV: make([]byte, 12)}
	rand.Read(k.IV)
	rand.Read(k.Key[:])
	return k
}

// String says that there is a key, so that it does not get into a log.
func (k Key) String() string { return "key" }

// GoString is String.
func (k Key) GoString() string { return "key" }

// Valid returns ErrIV for a key that nothing can be encrypted under.
func (k Key) Valid() error {
	if len(k.IV) != 12 && len(k.IV) != 16 {
		return ErrIV
	}
	return nil
}

// stream makes what encrypts and what authenticates under the key.
func (k Key) stream() (*counter, *ghash, error) {
	if err := k.Valid(); err != nil {
		return nil, nil, err
	}
	block, err := aes.NewCipher(k.Key[:])
	if err != nil {
		return nil, nil, fmt.Errorf("make cipher: %w", err)
	}
	gcm, err := cipher.NewGCM(block)
	if err != nil {
		return nil, nil, fmt.Errorf("make GCM: %w", err)
	}
	c := &counter{block: block}
	if len(k.IV) == 12 {
		copy(c.j0[:], k.IV)
		c.j0[15] = 1
	} else {
		c.j0 = startOf(block, gcm, k.IV)
	}
	c.seek(0)
	return c, newGHASH(block, gcm), nil
}

// tagOf is the tag of what g has hashed.
func tagOf(c *counter, g *ghash) (tag [TagSize]byte) {
	c.block.Encrypt(tag[:], c.j0[:])
	elementOf(tag[:]).add(g.end()).put(tag[:])
	return tag
}

// Encrypt gives what encrypts all that is written to it, to w. Close writes the tag, and does not close w. ErrTooLarge: more was
// written than one key may encrypt; what was written to w is worth nothing then.
func (k Key) Encrypt(w io.Writer) (io.WriteCloser, error) {
	c, g, err := k.stream()
	if err != nil {
		return nil, err
	}
	return &encrypter{c: c, g: g, to: w, buf: make([]byte, 0, piece)}, nil
}

type encrypter struct {
	c   *counter
	g   *ghash
	to  io.Writer
	buf []byte // encrypted, and not written yet
	err error
}

func (e *encrypter) Write(p []byte) (n int, err error) {
	if e.err == nil && e.c.at+uint64(len(p)) > MaxSize {
		e.err = ErrTooLarge
	}
	for len(p) > 0 && e.err == nil {
		had := len(e.buf)
		e.buf = e.buf[:min(had+len(p), piece)]
		part := len(e.buf) - had
		e.c.xor(e.buf[had:], p[:part])
		p, n = p[part:], n+part
		if len(e.buf) == piece {
			e.flush()
		}
	}
	return n, e.err
}

func (e *encrypter) flush() {
	e.g.write(e.buf)
	_, e.err = e.to.Write(e.buf)
	e.buf = e.buf[:0]
}

func (e *encrypter) Close() error {
	if e.err != nil {
		return e.err
	}
	if e.flush(); e.err != nil {
		return e.err
	}
	tag := tagOf(e.c, e.g)
	_, err := e.to.Write(tag[:])
	if e.err = err; err == nil {
		e.err = errors.New("closed")
	}
	return err
}

// Check holds a file that comes in parts against its tag, without decrypting it. It is written to, first to last byte.
type Check struct {
	c    *counter
	g    *ghash
	last []byte // the newest bytes, at most TagSize: perhaps the tag
}

// Check begins to check a file.
func (k Key) Check() (*Check, error) {
	c, g, err := k.stream()
	if err != nil {
		return nil, err
	}
	return &Check{c: c, g: g, last: make([]byte, 0, 2*TagSize)}, nil
}

// Write takes the next part. It does not fail.
func (c *Check) Write(p []byte) (int, error) {
	n := len(p)
	if len(p) > TagSize {
		c.g.write(c.last)
		c.g.write(p[:len(p)-TagSize])
		c.last = append(c.last[:0], p[len(p)-TagSize:]...)
		return n, nil
	}
	c.last = append(c.last, p...)
	if over := len(c.last) - TagSize; over > 0 {
		c.g.write(c.last[:over])
		c.last = append(c.last[:0], c.last[over:]...)
	}
	return n, nil
}

// End returns ErrDamaged unless all that was written is a file that was encrypted under the key. Nothing may be written after it.
func (c *Check) End() error {
	tag := tagOf(c.c, c.g)
	if c.g.size > MaxSize || subtle.ConstantTimeCompare(tag[:], c.last) != 1 {
		return ErrDamaged
	}
	return nil
}

// Decrypt gives what reads a file of size bytes, its tag included, in clear and from any place. It does not look at the tag: Check
// has done so. ErrDamaged: it is shorter than a tag.
func (k Key) Decrypt(file io.ReaderAt, size int64) (*Reader, error) {
	c, _, err := k.stream()
	if err != nil {
		return nil, err
	}
	if size < TagSize {
		return nil, ErrDamaged
	}
	return &Reader{c: c, file: file, size: size - TagSize}, nil
}

// Reader is an encrypted file in clear. It is an io.ReadSeeker, for one goroutine.
type Reader struct {
	c    *counter
	file io.ReaderAt
	size int64
	at   int64
}

// Size is how many bytes there are in clear.
func (r *Reader) Size() int64 { return r.size }

// Read implements io.Reader.
func (r *Reader) Read(p []byte) (int, error) {
	if r.at >= r.size {
		return 0, io.EOF
	}
	p = p[:min(int64(len(p)), r.size-r.at)]
	n, err := r.file.ReadAt(p, r.at)
	if n == len(p) {
		err = nil
	} else if err == io.EOF {
		err = io.ErrUnexpectedEOF
	}
	if r.c.at != uint64(r.at) {
		r.c.seek(r.at)
	}
	r.c.xor(p[:n], p[:n])
	r.at += int64(n)
	return n, err
}

// Seek implements io.Seeker.
func (r *Reader) Seek(offset int64, whence int) (int64, error) {
	switch whence {
	case io.SeekCurrent:
		offset += r.at
	case io.SeekEnd:
		offset += r.size
	}
	if offset < 0 {
		return r.at, fmt.Errorf("seek to %d: %w", offset, io.ErrNoProgress)
	}
	r.at = offset
	return offset, nil
}
