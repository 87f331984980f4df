package web

import (
	"errors"
	"fmt"
	"net"
	"net/netip"
	"syscall"
)

// ErrInside is returned for an address within this machine or its networks, where a link of somebody must not lead.
var ErrInside = errors.New("leads into a private network")

// inside are networks that are not the internet, beside those that package netip knows.
var inside = []netip.Prefix{
	netip.MustParsePrefix("0.0.0.0/8"), netip.MustParsePrefix("100.64.0.0/10"), netip.MustParsePrefix("192.0.0.0/24"),
	netip.MustParsePrefix("198.18.0.0/15"), netip.MustParsePrefix("240.0.0.0/4"),
}

// Around which other addresses are put, with how many bytes stand before them: NAT64 (RFC 6052) and 6to4 (RFC 3056).
var around = []struct {
	prefix netip.Prefix
	at     int
}{{netip.MustParsePrefix("64:ff9b::/96"), 12}, {netip.MustParsePrefix("2002::/16"), 2}}

// Inside tells whether an address is of this machine, of a network that the internet does not lead to, or of nobody.
func Inside(addr netip.Addr) bool {
	addr = addr.Unmap().WithZone("")
	if !addr.IsValid() || addr.IsLoopback() || addr.IsPrivate() || addr.IsUnspecified() || addr.IsMulticast() || addr.IsLinkLocalUnicast() || addr.IsInterfaceLocalMulticast() {
		return true
	}
	for _, p := range inside {
		if p.Contains(addr) {
			return true
		}
	}
	for _, a := range around {
		if a.prefix.Contains(addr) {
			b := addr.As16()
			return Inside(netip.AddrFrom4([4]byte(b[a.at : a.at+4])))
		}
	}
	return false
}

// refuseInside ends a connection before it is made where it would lead inside: after names were looked up, so that no name can lead
// elsewhere than it did a moment ago.
func refuseInside(_, address string, _ syscall.RawConn) error {
	host, _, err := net.SplitHostPort(address)
	if err != nil {
		return fmt.Errorf("connect to %s: %w", address, err)
	}
	addr, err := netip.ParseAddr(host)
	if err != nil || Inside(addr) {
		return ErrInside
	}
	return nil
}
