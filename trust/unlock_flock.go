//go:build darwin || dragonfly || freebsd || linux || netbsd || openbsd

package trust

import (
	"os"
	"syscall"
)

// unlock lets go of a lock that closing the file would not: the database, when it panics while it opens a file, leaves a
// mapping behind that keeps the lock.
func unlock(f *os.File) error { return syscall.Flock(int(f.Fd()), syscall.LOCK_UN) }
