//go:build unix

package control

import (
	"errors"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"syscall"
)

const (
	socketName = "control.sock"
	pathName   = "control.path"
	maxPath    = 100 // bytes; systems allow 104 to 108
	maxPointer = 4 << 10
)

// Listen binds the socket of a profile folder. The caller holds the profile's lock, so whatever socket is there is stale.
// Closing the listener removes it.
func Listen(profile string) (net.Listener, error) {
	path := filepath.Join(profile, socketName)
	pointer := filepath.Join(profile, pathName)
	if err := os.Remove(pointer); err != nil && !errors.Is(err, os.ErrNotExist) {
		return nil, fmt.Errorf("remove stale %s: %w", pathName, err)
	}
	if len(path) > maxPath {
		dir, err := os.MkdirTemp("", "vouch-") // 0700
		if err != nil {
			return nil, fmt.Errorf("make folder for the control socket: %w", err)
		}
		path = filepath.Join(dir, socketName)
		if err := os.WriteFile(pointer, []byte(path), 0o600); err != nil {
			return nil, fmt.Errorf("write %s: %w", pathName, err)
		}
	}
	if err := os.Remove(path); err != nil && !errors.Is(err, os.ErrNotExist) {
		return nil, fmt.Errorf("remove stale control socket: %w", err)
	}
	l, err := listenPrivate(path)
	if err != nil {
		return nil, fmt.Errorf("bind control socket: %w", err)
	}
	if err := os.Chmod(path, 0o600); err != nil {
		l.Close()
		return nil, fmt.Errorf("protect control socket: %w", err)
	}
	if filepath.Dir(path) == filepath.Clean(profile) {
		return l, nil
	}
	return &elsewhere{l, filepath.Dir(path), pointer}, nil
}

// elsewhere is a socket in a folder of its own, which goes with it.
type elsewhere struct {
	net.Listener
	dir, pointer string
}

func (l *elsewhere) Close() error {
	err := l.Listener.Close()
	return errors.Join(err, os.RemoveAll(l.dir), os.Remove(l.pointer))
}

// Dial connects to the Vouch that holds a profile folder. ErrNotRunning when there is none. An error of another kind says that
// somebody else could be listening, and then nothing was said there.
func Dial(profile string) (net.Conn, error) {
	path, err := socketPath(profile)
	if errors.Is(err, os.ErrNotExist) {
		return nil, ErrNotRunning
	}
	if err != nil {
		return nil, fmt.Errorf("find control socket: %w", err)
	}
	conn, err := net.Dial("unix", path)
	if errors.Is(err, os.ErrNotExist) || errors.Is(err, syscall.ECONNREFUSED) {
		return nil, ErrNotRunning
	}
	if err != nil {
		return nil, fmt.Errorf("connect to control socket: %w", err)
	}
	if err := checkPeer(conn); err != nil { // the path may have changed since it was looked at
		conn.Close()
		return nil, fmt.Errorf("connect to control socket: %w", err)
	}
	return conn, nil
}
