package app

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"net"
	"path/filepath"
	"sort"
	"sync"
	"time"

	"go.etcd.io/bbolt"

	"vouch/app/files"
	"vouch/app/history"
	"vouch/app/view"
	"vouch/trust"
	"vouch/xmpp"
)

// Options is what a Service is given besides its file. The zero value is what a user wants.
type Options struct {
	Version string // of the program, told to contacts who ask
	Log     *slog.Logger
	// Languages are those of the user, as BCP 47 writes them, the best first: texts of others that come in several are read in
	// them. See Languages.
	Languages []string
	LogFile   string // where the log is kept, for Report; "" for nowhere
	Crash     string // where the last crash is kept, for Report; "" for nowhere
	Now       func() time.Time
	Resolver  xmpp.Resolver
	Dialer    xmpp.Dialer
	Timing    xmpp.Timing
	Queue     int           // capacity of each stream's events
	Retry     time.Duration // first pause between tries to connect; 0: one second
	Reflects  time.Duration // after which a message that its room has not sent back is looked for; 0: twenty seconds
	Pulse     time.Duration // how often it is looked whether the machine has slept or changed its network; 0: ten seconds
	Tap       io.Writer     // for tests: gets what is written into TLS after the login

	BackupWork int // of the passphrase of a backup, as its logarithm; 0: what is safe. Less is for tests

	Addresses func() ([]net.Addr, error) // of this machine, as *net.IPNet; nil: net.InterfaceAddrs
}

// Service keeps the accounts of one profile. Its methods may be called from any goroutine but a window's main one: all
// of them read or write the file, and some wait for the network.
type Service struct {
	file   *trust.File
	files  *files.Store
	opened *files.Opened
	opt    Options
	log    *slog.Logger
	hub    hub
	wake   chan struct{}
	filled chan struct{} // many texts are new (texts.go)
	quiet  chan struct{} // nobody does anything (texts.go)
	kept   chan struct{} // for how long messages are kept has changed (clearing.go)

	first []*account    // accounts that were on disk, for Run to start
	begin chan *account // later ones

	backing sync.Mutex // held while a backup is made or restored

	mu       sync.Mutex
	accounts map[string]*account // by bare JID
	number   uint64              // of the last snapshot
	inactive bool                // nobody looks at the program
	lastUse  time.Time           // when the user did something last; zero where nobody says
	rows     view.Rows
}

// New makes a Service over file, which stays the caller's to close. Nothing is started: the accounts connect in Run.
func New(file *trust.File, opt Options) (*Service, error) {
	if opt.Log == nil {
		opt.Log = slog.New(slog.DiscardHandler)
	}
	if opt.Now == nil {
		opt.Now = time.Now
	}
	if opt.Retry <= 0 {
		opt.Retry = time.Second
	}
	if opt.Pulse <= 0 {
		opt.Pulse = pulse
	}
	if opt.Addresses == nil {
		opt.Addresses = net.InterfaceAddrs
	}
	profile := filepath.Dir(file.Path())
	stored, err := files.Open(filepath.Join(profile, "files"))
	if err != nil {
		return nil, disk("open files", err)
	}
	s := &Service{file: file, files: stored, opened: files.OpenedIn(filepath.Join(profile, "opened")), opt: opt, log: opt.Log, wake: make(chan struct{}, 1), filled: make(chan struct{}, 1), quiet: make(chan struct{}, 1), kept: make(chan struct{}, 1), begin: make(chan *account), accounts: map[string]*account{}}
	var kept []trust.Account
	err = file.View(func(tx *bbolt.Tx) (err error) {
		kept, err = trust.Accounts(tx, file.Seal())
		return err
	})
	if err != nil {
		return nil, disk("read accounts", err)
	}
	for _, cfg := range kept {
		s.accounts[cfg.JID] = newAccount(s, cfg)
	}
	s.first = s.list()
	s.sweepFiles()                              // before anybody can attach one
	if _, err := s.opened.Clear(); err != nil { // of a run that was killed
		s.log.Warn("remove opened files", "err", err)
	}
	return s, nil
}

// Run connects the accounts and works until ctx ends. It returns when every account has stopped and everything is on
// disk.
func (s *Service) Run(ctx context.Context) error {
	var running sync.WaitGroup
	defer running.Wait()
	running.Go(func() { s.watchMachine(ctx) })
	running.Go(func() { s.migrate(ctx) })
	running.Go(func() { s.collectTexts(ctx) })
	running.Go(func() { s.sweep(ctx) })
	running.Go(func() { s.sweepOpened(ctx) })
	for _, a := range s.first { // one that is added meanwhile comes by begin alone
		running.Go(func() { a.run(ctx) })
	}
	for {
		select {
		case a := <-s.begin:
			running.Go(func() { a.run(ctx) })
		case <-ctx.Done():
			return nil
		}
	}
}

// Changed has one slot, which is filled when anything that a window shows may have changed. It is for one window; others
// use Watch.
func (s *Service) Changed() <-chan struct{} { return s.wake }

// changed tells everybody who watches.
func (s *Service) changed(e Event) {
	select {
	case s.wake <- struct{}{}:
	default:
	}
	s.hub.send(e)
}

// account gives the account with that address, however it is written.
func (s *Service) account(jid string) (*account, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if a, ok := s.accounts[jid]; ok {
		return a, nil
	}
	if who, err := bareJID("account", jid); err == nil && s.accounts[who] != nil {
		return s.accounts[who], nil
	}
	return nil, notFound("account", jid)
}

// list gives the accounts in the order of their addresses.
func (s *Service) list() []*account {
	s.mu.Lock()
	defer s.mu.Unlock()
	out := make([]*account, 0, len(s.accounts))
	for _, a := range s.accounts {
		out = append(out, a)
	}
	sort.Slice(out, func(i, j int) bool { return out[i].jid < out[j].jid })
	return out
}

// update runs f in a transaction that commits when f returns nil.
func (s *Service) update(what string, f func(tx *bbolt.Tx) error) error {
	if err := s.file.Update(f); err != nil {
		return disk(what, err)
	}
	return nil
}

// view runs f in a transaction that only reads.
func (s *Service) view(what string, f func(tx *bbolt.Tx) error) error {
	if err := s.file.View(f); err != nil {
		return disk(what, err)
	}
	return nil
}

func (s *Service) history(tx *bbolt.Tx, account string) *history.Store {
	return history.In(tx, s.file.Seal(), account).Dropping(s.dropFile).Filling(s.textsFill)
}

func (s *Service) trust(tx *bbolt.Tx, account string) *trust.Store {
	return trust.In(tx, s.file.Seal(), account).WithClock(s.opt.Now)
}

// disk makes an Error of what a transaction returned, unless it is one.
func disk(what string, err error) error {
	if KindOf(err) != "" {
		return err
	}
	return &Error{Kind: KindDisk, Err: fmt.Errorf("%s: %w", what, err)}
}
