package backup

import (
	"archive/tar"
	"bufio"
	"bytes"
	"compress/gzip"
	"context"
	"io"

	"filippo.io/age"
)

// chunk is how much age encrypts, and lets through, at once (age-encryption.org/v1, Payload).
const chunk = 64 << 10

// gzipBegins is how this package begins a member: no name, no time, level 1, no system (RFC 1952 §2.3).
var gzipBegins = []byte{0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 4, 0xff}

// resync looks behind a chunk that age did not let through for the next member.
func (s *salvage) resync() (bool, error) {
	if s.random == nil {
		id, err := identityOf(s.passphrase)
		if err != nil {
			return false, err
		}
		if s.random, s.length, err = age.DecryptReaderAt(s.Reader.src.at(s.src), s.size, id); err != nil {
			return false, s.ended() // the last chunk is bad as well: its place in the file cannot be trusted
		}
	}
	at := (s.Reader.clear.n/chunk + 1) * chunk
	for {
		if err := s.ended(); err != nil {
			return false, err
		}
		next, ok := s.find(at)
		if !ok {
			return false, s.ended()
		}
		if s.begins(next) {
			return true, nil
		}
		at = next + 1
	}
}

func (s *salvage) ended() error { return context.Cause(s.Reader.src.ctx) }

// find gives the next place from at where a member may begin, past chunks that are bad.
func (s *salvage) find(at int64) (int64, bool) {
	block := make([]byte, chunk+len(gzipBegins)-1)
	for at < s.length && s.ended() == nil {
		rest := chunk - at%chunk
		n, _ := s.random.ReadAt(block[:rest+int64(len(gzipBegins))-1], at) // what is bad, or behind the end, gives less
		if i := bytes.Index(block[:n], gzipBegins); i >= 0 {
			return at + int64(i), true
		}
		at += rest
	}
	return 0, false
}

// begins tries a place: bytes within a member may look like a beginning.
func (s *salvage) begins(at int64) bool {
	c := s.from(at)
	zip, err := gzip.NewReader(c)
	if err != nil {
		return false
	}
	m := &meter{r: zip, left: around}
	h, err := tar.NewReader(m).Next()
	if err != nil {
		return false
	}
	s.gap = true
	if _, err := s.accept(h); err != nil {
		return false
	}
	c = s.from(at) // once more, for who reads it
	if err := zip.Reset(c); err != nil {
		return false
	}
	s.Reader.clear, s.zip = c, zip
	s.meter = &meter{r: zip}
	s.tar = tar.NewReader(s.meter)
	s.err, s.open = nil, false
	return true
}

func (s *salvage) from(at int64) *clear {
	return &clear{r: bufio.NewReaderSize(&from{s.random, at}, chunk), n: at}
}

// from reads on from a place, and never over the end of a chunk: one that is bad takes nothing of the one before along.
type from struct {
	r  io.ReaderAt
	at int64
}

func (f *from) Read(p []byte) (int, error) {
	n, err := f.r.ReadAt(p[:min(int64(len(p)), chunk-f.at%chunk)], f.at)
	f.at += int64(n)
	if n > 0 {
		return n, nil
	}
	return 0, err
}

// at is the file from anywhere, as long as the context lives.
func (s *source) at(r io.ReaderAt) io.ReaderAt { return &sourceAt{s, r} }

type sourceAt struct {
	*source
	from io.ReaderAt
}

func (s *sourceAt) ReadAt(p []byte, at int64) (int, error) {
	if err := context.Cause(s.ctx); err != nil {
		s.err = err
		return 0, err
	}
	return s.from.ReadAt(p, at)
}
