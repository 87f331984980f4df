//go:build unix

package control

import (
	"net"
	"syscall"
)

// listenPrivate binds with a mask that leaves nobody else a moment to connect.
func listenPrivate(path string) (net.Listener, error) {
	old := syscall.Umask(0o177)
	defer syscall.Umask(old)
	return net.Listen("unix", path)
}
