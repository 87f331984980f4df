package xmpptest

import (
	"runtime"
	"slices"
	"strings"
)

// StreamSteps are the steps of a stream of a Scripted, after those of Steps up to "restart": what the client writes, then
// what the server does.
var StreamSteps = []string{
	"resume", "bind", "enable", "roster in", "disco in", "pep in", "archive in", "carbons in", "iq in", "presence in",
	"message in", "ack in", "ack request in",

	"resumed", "bound", "enabled", "roster out", "roster push", "disco out", "pep out", "pep event", "archive result",
	"archive fin", "carbons out", "iq out", "presence out", "message out", "carbon out", "ack out", "ack request out",
}

// EveryStep are the steps of a login and a stream at which a Scripted can be made to fail, in about the order they come.
func EveryStep() []string {
	return slices.Concat(Steps[:slices.Index(Steps, "bind")], StreamSteps)
}

// Deed is what a Fault does.
type Deed int

// The deeds. The connection is what breaks or halts; a stream that can be resumed is held.
const (
	Cut      Deed = iota // breaks before the step: what the client wrote is not taken, what the server has to say is not written
	CutHalf              // breaks after half of what the server writes; else as Cut
	CutAfter             // breaks after the step: what the client wrote is taken, and it is not told
	Stall                // nothing more is taken or written until End
	Lie                  // what Fault.Lie makes of the bytes is taken or written instead
	Refuse               // the stream ends with the error Fault.Error, and is not held
)

func (d Deed) String() string {
	return [...]string{"cut", "cut half", "cut after", "stall", "lie", "refuse"}[d]
}

// Fault is one thing that a Scripted does wrong. At the steps of a login there is no lie, which is what Script is for, no
// text, and no user before the login.
type Fault struct {
	Step  string
	User  string // name of the account whose streams are meant; "" means all
	Has   string // text that the stanza must have
	Least int    // bytes that it must have
	Skip  int    // how many times it passes first
	Times int    // how often it strikes: once if 0, always if negative
	Deed  Deed
	Error string                         // condition of a stream error (RFC 6120 §4.9.3); "" is policy-violation
	Lie   func(to, stanza string) string // to is the client's address; "" is nothing, several elements count as several
}

// Injected is a Fault that waits to strike.
type Injected struct {
	server *Scripted
	fault  Fault
	struck chan struct{}
	passed int
	count  int
	ended  bool
	conns  []*wired // stalled ones
}

// Inject makes a fault strike.
func (s *Scripted) Inject(f Fault) *Injected {
	s.mu.Lock()
	defer s.mu.Unlock()
	i := &Injected{server: s, fault: f, struck: make(chan struct{})}
	s.faults = append(s.faults, i)
	return i
}

// Struck is closed when the fault strikes for the first time.
func (i *Injected) Struck() <-chan struct{} { return i.struck }

// Count is how often it has struck.
func (i *Injected) Count() int {
	i.server.mu.Lock()
	defer i.server.mu.Unlock()
	return i.count
}

// End ends the fault; what is stalled goes on.
func (i *Injected) End() {
	s := i.server
	s.mu.Lock()
	defer s.mu.Unlock()
	i.ended = true
	for _, c := range i.conns {
		c.queue, c.kept, c.stall = append(c.queue, c.kept...), nil, nil
	}
	i.conns = nil
	s.faults = slices.DeleteFunc(s.faults, func(other *Injected) bool { return other == i })
	s.changed.Broadcast()
}

// strike finds the fault that strikes at a step, if any.
func (s *Scripted) strike(step, account, stanza string) *Injected {
	for _, i := range s.faults {
		f := i.fault
		if f.Step != step || f.User != "" && s.bare(f.User) != account || !strings.Contains(stanza, f.Has) || len(stanza) < f.Least {
			continue
		}
		if i.passed++; i.passed <= f.Skip || f.Times >= 0 && i.count > max(f.Times-1, 0) {
			continue
		}
		if i.count++; i.count == 1 {
			close(i.struck)
		}
		s.note(account, "!!", step, f.Deed.String())
		return i
	}
	return nil
}

// atLogin is a step of a login.
func (s *Scripted) atLogin(w *Wire, step string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	i := s.strike(step, w.account, "")
	if i == nil {
		return
	}
	if i.fault.Deed != Stall {
		runtime.Goexit()
	}
	for life := s.life; !i.ended && life == s.life; {
		s.changed.Wait()
	}
}
