//go:build !linux

package xmpptest

import (
	"errors"
	"syscall"
)

func dieWithParent() *syscall.SysProcAttr { return nil }

func (p *process) freeze() (thaw func() error, err error) { return nil, errors.ErrUnsupported }
