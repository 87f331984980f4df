package rooms

import (
	"fmt"
	"strings"
	"testing"

	"mellium.im/xmpp/jid"

	"vouch/app/history"
	"vouch/xmpp/muc"
)

// The list of a room is by affiliation, role and name, and has the members who are not there.
func TestTheOrderOfMembers(t *testing.T) {
	s := newScript(t)
	s.answer = group(private, map[string][]string{"owner": {self, "root@example.org"}, "admin": {"zoe@example.org"}, "member": {bobs, "carol@example.org"}})
	s.reply = letsIn(presenceIn("zoe", "zoe", "admin", "moderator"), presenceIn("Bob", "bob", "member", "participant"), presenceIn("bob at work", "bob", "member", "participant"),
		presenceIn("amy", "amy", "none", "visitor"), presenceIn("guest", "guest", "none", "participant"), presenceIn("Mod", "mod", "none", "moderator"))
	if _, err := s.Join(t.Context(), jid.MustParse(grp), "", ""); err != nil {
		t.Fatal(err)
	}
	people, err := s.Members(t.Context(), jid.MustParse(grp))
	var got []string
	for _, p := range people {
		if name := p.Nick; p.Here {
			got = append(got, name)
		} else {
			got = append(got, "("+strings.TrimSuffix(p.JID, "@example.org")+" "+string(p.Role)+")")
		}
	}
	if want := "alice, (root none), zoe, Mod, Bob, bob at work, (carol none), guest, amy"; err != nil || strings.Join(got, ", ") != want {
		t.Errorf("%s, %v", strings.Join(got, ", "), err)
	}
	if _, err := s.Members(t.Context(), jid.MustParse("none@r.example.org")); err == nil {
		t.Error("a room that is not known has members")
	}
}

// A service is read in pages, and searched through all of them by name and address.
func TestBrowsing(t *testing.T) {
	s := newScript(t)
	pages := 0
	s.answer = func(q *question) string {
		if q.to != "r.example.org" {
			return failed("item-not-found")
		}
		pages++
		page := map[string]string{"": "Tea", "1": "Cake", "2": "Tea and more"}
		at := between(q.payload, "<after>", "</after>")
		next := map[string]string{"": "1", "1": "2"}[at]
		last := ""
		if next != "" {
			last = "<last>" + next + "</last>"
		}
		return fmt.Sprintf("<query xmlns='http://jabber.org/protocol/disco#items'><item jid='room%s@r.example.org' name='%s'/><item jid='r.example.org' name='no room'/><set xmlns='http://jabber.org/protocol/rsm'>%s</set></query>", at, page[at], last)
	}
	for _, row := range []struct {
		search, after, want, next string
		pages                     int
	}{
		{"", "", "Tea", "1", 1}, {"", "1", "Cake", "2", 1}, {"", "2", "Tea and more", "", 1},
		{"tEa", "", "Tea, Tea and more", "", 3}, {"room1", "", "Cake", "", 3}, {"coffee", "", "", "", 3},
	} {
		pages = 0
		page, err := s.Browse(t.Context(), jid.MustParse("r.example.org"), row.search, row.after)
		var names []string
		for _, l := range page.Rooms {
			names = append(names, l.Name)
		}
		if got := strings.Join(names, ", "); err != nil || got != row.want || page.Next != row.next || pages != row.pages || page.More {
			t.Errorf("%q after %q: %s, next %q, %d pages, %v", row.search, row.after, got, page.Next, pages, err)
		}
	}
}

// Whom the server does not let us make a member is not invited, and named.
func TestWhoIsNotMadeAMember(t *testing.T) {
	s := newScript(t)
	var says []string
	answer := makingAnswers(s, private, &says)
	s.answer = func(q *question) string {
		if q.set && strings.Contains(q.payload, "erin@example.org") {
			return failed("not-allowed")
		}
		return answer(q)
	}
	s.reply = func(sent string) []string {
		if strings.Contains(sent, "protocol/muc\"") {
			return []string{ownPresence("alice", "<status code='201'/>"), subjectOf("", "")}
		}
		return nil
	}
	erin := jid.MustParse("erin@example.org")
	made, err := s.Create(t.Context(), muc.Plan{Private: true}, jid.MustParse(grp), "", []jid.JID{erin, jid.MustParse(bobs)})
	if sent := strings.Join(s.sent, ""); err != nil || len(made.Left) != 1 || !made.Left[0].Equal(erin) || strings.Contains(sent, "erin") || !strings.Contains(sent, bobs) {
		t.Errorf("%+v, %v; sent %v", made, err, s.sent)
	}
}

// Once the lists of a private room are here it is known who has which occupant id; of a channel nobody says.
func TestOccupantIDsAreLearned(t *testing.T) {
	withID := strings.Replace(presenceIn("bob", "bob", "member", "participant"), "</presence>", "<occupant-id xmlns='urn:xmpp:occupant-id:0' id='o1'/></presence>", 1)
	for features, want := range map[string]string{private: bobs, channel + " urn:xmpp:occupant-id:0": "", "muc_membersonly muc_nonanonymous": ""} {
		s := newScript(t)
		s.answer, s.reply = group(features, teaPeople), letsIn(withID)
		if _, err := s.Join(t.Context(), jid.MustParse(grp), "", ""); err != nil {
			t.Fatal(err)
		}
		if err := s.View("", func(h *history.Store) error {
			who, err := h.OccupantOf(grp, "o1")
			if who != want {
				t.Errorf("%s: %q", features, who)
			}
			return err
		}); err != nil {
			t.Fatal(err)
		}
	}
}
