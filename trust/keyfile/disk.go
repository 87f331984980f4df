package keyfile

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
)

const (
	fileName = "vouch.key"
	newName  = "vouch.key.new"
	fileMode = 0o600
)

// folder is what the package does with the disk. After an error a call may have done its work or a part of it.
type folder interface {
	// read gives at most limit bytes of a file. fs.ErrNotExist when there is none.
	read(name string, limit int64) ([]byte, error)
	// create makes an empty file, ours alone, or empties one that is there.
	create(name string) (newFile, error)
	// rename gives a file the name of another, which it replaces.
	rename(from, to string) error
	// remove takes a name away. fs.ErrNotExist when there is none.
	remove(name string) error
	// sync makes names last that were given and taken.
	sync() error
}

// newFile is a file that is being written. What was not synced may be lost.
type newFile interface {
	io.WriteCloser
	Sync() error
}

// put writes the key file so that there is either the old or the new one on the disk.
func put(d folder, content []byte) error {
	if err := fill(d, content); err != nil {
		if gone := d.remove(newName); gone != nil && !errors.Is(gone, fs.ErrNotExist) {
			err = errors.Join(err, gone)
		}
		return err
	}
	if err := d.rename(newName, fileName); err != nil {
		return errors.Join(err, d.remove(newName))
	}
	return d.sync()
}

func fill(d folder, content []byte) error {
	f, err := d.create(newName)
	if err != nil {
		return err
	}
	_, err = f.Write(content)
	if err == nil {
		err = f.Sync()
	}
	return errors.Join(err, f.Close())
}

// holds checks that the file has that content.
func holds(d folder, content []byte) error {
	b, err := d.read(fileName, fileLimit+1)
	if err != nil {
		return fmt.Errorf("read back: %w", err)
	}
	if !bytes.Equal(b, content) {
		return fmt.Errorf("read back: %w: not what was written", ErrDamaged)
	}
	return nil
}

// osFolder is a folder of the system.
type osFolder string

var _ folder = osFolder("")

func (d osFolder) read(name string, limit int64) ([]byte, error) {
	f, err := os.Open(filepath.Join(string(d), name))
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return io.ReadAll(io.LimitReader(f, limit))
}

func (d osFolder) create(name string) (newFile, error) {
	return os.OpenFile(filepath.Join(string(d), name), os.O_CREATE|os.O_TRUNC|os.O_WRONLY, fileMode)
}

func (d osFolder) rename(from, to string) error {
	return os.Rename(filepath.Join(string(d), from), filepath.Join(string(d), to))
}

func (d osFolder) remove(name string) error { return os.Remove(filepath.Join(string(d), name)) }

// sync has nothing to do on Windows, which has no such call.
func (d osFolder) sync() error {
	if runtime.GOOS == "windows" {
		return nil
	}
	f, err := os.Open(string(d))
	if err != nil {
		return err
	}
	return errors.Join(f.Sync(), f.Close())
}
