package muc_test

import (
	"fmt"
	"strings"
	"testing"

	"mellium.im/xmpp/jid"

	"vouch/xmpp"
	"vouch/xmpp/muc"
	"vouch/xmpp/xmpptest"
)

// message is one as it comes off a stream, with U for the namespace of what rooms say to users.
func message(t testing.TB, text string) *xmpp.Message {
	t.Helper()
	return xmpptest.Message(t, strings.ReplaceAll(text, "'U'", "'"+muc.NSUser+"'"))
}

func TestNotices(t *testing.T) {
	const removed = "<x xmlns='U'><item affiliation='none' jid='carol@example.org'/><status code='321'/></x>"
	for _, row := range []struct{ name, text, want string }{
		{"vector 8: it was configured", "<message type='groupchat' from='grp@r.example.org'><x xmlns='U'><status code='104'/></x></message>", "[104] ask again"},
		{"vector 6: who is not there lost membership", "<message from='grp@r.example.org'>" + removed + "</message>", "[321] carol@example.org none"},
		{"vector 6, muc-affil-from-occupant", "<message type='groupchat' from='grp@r.example.org/mallory'><x xmlns='U'><item affiliation='none' jid='carol@example.org'/><status code='104'/></x></message>", "none"},
		{"muc-affil-from-occupant, without a type", "<message from='grp@r.example.org/mallory'>" + removed + "</message>", "none"},
		{"muc-affil-from-occupant, as a private message", "<message type='chat' from='grp@r.example.org/mallory'>" + removed + "</message>", "none"},
		{"by a service", "<message from='r.example.org'>" + removed + "</message>", "none"},
		{"that came back", "<message type='error' from='grp@r.example.org'>" + removed + "</message>", "none"},
		{"two at once", "<message from='grp@r.example.org'>" + removed + removed + "</message>", "none"},
		{"several people, and a host", "<message from='grp@r.example.org'><x xmlns='U'><item affiliation='member' jid='c@example.org/x'/><item affiliation='outcast' jid='example.net'/></x></message>", "[] c@example.org/x member, example.net outcast"},
		{"nobody, and nothing", "<message from='grp@r.example.org'><x xmlns='U'><item affiliation='king' jid='c@example.org'/><item affiliation='none'/><item affiliation='none' jid='@'/></x></message>", "none"},
		{"passed on for somebody", "<message from='grp@r.example.org'><x xmlns='U'><invite from='eve@example.org'/><item affiliation='none' jid='carol@example.org'/><status code='104'/></x></message>", "none"},
		{"passed on as an answer", "<message from='grp@r.example.org'><x xmlns='U'><decline from='eve@example.org'/><status code='104'/></x></message>", "none"},
		{"xml-wrong-ns", "<message from='grp@r.example.org'><x xmlns='urn:x'><status code='104'/></x></message>", "none"},
		{"words alone", "<message type='groupchat' from='grp@r.example.org'><body>hello</body></message>", "none"},
	} {
		t.Run(row.name, func(t *testing.T) {
			got := "none"
			if n, ok := muc.NoticeOf(message(t, row.text)); ok {
				var changes []string
				for _, i := range n.Changes {
					changes = append(changes, i.JID.String()+" "+string(i.Affiliation))
				}
				got = strings.TrimSpace(fmt.Sprintf("%v %s", n.Codes, strings.Join(changes, ", ")))
				if n.Codes.AskAgain() {
					got += " ask again"
				}
			}
			if got != row.want {
				t.Errorf("got %q, want %q", got, row.want)
			}
		})
	}
}

func TestSubjects(t *testing.T) {
	for _, row := range []struct {
		name, text, want string
		is               bool
	}{
		{"a subject", "<message type='groupchat' from='grp@r.example.org/bob'><subject>Tea</subject></message>", "Tea", true},
		{"vector 1: none", "<message type='groupchat' from='grp@r.example.org'><subject/></message>", "", true},
		{"with a text", "<message type='groupchat' from='grp@r.example.org/bob'><subject>Tea</subject><body>now</body></message>", "", false},
		{"with an empty text", "<message type='groupchat' from='grp@r.example.org/bob'><subject>Tea</subject><body/></message>", "", false},
		{"with a thread", "<message type='groupchat' from='grp@r.example.org/bob'><subject>Tea</subject><thread>t</thread></message>", "", false},
		{"in private", "<message type='chat' from='grp@r.example.org/bob'><subject>Tea</subject></message>", "", false},
		{"refused", "<message type='error' from='grp@r.example.org'><subject>Tea</subject></message>", "", false},
		{"of another namespace", "<message type='groupchat' from='grp@r.example.org/bob'><subject xmlns='urn:x'>Tea</subject></message>", "", false},
		{"a text", "<message type='groupchat' from='grp@r.example.org/bob'><body>hello</body></message>", "", false},
	} {
		t.Run(row.name, func(t *testing.T) {
			if got, is := muc.SubjectOf(message(t, row.text)); got != row.want || is != row.is {
				t.Errorf("got %q, %v", got, is)
			}
		})
	}
}

func TestWhoWroteWhatIsInTheArchive(t *testing.T) {
	const bobs, carols = "<x xmlns='U'><item jid='bob@example.org/a'/></x>", "<x xmlns='U'><item jid='carol@example.org'/></x>"
	for _, row := range []struct{ name, text, want string }{
		{"one", "<message type='groupchat' from='grp@r.example.org/bob'>" + bobs + "<body>hello</body></message>", "bob@example.org"},
		{"vector 4, muc-forged-x-archive", "<message type='groupchat' from='grp@r.example.org/bob'>" + carols + "<body>hello</body>" + bobs + "</message>", ""},
		{"the same twice", "<message type='groupchat' from='grp@r.example.org/bob'>" + bobs + bobs + "</message>", ""},
		{"two in one", "<message type='groupchat' from='grp@r.example.org/bob'><x xmlns='U'><item jid='bob@example.org'/><item jid='carol@example.org'/></x></message>", ""},
		{"an item without anybody", "<message type='groupchat' from='grp@r.example.org/bob'><x xmlns='U'><item/></x></message>", ""},
		{"an item without anybody, and one", "<message type='groupchat' from='grp@r.example.org/bob'><x xmlns='U'><item/><item jid='bob@example.org'/></x></message>", ""},
		{"a host", "<message type='groupchat' from='grp@r.example.org/bob'><x xmlns='U'><item jid='example.org'/></x></message>", ""},
		{"none", "<message type='groupchat' from='grp@r.example.org/bob'><body>hello</body></message>", ""},
		{"an empty x", "<message type='groupchat' from='grp@r.example.org/bob'><x xmlns='U'/></message>", ""},
		{"the room's", "<message type='groupchat' from='grp@r.example.org'>" + bobs + "</message>", ""},
		{"in private", "<message type='chat' from='grp@r.example.org/bob'>" + bobs + "</message>", ""},
	} {
		t.Run(row.name, func(t *testing.T) {
			who, ok := muc.ArchivedBy(message(t, row.text))
			if ok != (row.want != "") || ok && who.String() != row.want {
				t.Errorf("got %q, %v", who, ok)
			}
		})
	}
}

func TestDeclines(t *testing.T) {
	const said = "<x xmlns='U'><decline from='Bob@Example.org/x'><reason> busy </reason></decline></x>"
	for _, row := range []struct {
		name, text string
		is         bool
	}{
		{"by way of the room", "<message from='grp@r.example.org'>" + said + "</message>", true},
		{"by an occupant", "<message from='grp@r.example.org/bob'>" + said + "</message>", false},
		{"in the room", "<message type='groupchat' from='grp@r.example.org'>" + said + "</message>", false},
		{"that came back", "<message type='error' from='grp@r.example.org'>" + said + "</message>", false},
		{"by nobody", "<message from='grp@r.example.org'><x xmlns='U'><decline/></x></message>", false},
	} {
		t.Run(row.name, func(t *testing.T) {
			d, is := muc.DeclineOf(message(t, row.text))
			if is != row.is || is && (d.By.String() != "bob@example.org" || d.Reason != "busy" || !d.Room.Equal(room)) {
				t.Errorf("got %+v, %v", d, is)
			}
		})
	}
}

func TestOwnMessages(t *testing.T) {
	bob := jid.MustParse("bob@example.org/x")
	for _, row := range []struct {
		name    string
		payload any
		want    string
	}{
		{"a subject", muc.SetSubject(alice, "i", "Tea & cake"), `<message type="groupchat" to="grp@r.example.org" id="i"><subject>Tea &amp; cake</subject></message>`},
		{"no subject", muc.SetSubject(room, "i", ""), `<message type="groupchat" to="grp@r.example.org" id="i"><subject></subject></message>`},
		{"an invitation", muc.Invite(room, bob, "i", "Come"), `<message to="grp@r.example.org" id="i"><x xmlns="http://jabber.org/protocol/muc#user"><invite xmlns="http://jabber.org/protocol/muc#user" to="bob@example.org"><reason>Come</reason></invite></x></message>`},
		{"a refusal", muc.Refuse(room, bob, ""), `<message to="grp@r.example.org"><x xmlns="http://jabber.org/protocol/muc#user"><decline xmlns="http://jabber.org/protocol/muc#user" to="bob@example.org"></decline></x></message>`},
		{"between two nicknames", muc.Private{}, `<x xmlns="http://jabber.org/protocol/muc#user"></x>`},
	} {
		t.Run(row.name, func(t *testing.T) {
			if raw, err := xmpp.Marshal(row.payload); err != nil || string(raw) != row.want {
				t.Errorf("got  %s, %v\nwant %s", raw, err, row.want)
			}
		})
	}
}
