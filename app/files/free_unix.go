//go:build unix

package files

import "golang.org/x/sys/unix"

// freeOn is how many bytes a user may still write to the disk of a folder; ok is false where nobody says.
var freeOn = func(dir string) (bytes int64, ok bool) {
	var s unix.Statfs_t
	if err := unix.Statfs(dir, &s); err != nil {
		return 0, false
	}
	return int64(s.Bavail) * int64(s.Bsize), true
}
