package xmpp

import "golang.org/x/sys/unix"

// quickAck acknowledges what has come in on the socket. It has to be said again after each read, which it returns: the system
// goes back to its own ways as soon as something is sent (tcp(7), TCP_QUICKACK).
func quickAck(fd uintptr) (again bool) {
	return unix.SetsockoptInt(int(fd), unix.IPPROTO_TCP, unix.TCP_QUICKACK, 1) == nil
}
