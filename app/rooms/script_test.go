package rooms

import (
	"errors"
	"strings"

	"mellium.im/xmpp/jid"

	"vouch/app/history"
)

const (
	private = "muc_membersonly muc_nonanonymous muc_persistent muc_hidden urn:xmpp:occupant-id:0 urn:xmpp:mam:2"
	channel = "muc_open muc_semianonymous muc_persistent muc_public"
)

// discoOf is the disco info of a room with these features.
func discoOf(features string) string {
	out := "<query xmlns='http://jabber.org/protocol/disco#info'><identity category='conference' type='text' name='Group'/><feature var='http://jabber.org/protocol/muc'/>"
	for _, f := range strings.Fields(features) {
		out += "<feature var='" + f + "'/>"
	}
	return out + "</query>"
}

func listOf(affiliation string, who ...string) string {
	out := "<query xmlns='http://jabber.org/protocol/muc#admin'>"
	for _, w := range who {
		out += "<item affiliation='" + affiliation + "' jid='" + w + "'/>"
	}
	return out + "</query>"
}

func failed(condition string) string {
	return "<error type='cancel'><" + condition + " xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error>"
}

// group is what a room answers that has the features, and these members, by affiliation.
func group(features string, members map[string][]string) func(*question) string {
	return func(q *question) string {
		switch {
		case q.to == "" && !q.set, strings.Contains(q.payload, "urn:xmpp:bookmarks:1") && !q.set:
			return failed("item-not-found")
		case q.to == "":
			return "<pubsub xmlns='http://jabber.org/protocol/pubsub'/>"
		case strings.Contains(q.payload, "disco#info"):
			return discoOf(features)
		case strings.Contains(q.payload, "urn:xmpp:ping"):
			return "<none/>"
		}
		for _, a := range []string{"owner", "admin", "member"} {
			if strings.Contains(q.payload, "\""+a+"\"") && !q.set {
				return listOf(a, members[a]...)
			}
		}
		return ""
	}
}

var teaPeople = map[string][]string{"owner": {self}, "member": {bobs, "carol@example.org"}}

// letsIn is what a room sends to who enters it: the others, ourselves, and the subject.
func letsIn(others ...string) func(string) []string {
	return func(sent string) []string {
		if !strings.Contains(sent, "<x xmlns=\"http://jabber.org/protocol/muc\"") {
			return nil
		}
		room, nick, _ := strings.Cut(between(sent, " to=\"", "\""), "/")
		var out []string
		for _, text := range append(others[:len(others):len(others)], ownPresence(nick, ""), subjectOf("", "")) {
			out = append(out, strings.ReplaceAll(text, grp, room))
		}
		return out
	}
}

func between(text, from, to string) string {
	_, text, _ = strings.Cut(text, from)
	text, _, _ = strings.Cut(text, to)
	return text
}

func ownPresence(nick, codes string) string {
	return "<presence from='" + place(nick) + "'>" + x(item("alice", "owner", "moderator")+"<status code='110'/>"+codes) + "</presence>"
}

func presenceIn(nick, who, affiliation, role string) string {
	return "<presence from='" + place(nick) + "'>" + x(item(who, affiliation, role)) + "</presence>"
}

func gonePresence(nick, inside string) string {
	return "<presence type='unavailable' from='" + place(nick) + "'>" + x(inside) + "</presence>"
}

func subjectOf(nick, subject string) string {
	return "<message type='groupchat' from='" + place(nick) + "'><subject>" + subject + "</subject></message>"
}

// joinedTo is a script that is in grp, of that kind, with bob and carol there.
func joinedTo(s *script, features string) *script {
	s.t.Helper()
	s.answer = group(features, teaPeople)
	s.reply = letsIn(presenceIn("bob", "bob", "member", "participant"), presenceIn("carol", "carol", "member", "participant"))
	s.settle()
	s.CaughtUp()
	got, err := s.Join(s.t.Context(), jid.MustParse(grp), "", "")
	if err != nil || got.Nick != "alice" || !s.In(grp) || s.Held(grp) != "" {
		s.t.Fatalf("joined %+v, %v; held %q", got, err, s.Held(grp))
	}
	s.sent, s.news, s.updates = nil, nil, 0
	return s
}

// stored puts grp into the file, and has the program begin with it.
func stored(s *script, k history.Room) *script {
	s.t.Helper()
	k.JID = grp
	if err := s.Update("", func(h *history.Store) error {
		_, err := h.BeginRoom(grp, k.Kind.Chat(), s.now)
		return errors.Join(err, h.PutRoom(k))
	}); err != nil {
		s.t.Fatal(err)
	}
	s.begin()
	s.Rooms.Began()
	return s
}
