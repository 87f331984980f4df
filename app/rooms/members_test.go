package rooms

import (
	"fmt"
	"strings"
	"testing"

	"mellium.im/xmpp/jid"

	"vouch/app/view"
)

// Hats and occupant ids count where the room announces them, and nowhere else: occupants write them themselves.
func TestWhatARoomDoesNotAnnounce(t *testing.T) {
	forged := "<presence from='" + grp + "/bob'>" + x(item("bob", "member", "participant")) +
		"<occupant-id xmlns='urn:xmpp:occupant-id:0' id='carols'/><hats xmlns='urn:xmpp:hats:0'><hat xmlns='urn:xmpp:hats:0' uri='urn:king' title='King'/></hats></presence>"
	for features, want := range map[string]string{private: "carols 0", private + " urn:xmpp:hats:0": "carols 1", "muc_membersonly muc_nonanonymous": " 0"} {
		s := joinedTo(newScript(t), features)
		s.raw(forged)
		who, _ := s.Sender(grp, "bob")
		if got := fmt.Sprint(who.ID, " ", len(who.Hats)); got != want {
			t.Errorf("%s: %q, want %q", features, got, want)
		}
	}
}

// A change that the room tells while its lists are on their way is not undone by one that is older.
func TestAChangeDuringTheLists(t *testing.T) {
	s := joinedTo(newScript(t), private)
	answer := s.answer
	s.answer = nil
	s.Rooms.askLists(s.all[grp])
	member := s.asked[2]
	if s.Held(grp) != view.HeldAsking {
		t.Errorf("held %q", s.Held(grp))
	}
	stale := answerOf(s, member, listOf("member", bobs, "carol@example.org"))
	s.raw("<message from='" + grp + "'>" + x("<item affiliation='none' jid='carol@example.org'/>") + "</message>")
	if s.readers() != "alice bob" {
		t.Errorf("members %s", s.readers())
	}
	s.asked = s.asked[:2]
	member.then(stale)
	s.answer = answer
	s.settle()
	if s.readers() != "alice bob" || s.Held(grp) != "" {
		t.Errorf("members %s, held %q", s.readers(), s.Held(grp))
	}
}

// A room that does not say who belongs to it stays held.
func TestListsThatAreRefused(t *testing.T) {
	s := newScript(t)
	answer := group(private, teaPeople)
	s.answer = func(q *question) string {
		if strings.Contains(q.payload, "muc#admin") && strings.Contains(q.payload, "\"member\"") {
			return failed("forbidden")
		}
		return answer(q)
	}
	s.reply = letsIn()
	if _, err := s.Join(t.Context(), jid.MustParse(grp), "", ""); err != nil {
		t.Fatal(err)
	}
	if s.Held(grp) != view.HeldLists || s.live.Rooms[grp].Held != view.HeldLists {
		t.Errorf("held %q", s.Held(grp))
	}
}

// What a room tells of a member before it has said for the first time who belongs to it is a part of that: nobody is told who was
// there before.
func TestAChangeDuringTheFirstLists(t *testing.T) {
	s := joinedTo(newScript(t), channel)
	held, answer := true, group(private, teaPeople)
	s.answer = func(q *question) string {
		if held && strings.Contains(q.payload, "muc#admin") {
			return ""
		}
		return answer(q)
	}
	s.raw("<message from='" + grp + "' type='groupchat'>" + x("<status code='172'/>") + "</message>")
	s.raw("<message from='" + grp + "'>" + x("<item affiliation='member' jid='dave@example.org'/>") + "</message>")
	held = false
	s.settle()
	if s.readers() != "alice bob carol dave" || s.Held(grp) != "" {
		t.Errorf("members %s, held %q", s.readers(), s.Held(grp))
	}
	if got := s.toldOf(); strings.Contains(got, "added") {
		t.Errorf("told %q", got)
	}
}

// Who came and went while we were away is told, unless they are many or the room was not known.
func TestMembersWhoCameWhileWeWereAway(t *testing.T) {
	s := joinedTo(newScript(t), private)
	many := map[string][]string{"owner": {self}}
	for i := range mostRows + 1 {
		many["member"] = append(many["member"], fmt.Sprintf("m%d@example.org", i))
	}
	for _, row := range []struct {
		now  map[string][]string
		told string
	}{
		{map[string][]string{"owner": {self}, "member": {bobs, "dave@example.org"}}, "removed carol, added dave"},
		{many, ""},
	} {
		s.answer = group(private, row.now)
		s.Rooms.Began()
		s.settle()
		s.CaughtUp()
		s.settle()
		if got := s.toldOf(); got != row.told || s.Held(grp) != "" {
			t.Errorf("told %q, held %q", got, s.Held(grp))
		}
	}
	s = newScript(t)
	s.answer, s.reply = group(private, teaPeople), letsIn()
	if _, err := s.Join(t.Context(), jid.MustParse(grp), "", ""); err != nil || s.toldOf() != "" {
		t.Errorf("at first told %+v, %v", s.news, err)
	}
}
