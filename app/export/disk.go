package export

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"runtime"
	"syscall"
)

// disk is what is done to a disk, in calls that can each fail.
type disk interface {
	// mkdir makes a folder that only the user can read. fs.ErrExist: something has its name.
	mkdir(path string) error
	// create makes a file that only the user can read. fs.ErrExist: something has its name.
	create(path string) (file, error)
	exists(path string) (bool, error)
	rename(from, to string) error
	// sync has changes of names reach the disk.
	sync(dir string) error
	removeAll(path string) error
}

type file interface {
	io.WriteCloser
	Sync() error
}

type osDisk struct{}

var _ disk = osDisk{}

func (osDisk) mkdir(path string) error      { return os.Mkdir(path, 0o700) }
func (osDisk) rename(from, to string) error { return os.Rename(from, to) }
func (osDisk) removeAll(path string) error  { return os.RemoveAll(path) }

func (osDisk) create(path string) (file, error) {
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return nil, err // no *os.File of nil
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
