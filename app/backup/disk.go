package backup

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"syscall"
	"time"
)

// disk is what is done to a folder, in calls that can each fail or be the last one.
type disk interface {
	// create makes a file that is not there, which only the user can read.
	create(path string) (file, error)
	open(path string) (io.ReadCloser, error)
	exists(path string) (bool, error)
	// publish gives a file its name. fs.ErrExist: the name is taken.
	publish(part, path string) error
	remove(path string) error
	// sync has changes of names reach the disk.
	sync(dir string) error
	list(dir string) ([]entry, error)
}

type file interface {
	io.WriteCloser
	Sync() error
}

// entry is a plain file in a folder.
type entry struct {
	name     string
	size     int64
	modified time.Time
}

type osDisk struct{}

var _ disk = osDisk{}

func (osDisk) create(path string) (file, error) {
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return nil, err // no *os.File of nil
	}
	return f, nil
}

func (osDisk) open(path string) (io.ReadCloser, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	return f, nil
}

func (osDisk) exists(path string) (bool, error) {
	_, err := os.Lstat(path)
	if errors.Is(err, fs.ErrNotExist) {
		return false, nil
	}
	return err == nil, err
}

// publish links first: that never replaces anything, which renaming does. Where there are no links, it looks before.
func (d osDisk) publish(part, path string) error {
	err := os.Link(part, path)
	if err == nil {
		_ = os.Remove(part) // another name of what is whole; tidy takes it later
		return nil
	}
	if errors.Is(err, fs.ErrExist) {
		return err
	}
	if taken, err := d.exists(path); taken || err != nil {
		return fmt.Errorf("rename to %s: %w", filepath.Base(path), cmp.Or(err, fs.ErrExist))
	}
	return os.Rename(part, path)
}

func (osDisk) remove(path string) error { return os.Remove(path) }

// sync is for systems that can do it: Windows cannot, and some shares of a network cannot.
func (osDisk) sync(dir string) error {
	if runtime.GOOS == "windows" {
		return nil
	}
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	err = d.Sync()
	if errors.Is(err, errors.ErrUnsupported) || errors.Is(err, syscall.EINVAL) {
		err = nil
	}
	return errors.Join(err, d.Close())
}

func (osDisk) list(dir string) (out []entry, err error) {
	all, err := os.ReadDir(dir)
	if err != nil {
		return nil, err
	}
	for _, e := range all {
		if info, err := e.Info(); err == nil && info.Mode().IsRegular() {
			out = append(out, entry{e.Name(), info.Size(), info.ModTime()})
		}
	}
	return out, nil
}
