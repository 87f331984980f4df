//go:build unix

package control

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"
)

// socketPath is where the Vouch that holds a profile folder listens. What a client says there may be a password, so every step
// on the way has to be the user's alone: a folder for temporary files that has been cleaned up can be made again by anybody.
func socketPath(profile string) (string, error) {
	resolved, err := filepath.EvalSymlinks(profile) // the folder is the user's choice, through whatever leads to it
	if err != nil {
		return "", err
	}
	if err := checkFolder(resolved); err != nil {
		return "", err
	}
	path := filepath.Join(resolved, socketName)
	pointer := filepath.Join(resolved, pathName)
	switch err := checkOwned(pointer, 0); {
	case err == nil:
		if path, err = readPointer(pointer); err != nil {
			return "", err
		}
		if err := checkFolder(filepath.Dir(path)); err != nil {
			return "", err
		}
	case !errors.Is(err, fs.ErrNotExist):
		return "", err
	}
	return path, checkOwned(path, fs.ModeSocket)
}

func readPointer(pointer string) (string, error) {
	f, err := os.Open(pointer)
	if err != nil {
		return "", err
	}
	defer f.Close()
	text, err := io.ReadAll(io.LimitReader(f, maxPointer))
	path := strings.TrimSpace(string(text))
	if err == nil && !filepath.IsAbs(path) {
		err = fmt.Errorf("%s: no absolute path in it", pointer)
	}
	return filepath.Clean(path), err
}

// checkFolder refuses a folder in which others could put something.
func checkFolder(path string) error {
	if err := checkOwned(path, fs.ModeDir); err != nil {
		return err
	}
	info, err := os.Lstat(path)
	if err != nil {
		return err
	}
	if info.Mode()&fs.ModeSticky != 0 || info.Mode().Perm()&0o022 != 0 {
		return fmt.Errorf("%s: others may write there (%s)", path, info.Mode())
	}
	return nil
}

// checkOwned refuses what is not of that type, a symbolic link too, or belongs to somebody else.
func checkOwned(path string, kind fs.FileMode) error {
	info, err := os.Lstat(path)
	if err != nil {
		return err
	}
	if info.Mode().Type() != kind {
		return fmt.Errorf("%s: is not what it should be (%s)", path, info.Mode())
	}
	if stat, ok := info.Sys().(*syscall.Stat_t); !ok || int(stat.Uid) != os.Geteuid() {
		return fmt.Errorf("%s: does not belong to us", path)
	}
	return nil
}
