package export

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"strings"
	"time"
)

// folder is the new folder, until it is finished under its part name.
type folder struct {
	disk disk
	path string // as it is to be called
	part string // as it is called until then; "" when it is finished
}

// mostTries is how many names are tried of which something has the first.
const mostTries = 1000

// newFolder makes the folder.
func newFolder(o Options) (*folder, error) {
	f := &folder{disk: o.disk}
	if f.disk == nil {
		f.disk = osDisk{}
	}
	parent, err := filepath.Abs(o.Folder)
	if err != nil {
		return nil, err
	}
	name := strings.TrimSpace(cleaned(o.Name) + " " + o.Now.In(o.zone()).Format(time.DateOnly))
	for n := 1; n <= mostTries; n++ {
		f.path = filepath.Join(parent, numbered(name, n))
		if taken, err := f.disk.exists(f.path); err != nil {
			return nil, err
		} else if taken {
			continue
		}
		f.part = f.path + ".part"
		err := f.disk.mkdir(f.part)
		if !errors.Is(err, fs.ErrExist) {
			return f, err
		}
	}
	return nil, fmt.Errorf("%s: %w", name, fs.ErrExist)
}

// finish gives the folder its name: another one where something has it by now. Renaming a folder replaces nothing that has
// content, so what comes between looking and doing stays.
func (f *folder) finish() (path string, err error) {
	if err := f.disk.sync(f.part); err != nil {
		return "", err
	}
	taken := true
	for n := 1; taken && n <= mostTries; n++ {
		path = numbered(f.path, n)
		if taken, err = f.disk.exists(path); err != nil {
			return "", err
		}
	}
	if taken {
		return "", fmt.Errorf("%s: %w", f.path, fs.ErrExist)
	}
	if err := f.disk.rename(f.part, path); err != nil {
		return "", err
	}
	f.part = ""
	return path, nil
}

// giveUp removes what there is of a folder that was not finished.
func (f *folder) giveUp() error {
	if f.part == "" {
		return nil
	}
	return f.disk.removeAll(f.part)
}

// real is where something of the folder lies now, by its path with slashes.
func (f *folder) real(path string) string { return filepath.Join(f.part, filepath.FromSlash(path)) }

func (f *folder) mkdir(path string) error { return f.disk.mkdir(f.real(path)) }

// create makes a file in the folder, by its path with slashes.
func (f *folder) create(ctx context.Context, path string) (*sheet, error) {
	to, err := f.disk.create(f.real(path))
	if err != nil {
		return nil, err
	}
	return &sheet{bufio.NewWriterSize(to, 64<<10), to, ctx}, nil
}
