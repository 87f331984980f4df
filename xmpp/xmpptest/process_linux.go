package xmpptest

import "syscall"

// dieWithParent ends the server when the test binary is killed, so that none is left behind.
func dieWithParent() *syscall.SysProcAttr { return &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL} }

// freeze stops the process until thaw.
func (p *process) freeze() (thaw func() error, err error) {
	if err := p.command.Process.Signal(syscall.SIGSTOP); err != nil {
		return nil, err
	}
	return func() error { return p.command.Process.Signal(syscall.SIGCONT) }, nil
}
