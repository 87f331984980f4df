package rooms

import (
	"context"
	"log/slog"
	"sync"
	"testing"
	"time"

	"go.etcd.io/bbolt"
	"mellium.im/xmpp/jid"

	"vouch/app/fault"
	"vouch/app/history"
	"vouch/app/loop"
	"vouch/app/view"
	"vouch/trust"
	"vouch/xmpp"
	"vouch/xmpp/bookmarks"
	"vouch/xmpp/caps"
	"vouch/xmpp/disco"
	"vouch/xmpp/invites"
	"vouch/xmpp/pep"
	"vouch/xmpp/ping"
	"vouch/xmpp/presence"
	"vouch/xmpp/xmpptest"
)

// patience is how long a test waits for what has to happen.
const patience = 20 * time.Second

// runner is an account with a real stream: one goroutine takes what comes in and what is to be done, in order.
type runner struct {
	*Rooms
	t      *testing.T
	client *xmpp.Client
	file   *trust.File
	calls  chan func()
	over   chan struct{}
	caps   disco.Info

	mu      sync.Mutex // guards what follows
	live    view.Live
	news    []News
	said    []*xmpp.Message // what is for chats
	invited []invites.Invitation
	changed chan struct{} // closed and made anew when something has changed
}

// online is user, on a device of that name, with a new profile.
func online(t *testing.T, server xmpptest.Server, user string) *runner {
	t.Helper()
	file, err := trust.Open(t.TempDir(), slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	addr := jid.MustParse(user + "@" + server.Place().Domain)
	r := &runner{t: t, file: file, calls: make(chan func()), over: make(chan struct{}), live: view.NewLive(view.Settings{}), changed: make(chan struct{})}
	r.caps = disco.Own(disco.NSInfo, ping.NS, pep.Notify(bookmarks.Node))
	r.Rooms = New(loop.Account{JID: addr.String(), Addr: addr, Log: slog.New(slog.DiscardHandler), Now: time.Now, Door: stream{r}})
	r.Tell = func(_ *history.Store, n News) error { r.change(func() { r.news = append(r.news, n) }); return nil }
	if err := r.Load(); err != nil {
		t.Fatal(err)
	}
	r.signIn(server)
	t.Cleanup(func() {
		r.client.Close()
		<-r.over
		file.Close()
	})
	return r
}

func (r *runner) signIn(server xmpptest.Server) {
	r.t.Helper()
	r.client = xmpptest.SignIn(r.t, server, r.JID)
	if _, err := r.client.Send(presence.Available{Caps: caps.For("https://example.org/client", r.caps)}); err != nil {
		r.t.Fatal(err)
	}
	go r.run(r.client)
	r.do(func() { r.Began(); r.CaughtUp() })
}

func (r *runner) run(c *xmpp.Client) {
	defer close(r.over)
	for {
		select {
		case e, open := <-c.Events():
			if !open {
				return
			}
			r.take(e)
			c.Handled(e)
		case f := <-r.calls:
			f()
		}
	}
}

func (r *runner) take(e xmpp.Event) {
	switch what := e.What.(type) {
	case *xmpp.Answer:
		what.Tag.(func(*xmpp.Answer))(what)
	case *xmpp.Presence:
		if _, err := r.ReceivePresence(what); err != nil {
			r.t.Error(err)
		}
	case *xmpp.Message:
		r.takeMessage(what)
	case *xmpp.IQ:
		if _, yes := disco.InfoAsked(what); yes {
			info := r.caps
			info.Node, _ = disco.InfoAsked(what)
			r.client.Reply(what, info)
		} else if ping.Is(what) {
			r.client.Reply(what, nil)
		} else {
			r.client.Refuse(what, "service-unavailable")
		}
	}
}

func (r *runner) takeMessage(m *xmpp.Message) {
	if m.Failure != nil {
		r.ReceiveRefusal(m.FromJID, m.Id, m.Failure)
		return
	}
	if e, ok := pep.ParseEvent(m); ok {
		if e.Node == bookmarks.Node && m.FromJID.Equal(r.Addr) {
			if err := r.ReceiveBookmarks(e); err != nil {
				r.t.Error(err)
			}
		}
		return
	}
	if i, ok := invites.Of(m); ok {
		r.change(func() { r.invited = append(r.invited, i) })
		return
	}
	taken, err := r.ReceiveNotice(m)
	if err != nil {
		r.t.Error(err)
	}
	if !taken {
		r.change(func() { r.said = append(r.said, m) })
	}
}

// change changes what tests read.
func (r *runner) change(f func()) {
	r.mu.Lock()
	defer r.mu.Unlock()
	f()
	close(r.changed)
	r.changed = make(chan struct{})
}

// do runs f on the loop.
func (r *runner) do(f func()) {
	r.t.Helper()
	if err := r.Call(r.t.Context(), f); err != nil {
		r.t.Fatal(err)
	}
}

// until waits until something is so, which is looked at on the loop.
func (r *runner) until(what string, is func() bool) {
	r.t.Helper()
	give := time.After(patience)
	for {
		r.mu.Lock()
		changed := r.changed
		r.mu.Unlock()
		ok := false
		r.do(func() { ok = is() })
		if ok {
			return
		}
		select {
		case <-changed:
		case <-give:
			r.t.Fatalf("%s: not until now", what)
		}
	}
}

// stream is runner as a loop.Door.
type stream struct{ r *runner }

func (s stream) Online() bool { return true }

func (s stream) Send(payload any) error {
	_, err := s.r.client.Send(payload)
	return err
}

func (s stream) Ask(to jid.JID, set bool, payload any, then func(*xmpp.Answer)) {
	if err := s.r.client.Ask(xmpp.Request{To: to, Set: set, Payload: payload, Tag: then}); err != nil {
		go s.r.Call(context.Background(), func() { then(&xmpp.Answer{Err: err}) })
	}
}

func (s stream) After(d time.Duration, f func()) {
	time.AfterFunc(d, func() { s.r.Call(context.Background(), f) })
}

func (s stream) Work(f func() func()) { go func() { s.r.Call(context.Background(), f()) }() }

func (s stream) Call(ctx context.Context, f func()) error {
	done := make(chan struct{})
	select {
	case s.r.calls <- func() { f(); close(done) }:
		<-done
		return nil
	case <-ctx.Done():
		return &fault.Error{Kind: fault.KindBusy, Err: ctx.Err()}
	case <-s.r.over:
		return fault.NotFound("account", s.r.JID)
	}
}

func (s stream) Ended() <-chan struct{} { return s.r.over }

func (s stream) Update(_ string, f func(*history.Store) error) error {
	return s.r.file.Update(func(tx *bbolt.Tx) error { return f(history.In(tx, s.r.file.Seal(), s.r.JID)) })
}

func (s stream) View(_ string, f func(*history.Store) error) error {
	return s.r.file.View(func(tx *bbolt.Tx) error { return f(history.In(tx, s.r.file.Seal(), s.r.JID)) })
}

func (s stream) Published(f func(*view.Live)) { s.r.change(func() { f(&s.r.live) }) }

func (s stream) Changed(string) { s.r.change(func() {}) }
