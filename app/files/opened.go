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
	"sync"
	"time"
)

// OpenedFor is how long a copy stays that other programs open.
const OpenedFor = 24 * time.Hour

// Opened is a folder of copies in clear, for other programs to open: each in a folder of its own, so that it has its name. Who has
// the store without the database has these as well, so they go when the program ends and when it starts, and after OpenedFor.
// Its methods may be called from any goroutine.
type Opened struct {
	dir string

	mu     sync.RWMutex // held by those who make a copy, and by Close
	closed bool
}

// errClosed is returned for a copy that nobody would remove.
var errClosed = errors.New("the program ends")

// OpenedIn gives the copies in a folder, which is made with the first.
func OpenedIn(dir string) *Opened { return &Opened{dir: dir} }

// Add makes a copy of a file of the store, which is called name, from what it is in clear, and gives its absolute path. An error
// leaves nothing behind.
func (o *Opened) Add(ctx context.Context, stored, name string, from io.Reader) (path string, err error) {
	o.mu.RLock()
	defer o.mu.RUnlock()
	if o.closed {
		return "", errClosed
	}
	dir, err := o.folder(stored)
	if err != nil {
		return "", fmt.Errorf("make folder of opened files: %w", err)
	}
	path = filepath.Join(dir, name)
	if err := write(ctx, path, from); err != nil {
		return "", errors.Join(fmt.Errorf("copy file: %w", err), os.RemoveAll(dir))
	}
	return path, nil
}

// folder makes the folder of one copy. Its name begins with that of the file in the store.
func (o *Opened) folder(stored string) (string, error) {
	dir, err := filepath.Abs(o.dir)
	if err != nil {
		return "", err
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return "", err
	}
	raw := make([]byte, 4)
	rand.Read(raw)
	dir = filepath.Join(dir, stored+"-"+hex.EncodeToString(raw))
	return dir, os.Mkdir(dir, 0o700)
}

func write(ctx context.Context, path string, from io.Reader) error {
	to, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	Mark(path)
	_, err = io.Copy(to, Until(ctx, from))
	return errors.Join(err, to.Close())
}

// Remove removes the copies of a file of the store.
func (o *Opened) Remove(stored string) error {
	_, err := o.remove(func(e fs.DirEntry) bool { return strings.HasPrefix(e.Name(), stored+"-") })
	return err
}

// Sweep removes the copies that were made before a time. What another program holds fast stays for the next time.
func (o *Opened) Sweep(before time.Time) (removed int, err error) {
	return o.remove(func(e fs.DirEntry) bool {
		info, err := e.Info()
		return err == nil && info.ModTime().Before(before)
	})
}

// Clear removes all copies.
func (o *Opened) Clear() (removed int, err error) {
	return o.remove(func(fs.DirEntry) bool { return true })
}

// Close is Clear for the end: it waits for those who make a copy, and no more are made.
func (o *Opened) Close() error {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.closed = true
	_, err := o.Clear()
	return err
}

// remove removes of what is ours what goes.
func (o *Opened) remove(goes func(fs.DirEntry) bool) (removed int, err error) {
	entries, err := os.ReadDir(o.dir)
	if errors.Is(err, fs.ErrNotExist) {
		return 0, nil
	}
	if err != nil {
		return 0, fmt.Errorf("read folder of opened files: %w", err)
	}
	for _, e := range entries {
		stored, _, ours := strings.Cut(e.Name(), "-")
		if raw, bad := hex.DecodeString(stored); !ours || bad != nil || len(raw) != nameBytes || !e.IsDir() || !goes(e) {
			continue
		}
		if gone := os.RemoveAll(filepath.Join(o.dir, e.Name())); gone != nil {
			err = errors.Join(err, fmt.Errorf("remove opened file: %w", gone))
			continue
		}
		removed++
	}
	return removed, err
}
