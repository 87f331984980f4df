package app_test

import (
	"context"
	"net"
	"sync"
	"testing"

	"vouch/app"
	"vouch/app/view"
	"vouch/xmpp/xmpptest"
)

// jammed is a Dialer whose connections take nothing more while they are shut, without an error.
type jammed struct {
	mu   sync.Mutex
	shut chan struct{} // closed by open; nil while everything passes
}

func (j *jammed) DialContext(ctx context.Context, network, address string) (net.Conn, error) {
	conn, err := (&net.Dialer{}).DialContext(ctx, network, address)
	return &jammedConn{conn, j}, err
}

func (j *jammed) close() {
	j.mu.Lock()
	defer j.mu.Unlock()
	j.shut = make(chan struct{})
}

func (j *jammed) open() {
	j.mu.Lock()
	defer j.mu.Unlock()
	close(j.shut)
	j.shut = nil
}

type jammedConn struct {
	net.Conn
	by *jammed
}

func (c *jammedConn) Write(p []byte) (int, error) {
	c.by.mu.Lock()
	shut := c.by.shut
	c.by.mu.Unlock()
	if shut != nil {
		<-shut
		return 0, net.ErrClosed
	}
	return c.Conn.Write(p)
}

// A presence that the stream does not take any more, since too much waits to be written, is shown by the next one, also when
// that goes on where the first ended.
func TestPresenceThatTheStreamDoesNotTakeIsShown(t *testing.T) {
	server := xmpptest.StartScripted(t, xmpptest.Friends("alice", "bob"), xmpptest.Archive())
	line := &jammed{}
	alice := newPeer(t, server, "alice", app.Options{Dialer: line, Timing: unhurried})
	bob := newPeer(t, server, "bob", app.Options{})
	alice.await("bob online", func() bool { return alice.look(bob.jid).Chat.Presence == view.PresenceOnline })
	line.close()
	for range 5_001 { // two stanzas each: more than the stream's 10 000
		alice.must(app.Typing{Account: alice.jid, Chat: bob.jid, State: "composing"})
		alice.must(app.Typing{Account: alice.jid, Chat: bob.jid, State: "active"})
	}
	alice.must(app.SetPresence{Account: alice.jid, Show: view.ShowDND, Status: "too much to say"})
	line.open()
	bob.await("alice's presence", func() bool {
		r, err := bob.Roster(bob.jid)
		return err == nil && len(r) == 1 && r[0].Show == view.ShowDND && r[0].Status == "too much to say"
	})
	if !alice.status().Resumed {
		t.Error("the stream did not go on, so that presence would have been shown anyway")
	}
}
