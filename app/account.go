package app

import (
	"context"
	"errors"
	"log/slog"
	"sync"
	"time"

	"mellium.im/xmpp/jid"

	"vouch/app/people"
	"vouch/app/rooms"
	"vouch/app/view"
	"vouch/trust"
	"vouch/xmpp"
)

// account is one account and the loop that owns its state. The state lies in parts, each with a file of its own that says
// when it begins and ends; all of it belongs to the loop but what is published.
type account struct {
	s       *Service
	jid     string // bare
	addr    jid.JID
	log     *slog.Logger
	ctx     context.Context // of run; ends with the loop
	cfg     trust.Account
	helpers sync.WaitGroup
	inbox   inbox

	conn      conn
	facts     facts
	outbox    outbox
	archive   archive
	devices   devices
	transfers transfers
	people    *people.Room
	rooms     *rooms.Rooms

	published
}

// published is what others may read of an account.
type published struct {
	mu   sync.Mutex
	live view.Live // under mu
}

// inbox is what wakes the loop beside its stream.
type inbox struct {
	calls  chan func() // commands, for the loop
	looks  chan look   // bare JID of the chat on screen, and the like; one slot: a dropped value comes again with the next Look
	timer  *time.Timer
	wakeAt time.Time     // when timer fires; zero when it is not set
	stop   chan struct{} // closed to end the loop of this account alone
	halt   sync.Once     // guards closing stop
	ended  chan struct{} // closed when run has returned
}

func newAccount(s *Service, cfg trust.Account) *account {
	a := &account{
		s: s, jid: cfg.JID, log: s.log.With("account", cfg.JID), cfg: cfg,
		inbox:     inbox{calls: make(chan func()), looks: make(chan look, 1), ended: make(chan struct{}), stop: make(chan struct{})},
		conn:      newConn(),
		facts:     newFacts(),
		outbox:    newOutbox(),
		archive:   newArchive(),
		devices:   newDevices(),
		transfers: newTransfers(),
		published: published{live: view.NewLive(settingsOf(cfg))},
	}
	a.addr, _ = jid.Parse(cfg.JID) // was parsed when the account was added; a bad one fails in connect
	a.people = people.New(a.asRoomsSeeIt())
	a.rooms = a.newRooms()
	a.people.Rooms = a.rooms.Is
	return a
}

// run is the loop. It returns when ctx ends or the account is removed.
func (a *account) run(ctx context.Context) {
	ctx, cancel := context.WithCancel(ctx)
	defer close(a.inbox.ended)
	defer a.helpers.Wait()
	defer cancel()
	a.ctx = ctx
	a.inbox.timer = time.NewTimer(0)
	defer a.inbox.timer.Stop()
	if err := a.loadQueue(); err != nil {
		a.log.Error("read outbox", "err", err)
	}
	if err := a.loadHeard(); err != nil {
		a.log.Error("read chats", "err", err)
	}
	if err := a.people.Load(); err != nil {
		a.log.Error("read pictures", "err", err)
	}
	if err := a.rooms.Load(); err != nil {
		a.log.Error("read rooms", "err", err)
	}
	if a.conn.client != nil { // added with a stream already open
		a.bound(a.conn.client)
	}
	for {
		select {
		case <-ctx.Done():
			a.leave()
			return
		case <-a.inbox.stop:
			a.leave()
			return
		case f := <-a.inbox.calls:
			f()
		case l := <-a.inbox.looks:
			a.attend(l)
		case o := <-a.conn.try.opened:
			a.connected(o)
		case e, ok := <-a.conn.events:
			if !ok {
				a.conn.events = nil // over says why
				break
			}
			if a.conn.receives() { // else it is not handled, so the server keeps it
				a.takeWaiting(e)
			}
		case o := <-a.conn.over:
			a.streamOver(o)
		case <-a.inbox.timer.C:
			a.inbox.wakeAt = time.Time{}
		}
		a.work()
	}
}

// work does what can be done now: connect, ask, send. It is called after every event and never waits.
func (a *account) work() {
	if a.conn.client == nil {
		a.maybeConnect()
		return
	}
	if a.conn.online {
		a.workPage()
		a.workOlder()
		a.workRooms()
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
		a.conn.retry.tries++
		a.setState(view.StateError, err)
		a.setRetry(a.now().Add(a.pause()))
		return
	}
	a.handled(e)
}

// handled lets an event enter the count: all that it means is on disk (law 4).
func (a *account) handled(e xmpp.Event) {
	a.archive.span.heard = a.now()
	a.conn.client.Handled(e)
}

// handle does what an event of the stream means. After an error nothing of it is stored.
func (a *account) handle(e xmpp.Event) error {
	switch what := e.What.(type) {
	case *xmpp.Message:
		return a.receive(what)
	case *xmpp.Presence:
		if taken, err := a.rooms.ReceivePresence(what); taken || err != nil {
			return err
		}
		return a.people.ReceivePresence(what)
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

// Call implements loop.Door.
func (a *account) Call(ctx context.Context, f func()) error {
	done := make(chan struct{})
	select {
	case a.inbox.calls <- func() { f(); close(done) }:
	case <-a.inbox.ended:
		return notFound("account", a.jid)
	case <-ctx.Done():
		return &Error{Kind: KindBusy, Err: ctx.Err()}
	}
	<-done // f does not wait, so neither does this
	return nil
}

// end stops the loop of this account alone and waits for it.
func (a *account) end() {
	a.inbox.halt.Do(func() { close(a.inbox.stop) })
	<-a.inbox.ended
}

func (a *account) changed(event, chat, id string) {
	a.s.changed(Event{Event: event, Account: a.jid, Chat: chat, ID: id})
}

// status gives a copy of what is published. Called from any goroutine.
func (a *account) status() view.Live {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.live.Copy()
}

func (a *account) now() time.Time { return a.s.opt.Now() }
