package keyfile

import "golang.org/x/sys/unix"

// totalMemory is how many bytes of memory the machine has; 0 when it does not say.
func totalMemory() uint64 {
	var info unix.Sysinfo_t
	if unix.Sysinfo(&info) != nil {
		return 0
	}
	return uint64(info.Totalram) * uint64(info.Unit)
}
