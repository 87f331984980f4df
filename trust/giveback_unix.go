//go:build unix

package trust

import (
	"go.etcd.io/bbolt"
	"golang.org/x/sys/unix"
)

// GiveBack has the system forget the pages of the file that it has in memory for us, as after a look at all of it: they count as ours,
// and come back from its cache when they are needed. It may be called from any goroutine.
func (f *File) GiveBack() {
	_ = f.View(func(tx *bbolt.Tx) error { // while one reads, the file is not mapped elsewhere
		// Nothing is written through the mapping, so that nothing is lost. Where the system refuses, the memory stays ours.
		_, _, _ = unix.Syscall(unix.SYS_MADVISE, tx.DB().Info().Data, uintptr(tx.Size()), unix.MADV_DONTNEED)
		return nil
	})
}
