//go:build !linux && !windows

package xmpp

// quickAck does nothing: no option of these systems is about one socket's delayed acknowledgements. TCP_SENDMOREACKS of macOS
// only has every second segment acknowledged, where else there may be more, and the last odd one still waits.
func quickAck(uintptr) (again bool) { return false }
