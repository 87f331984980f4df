package rooms

import (
	"slices"
	"strings"
	"testing"

	"mellium.im/xmpp/jid"

	"vouch/app/history"
	"vouch/xmpp/muc"
)

// saidTo are the presences that went to grp since the last time, in short.
func (s *script) saidTo() (out []string) {
	for _, sent := range s.sent {
		if !strings.HasPrefix(sent, "<presence to=\""+grp+"/") {
			continue
		}
		said := between(sent, "<show>", "</show>") + " " + between(sent, "<status>", "</status>")
		if strings.Contains(sent, "<x xmlns=\"http://jabber.org/protocol/muc\"") {
			said = "enters " + said
		}
		out = append(out, strings.TrimSpace(said))
	}
	s.sent = nil
	return out
}

// A room is told how the user is available, once, while we are surely in; else when the doubt has ended, or as we enter.
func TestRoomsAreToldHowTheUserIsAvailable(t *testing.T) {
	s := newScript(t)
	own := muc.Own{}
	s.Rooms.Own = func() muc.Own { return own }
	joinedTo(s, private)
	wants := func(when string, want ...string) {
		t.Helper()
		if got := s.saidTo(); !slices.Equal(got, want) {
			t.Errorf("%s: %q, want %q", when, got, want)
		}
	}
	set := func(show, status string) { own.Show, own.Status = show, status; s.Show() }
	set("", "")
	wants("nothing has changed")
	set("away", "tea")
	wants("away", "away tea")
	s.Show()
	wants("said already")
	answer := s.answer
	s.answer = func(q *question) string {
		if strings.Contains(q.payload, "urn:xmpp:ping") {
			return ""
		}
		return answer(q)
	}
	s.Doubt(grp)
	set("dnd", "")
	wants("in doubt")
	s.answer = answer
	s.settle()
	wants("the doubt has ended", "dnd")
	set("", "")
	wants("back", "")

	s.answer = func(q *question) string {
		if strings.Contains(q.payload, "urn:xmpp:ping") {
			return failed("not-acceptable")
		}
		return answer(q)
	}
	s.Doubt(grp)
	set("xa", "")
	s.settle()
	wants("out, and in again", "enters xa")

	s.answer = answer
	s.Resumed() // the stream was cut
	set("away", "")
	wants("what the room says is still to come")
	s.settle()
	wants("the room has answered", "away")
}

// What changes while a room lets us in is told once we are in.
func TestWhatChangesAsARoomLetsUsInIsTold(t *testing.T) {
	s := stored(newScript(t), history.Room{Autojoin: true})
	own, reply := muc.Own{}, letsIn()
	s.Rooms.Own = func() muc.Own { return own }
	s.answer = group(private, teaPeople)
	s.reply = func(sent string) []string {
		out := reply(sent)
		if len(out) > 0 {
			own.Show = "away"
			s.Show()
		}
		return out
	}
	s.CaughtUp()
	s.settle()
	if got := s.saidTo(); !slices.Equal(got, []string{"enters", "away"}) {
		t.Errorf("said %q", got)
	}
}

// Whoever is out, and does not go back by themselves, is told so once; who falls out comes back.
func TestBeingOutForGoodIsTold(t *testing.T) {
	for _, c := range []struct {
		name string
		do   func(s *script)
		want int
	}{
		{"left", func(s *script) {
			if err := s.Leave(s.t.Context(), jid.MustParse(grp)); err != nil {
				s.t.Fatal(err)
			}
		}, 1},
		{"kicked", func(s *script) {
			s.presence("alice", " type='unavailable'", x(item("alice", "owner", "none")+"<status code='110'/><status code='307'/>"))
		}, 1},
		{"the server restarts", func(s *script) {
			s.presence("alice", " type='unavailable'", x(item("alice", "owner", "none")+"<status code='110'/><status code='332'/>"))
		}, 0},
	} {
		s := joinedTo(newScript(t), private)
		told := 0
		s.Rooms.Left = func(room string) {
			if room == grp {
				told++
			}
		}
		if c.do(s); told != c.want || s.In(grp) {
			t.Errorf("%s: told %d times, in %t", c.name, told, s.In(grp))
		}
	}
}
