package app

import (
	"context"
	"maps"
	"net"
	"net/netip"
	"time"
)

const (
	pulse = 10 * time.Second // each look wakes a processor that has nothing to do
	nap   = 15 * time.Second // more than that between two looks, and the machine has slept: nothing keeps a program so long
)

// watchMachine looks at the clock and the addresses of the machine until ctx ends. Asking costs some microseconds, and is
// the same on all systems.
//
// After a sleep the connections are those of hours ago, and servers have given most of them up; but on Linux the clock that
// deadlines go by has stood still, so that nothing would be noticed for another minute.
func (s *Service) watchMachine(ctx context.Context) {
	ticks := time.NewTicker(s.opt.Pulse)
	defer ticks.Stop()
	last, here := s.wall(), s.addresses(nil)
	for {
		select {
		case <-ctx.Done():
			return
		case <-ticks.C:
		}
		before, was := last, here
		last, here = s.wall(), s.addresses(was)
		switch {
		case last.Sub(before) > s.opt.Pulse+nap:
			s.log.Info("the machine has slept", "time", last.Sub(before))
			s.tellAll(ctx, (*account).woke)
		case !maps.Equal(was, here):
			s.log.Info("the machine has other addresses")
			came := !within(here, was)
			s.tellAll(ctx, func(a *account) { a.networkChanged(here, came) })
		}
	}
}

// wall is the time of day: without the reading of the clock that stands still in a sleep.
func (s *Service) wall() time.Time { return s.opt.Now().Round(0) }

// addresses are those of the machine, or was where they cannot be told. Those of a link alone are left out: virtual
// machines and containers make and drop them all day.
func (s *Service) addresses(was map[netip.Addr]bool) map[netip.Addr]bool {
	all, err := s.opt.Addresses()
	if err != nil {
		s.log.Debug("read addresses of the machine", "err", err)
		return was
	}
	out := map[netip.Addr]bool{}
	for _, a := range all {
		if at, ok := addressOf(a); ok {
			out[at] = true
		}
	}
	return out
}

// addressOf is the address in a, if it is one that counts.
func addressOf(a net.Addr) (netip.Addr, bool) {
	var ip net.IP
	switch a := a.(type) {
	case *net.IPNet:
		ip = a.IP
	case *net.TCPAddr:
		ip = a.IP
	}
	at, ok := netip.AddrFromSlice(ip)
	return at.Unmap(), ok && !at.Unmap().IsLinkLocalUnicast()
}

// within tells whether all of some is in all.
func within(some, all map[netip.Addr]bool) bool {
	for at := range some {
		if !all[at] {
			return false
		}
	}
	return true
}

// tellAll has f called for each account on its loop.
func (s *Service) tellAll(ctx context.Context, f func(*account)) {
	for _, a := range s.list() {
		if err := a.Call(ctx, func() { f(a) }); err != nil {
			s.log.Debug("tell account", "account", a.jid, "err", err) // it ends, or the program does
		}
	}
}

// woke begins anew after a sleep. The stream is resumed if the server still holds it, and what it did not is caught up.
func (a *account) woke() {
	if a.conn.client != nil {
		a.conn.client.Lose()
		return
	}
	a.hurry()
}

// networkChanged gives up a connection from an address that is gone, and has others prove themselves: the way may have
// changed as well. Where there is none, a network that came is a reason to try again.
func (a *account) networkChanged(here map[netip.Addr]bool, came bool) {
	if a.conn.client == nil {
		if came {
			a.hurry()
		}
		return
	}
	if at, ok := addressOf(a.conn.client.LocalAddr()); ok && !here[at] {
		a.log.Info("the address of the connection is gone")
		a.conn.client.Lose()
		return
	}
	a.conn.client.Probe()
}

// hurry ends a pause between two tries to connect, and a try that began in other circumstances.
func (a *account) hurry() {
	if a.conn.retry.parked {
		return
	}
	a.conn.giveUpTry()
	a.conn.retry.tries = 0
	a.setRetry(a.now())
}
