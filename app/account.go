package app

import (
	"context"
	"errors"
	"log/slog"
	"sync"
	"time"

	"mellium.im/xmpp/jid"

	"vouch/app/history"
	"vouch/crypto"
	"vouch/trust"
	"vouch/xmpp"
	"vouch/xmpp/mam"
)

// account is one account and the loop that owns its state.
type account struct {
	s     *Service
	jid   string // bare
	addr  jid.JID
	log   *slog.Logger
	calls chan func() // commands, for the loop
	looks chan look   // what a window shows; one slot, what does not fit is looked at again soon
	ended chan struct{}
	stop  chan struct{} // closed to end the loop alone
	halt  sync.Once

	mu   sync.Mutex
	live live

	// Owned by the loop.
	ctx     context.Context // of run; ends with the loop
	cfg     trust.Account
	online  bool
	client  *xmpp.Client
	events  <-chan xmpp.Event
	stream  uint64 // number of the stream, or of the try to get one
	cancel  context.CancelFunc
	opened  chan opened
	over    chan over // one slot, for the one stream
	timer   *time.Timer
	wakeAt  time.Time // when timer fires; zero when it is not set
	tries   int
	parked  bool        // no further try until the user has done something
	moved   []time.Time // when another client took our resource, lately
	boundAt time.Time
	steady  bool // the stream has come as far as the end of its catch-up
	mend    bool // a stream ended because what came was not XML
	helpers sync.WaitGroup

	healed   map[crypto.Address]bool // sessions begun anew on this stream; true while that waits for the end of the catch-up
	asked    map[*question]bool      // questions to the network without an answer
	lists    map[string]time.Time    // when the device list of a JID was read, or told of, on this stream
	doubted  map[string]time.Time    // when a device showed up that the list of a JID did not have
	keysSet  bool                    // own keys were made or checked on this stream
	fetching map[string]bool         // todos under way, by key
	failed   map[string]failure      // todos that failed lately, by key
	todos    []history.Todo          // what the file says is to be done, …
	todosAt  uint64                  // … as of this count of its changes
	relisted []time.Time             // when the own id was put back into the own list
	efforts  map[string]effort       // what work is left to senders who have cost some, by payer

	archives   bool                  // the server keeps an archive for us
	prefs      *mam.Prefs            // what it says that it keeps, or nil
	stamps     bool                  // our account gives messages archive ids that can be believed
	catchingUp bool                  // until the archive has told all that was missed, or is known to be absent
	page       *page                 // of the archive, asked for or being taken in
	given      map[string]bool       // archive ids that this catch-up has had
	begun      map[string]bool       // devices whose session began inside this catch-up
	order      map[string]*chatOrder // by chat
	anchor     history.Mark          // of the archive: what came in live before is in order
	unordered  bool                  // some of what came since may not be
	tellable   bool                  // the account has private nodes, and archive ids by which messages can be named
	told       bool                  // how far our devices have read is known on this stream
	toldAt     time.Time             // when it was written last
	sizeApart  bool                  // the server takes no size of the private node together with an item
	sized      bool                  // and was told it on this stream
	heard      time.Time             // when the last stanza came, on any stream
	before     time.Time             // the same when this stream began
	kept       time.Time             // since when stamps of our server are believed; zero: not now
	olders     []*older              // what is asked for before the first rows of chats, one after the other

	idle      time.Time         // since when contacts know that the user is away, or zero
	pictures  []wanted          // to be fetched
	picturing int               // fetches of pictures under way
	pictured  map[string]wanted // what was announced on this stream, by JID
	quiet     bool              // our server was told that nobody looks
	served    bool              // what else it offers is too, and whom we block

	queue    []history.Entry      // the outbox, oldest first, without stanza bytes
	inflight map[uint64]uint64    // number on the stream → outbox sequence
	written  uint64               // numbers up to this left on the stream that was cut
	resume   *xmpp.Resumption     // to continue the stream that was cut
	rostered bool                 // the roster was fetched and presence shown on this stream
	known    bool                 // what the server can do is known on this stream
	made     map[uint64]bool      // outbox sequences whose stanza exists: on its way, or in doubt
	doubt    map[uint64]bool      // outbox sequences that may have been written on an older stream
	typed    map[string]typingOut // by chat: what was told last
	waits    map[uint64]Kind      // why an entry waits, as its row says
	lastEnd  ending               // of a stream
	alone    map[uint64]bool      // outbox sequences that may have ended a stream
	resend   map[uint64]bool      // of these those that are to go out again in the same bytes
	unmade   map[uint64]failure   // outbox sequences that could not be made into a stanza
	stuckAt  uint64               // number of a question that the server got no further than, on so many streams in a row
	stuck    int
}

// live is the state that others may read.
type live struct {
	state     ConnState
	err       *Error
	retry     time.Time
	resource  string
	resumed   bool
	presence  map[string]map[string]presenceOf // bare JID → resource
	asks      map[string]bool                  // contacts that ask to see our presence
	listAlert bool
	privacy   Privacy
	typing    map[string]time.Time // contacts that write, since when; replaced, never changed
	refusals  map[string]keyAnswer // what questions about keys were answered, by JID; replaced, never changed
	blocks    bool                 // our server keeps a block list
	reports   bool                 // and takes reports
	enabled   bool
	show      Show // our own
	words     string
	proxy     string
	invited   InvitationRecord      // the last invitation that the server made
	faces     map[string]*Picture   // by bare JID
	nicks     map[string]string     // what contacts call themselves
	profiles  map[string]*Profile   // that were looked up
	idleAfter int                   // minutes
	older     map[string]olderState // by chat: being fetched, or why that failed

	catchingUp bool
	noArchive  bool          // the server keeps none for us
	prefs      *ArchivePrefs // what the archive keeps, where that is said; replaced, never changed
}

type presenceOf struct {
	presence Presence
	show     Show
	status   string
	idle     time.Time // since when it was not used, or zero
}

// failure is a todo that did not work out, and when it may be tried again.
type failure struct {
	after time.Time
	times int
}

// opened is the end of a try to connect; over that of a stream. Both carry the stream's number.
type opened struct {
	stream uint64
	client *xmpp.Client
	err    error
}

type over struct {
	stream uint64
	err    error
}

func newAccount(s *Service, cfg trust.Account) *account {
	a := &account{
		s: s, jid: cfg.JID, log: s.log.With("account", cfg.JID), cfg: cfg,
		calls: make(chan func()), looks: make(chan look, 1), ended: make(chan struct{}), stop: make(chan struct{}),
		opened: make(chan opened), over: make(chan over, 1),
		asked: map[*question]bool{}, healed: map[crypto.Address]bool{}, pictured: map[string]wanted{}, efforts: map[string]effort{}, fetching: map[string]bool{}, failed: map[string]failure{}, lists: map[string]time.Time{}, doubted: map[string]time.Time{},
		inflight: map[uint64]uint64{}, made: map[uint64]bool{}, doubt: map[uint64]bool{}, waits: map[uint64]Kind{}, unmade: map[uint64]failure{}, typed: map[string]typingOut{}, begun: map[string]bool{}, given: map[string]bool{}, order: map[string]*chatOrder{}, alone: map[uint64]bool{}, resend: map[uint64]bool{},
	}
	a.addr, _ = jid.Parse(cfg.JID) // was parsed when the account was added; a bad one fails in connect
	a.live = live{
		state: StateOffline, enabled: cfg.Enabled, privacy: privacyOf(cfg), idleAfter: idleMinutes(cfg), show: showOf(cfg.Show), words: cfg.Words, proxy: cfg.Proxy,
		faces: map[string]*Picture{}, nicks: map[string]string{}, profiles: map[string]*Profile{}, older: map[string]olderState{}, presence: map[string]map[string]presenceOf{}, asks: map[string]bool{},
	}
	return a
}

// run is the loop. It returns when ctx ends or the account is removed.
func (a *account) run(ctx context.Context) {
	ctx, cancel := context.WithCancel(ctx)
	defer close(a.ended)
	defer a.helpers.Wait()
	defer cancel()
	a.ctx = ctx
	a.timer = time.NewTimer(0)
	defer a.timer.Stop()
	if err := a.loadQueue(); err != nil {
		a.log.Error("read outbox", "err", err)
	}
	if err := a.loadHeard(); err != nil {
		a.log.Error("read chats", "err", err)
	}
	if err := a.loadFaces(); err != nil {
		a.log.Error("read pictures", "err", err)
	}
	if a.client != nil { // added with a stream already open
		a.bound(a.client)
	}
	for {
		select {
		case <-ctx.Done():
			a.leave()
			return
		case <-a.stop:
			a.leave()
			return
		case f := <-a.calls:
			f()
		case l := <-a.looks:
			a.attend(l)
		case o := <-a.opened:
			a.connected(o)
		case e, ok := <-a.events:
			if !ok {
				a.events = nil // over says why
				break
			}
			a.take(e)
		case o := <-a.over:
			a.streamOver(o)
		case <-a.timer.C:
			a.wakeAt = time.Time{}
		}
		a.work()
	}
}

// work does what can be done now: connect, ask, send. It is called after every event and never waits.
func (a *account) work() {
	if a.client == nil {
		a.maybeConnect()
		return
	}
	if a.online {
		a.workPage()
		a.workOlder()
		a.workIdle()
		a.workTodos()
		a.pump()
	}
}

// take handles one event of the stream. Only when all that it means is on disk does it enter the count (law 4). What cannot
// be handled is set aside, and counts too; where the file fails, nothing does.
func (a *account) take(e xmpp.Event) {
	err := a.contain(func() error { return a.handle(e) })
	if err != nil && !errors.Is(err, xmpp.ErrClosed) && !errors.Is(err, trust.ErrFile) {
		err = a.setAside(e, err)
	}
	if errors.Is(err, xmpp.ErrClosed) {
		// A question that cannot be answered any more. The count covers all before it, so the stream cannot go on either.
		a.drop()
		a.refused(err)
		return
	}
	if err != nil {
		// What is not on disk is not acknowledged: the stream ends, and the server keeps the stanza for the next one.
		a.log.Error("store what came in", "err", err)
		a.drop()
		a.tries++
		a.setState(StateError, err)
		a.setRetry(a.now().Add(a.pause()))
		return
	}
	a.heard = a.now()
	a.client.Handled(e)
}

// handle does what an event of the stream means. After an error nothing of it is stored.
func (a *account) handle(e xmpp.Event) error {
	switch what := e.What.(type) {
	case *xmpp.Message:
		return a.receive(what)
	case *xmpp.Presence:
		return a.receivePresence(what)
	case *xmpp.IQ:
		return a.receiveIQ(what)
	case *xmpp.Answer:
		a.answered(what)
	case xmpp.Acked:
		return a.acked(uint64(what))
	case *xmpp.Broken:
		return a.receiveBroken(what)
	}
	return nil
}

// call runs f on the loop and waits until it has returned.
func (a *account) call(ctx context.Context, f func()) error {
	done := make(chan struct{})
	select {
	case a.calls <- func() { f(); close(done) }:
	case <-a.ended:
		return notFound("account", a.jid)
	case <-ctx.Done():
		return &Error{Kind: KindBusy, Err: ctx.Err()}
	}
	<-done // f does not wait, so neither does this
	return nil
}

// callNetwork runs f on the loop and waits for the one result that f, or an answer that f asked for, reports.
func (a *account) callNetwork(ctx context.Context, f func(report func(error))) error {
	result := make(chan error, 1)
	report := func(err error) {
		select {
		case result <- err:
		default:
		}
	}
	if err := a.call(ctx, func() { f(report) }); err != nil {
		return err
	}
	select {
	case err := <-result:
		return err
	case <-a.ended:
		return notFound("account", a.jid)
	case <-ctx.Done():
		return &Error{Kind: KindNotConnected, Err: ctx.Err()}
	}
}

// end stops the loop of this account alone and waits for it.
func (a *account) end() {
	a.halt.Do(func() { close(a.stop) })
	<-a.ended
}

func (a *account) changed(event, chat, id string) {
	a.s.changed(Event{Event: event, Account: a.jid, Chat: chat, ID: id})
}

// status gives a copy of what others may read.
func (a *account) status() live {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.live
}

func (a *account) now() time.Time { return a.s.opt.Now() }
