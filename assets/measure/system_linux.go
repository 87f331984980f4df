package main

import (
	"net"
	"syscall"
)

// apart gives a program a process group of its own, and ends it when this one is killed.
func apart() *syscall.SysProcAttr {
	return &syscall.SysProcAttr{Setpgid: true, Pdeathsig: syscall.SIGKILL}
}

// killGroup ends all of a process group. There may be nothing left of it.
func killGroup(pid int) { _ = syscall.Kill(-pid, syscall.SIGKILL) }

// quick is a connection that acknowledges at once what it has read. The system forgets the wish, so it is told each time.
type quick struct{ *net.TCPConn }

func (q quick) Read(b []byte) (int, error) {
	n, err := q.TCPConn.Read(b)
	if raw, rawErr := q.SyscallConn(); rawErr == nil {
		_ = raw.Control(func(fd uintptr) {
			_ = syscall.SetsockoptInt(int(fd), syscall.IPPROTO_TCP, syscall.TCP_QUICKACK, 1) // a wish
		})
	}
	return n, err
}
