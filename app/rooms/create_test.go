package rooms

import (
	"slices"
	"strings"
	"testing"

	"mellium.im/xmpp/jid"

	"vouch/app/fault"
	"vouch/app/history"
	"vouch/xmpp/muc"
)

const configForm = "<query xmlns='http://jabber.org/protocol/muc#owner'><x xmlns='jabber:x:data' type='form'>" +
	"<field var='FORM_TYPE' type='hidden'><value>http://jabber.org/protocol/muc#roomconfig</value></field>" +
	"<field var='muc#roomconfig_membersonly' type='boolean'><value>0</value></field>" +
	"<field var='muc#roomconfig_roomname' type='text-single'/><field var='x-other' type='text-single'><value>kept</value></field></x></query>"

// makingAnswers is a server at which there is no room as yet: it is, once a form was submitted, what the features say.
func makingAnswers(s *script, features string, says *[]string) func(*question) string {
	made := false
	rest := group(features, teaPeople)
	return func(q *question) string {
		if q.to == grp && q.set {
			*says = append(*says, q.payload)
		}
		switch {
		case q.to != grp:
		case strings.Contains(q.payload, "disco#info") && !made:
			return failed("item-not-found")
		case strings.Contains(q.payload, "muc#owner") && !q.set:
			return configForm
		case q.set:
			made = made || strings.Contains(q.payload, "jabber:x:data")
			return "<none/>"
		}
		return rest(q)
	}
}

// Vector 14: only what the form offers is answered, and what the room then is decides: whether it keeps an archive is said,
// and one that is not private is destroyed before anybody is a member of it, or invited.
func TestWhatAMadeRoomIs(t *testing.T) {
	bob := jid.MustParse(bobs)
	for _, row := range []struct {
		name, features string
		kind           fault.Kind
		archive        bool
	}{
		{"as planned", private, "", true},
		{"without an archive", "muc_membersonly muc_nonanonymous", "", false},
		{"that hides its people", "muc_membersonly muc_semianonymous", fault.KindNotOffered, false},
		{"that is open", "muc_open muc_nonanonymous", fault.KindNotOffered, false},
	} {
		t.Run(row.name, func(t *testing.T) {
			s := newScript(t)
			var says []string
			s.answer = makingAnswers(s, row.features, &says)
			s.reply = func(sent string) []string {
				if strings.Contains(sent, "protocol/muc\"") {
					return []string{ownPresence("alice", "<status code='201'/>"), subjectOf("", "")}
				}
				return nil
			}
			made, err := s.Create(t.Context(), muc.Plan{Private: true, Name: "Tea"}, jid.MustParse(grp), "", []jid.JID{bob})
			if fault.KindOf(err) != row.kind {
				t.Fatalf("%+v, %v", made, err)
			}
			if form := says[0]; strings.Contains(form, "allowinvites") || strings.Contains(form, "mam") || strings.Contains(form, "whois") || !strings.Contains(form, "x-other") || !strings.Contains(form, "FORM_TYPE") {
				t.Errorf("submitted %s", form)
			}
			invited := slices.ContainsFunc(s.sent, func(text string) bool { return strings.Contains(text, "jabber:x:conference") })
			member := slices.ContainsFunc(says, func(text string) bool { return strings.Contains(text, bobs) })
			destroyed := slices.ContainsFunc(says, func(text string) bool { return strings.Contains(text, "destroy") })
			if good := row.kind == ""; invited != good || member != good || destroyed == good || s.In(grp) != good || (s.room().JID != "") != good {
				t.Errorf("invited %v, member %v, destroyed %v, in %v, kept %+v", invited, member, destroyed, s.In(grp), s.room())
			}
			if row.kind == "" && (made.Archive != row.archive || made.Kind != history.ChatGroup || s.Held(grp) != "" || s.readers() != "alice bob carol") {
				t.Errorf("%+v, held %q, members %s", made, s.Held(grp), s.readers())
			}
		})
	}
}

// A room that is there is not made: neither when its disco info says so, nor when it came to be in the same moment.
func TestARoomThatIsThereIsNotMade(t *testing.T) {
	s := newScript(t)
	s.answer = group(channel, nil)
	if _, err := s.Create(t.Context(), muc.Plan{}, jid.MustParse(grp), "", nil); fault.KindOf(err) != fault.KindConflict || len(s.sent) > 0 || s.Is(grp) {
		t.Errorf("%v, sent %v", err, s.sent)
	}
	s = newScript(t)
	var says []string
	s.answer = makingAnswers(s, channel, &says)
	s.reply = letsIn()
	if _, err := s.Create(t.Context(), muc.Plan{}, jid.MustParse(grp), "", nil); fault.KindOf(err) != fault.KindConflict || len(says) > 0 || s.In(grp) {
		t.Errorf("%v, said %v", err, says)
	}
	if len(s.sent) != 2 || !strings.Contains(s.sent[1], "unavailable") {
		t.Errorf("sent %v", s.sent)
	}
}

// Who may make members invites by themselves, after making one; else the room does, if it lets every member.
func TestHowPeopleAreInvited(t *testing.T) {
	erin := jid.MustParse("erin@example.org")
	for _, row := range []struct{ name, affiliation, who, want string }{
		{"by an owner", "owner", "erin", "member, direct"},
		{"who is a member already", "owner", "bob", "direct"},
		{"by a member", "member", "erin", "mediated"},
	} {
		t.Run(row.name, func(t *testing.T) {
			s := joinedTo(newScript(t), private)
			own := strings.Replace(ownPresence("alice", ""), "affiliation='owner'", "affiliation='"+row.affiliation+"'", 1)
			s.raw(own)
			s.sent = nil
			var did []string
			answer := s.answer
			s.answer = func(q *question) string {
				if q.set && strings.Contains(q.payload, row.who) {
					did = append(did, "member")
					return "<none/>"
				}
				return answer(q)
			}
			who := erin
			if row.who == "bob" {
				who = jid.MustParse(bobs)
			}
			if err := s.Invite(t.Context(), jid.MustParse(grp), who, "come"); err != nil {
				t.Fatal(err)
			}
			for _, text := range s.sent {
				if strings.Contains(text, "jabber:x:conference") {
					did = append(did, "direct")
				} else if strings.Contains(text, "<invite") {
					did = append(did, "mediated")
				}
			}
			if got := strings.Join(did, ", "); got != row.want {
				t.Errorf("did %s", got)
			}
		})
	}
}
