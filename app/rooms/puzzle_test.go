package rooms

import (
	"strings"
	"testing"
	"time"

	"mellium.im/xmpp/jid"

	"vouch/app/fault"
	"vouch/app/view"
	"vouch/xmpp/muc"
)

func puzzleFrom(from string) string {
	return "<message from='" + place(from) + "' id='42'><body>Read this.</body><x xmlns='jabber:x:oob'><url>https://example.org/captcha/42</url></x><captcha xmlns='urn:xmpp:captcha'><x xmlns='jabber:x:data' type='form'>" +
		"<field var='FORM_TYPE' type='hidden'><value>urn:xmpp:captcha</value></field><field var='challenge' type='hidden'><value>42</value></field><field var='ocr' label='Enter the text you see'><required/></field></x></captcha></message>"
}

// refusal is the presence by which a room does not let us in.
func refusal(condition string) string {
	return "<presence type='error' from='" + place("alice") + "'><x xmlns='http://jabber.org/protocol/muc'/>" + failed(condition) + "</presence>"
}

// TestARoomWantsSomethingSolved: our way in stays open until the user has answered, the room has given up, or nobody came.
func TestARoomWantsSomethingSolved(t *testing.T) {
	for _, c := range []struct {
		name    string
		then    func(s *script)
		wrong   bool   // what the user answers
		why     string // for whom waits in Join; "": they are in
		solving fault.Kind
	}{
		{"solved", func(*script) {}, false, "", ""},
		{"solved, and silence", func(*script) {}, false, string(muc.OutOfReach), ""},
		{"wrong", func(*script) {}, true, string(muc.NotSolved), fault.KindAuth},
		{"given up by the room", func(s *script) { s.raw(refusal("not-authorized")) }, false, string(muc.NotSolved), fault.KindNotFound},
		{"nobody came", func(s *script) { s.wait(solveIn) }, false, string(muc.NotSolved), fault.KindNotFound},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := newScript(t)
			written := ""
			about := group(channel, nil)
			s.answer = func(q *question) string {
				switch {
				case !strings.Contains(q.payload, "urn:xmpp:captcha"):
					return about(q)
				case c.wrong:
					written = q.payload
					return failed("not-allowed")
				}
				written = q.payload
				if c.why == "" {
					s.replies = append(s.replies, ownPresence("alice", ""), subjectOf("", ""))
				}
				return "<none/>"
			}
			s.settle()
			s.CaughtUp()
			var told []error
			s.Rooms.begin(s.add(jid.MustParse(grp)), &entry{nick: "alice", then: []func(error){func(err error) { told = append(told, err) }}})
			s.settle()
			s.raw(puzzleFrom("bob")) // somebody there says the same
			if s.live.Rooms[grp].Puzzle != 0 {
				t.Error("an occupant has something solved")
			}
			s.raw(puzzleFrom(""))
			if now := s.live.Rooms[grp]; now.Puzzle == 0 || now.State != view.RoomEntering {
				t.Fatalf("it is %+v", now)
			}
			s.wait(2 * quiet) // silence says nothing now
			if got, err := s.Puzzle(t.Context(), jid.MustParse(grp)); err != nil || got.URL == "" || len(told) > 0 {
				t.Fatalf("%+v, %v; told %v", got, err, told)
			}
			if err := s.Solve(t.Context(), jid.MustParse(grp), nil); fault.KindOf(err) != fault.KindInvalid {
				t.Errorf("without an answer: %v", err)
			}
			c.then(s)
			err := s.Solve(t.Context(), jid.MustParse(grp), map[string]string{"ocr": "walk"})
			if fault.KindOf(err) != c.solving || (c.solving == "" || c.solving == fault.KindAuth) != strings.Contains(written, "<value>walk</value>") {
				t.Errorf("solving: %v, written %q", err, written)
			}
			s.wait(quiet)
			if len(told) != 1 || string(refusalIn(told[0])) != c.why || s.In(grp) != (c.why == "") || s.live.Rooms[grp].Puzzle != 0 {
				t.Errorf("told %v, in: %t, %+v", told, s.In(grp), s.live.Rooms[grp])
			}
			s.wait(time.Hour)
		})
	}
}

// A refusal that comes before our presence has gone is about a way in before: what was solved wrongly is refused twice, by the answer and
// by a presence, and the user may be on the way again when that comes.
func TestARefusalOfTheWayInBefore(t *testing.T) {
	s := newScript(t)
	s.answer = group(channel, nil)
	s.settle()
	s.CaughtUp()
	var told []error
	rm := s.add(jid.MustParse(grp))
	s.Rooms.name(rm) // from the way in before
	rm.place = jid.MustParse(place("alice"))
	s.Rooms.begin(rm, &entry{nick: "alice", then: []func(error){func(err error) { told = append(told, err) }}})
	if e := rm.entry; e == nil || e.next != nil {
		t.Fatal("our presence has gone already")
	}
	s.raw(refusal("forbidden"))
	s.settle()
	if now := s.live.Rooms[grp]; now.State != view.RoomEntering || len(told) > 0 {
		t.Fatalf("it is %+v, told %v", now, told)
	}
	s.raw(refusal("forbidden"))
	s.settle()
	if len(told) != 1 || told[0] == nil {
		t.Errorf("its own refusal: told %v", told)
	}
}
