package xmpptest

import "syscall"

// dieWithParent ends the server when the test binary is killed, so that none is left behind.
func dieWithParent() *syscall.SysProcAttr { return &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL} }
