package rooms

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"mellium.im/xmpp/jid"

	"vouch/app/fault"
	"vouch/app/history"
	"vouch/app/view"
	"vouch/xmpp"
	"vouch/xmpp/muc"
	"vouch/xmpp/pep"
)

// entering are the rooms that were entered, in order.
func (s *script) entering() (out []string) {
	for _, text := range s.sent {
		if strings.Contains(text, "protocol/muc\"") {
			out = append(out, between(text, " to=\"", "@"))
		}
	}
	return out
}

// Groups are entered before channels, four at once, and those whose turn it is not wait.
func TestFourRoomsAreEnteredAtOnce(t *testing.T) {
	s := newScript(t)
	if err := s.Update("", func(h *history.Store) (err error) {
		for i := range 6 {
			group := history.RoomKind{MembersOnly: i%2 == 1, NonAnonymous: i%2 == 1}
			err = errors.Join(err, h.PutRoom(history.Room{JID: fmt.Sprintf("r%d@r.example.org", i), Autojoin: true, Kind: group}))
		}
		return errors.Join(err, h.PutRoom(history.Room{JID: "left@r.example.org"}),
			h.PutRoom(history.Room{JID: "banned@r.example.org", Autojoin: true, Out: history.Out{Why: history.OutBanned}}))
	}); err != nil {
		t.Fatal(err)
	}
	s.begin()
	s.Rooms.Began()
	s.answer = group(channel, nil)
	s.settle()
	if got := s.entering(); len(got) > 0 {
		t.Fatalf("before the archive is here entered %v", got)
	}
	s.CaughtUp()
	s.settle()
	if got := s.entering(); !slices.Equal(got, []string{"r1", "r3", "r5", "r0"}) {
		t.Errorf("entered %v", got)
	}
	s.receive("<presence type='error' from='r3@r.example.org/alice'>" + failed("not-authorized") + "</presence>")
	s.settle()
	if got := s.entering(); !slices.Equal(got, []string{"r1", "r3", "r5", "r0", "r2"}) {
		t.Errorf("then %v", got)
	}
	s.wait(quiet * 2) // those that do not answer make room
	if got := s.entering(); !slices.Contains(got, "r4") {
		t.Errorf("at last %v", got)
	}
}

// As long as presences come the way goes on, however long it takes; a silent room gives it up. A room without a subject lets
// us in when it has fallen silent.
func TestTheClockOfAnEntryIsIdle(t *testing.T) {
	s := newScript(t)
	s.answer = group(channel, nil)
	s.settle()
	s.CaughtUp()
	var got error
	s.begun(func(err error) { got = err })
	for i := range 10 {
		s.wait(quiet - 1)
		s.raw(presenceIn(fmt.Sprint("n", i), "", "none", "participant"))
	}
	if s.live.Rooms[grp].State != view.RoomEntering || s.live.Rooms[grp].Occupants != 0 {
		t.Errorf("on the way: %+v", s.live.Rooms[grp])
	}
	s.raw(ownPresence("alice", ""))
	s.wait(quiet)
	if got != nil || !s.In(grp) || s.live.Rooms[grp].Occupants != 11 {
		t.Errorf("in %v: %v, %+v", s.In(grp), got, s.live.Rooms[grp])
	}

	s = newScript(t)
	s.answer = group(channel, nil)
	s.begun(func(err error) { got = err })
	s.wait(quiet)
	if refusalIn(got) != muc.OutOfReach || s.In(grp) {
		t.Errorf("a silent room: %v", got)
	}
}

// begun has grp be entered as Join does.
func (s *script) begun(then func(error)) {
	rm := s.add(jid.MustParse(grp))
	s.Rooms.begin(rm, &entry{nick: "alice", then: []func(error){then}})
	s.settle()
}

// Entering again does not blank the list, and senders are known until the new one is here.
func TestEnteringAgainKeepsTheList(t *testing.T) {
	s := joinedTo(newScript(t), private)
	answer := s.answer
	s.answer = func(q *question) string {
		if strings.Contains(q.payload, "urn:xmpp:ping") {
			return failed("not-acceptable")
		}
		return answer(q)
	}
	s.reply = nil
	s.Doubt(grp)
	s.settle()
	if s.live.Rooms[grp].State != view.RoomEntering {
		t.Fatalf("%+v", s.live.Rooms[grp])
	}
	there := func() string {
		people, err := s.Members(t.Context(), jid.MustParse(grp))
		var names []string
		for _, p := range people {
			names = append(names, p.Nick)
		}
		return fmt.Sprint(names, err)
	}
	s.raw(presenceIn("erin", "erin", "member", "participant"))
	if got := there(); got != "[alice bob carol] <nil>" {
		t.Errorf("on the way the list is %s", got)
	}
	s.raw(ownPresence("alice", ""))
	s.raw(subjectOf("", ""))
	if _, ok := s.Sender(grp, "bob"); ok || !strings.Contains(there(), "erin") {
		t.Errorf("then it is %s", there())
	}
}

// What a cut has interrupted goes on when the stream does; a new stream knows of no occupants.
func TestStreamsThatEnd(t *testing.T) {
	s := joinedTo(newScript(t), private)
	s.answer = nil
	s.raw("<message type='groupchat' from='" + grp + "'>" + x("<status code='104'/>") + "</message>")
	s.asked = nil // the cut
	s.answer = group("muc_open muc_nonanonymous", teaPeople)
	s.Resumed()
	if s.Held(grp) != view.HeldAsking {
		t.Errorf("a cut takes the question with it, and held is %q", s.Held(grp))
	}
	s.settle()
	if !s.In(grp) || s.Held(grp) != "" || s.room().Kind.Private() {
		t.Errorf("in %v, held %q, %+v", s.In(grp), s.Held(grp), s.room().Kind)
	}
	s = joinedTo(newScript(t), private)
	s.answer = nil
	s.Rooms.askLists(s.all[grp])
	s.asked = nil
	s.Resumed()
	if s.Held(grp) != view.HeldAsking {
		t.Errorf("a cut takes the lists with it, and held is %q", s.Held(grp))
	}
	s.answer = group(private, map[string][]string{"owner": {self}})
	s.settle()
	if s.Held(grp) != "" || s.readers() != "alice" {
		t.Errorf("then held %q, members %s", s.Held(grp), s.readers())
	}
	s.answer = func(*question) string { return "" }
	s.Rooms.askLists(s.all[grp])
	for _, q := range s.asked { // as the account ends them
		q.then(&xmpp.Answer{Err: xmpp.ErrClosed})
	}
	s.asked = nil
	s.Resumed()
	s.answer = group(private, map[string][]string{"owner": {self}, "member": {bobs}})
	s.settle()
	if s.Held(grp) != "" || s.readers() != "alice bob" {
		t.Errorf("questions that ended without an answer: then held %q, members %s", s.Held(grp), s.readers())
	}
	s.Rooms.Began()
	if _, ok := s.Sender(grp, "bob"); ok || s.In(grp) || s.Held(grp) != view.HeldOut || s.live.Rooms[grp].State != view.RoomOut {
		t.Errorf("on a new stream: %+v", s.live.Rooms[grp])
	}
	s.sent = nil
	s.settle()
	s.CaughtUp()
	s.settle()
	if !s.In(grp) || len(s.entering()) != 1 {
		t.Errorf("then in %v, %v", s.In(grp), s.sent)
	}
}

// Whoever waits to enter is told when the stream ends.
func TestWhoWaitsIsTold(t *testing.T) {
	s := newScript(t)
	s.answer = group(channel, nil)
	var got error
	s.begun(func(err error) { got = err })
	s.Rooms.Began()
	if fault.KindOf(got) != fault.KindNotConnected || s.Is(grp) {
		t.Errorf("told %v; a room: %v", got, s.Is(grp))
	}
}

// A crowd has a bound, and who is in it is changed all the same.
func TestCrowd(t *testing.T) {
	c := crowd{}
	for i := range maxOccupants {
		if !c.put(&Occupant{Nick: fmt.Sprint(i)}) {
			t.Fatalf("%d is one too many", i)
		}
	}
	if c.put(&Occupant{Nick: "one more"}) || len(c) != maxOccupants {
		t.Errorf("%d occupants", len(c))
	}
	if !c.put(&Occupant{Nick: "7", Role: muc.Moderator}) || c["7"].Role != muc.Moderator {
		t.Error("one who is there is not changed")
	}
}

// What keeps us out for good is not tried again whenever another room is; what is only not there for now is, after a pause.
func TestWhatIsTriedAgain(t *testing.T) {
	for condition, want := range map[string]int{"not-authorized": 1, "not-acceptable": 1, "service-unavailable": 3, "remote-server-timeout": 3, "item-not-found": 3} {
		s := stored(newScript(t), history.Room{Autojoin: true})
		s.answer = group(channel, nil)
		s.reply = func(sent string) []string {
			return []string{"<presence type='error' from='" + place("alice") + "'>" + failed(condition) + "</presence>"}
		}
		s.settle()
		s.CaughtUp()
		s.settle()
		s.Rooms.enterWanted()
		s.settle()
		if got := s.entering(); len(got) != 1 {
			t.Errorf("%s: at once %v", condition, got)
		}
		s.wait(firstAgain * 2) // with up to a half of it more
		s.wait(firstAgain * 4)
		if got := s.entering(); (len(got) == 1) != (want == 1) {
			t.Errorf("%s: entered %d times", condition, len(got))
		}
		if condition != "not-authorized" {
			continue
		}
		s.reply = letsIn()
		s.tell(pep.Event{Items: []pep.Item{bookmark(t, " autojoin='true'><password>sesame</password>")}})
		if !s.In(grp) {
			t.Error("with another password it is not tried again")
		}
	}
}

// A pause that a cut has ended does not keep us out for ever.
func TestAPauseEndsWithTheStream(t *testing.T) {
	s := joinedTo(newScript(t), private)
	s.raw(gonePresence("alice", item("alice", "member", "none")+"<status code='332'/><status code='110'/>"))
	s.timers = nil
	s.Resumed()
	s.settle()
	if !s.In(grp) {
		t.Error("we are out")
	}
}

// An error that comes from somebody's place is no refusal of the room, and a subject has a bound.
func TestAnOccupantRefusesNothing(t *testing.T) {
	s := newScript(t)
	s.answer = group(channel, nil)
	var got error
	s.begun(func(err error) { got = err })
	s.raw("<presence type='error' from='" + grp + "/mallory'>" + failed("forbidden") + "</presence>")
	if got != nil || s.live.Rooms[grp].State != view.RoomEntering {
		t.Errorf("refused: %v", got)
	}
	s.raw(ownPresence("alice", ""))
	s.raw(subjectOf("mallory", strings.Repeat("x", 5000)))
	if k := s.room(); len(k.Subject) != maxSubject || !s.In(grp) {
		t.Errorf("a subject of %d bytes", len(k.Subject))
	}
}

// Of a room that we have left nothing counts any more, and no contact has come.
func TestARoomThatWasLeft(t *testing.T) {
	s := joinedTo(newScript(t), private)
	if err := s.Leave(t.Context(), jid.MustParse(grp)); err != nil {
		t.Fatal(err)
	}
	s.updates = 0
	for _, text := range []string{gonePresence("alice", "<status code='110'/>"), presenceIn("erin", "erin", "member", "participant"), "<presence from='" + grp + "/x' type='subscribe'/>", subjectOf("bob", "x")} {
		if !s.raw(text) {
			t.Errorf("not taken: %s", text)
		}
	}
	if _, ok := s.Sender(grp, "erin"); ok || s.In(grp) || s.updates > 0 || s.live.Rooms[grp].Occupants != 0 {
		t.Errorf("erin is there: %v, in %v, %d transactions", ok, s.In(grp), s.updates)
	}
	s.wait(latestAgain)
	if s.In(grp) {
		t.Error("we came back")
	}
}

// A room that begins to show addresses is entered again: presences do not come anew by themselves.
func TestARoomThatShowsAddresses(t *testing.T) {
	s := joinedTo(newScript(t), "muc_membersonly muc_semianonymous")
	s.answer = group(private, teaPeople)
	s.raw("<message type='groupchat' from='" + grp + "'>" + x("<status code='172'/>") + "</message>")
	if len(s.entering()) != 1 || !s.In(grp) || s.Held(grp) != "" || s.readers() != "alice bob carol" || s.toldOf() != "private" {
		t.Errorf("sent %v, held %q, members %s", s.sent, s.Held(grp), s.readers())
	}
}

// Whoever was put out, and is refused when they try to come back, is out for the first reason still.
func TestWhyWeAreOutStays(t *testing.T) {
	s := joinedTo(newScript(t), private)
	s.raw(gonePresence("alice", item("alice", "outcast", "none")+"<status code='301'/><status code='110'/>"))
	s.reply = func(string) []string {
		return []string{"<presence type='error' from='" + place("alice") + "'>" + failed("registration-required") + "</presence>"}
	}
	_, err := s.Join(t.Context(), jid.MustParse(grp), "", "")
	if k := s.room(); refusalIn(err) != muc.ForMembers || k.Out.Why != history.OutBanned || s.toldOf() != "banned we" {
		t.Errorf("%v, out %+v", err, k.Out)
	}
}
