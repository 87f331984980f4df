package web

import (
	"net/netip"
	"testing"
)

// What leads into a private network, written in whatever way: v4-mapped, nat64.
func TestInside(t *testing.T) {
	for _, text := range []string{"127.0.0.1", "127.9.9.9", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "0.0.0.0", "0.1.2.3", "100.64.0.1", "192.0.0.8", "198.18.0.1", "224.0.0.1",
		"240.0.0.1", "255.255.255.255", "::1", "::", "fe80::1", "fe80::1%eth0", "fc00::1", "fd12::1", "ff02::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "64:ff9b::7f00:1", "64:ff9b::a00:1", "2002:7f00:1::", "2002:c0a8:101::1"} {
		if !Inside(netip.MustParseAddr(text)) {
			t.Errorf("%s counts as of the internet", text)
		}
	}
	for _, text := range []string{"1.1.1.1", "172.32.0.1", "100.128.0.1", "2606:4700::1111", "64:ff9b::101:101", "2002:101:101::", "::ffff:1.1.1.1"} {
		if Inside(netip.MustParseAddr(text)) {
			t.Errorf("%s counts as inside", text)
		}
	}
	if !Inside(netip.Addr{}) {
		t.Error("no address counts as of the internet")
	}
	for _, address := range []string{"127.0.0.1:443", "[::1]:443", "nowhere", "host:443"} {
		if refuseInside("tcp", address, nil) == nil {
			t.Errorf("%s may be connected to", address)
		}
	}
	if err := refuseInside("tcp", "[2606:4700::1111]:443", nil); err != nil {
		t.Error(err)
	}
}
