package control

import (
	"fmt"
	"net"
	"os"

	"golang.org/x/sys/unix"
)

// checkPeer refuses processes of other users, on either side: of one that listens it is who it was when it began to.
func checkPeer(conn net.Conn) error {
	c, ok := conn.(*net.UnixConn)
	if !ok {
		return nil // a pipe of a test
	}
	raw, err := c.SyscallConn()
	if err != nil {
		return fmt.Errorf("check peer: %w", err)
	}
	var cred *unix.Ucred
	var failed error
	if err := raw.Control(func(fd uintptr) { cred, failed = unix.GetsockoptUcred(int(fd), unix.SOL_SOCKET, unix.SO_PEERCRED) }); err != nil {
		return fmt.Errorf("check peer: %w", err)
	}
	if failed != nil {
		return fmt.Errorf("check peer: %w", failed)
	}
	if int(cred.Uid) != os.Geteuid() {
		return fmt.Errorf("check peer: user %d is not user %d", cred.Uid, os.Geteuid())
	}
	return nil
}
