package app

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"go.etcd.io/bbolt"
	"mellium.im/xmpp/jid"

	"vouch/app/history"
	"vouch/app/view"
	"vouch/xmpp/delay"
	"vouch/xmpp/mam"
	"vouch/xmpp/xmpptest"
)

const noOccupants = "muc_open"

// keptIn is a message of the room's archive under a nickname.
func keptIn(t *testing.T, id, nick, body string, at time.Time) mam.Result {
	t.Helper()
	raw := fmt.Sprintf("<message xmlns='jabber:client' type='groupchat' id='%s' from='%s/%s' to='alice@example.org/a'><body>%s</body></message>", id, someRoom, nick, body)
	return mam.Result{ArchiveID: "archived " + id, Message: xmpptest.Message(t, raw), Delay: delay.Delay{Stamp: at}}
}

// In a room without occupant ids somebody else may have had our nickname while we were away: what they wrote is not ours, and what
// we wrote under it is.
func TestNobodysNicknameMakesAMessageOurs(t *testing.T) {
	a, _ := isIn(t, noOccupants)
	mine := a.queuedFor(t, someRoom, "mine", false)
	var out taken
	if err := a.s.file.Update(func(tx *bbolt.Tx) error {
		is, _, err := a.s.history(tx, a.jid).Room(someRoom)
		r := &roomRead{pager: pager{of: jid.MustParse(someRoom)}, given: map[string]bool{}}
		return errors.Join(err, a.takeRoomResult(tx, r, keptIn(t, "of another", "alice", "not mine", a.now()), is, &out),
			a.takeRoomResult(tx, r, keptIn(t, "id of mine", "alice", "mine", a.now()), is, &out))
	}); err != nil {
		t.Fatal(err)
	}
	if len(out.rows) != 2 || out.rows[0].Own || out.rows[0].Body != "not mine" || !out.rows[1].Own || out.rows[1].ID != mine.Row {
		t.Errorf("taken in are %+v", out.rows)
	}
}

// Where our own archive is read from has nothing to do with what is in doubt in a room, whose ids it does not know.
func TestAMarkOfARoomMovesNoCatchUp(t *testing.T) {
	a := knowsRoom(t)
	ours := history.Archive{Begun: true, Cursor: "of our archive", At: a.now()}
	e := a.queuedFor(t, someRoom, "in doubt", true)
	other := a.queuedFor(t, "bob@example.org", "in doubt as well", true)
	if err := a.Update("mark", func(h *history.Store) error {
		e.Since, other.Since = &history.Mark{ID: "of the room"}, &history.Mark{ID: "earlier in our archive"}
		return errors.Join(h.PutArchive(a.jid, ours), h.PutEntry(e), h.PutEntry(other))
	}); err != nil {
		t.Fatal(err)
	}
	a.outbox.doubt[e.Seq] = true
	if _, from, err := a.archivePlace(); err != nil || from.ID != ours.Cursor {
		t.Errorf("it begins at %+v, %v", from, err)
	}
	a.outbox.doubt[other.Seq] = true
	if _, from, err := a.archivePlace(); err != nil || from.ID != "earlier in our archive" {
		t.Errorf("with another in doubt it begins at %+v, %v", from, err)
	}
}

// An older message of a room that cannot be taken in leaves its row all the same, and what does not decode is known.
func TestAnOlderMessageOfARoomThatIsSetAsideLeavesARow(t *testing.T) {
	a := knowsRoom(t)
	o := &older{chat: someRoom, ofRoom: true, pager: pager{of: jid.MustParse(someRoom)}, added: map[string]bool{}}
	o.aside = errors.New("cannot be taken in")
	var out taken
	if err := a.s.file.Update(func(tx *bbolt.Tx) error {
		place := history.Place{Quiet: true}
		ours, err := a.takeOlderResult(tx, o, keptIn(t, "m1", "bob", "odd", a.now().Add(-time.Hour)), &place, &out)
		if !ours {
			t.Error("it is not of the room")
		}
		o.aside = nil
		_, broken := a.takeOlderResult(tx, o, mam.Result{ArchiveID: "broken"}, &place, &out)
		if h := a.s.history(tx, a.jid); h.SeenArchived(someRoom, "archived m1") == "" || h.SeenArchived(someRoom, "broken") == "" {
			t.Error("what was given is not known")
		}
		return errors.Join(err, broken)
	}); err != nil {
		t.Fatal(err)
	}
	if len(out.rows) != 1 || out.rows[0].Chat != someRoom || out.rows[0].Notice != history.NoticeBroken {
		t.Errorf("left behind is %+v", out.rows)
	}
}

// What older messages are asked for of a room waits for its archive, or is given up where that fails; those of other chats go on.
func TestARoomHoldsUpNoOlderMessagesOfOthers(t *testing.T) {
	a, _ := isIn(t, "urn:xmpp:mam:2")
	a.facts.discovered, a.archive.kept, a.conn.online = true, true, true
	begin := func() (room, bob *older, ended map[string]error) {
		ended = map[string]error{}
		a.archive.olders = nil
		for _, who := range []string{someRoom, "bob@example.org"} {
			a.fetchOlder(who, func(o *older, err error) { ended[o.chat] = err })
		}
		return a.archive.olders[0], a.archive.olders[1], ended
	}
	room, bob, ended := begin()
	a.archive.rooms[someRoom] = &roomRead{}
	a.workOlder()
	a.workOlder()
	if len(a.archive.olders) != 2 || a.archive.olders[1] != room || bob.id == "" || len(ended) > 0 {
		t.Errorf("while the room is read bob's are asked for: %t, ended %v", bob.id != "", ended)
	}
	room, bob, ended = begin()
	a.archive.rooms[someRoom] = &roomRead{failed: true}
	a.workOlder()
	a.workOlder()
	if KindOf(ended[someRoom]) != KindNotConnected || bob.id == "" || a.live.Archive.Older[someRoom].Kind != KindNotConnected || a.live.Archive.Older[bob.chat] != (view.OlderState{Loading: true}) {
		t.Errorf("where it fails bob's are asked for: %t, ended %v", bob.id != "", ended)
	}
	_ = room
}

// A gap is noted once: before the first message that a room gave by time, and not at each page after it.
func TestAGapOfARoomIsNotedOnce(t *testing.T) {
	a := knowsRoom(t)
	last := a.now().Add(-48 * time.Hour)
	if err := a.Update("begin archive", func(h *history.Store) error {
		return h.PutArchive(someRoom, history.Archive{Begun: true, Cursor: "gone", At: last})
	}); err != nil {
		t.Fatal(err)
	}
	r := &roomRead{pager: pager{of: jid.MustParse(someRoom)}, given: map[string]bool{}, byTime: true}
	a.archive.rooms[someRoom] = r
	for page := range 3 {
		r.results = []mam.Result{keptIn(t, fmt.Sprint("m", page), "bob", "hello", last.Add(time.Duration(page+1)*time.Hour))}
		r.fin, r.done = &mam.Fin{}, 0
		a.workRooms()
	}
	if err := a.View("read archive", func(h *history.Store) error {
		at, err := h.Archive(someRoom)
		if len(at.Gaps) != 1 || !at.Gaps[0].From.Equal(last) || !at.Gaps[0].To.Equal(last.Add(time.Hour)) || at.Cursor != "archived m2" {
			t.Errorf("the archive is %+v", at)
		}
		return err
	}); err != nil {
		t.Fatal(err)
	}
}

// An archive that always has something more is not read for ever.
func TestAnArchiveWithoutEndIsLeft(t *testing.T) {
	a := knowsRoom(t)
	for _, given := range []int{mostOfRoom - 2, mostOfRoom - 1} {
		r := &roomRead{pager: pager{of: jid.MustParse(someRoom)}, given: make(map[string]bool, mostOfRoom)}
		for i := range given {
			r.given[fmt.Sprint(i)] = true
		}
		a.archive.rooms[someRoom] = r
		r.results, r.fin = []mam.Result{{ArchiveID: "another"}}, &mam.Fin{}
		a.roomPageTaken(someRoom, r)
		if goesOn := a.archive.rooms.reads(someRoom); goesOn != (given < mostOfRoom-1) {
			t.Errorf("after %d messages it is asked for more: %t", given+1, goesOn)
		}
	}
}
