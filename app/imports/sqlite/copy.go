package sqlite

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
)

// tries is how often a database that changes meanwhile is copied.
const tries = 3

// copyAside copies a database and its write-ahead log into a new folder below copies. Both must stand still meanwhile: a log of one
// moment with a database of another is neither. The file that readers share is not copied, SQLite makes it anew.
func copyAside(ctx context.Context, path, copies string) (folder string, err error) {
	if err := os.MkdirAll(copies, 0o700); err != nil {
		return "", err
	}
	if folder, err = os.MkdirTemp(copies, "import-"); err != nil { // of mode 0700
		return "", err
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, os.RemoveAll(folder))
		}
	}()
	for range tries {
		before := stamps(path)
		for _, suffix := range []string{"", "-wal"} {
			to := filepath.Join(folder, filepath.Base(path)+suffix)
			err := copyFile(ctx, path+suffix, to)
			if suffix != "" && errors.Is(err, fs.ErrNotExist) {
				err = os.RemoveAll(to) // of the try before
			}
			if err != nil {
				return "", err
			}
		}
		if stamps(path) == before {
			return folder, nil
		}
	}
	return "", fmt.Errorf("%w: it changed while it was copied", ErrBusy)
}

// stamps are sizes and times of a database and its log.
func stamps(path string) (s [2]string) {
	for i, p := range []string{path, path + "-wal"} {
		if info, err := os.Stat(p); err == nil {
			s[i] = fmt.Sprint(info.Size(), info.ModTime().UnixNano())
		}
	}
	return s
}

func copyFile(ctx context.Context, from, to string) (err error) {
	in, err := os.Open(from)
	if err != nil {
		return err
	}
	defer in.Close()
	out, err := os.OpenFile(to, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return err
	}
	_, err = io.Copy(out, untilDone{ctx, in})
	return errors.Join(err, out.Close())
}

// untilDone reads until its context ends.
type untilDone struct {
	ctx context.Context
	io.Reader
}

func (u untilDone) Read(p []byte) (int, error) {
	if err := context.Cause(u.ctx); err != nil {
		return 0, err
	}
	return u.Reader.Read(p)
}
