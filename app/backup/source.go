package backup

import (
	"archive/tar"
	"compress/gzip"
	"context"
	"errors"
	"io"
)

// source is the file, which notes why it ended.
type source struct {
	ctx   context.Context
	r     io.Reader
	begin []byte // its first bytes, as many as show that age wrote it
	ended bool   // it was read to its end
	err   error  // of the disk or the context
}

func (s *source) Read(p []byte) (int, error) {
	if err := context.Cause(s.ctx); err != nil {
		s.err = err
		return 0, err
	}
	n, err := s.r.Read(p)
	if missing := len(intro) - len(s.begin); missing > 0 {
		s.begin = append(s.begin, p[:min(n, missing)]...)
	}
	if errors.Is(err, io.EOF) {
		s.ended = true
	} else if err != nil {
		s.err = err
	}
	return n, err
}

// clear is what age has let through, with the error by which it let no more through: what reads it may say something else.
type clear struct {
	r   io.Reader
	n   int64 // bytes so far
	err error
}

func (c *clear) Read(p []byte) (int, error) {
	n, err := c.r.Read(p)
	c.n += int64(n)
	if err != nil && !errors.Is(err, io.EOF) {
		c.err = err
	}
	return n, err
}

// meter lets through what a member may have, and what may stand around it. A few bytes of gzip can be endless headers.
type meter struct {
	r    io.Reader
	left int64
}

var errMuch = errors.New("too much between members")

// around is how many bytes of headers and padding may come before a member or behind the last one: tar takes 10 KiB at most.
const around = 128 << 10

func (m *meter) Read(p []byte) (int, error) {
	if m.left <= 0 {
		return 0, errMuch
	}
	n, err := m.r.Read(p[:min(int64(len(p)), m.left)])
	m.left -= int64(n)
	return n, err
}

// whyOf tells by which error a file ended early, and what it says for those who look closer.
func (r *Reader) whyOf(err error) (why string, sentinel error) {
	switch {
	case r.clear.err != nil && r.src.ended:
		return "", ErrCut
	case r.clear.err != nil:
		return "not what the passphrase has encrypted", ErrChanged
	case errors.Is(err, ErrMalformed), errors.Is(err, ErrChanged), errors.Is(err, ErrCut):
		return "", err
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		return "encrypted like that", ErrCut
	case errors.Is(err, gzip.ErrChecksum):
		return err.Error(), ErrChanged
	case errors.Is(err, tar.ErrHeader):
		return "no header of a member", ErrMalformed
	}
	return err.Error(), ErrMalformed
}
