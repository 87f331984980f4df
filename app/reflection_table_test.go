package app

import (
	"context"
	"testing"
	"testing/synctest"
	"time"

	"mellium.im/xmpp/jid"

	"vouch/app/history"
	"vouch/xmpp"
)

// A message that the room has not sent back though we are in goes out again once, in the same bytes, when the archive does not have
// it; the second time its row says so. What came back, or is in doubt already, is not looked for.
func TestWhatARoomDoesNotSendBack(t *testing.T) {
	for _, row := range []struct {
		name              string
		archive, encrypts bool
		again             bool // it goes out once more
	}{
		{"an archive", true, false, true}, {"an archive, encrypted", true, true, true},
		{"no archive, encrypted", false, true, true}, {"no archive, in clear", false, false, false},
	} {
		var features []string
		if row.archive {
			features = append(features, "urn:xmpp:mam:2")
		}
		if row.encrypts {
			features = append(features, "muc_membersonly", "muc_nonanonymous")
		}
		a, _ := isIn(t, features...)
		e := a.queuedFor(t, someRoom, "unheard", row.encrypts)
		look := func() {
			t.Helper()
			a.awaitReflection(e.Seq)
			turn := a.outbox.unseen[e.Seq].turn
			a.lookForOwn(e.Seq, turn-1) // an older clock
			if a.outbox.doubt[e.Seq] {
				t.Errorf("%s: an older clock still runs", row.name)
			}
			a.lookForOwn(e.Seq, turn)
			if row.archive {
				if !a.archive.rooms.reads(someRoom) || !a.outbox.doubt[e.Seq] {
					t.Fatalf("%s: the archive is not asked", row.name)
				}
				a.lookForOwn(e.Seq, turn) // it is looked for already
				a.roomRead(someRoom, true)
			}
		}
		look()
		if row.again {
			if state, _, made := a.stateOf(t, e); state != history.StateSending || !made || !a.outbox.resend[e.Seq] || a.outbox.doubt[e.Seq] {
				t.Errorf("%s: after the first look it is %s, made %t, to go out again %t", row.name, state, made, a.outbox.resend[e.Seq])
			}
			delete(a.outbox.resend, e.Seq) // as when it has been written
			look()
		}
		if state, kind, _ := a.stateOf(t, e); state != history.StateUnknownFate || kind != KindNotReflected || len(a.outbox.queue) != 0 || len(a.outbox.unseen) != 0 {
			t.Errorf("%s: in the end it is %s, %s, %d in the outbox", row.name, state, kind, len(a.outbox.queue))
		}
	}
}

// Once the room has sent it back, or its archive has it, it is sent, also after it was given up.
func TestWhatARoomSendsBackLateIsSent(t *testing.T) {
	a, _ := isIn(t, "urn:xmpp:mam:2")
	e := a.queuedFor(t, someRoom, "late", false)
	for range 2 {
		a.awaitReflection(e.Seq)
		a.lookForOwn(e.Seq, a.outbox.unseen[e.Seq].turn)
		a.roomRead(someRoom, true)
		delete(a.outbox.resend, e.Seq)
	}
	if _, kind, _ := a.stateOf(t, e); kind != KindNotReflected {
		t.Fatalf("it is %q", kind)
	}
	a.mustReceive(t, "<message xmlns='jabber:client' type='groupchat' id='id of late' from='"+someRoom+"/alice' to='alice@example.org/a'><body>late</body><stanza-id xmlns='urn:xmpp:sid:0' by='"+someRoom+"' id='s1'/></message>")
	if state, kind, _ := a.stateOf(t, e); state != history.StateSent || kind != "" {
		t.Errorf("it is %s, %q", state, kind)
	}
}

// A self-ping that says that we are in has it looked for; one that says that we are not lets the way in do that.
func TestALostMessageIsLookedForOnceWeAreKnownToBeIn(t *testing.T) {
	for _, in := range []bool{true, false} {
		a, d := isIn(t, "urn:xmpp:mam:2")
		looked := false
		a.rooms.Confirm(someRoom, func() { looked = true })
		if in {
			d.answer("<none/>")
		} else {
			d.asked[len(d.asked)-1].then(&xmpp.Answer{Err: &xmpp.StanzaError{Type: "cancel", Condition: "not-acceptable"}})
		}
		if looked != in || a.rooms.In(someRoom) != in {
			t.Errorf("in %t: looked for %t", in, looked)
		}
	}
}

// Where the file fails as we come into a room, it is tried again after a while.
func TestARoomIsGoneOnWithWhereTheFileHasFailed(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		a, _ := isIn(t, "urn:xmpp:mam:2")
		ctx, cancel := context.WithCancel(t.Context())
		a.ctx, a.conn.online = ctx, true
		e := a.queuedFor(t, someRoom, "in doubt", true)
		if err := a.s.file.Close(); err != nil {
			t.Fatal(err)
		}
		a.enteredRoom(someRoom)
		for range 3 {
			select {
			case again := <-a.inbox.calls:
				again()
			case <-time.After(time.Minute):
				t.Fatal("it is not tried again")
			}
			if !a.outbox.doubt[e.Seq] {
				t.Fatal("it is not in doubt")
			}
		}
		cancel()
		a.helpers.Wait()
	})
}

// What is on its way while the archive of a room is asked again, since it did not answer, is not in doubt for that: it would go out
// twice.
func TestAskingARoomAgainPutsNothingInDoubt(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		a, _ := isIn(t, "urn:xmpp:mam:2")
		ctx, cancel := context.WithCancel(t.Context())
		a.ctx, a.conn.online = ctx, true
		r := &roomRead{pager: pager{of: jid.MustParse(someRoom)}}
		a.archive.rooms[someRoom] = r
		a.readRoomAgain(someRoom, r)
		e := a.queuedFor(t, someRoom, "on its way", false)
		again := <-a.inbox.calls
		if again(); a.outbox.doubt[e.Seq] || a.archive.rooms[someRoom] == r {
			t.Errorf("in doubt %t, asked again %t", a.outbox.doubt[e.Seq], a.archive.rooms[someRoom] != r)
		}
		cancel()
		a.helpers.Wait()
	})
}

// Once we are out of a room for good nothing of what has left for it comes back: its row says that nobody knows, and it stays in the
// outbox for when we are in again, so that it is not sent twice. What has not left waits.
func TestWhatIsOnItsWayAsWeLeaveARoom(t *testing.T) {
	a, _ := isIn(t, "urn:xmpp:mam:2")
	e, waits, other := a.queuedFor(t, someRoom, "on its way", false), a.queuedFor(t, someRoom, "waits", false), a.queuedFor(t, "bob@example.org", "to bob", false)
	delete(a.outbox.made, waits.Seq)
	a.rooms.Left = a.leftRoom
	if err := a.rooms.Leave(t.Context(), jid.MustParse(someRoom)); err != nil {
		t.Fatal(err)
	}
	if state, kind, made := a.stateOf(t, e); state != history.StateUnknownFate || kind != KindUnknownFate || !made || len(a.sendings(e.Row)) != 1 {
		t.Errorf("what has left is %s, %s, made %t", state, kind, made)
	}
	for _, e := range []history.Entry{waits, other} {
		if state, _, made := a.stateOf(t, e); state != history.StateSending || !made {
			t.Errorf("another is %s, made %t", state, made)
		}
	}
}
