package xmpp

import (
	"unsafe"

	"golang.org/x/sys/windows"
)

// sioSetAckFrequency is SIO_TCP_SET_ACK_FREQUENCY, _WSAIOW(IOC_VENDOR, 23) of mstcpip.h.
const sioSetAckFrequency = windows.IOC_IN | windows.IOC_VENDOR | 23

// quickAck has the socket acknowledge every segment, and not every second one or after a while. It lasts, so that idle streams
// have it too: there it costs a packet for each segment that comes, and nothing while none does.
func quickAck(fd uintptr) (again bool) {
	every, size := uint32(1), uint32(0)
	// Where the system does not know it, all is as before.
	_ = windows.WSAIoctl(windows.Handle(fd), sioSetAckFrequency, (*byte)(unsafe.Pointer(&every)), uint32(unsafe.Sizeof(every)), nil, 0, &size, nil, 0)
	return false
}
