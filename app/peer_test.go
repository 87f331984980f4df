package app_test

import (
	"context"
	"io"
	"log/slog"
	"sync"
	"testing"
	"time"

	"vouch/app"
	"vouch/app/history"
	"vouch/app/view"
	"vouch/trust"
	"vouch/xmpp/xmpptest"
)

// patience is how long a test waits for something that must happen.
const patience = 90 * time.Second

// peer is a service over a profile of its own, with one account on a real server.
type peer struct {
	*app.Service
	t    testing.TB
	jid  string
	dir  string
	opt  app.Options
	file *trust.File
	stop func()
}

// newPeer starts a service and signs in as name.
func newPeer(t testing.TB, server xmpptest.Server, name string, opt app.Options) *peer {
	t.Helper()
	at := server.Place()
	p := &peer{t: t, jid: name + "@" + at.Domain, dir: t.TempDir(), opt: opt}
	p.start()
	p.must(app.AddAccount{JID: p.jid, Password: name + "pass", Host: at.Host, Port: at.Port, CAFile: at.CAFile})
	p.await("keys published", func() bool {
		d := p.devices(p.jid)
		return len(d) > 0 && d[0].This && p.online()
	})
	return p
}

// start opens the profile and runs the service; stop ends both.
func (p *peer) start() {
	p.t.Helper()
	if p.opt.Log == nil {
		p.opt.Log = slog.New(slog.NewTextHandler(testWriter{p.t}, nil)).With("peer", p.jid)
	}
	if p.opt.Retry == 0 {
		p.opt.Retry = 50 * time.Millisecond
	}
	file, err := trust.Open(p.dir, p.opt.Log)
	if err != nil {
		p.t.Fatal(err)
	}
	service, err := app.New(file, p.opt)
	if err != nil {
		p.t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(p.t.Context())
	var running sync.WaitGroup
	running.Go(func() { service.Run(ctx) })
	p.Service, p.file = service, file
	p.stop = sync.OnceFunc(func() {
		cancel()
		running.Wait()
		if err := file.Close(); err != nil {
			p.t.Error(err)
		}
	})
	p.t.Cleanup(p.stop)
}

// restart ends the program and starts it again over the same profile.
func (p *peer) restart() {
	p.t.Helper()
	p.stop()
	p.start()
}

// await waits until cond holds, and gives up the test when it does not in time.
func (p *peer) await(what string, cond func() bool) {
	p.t.Helper()
	if !p.inTime(cond) {
		p.t.Fatalf("%s: no %s after %s; status %+v, messages %+v", p.jid, what, patience, p.status(), p.allMessages())
	}
}

// inTime waits until cond holds, looking again whenever something changed. It is false when that takes too long.
func (p *peer) inTime(cond func() bool) bool {
	events, stop := p.Watch()
	defer stop()
	deadline := time.After(patience)
	for !cond() {
		select {
		case <-events:
		case <-deadline:
			return false
		}
	}
	return true
}

func (p *peer) must(c app.Command) {
	p.t.Helper()
	if err := p.Do(p.t.Context(), c); err != nil {
		p.t.Fatalf("%s: %T: %v", p.jid, c, err)
	}
}

// refuse wants a command to fail with a kind.
func (p *peer) refuse(c app.Command, kind app.Kind) {
	p.t.Helper()
	if err := p.Do(p.t.Context(), c); app.KindOf(err) != kind {
		p.t.Fatalf("%s: %T: %v, want %s", p.jid, c, err, kind)
	}
}

func (p *peer) send(to, body string) string {
	p.t.Helper()
	id, err := p.Send(p.t.Context(), p.jid, to, body)
	if err != nil {
		p.t.Fatal(err)
	}
	return id
}

func (p *peer) status() view.AccountView {
	all, err := p.Status()
	if err != nil || len(all) == 0 {
		return view.AccountView{}
	}
	return *all[0]
}

func (p *peer) online() bool { return p.status().State == view.StateOnline }

func (p *peer) devices(who string) []*view.DeviceView {
	p.t.Helper()
	d, err := p.Devices(p.jid, who)
	if err != nil && app.KindOf(err) != app.KindNotFound {
		p.t.Fatal(err)
	}
	return d
}

// key is the fingerprint of this peer.
func (p *peer) key() string { return p.status().Fingerprint }

func (p *peer) messages(with string) []history.Message {
	p.t.Helper()
	m, err := p.Messages(p.jid, with, 1000, "", "")
	if err != nil {
		p.t.Fatal(err)
	}
	return m
}

// all are all rows of a chat, however many.
func (p *peer) all(with string) (out []history.Message) {
	p.t.Helper()
	for before := ""; ; before = out[0].ID {
		page, err := p.Messages(p.jid, with, 1000, before, "")
		if err != nil {
			p.t.Fatal(err)
		}
		if len(page) == 0 {
			return out
		}
		out = append(page, out...)
	}
}

func (p *peer) allMessages() (out []history.Message) {
	chats, _ := p.Chats(p.jid)
	for _, c := range chats {
		m, _ := p.Messages(p.jid, c.Chat, 20, "", "")
		out = append(out, m...)
	}
	return out
}

// message is one message of a chat by its text.
func (p *peer) message(with, body string) (history.Message, bool) {
	p.t.Helper()
	for _, m := range p.messages(with) {
		if m.Body == body {
			return m, true
		}
	}
	return history.Message{}, false
}

// awaitMessage waits for a message from the other side.
func (p *peer) awaitMessage(with, body string) (m history.Message) {
	p.t.Helper()
	p.await("message "+body, func() (ok bool) {
		m, ok = p.message(with, body)
		return ok
	})
	return m
}

// awaitState waits until an own message has one of the states.
func (p *peer) awaitState(with, id string, states ...view.MessageState) (found history.Message) {
	p.t.Helper()
	p.await("state "+string(states[0]), func() bool {
		for _, m := range p.messages(with) {
			for _, s := range states {
				if m.ID == id && m.State == s {
					found = m
					return true
				}
			}
		}
		return false
	})
	return found
}

// awaitKind waits until an own message waits for a reason.
func (p *peer) awaitKind(with, id string, kind app.Kind) {
	p.t.Helper()
	p.await("waiting for "+string(kind), func() bool {
		for _, m := range p.messages(with) {
			if m.ID == id && m.ErrKind == kind {
				return true
			}
		}
		return false
	})
}

// trustKey waits until the key of other is known, and trusts it.
func (p *peer) trustKey(other *peer) { p.t.Helper(); p.decide(other, view.TrustTrusted) }

func (p *peer) decide(other *peer, level view.Trust) {
	p.t.Helper()
	p.await("key of "+other.jid, func() bool {
		for _, d := range p.devices(other.jid) {
			if d.Fingerprint == other.key() {
				return true
			}
		}
		return false
	})
	p.must(app.Decide{Account: p.jid, JID: other.jid, Fingerprint: other.key(), Trust: level})
}

// friends are two peers who trust each other and have exchanged a message both ways.
func friends(t testing.TB, server xmpptest.Server, alice, bob *peer) {
	t.Helper()
	first := alice.send(bob.jid, "hello bob")
	alice.trustKey(bob)
	alice.awaitState(bob.jid, first, view.MessageSent, view.MessageDelivered)
	bob.awaitMessage(alice.jid, "hello bob")
	second := bob.send(alice.jid, "hello alice")
	bob.trustKey(alice)
	bob.awaitState(alice.jid, second, view.MessageSent, view.MessageDelivered)
	alice.awaitMessage(bob.jid, "hello alice")
}

// three are alice, bob and carol, who know each other; alice writes to both in clear.
func three(t *testing.T, opt app.Options, options ...xmpptest.Option) (server *xmpptest.Scripted, alice, bob, carol *peer) {
	t.Helper()
	server = xmpptest.StartScripted(t, append([]xmpptest.Option{xmpptest.Friends("alice", "bob", "carol")}, options...)...)
	alice, bob, carol = newPeer(t, server, "alice", opt), newPeer(t, server, "bob", app.Options{}), newPeer(t, server, "carol", app.Options{})
	alice.encryption(bob.jid, false)
	alice.encryption(carol.jid, false)
	return server, alice, bob, carol
}

// idOf is the id of a message by its text.
func (p *peer) idOf(with, body string) string {
	p.t.Helper()
	return p.awaitMessage(with, body).ID
}

// testWriter logs to the test, until the test is over.
type testWriter struct{ t testing.TB }

func (w testWriter) Write(p []byte) (int, error) {
	if w.t.Context().Err() == nil {
		w.t.Log(string(p))
	}
	return len(p), nil
}

var _ io.Writer = testWriter{}
