package rooms

import (
	"fmt"
	"strings"
	"testing"

	"mellium.im/xmpp/jid"

	"vouch/app/fault"
	"vouch/app/history"
	"vouch/app/view"
	"vouch/xmpp/muc"
	"vouch/xmpp/xmpptest"
)

// Of our own exits those that others brought about are final, and told; the rest are made good by ourselves.
func TestOwnExits(t *testing.T) {
	for _, row := range []struct {
		name, inside string
		out          history.OutReason
		told         string
		back         bool
	}{
		{"kicked", item("alice", "member", "none") + "<status code='307'/><status code='110'/>", history.OutKicked, "kicked we", false},
		{"banned", item("alice", "outcast", "none") + "<status code='301'/><status code='110'/>", history.OutBanned, "banned we", false},
		{"removed", item("alice", "none", "none") + "<status code='321'/><status code='110'/>", history.OutRemoved, "removed we", false},
		{"closed out", item("alice", "none", "none") + "<status code='322'/><status code='110'/>", history.OutClosed, "closed we", false},
		{"destroyed, without a code", "<item affiliation='none' role='none'/><destroy jid='new@r.example.org'><reason>moved</reason></destroy>", history.OutDestroyed, "destroyed we", false},
		{"muc-error-kicks: a fault that looks like a kick", item("alice", "member", "none") + "<status code='307'/><status code='333'/><status code='110'/>", "", "", true},
		{"the service goes down", item("alice", "member", "none") + "<status code='332'/><status code='110'/>", "", "", true},
		{"no word", "", "", "", true},
	} {
		t.Run(row.name, func(t *testing.T) {
			s := joinedTo(newScript(t), private)
			s.raw(gonePresence("alice", row.inside))
			k := s.room()
			if told := s.toldOf(); s.In(grp) || s.Held(grp) != view.HeldOut || k.Out.Why != row.out || told != row.told {
				t.Errorf("in %v, out %+v, told %q", s.In(grp), k.Out, told)
			}
			if destroyed := row.out == history.OutDestroyed; destroyed != (k.Out.Instead != "") || k.Autojoin == destroyed || destroyed && k.Bookmark.Pending {
				t.Errorf("kept %+v", k)
			}
			s.wait(2 * firstAgain)
			if s.In(grp) != row.back {
				t.Errorf("back: %v", s.In(grp))
			}
			s.Rooms.Began()
			s.CaughtUp()
			s.settle()
			if s.In(grp) != row.back {
				t.Errorf("back on the next stream: %v", s.In(grp))
			}
		})
	}
}

// Vector 2, our own view: another of our devices renames us, and the old nickname comes back.
func TestOwnRenames(t *testing.T) {
	s := joinedTo(newScript(t), private)
	s.raw(gonePresence("alice", "<item nick='al' jid='alice@example.org/d' affiliation='owner' role='moderator'/><status code='303'/><status code='110'/>"))
	if at, ok := s.Place(grp); !ok || at.Resourcepart() != "al" {
		t.Errorf("at %s, %v", at, ok)
	}
	s.raw(ownPresence("alice", ""))
	if at, ok := s.Place(grp); !ok || at.Resourcepart() != "alice" || s.live.Rooms[grp].Nick != "alice" {
		t.Errorf("at %s, %v", at, ok)
	}
}

// A nickname that is taken gets a _, once. What else keeps us out is told by its condition.
func TestWhatKeepsUsOut(t *testing.T) {
	for _, row := range []struct {
		condition string
		twice     bool
		why       muc.Refusal
		kind      fault.Kind
	}{
		{"conflict", false, "", ""},
		{"conflict", true, muc.NickTaken, fault.KindConflict},
		{"not-acceptable", false, muc.NickReserved, fault.KindConflict},
		{"not-authorized", false, muc.NeedsPassword, fault.KindAuth},
		{"registration-required", false, muc.ForMembers, fault.KindNotAllowed},
		{"forbidden", false, muc.IsOutcast, fault.KindNotAllowed},
		{"service-unavailable", false, muc.IsFull, fault.KindBusy},
		{"remote-server-not-found", false, muc.OutOfReach, fault.KindUnreachable},
	} {
		t.Run(fmt.Sprint(row.condition, row.twice), func(t *testing.T) {
			s := newScript(t)
			s.answer = group(channel, nil)
			tries := 0
			s.reply = func(sent string) []string {
				if tries++; tries == 2 && !row.twice {
					return letsIn()(sent)
				}
				return []string{"<presence type='error' from='" + place(between(sent, grp+"/", "\"")) + "'>" + failed(row.condition) + "</presence>"}
			}
			got, err := s.Join(t.Context(), jid.MustParse(grp), "", "")
			if fault.KindOf(err) != row.kind || refusalIn(err) != row.why || row.kind == "" && got.Nick != "alice_" {
				t.Errorf("%+v, %v", got, err)
			}
			if row.kind != "" && (s.room().JID != "" || s.In(grp)) {
				t.Errorf("kept %+v", s.room())
			}
			s.wait(quiet)
			if s.Is(grp) != (row.kind == "") {
				t.Errorf("is a room: %v", s.Is(grp))
			}
		})
	}
}

// An address that is no room's is never taken for one: somebody may have it.
func TestAPersonIsNoRoom(t *testing.T) {
	s := newScript(t)
	asked := false
	s.answer = func(q *question) string {
		if q.to == bobs {
			asked = true
			if s.Is(bobs) {
				t.Error("bob is a room while he is asked")
			}
			if taken := s.receive("<presence from='" + bobs + "/d'/>"); taken {
				t.Error("his presence is a room's")
			}
			return "<query xmlns='http://jabber.org/protocol/disco#info'><identity category='account' type='registered'/></query>"
		}
		return ""
	}
	_, err := s.Join(t.Context(), jid.MustParse(bobs), "", "")
	if fault.KindOf(err) != fault.KindInvalid || !asked || s.Is(bobs) {
		t.Errorf("%v", err)
	}
}

// muc-error-kicks: an error of the room about a message that says that we are not in has us ask, and no more.
func TestAnErrorOfTheRoomIsADoubt(t *testing.T) {
	s := joinedTo(newScript(t), private)
	s.answer = nil
	e := xmpptest.Message(t, "<message type='error' from='"+grp+"'>"+failed("not-acceptable")+"</message>").Failure
	if s.ReceiveRefusal(jid.MustParse(grp+"/bob"), "m2", e); len(s.asked) != 0 {
		t.Error("an occupant has us ask")
	}
	if taken := s.ReceiveRefusal(jid.MustParse(grp), "m1", e); taken || len(s.asked) != 1 || !strings.Contains(s.asked[0].payload, "urn:xmpp:ping") {
		t.Errorf("taken %v, asked %d", taken, len(s.asked))
	}
}

// Whoever is put out in the moment in which they enter again, from inside, is not let in by that.
func TestAKickWhileWeComeBack(t *testing.T) {
	s := joinedTo(newScript(t), "muc_membersonly muc_semianonymous")
	s.answer, s.reply = group(private, teaPeople), nil
	s.raw("<message type='groupchat' from='" + grp + "'>" + x("<status code='172'/>") + "</message>")
	if len(s.entering()) != 1 || s.In(grp) {
		t.Fatalf("sent %v", s.sent)
	}
	s.raw(gonePresence("alice", item("alice", "member", "none")+"<status code='307'/><status code='110'/>"))
	s.raw(ownPresence("alice", ""))
	s.raw(subjectOf("", ""))
	if k := s.room(); s.In(grp) || k.Out.Why != history.OutKicked || len(s.sent) != 2 || !strings.Contains(s.sent[1], "unavailable") {
		t.Errorf("in %v, out %+v, sent %v", s.In(grp), k.Out, s.sent)
	}

	s = newScript(t) // a ghost that goes while we come says nothing
	s.answer = group(channel, nil)
	s.begun(func(error) {})
	s.raw(gonePresence("alice", item("alice", "member", "none")+"<status code='307'/><status code='110'/>"))
	s.raw(ownPresence("alice", ""))
	s.raw(subjectOf("", ""))
	if !s.In(grp) {
		t.Error("a ghost keeps us out")
	}
}
