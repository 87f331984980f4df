package files

import (
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"vouch/app/files/aesgcm"
	"vouch/app/files/clean"
	"vouch/app/files/filename"
	"vouch/app/files/picture"
)

var (
	// ErrNoFile is returned for what is no file: a folder, a device, a pipe, or nothing.
	ErrNoFile = errors.New("no file")
	// ErrChanged is returned for a file that another program writes while it is read.
	ErrChanged = errors.New("file changes while it is read")
)

// mostPicture bounds the size of a picture that is cleaned, in bytes: it is read as a whole.
const mostPicture = 64 << 20

// As says how a picture is sent; any other file goes as it is.
type As int

// The ways.
const (
	AsCleaned  As = iota // without what tells where, when and with what it was made; every pixel is kept
	AsOriginal           // byte for byte
	AsScaled             // cleaned, and made smaller where that helps
)

// Attached is a file of the user's as it is in the store.
type Attached struct {
	Stored        string // its name there
	Key           aesgcm.Key
	Name          string // as the user has it, cleaned
	Size          int64  // bytes in clear
	Width, Height int    // of a picture as it is shown, pixels; 0 where nobody knows
	Moves         bool   // a picture that says that it moves
	Hash          []byte // SHA-256 of it in clear
	Length        int64  // of sound that can be played, milliseconds; else 0
	Peaks         []byte // its waveform
	Origin        bool   // it may say where, when and with what it was made
}

// Attach encrypts a file of the user's into the store. ErrNoFile, ErrChanged: nothing was kept.
func (s *Store) Attach(ctx context.Context, path string, as As) (Attached, error) {
	f, info, err := openRegular(path)
	if err != nil {
		return Attached{}, err
	}
	defer f.Close()
	out, err := s.attach(ctx, filepath.Base(path), f, info.Size(), as)
	if err != nil {
		return Attached{}, err
	}
	after, err := f.Stat()
	if err != nil {
		return Attached{}, errors.Join(fmt.Errorf("measure file: %w", err), s.Remove(out.Stored))
	}
	if after.Size() != info.Size() || !after.ModTime().Equal(info.ModTime()) {
		return Attached{}, errors.Join(ErrChanged, s.Remove(out.Stored))
	}
	return out, nil
}

// AttachBytes is Attach for what is in no file. The bytes are only read.
func (s *Store) AttachBytes(ctx context.Context, name string, data []byte, as As) (Attached, error) {
	return s.attach(ctx, name, bytes.NewReader(data), int64(len(data)), as)
}

// AttachFrom is Attach for what is read from r, of just that size.
func (s *Store) AttachFrom(ctx context.Context, name string, r io.Reader, size int64, as As) (Attached, error) {
	return s.attach(ctx, name, r, size, as)
}

// attach encrypts what has a name and a size into the store, a picture in the way that is wanted.
func (s *Store) attach(ctx context.Context, name string, from io.Reader, size int64, as As) (Attached, error) {
	out := Attached{Key: aesgcm.NewKey(), Name: filename.Clean(name)}
	head := make([]byte, filename.HeadSize)
	n, err := io.ReadFull(from, head)
	if err != nil && err != io.EOF && err != io.ErrUnexpectedEOF {
		return Attached{}, fmt.Errorf("read file: %w", err)
	}
	head = head[:n]
	from = io.LimitReader(io.MultiReader(bytes.NewReader(head), from), size+1) // it may grow faster than it is read
	kind := clean.KindOf(head)
	out.Origin = kind == clean.Unknown && filename.Tells(out.Name) || kind != clean.Unknown && (as == AsOriginal || size > mostPicture)
	if kind != clean.Unknown && size <= mostPicture {
		data, err := io.ReadAll(from)
		if err != nil {
			return Attached{}, fmt.Errorf("read picture: %w", err)
		}
		if int64(len(data)) != size {
			return Attached{}, ErrChanged
		}
		sent := made(ctx, data, as)
		if sent.broken {
			out.Origin = true // it goes as it is, and the user is told
		}
		if data = sent.data; sent.ending != "" {
			out.Name = withEnding(out.Name, sent.ending)
		}
		out.Width, out.Height = picture.Size(data)
		out.Moves = out.Width > 0 && picture.Moves(data)
		from, size = bytes.NewReader(data), int64(len(data))
	}
	sum := sha256.New()
	if out.Stored, out.Size, err = s.Add(ctx, io.TeeReader(from, sum), out.Key); err != nil {
		return Attached{}, err
	}
	out.Hash = sum.Sum(nil)
	if out.Size != size {
		return Attached{}, errors.Join(ErrChanged, s.Remove(out.Stored))
	}
	return s.listened(ctx, out)
}

// listened notes of sound how long it plays, and its waveform.
func (s *Store) listened(ctx context.Context, out Attached) (Attached, error) {
	if !filename.Sound(out.Name) {
		return out, nil
	}
	sealed, size, err := s.Sealed(out.Stored)
	if err != nil {
		return Attached{}, err
	}
	defer sealed.Close()
	r, err := out.Key.Decrypt(sealed, size)
	if err != nil {
		return Attached{}, err
	}
	out.Length, out.Peaks = heard(ctx, r, out.Size)
	if err := context.Cause(ctx); err != nil {
		return Attached{}, errors.Join(err, s.Remove(out.Stored))
	}
	return out, nil
}

// openRegular opens a file, and nothing else: what reading never ends of is not opened.
func openRegular(path string) (*os.File, os.FileInfo, error) {
	before, err := os.Stat(path)
	if err != nil {
		return nil, nil, fmt.Errorf("open file: %w", errors.Join(ErrNoFile, err))
	}
	if !before.Mode().IsRegular() {
		return nil, nil, ErrNoFile
	}
	f, err := os.Open(path)
	if err != nil {
		return nil, nil, fmt.Errorf("open file: %w", err)
	}
	info, err := f.Stat()
	if err != nil || !info.Mode().IsRegular() || !os.SameFile(before, info) {
		return nil, nil, errors.Join(ErrNoFile, err, f.Close())
	}
	return f, info, nil
}
