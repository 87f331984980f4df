package keyfile

import "golang.org/x/sys/unix"

// totalMemory is how many bytes of memory the machine has; 0 when it does not say.
func totalMemory() uint64 {
	n, err := unix.SysctlUint64("hw.memsize")
	if err != nil {
		return 0
	}
	return n
}
