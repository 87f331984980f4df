//go:build !unix

package control

import "net"

// listenPrivate binds; the profile folder keeps others out.
func listenPrivate(path string) (net.Listener, error) { return net.Listen("unix", path) }
