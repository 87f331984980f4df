//go:build !linux

package xmpptest

import "syscall"

func dieWithParent() *syscall.SysProcAttr { return nil }
