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
	"vouch/trust/bitmap"
)

var (
	// ErrNoFile is returned for what is no file: a folder, a device, a pipe, or nothing.
	ErrNoFile = errors.New("no file")
	// ErrChanged is returned for a file that another program writes while it is read.
	ErrChanged = errors.New("file changes while it is read")
)

// mostPicture bounds the size of a picture that is cleaned, in bytes: it is read as a whole.
const mostPicture = 64 << 20

// Attached is a file of the user's as it is in the store.
type Attached struct {
	Stored        string // its name there
	Key           aesgcm.Key
	Name          string // as the user has it, cleaned
	Size          int64  // bytes in clear
	Width, Height int    // of a picture as it is shown, pixels; 0 where nobody knows
	Hash          []byte // SHA-256 of it in clear
	Origin        bool   // it may say where, when and with what it was made
}

// Attach encrypts a file of the user's into the store. A picture is cleaned of what tells where it was made, unless the original is
// wanted. ErrNoFile, ErrChanged: nothing was kept.
func (s *Store) Attach(ctx context.Context, path string, original bool) (Attached, error) {
	f, info, err := openRegular(path)
	if err != nil {
		return Attached{}, err
	}
	defer f.Close()
	out := Attached{Key: aesgcm.NewKey(), Name: filename.Clean(filepath.Base(path))}
	head := make([]byte, filename.HeadSize)
	n, err := io.ReadFull(f, head)
	if err != nil && err != io.EOF && err != io.ErrUnexpectedEOF {
		return Attached{}, fmt.Errorf("read file: %w", err)
	}
	head = head[:n]
	size := info.Size()
	var from io.Reader = io.LimitReader(io.MultiReader(bytes.NewReader(head), f), size+1) // it may grow faster than it is read
	kind := clean.KindOf(head)
	out.Origin = kind == clean.Unknown && filename.Tells(out.Name) || kind != clean.Unknown && (original || size > mostPicture)
	if kind != clean.Unknown && size <= mostPicture {
		picture, err := io.ReadAll(from)
		if err != nil {
			return Attached{}, fmt.Errorf("read picture: %w", err)
		}
		if int64(len(picture)) != size {
			return Attached{}, ErrChanged
		}
		out.Width, out.Height = sizeOf(picture)
		if !original {
			if cleaned, err := clean.Picture(picture); err == nil {
				picture = cleaned
			} else {
				out.Origin = true // a broken one goes as it is, and the user is told
			}
		}
		from, size = bytes.NewReader(picture), int64(len(picture))
	}
	sum := sha256.New()
	if out.Stored, out.Size, err = s.Add(ctx, io.TeeReader(from, sum), out.Key); err != nil {
		return Attached{}, err
	}
	out.Hash = sum.Sum(nil)
	after, err := f.Stat()
	if err != nil {
		return Attached{}, errors.Join(fmt.Errorf("measure file: %w", err), s.Remove(out.Stored))
	}
	if out.Size != size || after.Size() != info.Size() || !after.ModTime().Equal(info.ModTime()) {
		return Attached{}, errors.Join(ErrChanged, s.Remove(out.Stored))
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

// sizeOf is how large a picture is when it stands upright, in pixels; 0, 0 where it cannot be told.
func sizeOf(picture []byte) (width, height int) {
	width, height, err := bitmap.Size(picture)
	if err != nil {
		return 0, 0
	}
	if bitmap.Orientation(picture) >= 5 { // these lie on their side
		width, height = height, width
	}
	return width, height
}
