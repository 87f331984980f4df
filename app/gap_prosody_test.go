package app_test

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"vouch/app"
	"vouch/app/view"
	"vouch/xmpp/xmpptest"
)

// What the server throws away before this device has fetched it is not passed over in silence.
func TestWhatTheServerForgotIsAGap(t *testing.T) {
	server := xmpptest.StartProsody(t, xmpptest.Friends("alice", "bob"), xmpptest.Archive(), xmpptest.Without("offline"))
	alice, bob := newPeer(t, server, "alice", app.Options{}), newPeer(t, server, "bob", app.Options{})
	friends(t, server, alice, bob)
	alice.send(bob.jid, "before")
	before := bob.awaitMessage(alice.jid, "before")
	if got := gaps(t, bob); len(got) != 0 {
		t.Fatalf("gaps %v before anything was lost", got)
	}
	bob.stop()
	alice.awaitState(bob.jid, alice.send(bob.jid, "thrown away"), view.MessageSent)
	forget(t, server, "bob")
	<-time.After(time.Second) // the event is the clock's: the server stamps in whole seconds, and a gap needs two
	alice.awaitState(bob.jid, alice.send(bob.jid, "kept"), view.MessageSent)
	bob.start()
	kept := bob.awaitMessage(alice.jid, "kept")
	bob.await("a gap", func() bool { return len(gaps(t, bob)) == 1 })
	first := gaps(t, bob)[0]
	if d := first.From.Sub(before.Time).Abs(); d > 2*time.Second {
		t.Errorf("the gap begins at %v, %v from the last message taken in", first.From, d)
	}
	if d := first.To.Sub(kept.Time).Abs(); d > 2*time.Second {
		t.Errorf("the gap ends at %v, %v from the first message after", first.To, d)
	}
	for _, row := range []struct {
		chat string
		want int
	}{{alice.jid, 1}, {"", 1}, {"carol@localhost", 0}} {
		if got, err := bob.Gaps(bob.jid, row.chat); err != nil || len(got) != row.want || row.want > 0 && !got[0].From.Equal(first.From) {
			t.Errorf("gaps of %q: %+v, %v", row.chat, got, err)
		}
	}
	if _, err := bob.Gaps(bob.jid, "@"); app.KindOf(err) != app.KindInvalid {
		t.Errorf("gaps of no address: %v", err)
	}
	bob.restart()
	bob.await("catch-up", func() bool { s := bob.status(); return s.State == view.StateOnline && !s.CatchingUp })
	if got := gaps(t, bob); len(got) != 1 {
		t.Errorf("gaps %v though nothing more was lost", got)
	}
	bob.stop()
	forget(t, server, "bob") // even what the cursor stands for
	bob.start()
	bob.await("a gap up to now", func() bool { return len(gaps(t, bob)) == 2 })
	if got := gaps(t, bob); !got[1].From.Before(got[1].To) || got[1].From.Before(first.To) {
		t.Errorf("gaps %v", got)
	}
}

func gaps(t *testing.T, p *peer) []view.Gap {
	t.Helper()
	snap, err := p.Look(view.View{Account: p.jid})
	if err != nil {
		t.Fatal(err)
	}
	return snap.Accounts[0].Gaps
}

// forget removes what the server has archived for a user.
func forget(t *testing.T, server *xmpptest.Prosody, user string) {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(server.DataDir, "*", "archive", user+".*"))
	if err != nil || len(files) == 0 {
		t.Fatalf("no archive of %s in %s: %v", user, server.DataDir, err)
	}
	for _, f := range files {
		if err := os.Remove(f); err != nil {
			t.Fatal(err)
		}
	}
}
