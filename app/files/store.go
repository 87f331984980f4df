// Package files keeps the files of chats beside the database: each encrypted under a key of its own, which stands in the sealed row
// of its message, under a name that says nothing. What was uploaded, or is to be, lies here in the very bytes; what came is kept as
// it came. Whoever has the folder without the database has nothing.
//
// The package knows no network and no database. All of it may wait for the disk, so it is for no goroutine that must not.
package files

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"vouch/app/files/aesgcm"
)

const (
	nameBytes = 16
	partly    = ".part" // ends the name of what is not all here
)

// ErrName is returned for a name that is none of a store.
var ErrName = errors.New("no name of a stored file")

// Store is a folder of files. Its methods may be called from any goroutine.
type Store struct{ dir string }

// Open gives the store in a folder, which is made where there is none.
func Open(dir string) (*Store, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, fmt.Errorf("make folder of files: %w", err)
	}
	return &Store{dir}, nil
}

// path is where a file lies; a name is ours alone to give.
func (s *Store) path(name string) (string, error) {
	if raw, err := hex.DecodeString(name); err != nil || len(raw) != nameBytes {
		return "", ErrName
	}
	return filepath.Join(s.dir, name), nil
}

// Part is a file that is being written. Keep or Drop ends it.
type Part struct {
	*os.File
	Name string // by which the store knows it once it is kept
	path string
}

// NewName draws a name for a file.
func NewName() string {
	raw := make([]byte, nameBytes)
	rand.Read(raw)
	return hex.EncodeToString(raw)
}

// New begins a file.
func (s *Store) New() (*Part, error) { return s.Resume(NewName()) }

// Resume goes on behind what is there of a file that was not kept yet, which may be nothing.
func (s *Store) Resume(name string) (*Part, error) {
	path, err := s.path(name)
	if err != nil {
		return nil, err
	}
	f, err := os.OpenFile(path+partly, os.O_RDWR|os.O_CREATE|os.O_APPEND, 0o600)
	if err != nil {
		return nil, fmt.Errorf("begin file: %w", err)
	}
	return &Part{f, name, path}, nil
}

// Size is how much of it there is, in bytes.
func (p *Part) Size() (int64, error) {
	info, err := p.Stat()
	if err != nil {
		return 0, fmt.Errorf("measure file: %w", err)
	}
	return info.Size(), nil
}

// Keep makes the file one of the store, whole and on the disk. What could not be kept is dropped.
func (p *Part) Keep() error {
	err := p.Sync()
	err = errors.Join(err, p.Close())
	if err == nil {
		err = os.Rename(p.path+partly, p.path)
	}
	if err != nil {
		_ = os.Remove(p.path + partly)
		return fmt.Errorf("keep file: %w", err)
	}
	return syncFolder(filepath.Dir(p.path))
}

// Pause leaves what is there of it for Resume.
func (p *Part) Pause() error { return p.Close() }

// Drop removes it.
func (p *Part) Drop() error {
	err := p.Close()
	return errors.Join(err, os.Remove(p.path+partly))
}

// Add encrypts all of r under k, which nothing else may be encrypted under, and gives the name of what was kept and the size of r. An
// error leaves nothing behind.
func (s *Store) Add(ctx context.Context, r io.Reader, k aesgcm.Key) (name string, size int64, err error) {
	p, err := s.New()
	if err != nil {
		return "", 0, err
	}
	if size, err = p.encrypt(ctx, r, k); err != nil {
		return "", 0, errors.Join(fmt.Errorf("encrypt file: %w", err), p.Drop())
	}
	return p.Name, size, p.Keep()
}

func (p *Part) encrypt(ctx context.Context, r io.Reader, k aesgcm.Key) (int64, error) {
	w, err := k.Encrypt(p)
	if err != nil {
		return 0, err
	}
	n, err := io.Copy(w, &ended{ctx, r})
	if err != nil {
		return n, err
	}
	return n, w.Close()
}

// Until gives a reader that ends with a context.
func Until(ctx context.Context, r io.Reader) io.Reader { return &ended{ctx, r} }

type ended struct {
	ctx context.Context
	io.Reader
}

func (e *ended) Read(p []byte) (int, error) {
	if err := context.Cause(e.ctx); err != nil {
		return 0, err
	}
	return e.Reader.Read(p)
}

// Sealed opens a kept file as it lies there, encrypted, with its size in bytes. fs.ErrNotExist: it is not here.
func (s *Store) Sealed(name string) (*os.File, int64, error) {
	path, err := s.path(name)
	if err != nil {
		return nil, 0, err
	}
	f, err := os.Open(path)
	if err != nil {
		return nil, 0, fmt.Errorf("open file: %w", err)
	}
	info, err := f.Stat()
	if err != nil {
		return nil, 0, errors.Join(fmt.Errorf("measure file: %w", err), f.Close())
	}
	return f, info.Size(), nil
}

// Clear is a kept file in clear. Close closes it.
type Clear struct {
	*aesgcm.Reader
	file *os.File
}

// Close closes the file.
func (c *Clear) Close() error { return c.file.Close() }

// Clear opens a kept file in clear, after all of it was held against its tag. aesgcm.ErrDamaged: it is not what was encrypted under
// k; fs.ErrNotExist: it is not here.
func (s *Store) Clear(ctx context.Context, name string, k aesgcm.Key) (*Clear, error) {
	f, size, err := s.Sealed(name)
	if err != nil {
		return nil, err
	}
	if err := Check(ctx, f, k); err != nil {
		return nil, errors.Join(err, f.Close())
	}
	r, err := k.Decrypt(f, size)
	if err != nil {
		return nil, errors.Join(err, f.Close())
	}
	return &Clear{r, f}, nil
}

// Check holds all of an encrypted file against its tag. aesgcm.ErrDamaged: it does not fit.
func Check(ctx context.Context, r io.Reader, k aesgcm.Key) error {
	c, err := k.Check()
	if err != nil {
		return err
	}
	if _, err := io.CopyBuffer(c, &ended{ctx, r}, make([]byte, 256<<10)); err != nil {
		return fmt.Errorf("check file: %w", err)
	}
	return c.End()
}

// Has tells whether a file is kept.
func (s *Store) Has(name string) bool {
	path, err := s.path(name)
	if err != nil {
		return false
	}
	info, err := os.Stat(path)
	return err == nil && info.Mode().IsRegular()
}

// Remove removes a file, all of it or a part. One that is not here is no error.
func (s *Store) Remove(name string) error {
	path, err := s.path(name)
	if err != nil {
		return err
	}
	for _, p := range []string{path, path + partly} {
		if err := os.Remove(p); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return fmt.Errorf("remove file: %w", err)
		}
	}
	return nil
}

// Sweep removes what no row knows: kept tells of a name whether one does. It is for the start, when nothing else is under way.
func (s *Store) Sweep(kept func(name string) bool) (removed int, err error) {
	entries, err := os.ReadDir(s.dir)
	if err != nil {
		return 0, fmt.Errorf("read folder of files: %w", err)
	}
	for _, e := range entries {
		name := strings.TrimSuffix(e.Name(), partly)
		if _, err := s.path(name); err != nil || kept(name) {
			continue // what is not ours stays
		}
		if err := s.Remove(name); err != nil {
			return removed, err
		}
		removed++
	}
	return removed, nil
}

// Size is how much the store takes, in bytes.
func (s *Store) Size() (bytes int64, err error) {
	entries, err := os.ReadDir(s.dir)
	if err != nil {
		return 0, fmt.Errorf("read folder of files: %w", err)
	}
	for _, e := range entries {
		if info, err := e.Info(); err == nil {
			bytes += info.Size()
		}
	}
	return bytes, nil
}

// syncFolder has a change of names reach the disk, where the system can be told so.
func syncFolder(dir string) error {
	d, err := os.Open(dir)
	if err != nil {
		return fmt.Errorf("open folder of files: %w", err)
	}
	_ = d.Sync() // Windows has none for folders
	return d.Close()
}
