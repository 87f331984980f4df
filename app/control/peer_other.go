//go:build !linux

package control

import "net"

// checkPeer leaves it to the folder and the socket, which nobody else may enter.
func checkPeer(net.Conn) error { return nil }
