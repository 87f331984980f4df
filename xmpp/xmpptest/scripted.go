package xmpptest

import (
	"context"
	"crypto/x509"
	"errors"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
)

// Scripted is a server in this process for several accounts at once, with rosters, presence, carbons, archives and PEP of
// its own. It is honest until a Fault tells it otherwise. Its methods are for any goroutine.
//
// What clients write is relayed as the bytes they are, with the sender put right; nothing is checked that a careless
// server would not check.
type Scripted struct {
	Domain string

	hostile  *Hostile
	settings settings
	caFile   string
	address  string

	mu       sync.Mutex // guards the rest
	changed  *sync.Cond // for writers, and for what is stalled
	listener net.Listener
	down     bool
	life     int // goes up when all connections end
	pageCap  int
	lastID   int
	owners   map[string]*owner
	sessions map[string]*session // by the name of the stream
	faults   []*Injected
	log      []string

	forgotten map[string]uint32 // counts of streams that were dropped, by their names
}

// owner is an account and all that is kept for it.
type owner struct {
	jid      string
	password string
	roster   map[string]*contact
	changes  int // of the roster
	blocked  []string
	asking   map[string]string // presences that ask to subscribe, by who asks
	archive  []kept
	keeps    parsed // the preferences that a client has set
	offline  []string
	nodes    map[string]*node
	online   []*session // in the order of their binding
	written  []string   // stanzas that came from its clients
}

// StartScripted runs a Scripted until the end of the test. When the test fails, the end of its log is shown. Of the
// options it heeds domain, accounts, hibernation, the archive, versions of rosters, and whether there is stream management.
func StartScripted(t testing.TB, options ...Option) *Scripted {
	t.Helper()
	s, err := NewScripted(t.TempDir(), options...)
	if err == nil {
		err = s.Start(t.Context())
	}
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		s.Close()
		if t.Failed() {
			t.Logf("scripted server:\n%s", s.Log())
		}
	})
	return s
}

// NewScripted makes a server that keeps its authority in dir. It runs between Start and Close.
func NewScripted(dir string, options ...Option) (*Scripted, error) {
	s := &Scripted{
		settings: newSettings(options), caFile: filepath.Join(dir, "ca.pem"), pageCap: 50, address: "127.0.0.1:0",
		owners: map[string]*owner{}, sessions: map[string]*session{},
		forgotten: map[string]uint32{},
	}
	s.Domain, s.changed = s.settings.domain, sync.NewCond(&s.mu)
	var err error
	s.hostile, err = NewHostile(Script{
		Account: "nobody@" + s.Domain, Mechanisms: []string{"SCRAM-SHA-1", "SCRAM-SHA-256", "PLAIN"},
		Features: s.streamFeatures(), Then: s.run, passwords: s.password, at: s.atLogin,
	})
	if err != nil {
		return nil, err
	}
	for _, name := range s.settings.users {
		if err := s.AddUser(name, name+"pass"); err != nil {
			return nil, err
		}
	}
	for _, pair := range s.settings.friends {
		s.owners[s.bare(pair[0])].contact(s.bare(pair[1])).subscription = "both"
	}
	return s, os.WriteFile(s.caFile, s.hostile.CA(), 0o600)
}

func (s *Scripted) has(module string) bool {
	on := false
	for _, m := range s.settings.modules {
		on = on || m == module
	}
	return on && !s.settings.without[module]
}

func (s *Scripted) streamFeatures() string {
	features := "<bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'/>"
	if s.has("smacks") {
		features += "<sm xmlns='urn:xmpp:sm:3'/>"
	}
	if s.has("csi") {
		features += "<csi xmlns='urn:xmpp:csi:0'/>"
	}
	if s.settings.limit > 0 {
		features += fmt.Sprintf("<limits xmlns='urn:xmpp:stream-limits:0'><max-bytes>%d</max-bytes></limits>", s.settings.limit)
	}
	if s.settings.versions {
		features += "<ver xmlns='urn:xmpp:features:rosterver'/>"
	}
	return features
}

// Place is where s is.
func (s *Scripted) Place() Place {
	s.mu.Lock()
	defer s.mu.Unlock()
	at := s.listener.Addr().(*net.TCPAddr)
	return Place{s.Domain, at.IP.String(), uint16(at.Port), s.caFile}
}

// Pool holds the authority that signed the certificate of s.
func (s *Scripted) Pool() *x509.CertPool { return s.hostile.Pool() }

// AddUser makes an account.
func (s *Scripted) AddUser(name, password string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	who := s.bare(name)
	if s.owners[who] != nil {
		return fmt.Errorf("add user %s: is there", name)
	}
	s.owners[who] = &owner{jid: who, password: password, roster: map[string]*contact{}, asking: map[string]string{}, nodes: map[string]*node{}}
	return nil
}

func (s *Scripted) bare(name string) string { return name + "@" + s.Domain }

func (s *Scripted) password(name string) (string, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	o := s.owners[s.bare(name)]
	if o == nil {
		return "", false
	}
	return o.password, true
}

// PageCap makes a page of the archive hold at most n messages, 50 otherwise.
func (s *Scripted) PageCap(n int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.pageCap = n
}

// Start makes s listen; after Kill and Restart on the port it had, with what it keeps.
func (s *Scripted) Start(context.Context) error {
	l, err := s.hostile.listen(s.address)
	if err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.listener, s.address, s.down = l, l.Addr().String(), false
	return nil
}

// Kill ends s: connections break without a word, and no stream can be resumed afterwards.
func (s *Scripted) Kill() error {
	s.mu.Lock()
	s.down = true
	s.life++
	err := s.listener.Close()
	for _, o := range s.owners {
		for _, x := range o.online {
			x.stop()
			s.rescue(x)
		}
		o.online = nil
	}
	clear(s.sessions)
	s.changed.Broadcast()
	s.mu.Unlock()
	s.hostile.breakAll()
	if errors.Is(err, net.ErrClosed) {
		return nil
	}
	return err
}

// Restart is Kill and Start.
func (s *Scripted) Restart(ctx context.Context) error {
	if err := s.Kill(); err != nil {
		return err
	}
	return s.Start(ctx)
}

// Close is Kill for good, and waits until nothing of s runs any more.
func (s *Scripted) Close() {
	_ = s.Kill() // a listener that does not close changes nothing for what follows
	s.hostile.Close()
}

// Traffic is what went over all connections so far.
func (s *Scripted) Traffic() Traffic { return s.hostile.Traffic() }

// Log is the end of what s has read and written.
func (s *Scripted) Log() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return strings.Join(s.log, "\n")
}

// note adds a line to the log.
func (s *Scripted) note(who, way, step, text string) {
	if len(text) > 600 {
		text = text[:600] + "…"
	}
	s.log = append(s.log, who+" "+way+" "+step+": "+text)
	if len(s.log) > 600 {
		s.log = append([]string(nil), s.log[300:]...)
	}
}

// newID is a name that was not used before.
func (s *Scripted) newID() string {
	s.lastID++
	return fmt.Sprint("x", 100000+s.lastID)
}

// Written are the stanzas that clients of the account name have written so far.
func (s *Scripted) Written(name string) []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]string(nil), s.owners[s.bare(name)].written...)
}

// Deliver writes a stanza to all clients of the account name, as it is.
func (s *Scripted) Deliver(name, stanza string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, x := range s.owners[s.bare(name)].online {
		s.give(x, "", stanza)
	}
}
