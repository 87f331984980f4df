package app_test

import (
	"context"
	"slices"
	"testing"
	"time"

	"vouch/app"
	"vouch/app/view"
	"vouch/xmpp/xmpptest"
)

// A polite end may take two seconds. The loop does not wait for it (law 8): other commands are carried out meanwhile, and
// the account connects again afterwards, with what was to be sent.
func TestLoopDoesNotWaitForThePoliteEnd(t *testing.T) {
	l := newLiar(t)
	text := "said while nobody listened"
	l.must(app.SetEncryption{Account: l.jid, Chat: bobs, On: false})
	hold := l.server.Inject(xmpptest.Fault{Step: "message in", User: "alice", Has: text, Deed: xmpptest.Stall})
	l.send(bobs, text)
	struck(t, hold)

	ended := make(chan error, 1)
	begun := time.Now()
	go func() {
		ended <- l.Service.Do(context.Background(), app.EnableAccount{Account: l.jid, On: false})
	}()
	l.await("alice offline", func() bool { return l.status().State == view.StateOffline })
	l.must(app.SetIdle{Account: l.jid, Minutes: 7})
	if took := time.Since(begun); took >= 2*time.Second {
		t.Errorf("another command waited %v for the end of the stream", took)
	}
	select {
	case err := <-ended:
		t.Errorf("offline before the stream has ended: %v", err)
	default:
	}
	if err := <-ended; err != nil {
		t.Fatal(err)
	}
	hold.End()
	l.must(app.EnableAccount{Account: l.jid, On: true})
	l.await("alice online", l.online)
	l.await("the text has left", func() bool {
		m, there := l.message(bobs, text)
		return there && m.State != view.MessagePending
	})
}

// What comes in while the stream is given up is not handled, so the archive gives it afterwards: in front of what was written
// after it, as if there had been no stream any more.
func TestRowsOfThePoliteEndLeaveRoom(t *testing.T) {
	l := newLiar(t)
	l.say("before")
	text := "said while nobody listened"
	l.must(app.SetEncryption{Account: l.jid, Chat: bobs, On: false})
	hold := l.server.Inject(xmpptest.Fault{Step: "message in", User: "alice", Has: text, Deed: xmpptest.Stall})
	l.send(bobs, text)
	struck(t, hold)

	ended := make(chan error, 1)
	go func() {
		ended <- l.Service.Do(context.Background(), app.EnableAccount{Account: l.jid, On: false})
	}()
	l.await("alice offline", func() bool { return l.status().State == view.StateOffline })
	l.kept("order 1", "")
	l.send(bobs, "order 2")
	select {
	case err := <-ended:
		t.Fatalf("the stream has ended already: %v", err)
	default:
	}
	if err := <-ended; err != nil {
		t.Fatal(err)
	}
	hold.End()
	l.must(app.EnableAccount{Account: l.jid, On: true})
	l.awaitMessage(bobs, "order 1")
	if got, want := l.texts("order"), []string{"order 1", "order 2"}; !slices.Equal(got, want) {
		t.Errorf("rows %q, want %q", got, want)
	}
}
