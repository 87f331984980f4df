package keyfile

import (
	"unsafe"

	"golang.org/x/sys/windows"
)

var globalMemoryStatusEx = windows.NewLazySystemDLL("kernel32.dll").NewProc("GlobalMemoryStatusEx")

// totalMemory is how many bytes of memory the machine has; 0 when it does not say.
func totalMemory() uint64 {
	// MEMORYSTATUSEX of sysinfoapi.h.
	status := struct {
		size, load uint32
		total      uint64
		others     [6]uint64
	}{}
	status.size = uint32(unsafe.Sizeof(status))
	if ok, _, _ := globalMemoryStatusEx.Call(uintptr(unsafe.Pointer(&status))); ok == 0 {
		return 0
	}
	return status.total
}
