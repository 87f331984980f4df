package app_test

import (
	"fmt"
	"log/slog"
	"runtime"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"go.etcd.io/bbolt"
	"mellium.im/xmpp/jid"

	"vouch/app"
	"vouch/xmpp/ping"
	"vouch/xmpp/xmpptest"
)

// spoilDecisions damages the rows of all decisions about keys, so that taking in a message of a device that was decided on
// fails: an error of one stanza, in a file that can be written.
func (p *peer) spoilDecisions() {
	p.t.Helper()
	spoilt := 0
	if err := p.file.Update(func(tx *bbolt.Tx) error {
		return tx.Bucket([]byte("trust")).ForEachBucket(func(name []byte) error {
			rows := tx.Bucket([]byte("trust")).Bucket(name).Bucket([]byte("decisions"))
			if rows == nil {
				return nil
			}
			return rows.ForEach(func(k, _ []byte) error {
				spoilt++
				return rows.Put(k, []byte("damaged"))
			})
		})
	}); err != nil || spoilt == 0 {
		p.t.Fatalf("%d rows, %v", spoilt, err)
	}
}

// said are the rows of a chat: texts, and what notices are about.
func (p *peer) said(with string) (all []string) {
	p.t.Helper()
	for _, m := range p.messages(with) {
		all = append(all, string(m.Notice)+m.Body)
	}
	return all
}

// A message that cannot be stored because of what is in the file about its sender is set aside, live and from the archive;
// the others are stored, in order, and nothing is tried for ever.
func TestMessageThatCannotBeStoredIsSetAside(t *testing.T) {
	server := xmpptest.StartScripted(t, xmpptest.Friends("alice", "bob", "carol"), xmpptest.Archive())
	alice, bob, carol := newPeer(t, server, "alice", app.Options{}), newRaw(t, server, "bob"), newRaw(t, server, "carol")
	carol.meet(alice)
	carol.say(alice, "hello")
	alice.makeVerified(carol.jid, alice.awaitMessage(carol.jid, "hello").Fingerprint)
	alice.spoilDecisions()
	carol.say(alice, "cannot be stored")
	bob.message(alice, "<body>live</body>")
	alice.awaitMessage(bob.jid, "live")
	alice.await("a row about it", func() bool { return slices.Equal(alice.said(carol.jid), []string{"hello", "broken"}) })
	var later []string
	for range 4 {
		later = append(later, carol.element(carol.encrypt(alice, "cannot be stored")))
	}
	alice.stop()
	for i := range 80 { // more than one part
		bob.message(alice, fmt.Sprintf("<body>kept %d</body>", i))
		if i%20 == 7 {
			carol.message(alice, later[i/20])
		}
	}
	bob.settled()
	carol.settled()
	for range 2 {
		alice.start()
		alice.awaitMessage(bob.jid, "kept 79")
		alice.await("the end of the catch-up", func() bool { return alice.online() && !alice.status().CatchingUp })
		inOrder(t, alice, bob.jid, "kept ")
		if got := alice.said(carol.jid); !slices.Equal(got, []string{"hello", "broken", "broken", "broken", "broken", "broken"}) {
			t.Errorf("from the archive: %q", got)
		}
		if err := alice.status().Err; err != nil {
			t.Errorf("the account says %v", err)
		}
		alice.stop()
	}
}

// settled waits until the server has read what r has written.
func (r *raw) settled() { r.t.Helper(); r.tryAsk(jid.JID{}, ping.Ping{}) }

// under tells whether a function is being called, by the end of its name.
func under(function string) bool {
	calls := make([]uintptr, 40)
	frames := runtime.CallersFrames(calls[:runtime.Callers(1, calls)])
	for {
		frame, more := frames.Next()
		if strings.HasSuffix(frame.Function, function) {
			return true
		}
		if !more {
			return false
		}
	}
}

// A panic over an archived message is as an error over it: once, and the page is taken in nevertheless; always, also where
// it is to be noted in its chat, and the chat with the server says so.
func TestPanicOverAnArchivedMessage(t *testing.T) {
	for _, c := range []struct {
		name string
		once bool
		chat string
		want []string
	}{
		{"once", true, bobs, []string{"kept 0", "kept 1", "kept 2"}},
		{"always", false, "localhost", []string{"broken", "broken", "broken"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			var armed atomic.Bool
			server := xmpptest.StartScripted(t, xmpptest.Friends("alice", "bob"), xmpptest.Archive())
			l := newLiarOn(t, server, app.Options{Timing: impatient, Log: slog.New(slog.DiscardHandler), Now: func() time.Time {
				if armed.Load() && under("(*account).takeResult") && (!c.once || armed.CompareAndSwap(true, false)) {
					panic("a clock that breaks")
				}
				return time.Now()
			}})
			l.say("before")
			l.stop()
			bob := signInRaw(t, server, "bob")
			for i := range 3 {
				bob.message(l.peer, fmt.Sprintf("<body>kept %d</body>", i))
			}
			armed.Store(true)
			l.start()
			l.await("the end of the catch-up", func() bool { return l.online() && !l.status().CatchingUp && len(l.allMessages()) > 3 })
			got := slices.DeleteFunc(l.said(c.chat), func(s string) bool { return s == "before" })
			if !slices.Equal(got, c.want) {
				t.Errorf("%q", got)
			}
		})
	}
}

// Where the file fails, nothing is acknowledged and nothing set aside: the message is there when the file is.
func TestFileThatFailsIsNotTheStanzasFault(t *testing.T) {
	server := xmpptest.StartScripted(t, xmpptest.Friends("alice", "bob"))
	var ended atomic.Bool
	log := slog.New(slog.NewTextHandler(watcher(func(line string) { ended.CompareAndSwap(false, strings.Contains(line, "store what came in")) }), nil))
	alice, bob := newPeer(t, server, "alice", app.Options{Log: log}), signInRaw(t, server, "bob")
	if err := alice.file.Close(); err != nil {
		t.Fatal(err)
	}
	bob.message(alice, "<body>while the file was closed</body>")
	bob.until("end of the stream", ended.Load)
	alice.restart()
	alice.awaitMessage(bob.jid, "while the file was closed")
	if got := alice.said(bob.jid); !slices.Equal(got, []string{"while the file was closed"}) {
		t.Errorf("%q", got)
	}
}

// watcher is told each line of a log.
type watcher func(line string)

func (w watcher) Write(p []byte) (int, error) { w(string(p)); return len(p), nil }

// A panic over an older message, once, does not end what the user has asked for, and leaves nothing out.
func TestPanicOverAnOlderMessage(t *testing.T) {
	server := xmpptest.StartScripted(t, xmpptest.Friends("alice", "bob"), xmpptest.Archive())
	alice, bob := newPeer(t, server, "alice", app.Options{}), signInRaw(t, server, "bob")
	for i := range 5 {
		bob.message(alice, fmt.Sprintf("<body>past %d</body>", i))
	}
	alice.awaitMessage(bob.jid, "past 4")
	var armed atomic.Bool
	tablet := newPeer(t, server, "alice", app.Options{Log: slog.New(slog.DiscardHandler), Now: func() time.Time {
		if armed.Load() && under("(*account).takeOlderResult") && armed.CompareAndSwap(true, false) {
			panic("a clock that breaks")
		}
		return later()
	}})
	tablet.await("catch-up", func() bool { return tablet.online() && !tablet.status().CatchingUp })
	bob.message(alice, "<body>news</body>")
	tablet.awaitMessage(bob.jid, "news")
	armed.Store(true)
	if got, err := tablet.Older(t.Context(), tablet.jid, bob.jid); err != nil || armed.Load() {
		t.Errorf("%+v, %v", got, err)
	}
	if got := tablet.said(bob.jid); !slices.Equal(got, []string{"past 0", "past 1", "past 2", "past 3", "past 4", "news"}) {
		t.Errorf("%q", got)
	}
}
