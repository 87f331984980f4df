package app_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"vouch/app"
	"vouch/app/view"
	"vouch/xmpp/xmpptest"
)

// Whatever is addressed to the user and is not known to be traffic between programs leaves a row that says what it was, and
// no known element takes a text with it.
func TestWhatIsForPeopleLeavesARow(t *testing.T) {
	l := newLiar(t)
	n := 0
	from := func(who, children string) string {
		n++
		return fmt.Sprintf("<message from='%s' to='%%s' type='chat' id='p%d'>%s</message>", who, n, children)
	}
	bob := func(children string) string { return from(bobs+"/x", children) }
	carbon := func(wrapper, from, to, inner string) string {
		return "<message from='%s' to='%s/~' type='chat'><" + wrapper + " xmlns='urn:xmpp:carbons:2'>" + wrapped(from, to, inner) + "</" + wrapper + "></message>"
	}
	const room, occupants = "room@conference.localhost", "<body>psst</body><x xmlns='http://jabber.org/protocol/muc#user'/>"
	const omemo2 = "<encrypted xmlns='urn:xmpp:omemo:2'><header sid='5'/><payload>YWJj</payload></encrypted><store xmlns='urn:xmpp:hints'/>"
	mediated := func(by string) string {
		return from(room, "<x xmlns='http://jabber.org/protocol/muc#user'><invite from='"+by+"'><reason>come</reason></invite></x><body>the room's words</body>")
	}
	for _, row := range []struct {
		name, stanza string
		rows         []string
	}{
		{"another encryption", bob(omemo2), []string{bobs + ": unreadable other-encryption OMEMO 2"}},
		{"another encryption with words beside it", bob(omemo2 + "<body>I wrote under OMEMO 2</body>"), []string{bobs + ": unreadable other-encryption OMEMO 2"}},
		{"OpenPGP, of which a hint tells too", bob("<openpgp xmlns='urn:xmpp:openpgp:0'>YWJj</openpgp><encryption xmlns='urn:xmpp:eme:0' namespace='urn:xmpp:openpgp:0'/>"), []string{bobs + ": unreadable other-encryption OpenPGP (XEP-0373)"}},
		{"a hint of an encryption and nothing else", bob("<encryption xmlns='urn:xmpp:eme:0' namespace='urn:example:new' name='New one'/>"), []string{bobs + ": unreadable other-encryption New one"}},
		{"a text beside such a hint", bob("<encryption xmlns='urn:xmpp:eme:0' namespace='urn:example:new'/><body>in clear</body>"), []string{bobs + ": in clear"}},
		{"an invitation", bob("<x xmlns='jabber:x:conference' jid='" + room + "' reason='Come in'/>"), []string{bobs + ": invitation " + room + " Come in"}},
		{"an invitation with a text", bob("<x xmlns='jabber:x:conference' jid='" + room + "'/><body>we wait for you</body>"), []string{bobs + ": invitation " + room + " we wait for you"}},
		{"an invitation by a room in a contact's name", mediated(bobs), []string{bobs + ": invitation " + room + " come"}},
		{"an invitation by a room in a stranger's name", mediated(strangers), []string{"localhost: notice strangers"}},
		{"a text beside a receipt", bob("<body>yes, nine o'clock</body><received xmlns='urn:xmpp:receipts' id='nothing-of-yours'/>"), []string{bobs + ": yes, nine o'clock"}},
		{"a text beside a marker", bob("<body>seen it</body><displayed xmlns='urn:xmpp:chat-markers:0' id='nothing-of-yours'/>"), []string{bobs + ": seen it"}},
		{"a text beside a reaction", bob("<body>and I mean it</body><reactions xmlns='urn:xmpp:reactions:0' id='honest-1'><reaction>👍</reaction></reactions>"), []string{bobs + ": and I mean it"}},
		{"a text that stands for a reaction", bob("<body>👍 to before</body><reactions xmlns='urn:xmpp:reactions:0' id='honest-1'><reaction>👍</reaction></reactions><fallback xmlns='urn:xmpp:fallback:0' for='urn:xmpp:reactions:0'/>"), nil},
		{"a text beside an event", bob("<body>look at my new picture</body><event xmlns='http://jabber.org/protocol/pubsub#event'><items node='urn:xmpp:avatar:metadata'/></event>"), []string{bobs + ": look at my new picture"}},
		{"an event", bob("<event xmlns='http://jabber.org/protocol/pubsub#event'><items node='urn:example:node'><item id='1'/></items></event>"), nil},
		{"a subject with a text", bob("<subject>Server moves</subject><body>Details there.</body>"), []string{bobs + ": Server moves | Details there."}},
		{"a subject alone", bob("<subject>Server moves on Sunday</subject>"), []string{bobs + ": Server moves on Sunday | "}},
		{"a link", bob("<x xmlns='jabber:x:oob'><url>https://example.org/cat.jpg</url><desc>my cat</desc></x>"), []string{bobs + ": my cat\nhttps://example.org/cat.jpg"}},
		{"a link that is the text", bob("<x xmlns='jabber:x:oob'><url>https://127.0.0.1/cat.jpg</url></x><body>https://127.0.0.1/cat.jpg</body>"), []string{bobs + ": file cat.jpg"}}, // which is refused unasked: it leads inside
		{"a link that is the text, and no page", bob("<x xmlns='jabber:x:oob'><url>geo:1,2</url></x><body>geo:1,2</body>"), []string{bobs + ": geo:1,2"}},
		{"a link beside a text", bob("<x xmlns='jabber:x:oob'><url>https://example.org/cat.jpg</url></x><body>look</body>"), []string{bobs + ": look\nhttps://example.org/cat.jpg"}},
		{"what is offered as a link and is none", bob("<x xmlns='jabber:x:oob'><url>nowhere</url></x>"), []string{bobs + ": notice unknown x (jabber:x:oob)"}},
		{"a file", bob("<file-sharing xmlns='urn:xmpp:sfs:0'><file xmlns='urn:xmpp:file:metadata:0'><name>cat.jpg</name></file><sources><url-data xmlns='http://jabber.org/protocol/url-data' target='https://example.org/1'/></sources></file-sharing>"), []string{bobs + ": file cat.jpg"}},
		{"a file without a link", bob("<file-sharing xmlns='urn:xmpp:sfs:0'><file xmlns='urn:xmpp:file:metadata:0'><name>cat.jpg</name></file></file-sharing>"), []string{bobs + ": file cat.jpg"}},
		{"a call", bob("<propose xmlns='urn:xmpp:jingle-message:0' id='1'><description xmlns='urn:xmpp:jingle:apps:rtp:1' media='audio'/></propose>"), []string{bobs + ": call audio"}},
		{"the end of a call", bob("<retract xmlns='urn:xmpp:jingle-message:0' id='1'/>"), nil},
		{"a form", bob("<x xmlns='jabber:x:data' type='form'><title>Your opinion</title></x>"), []string{bobs + ": form Your opinion"}},
		{"a form beside a text", bob("<x xmlns='jabber:x:data' type='form'><title>Your opinion</title></x><body>please answer</body>"), []string{bobs + ": please answer", bobs + ": form Your opinion"}},
		{"attention", bob("<attention xmlns='urn:xmpp:attention:0'/>"), []string{bobs + ": attention"}},
		{"contacts", bob("<x xmlns='http://jabber.org/protocol/rosterx'><item action='add' jid='carol@localhost'/></x>"), []string{bobs + ": contacts carol@localhost"}},
		{"an announcement of the server", strings.Replace(from("localhost", "<subject>Maintenance</subject><body>Sunday at nine</body>"), "'chat'", "'headline'", 1), []string{"localhost: Maintenance | Sunday at nine"}},
		{"what nobody knows", bob("<poll xmlns='urn:example:poll:3'/>"), []string{bobs + ": notice unknown poll (urn:example:poll:3)"}},
		{"what nobody knows beside a text", bob("<poll xmlns='urn:example:poll:3'/><body>vote!</body>"), []string{bobs + ": vote!"}},
		{"traffic", bob("<composing xmlns='http://jabber.org/protocol/chatstates'/><no-store xmlns='urn:xmpp:hints'/>"), nil},
		{"a blank text beside a chat state", bob("<body> </body><paused xmlns='http://jabber.org/protocol/chatstates'/>"), nil},
		{"a blank text", bob("<body>   </body>"), []string{bobs + ":    "}},
		{"a private message in a room", from(room+"/nick", occupants), nil},
		{"a copy of a private message in a room", carbon("received", room+"/nick", "%s/other", occupants), nil},
		{"a copy of one's own private message in a room", carbon("sent", "%s/other", room+"/nick", occupants), nil},
		{"a copy of a message in a room", strings.Replace(carbon("received", room+"/nick", "%s/other", "<body>hello all</body>"), "jabber:client' type='chat'", "jabber:client' type='groupchat'", 1), nil},
		{"a contact who says to be a nickname", bob("<body>just me</body><x xmlns='http://jabber.org/protocol/muc#user'/>"), []string{bobs + ": just me"}},
	} {
		t.Run(row.name, func(t *testing.T) {
			rows, _ := l.between(t, func() { l.tell(row.stanza) })
			if !slices.Equal(rows, row.rows) {
				t.Errorf("new rows %q, want %q", rows, row.rows)
			}
		})
	}
}

// Strangers who invite, call or send what nobody knows make one quiet line, however many they are.
func TestThingsOfStrangersAreOneLine(t *testing.T) {
	l := newLiar(t)
	rows, written := l.between(t, func() {
		for i := range 300 {
			l.tell(fmt.Sprintf("<message from='m%d@elsewhere.example/x' to='%%s' id='i%d'><x xmlns='jabber:x:conference' jid='room%d@elsewhere.example'/></message>", i, i, i))
		}
		l.tell("<message from='last@elsewhere.example/x' to='%s' type='chat' id='c'><propose xmlns='urn:xmpp:jingle-message:0' id='1'/></message>")
	})
	if !slices.Equal(rows, []string{"localhost: notice strangers"}) {
		t.Fatalf("rows %q", rows)
	}
	for _, w := range written {
		if strings.Contains(w, "elsewhere.example") {
			t.Errorf("alice wrote %s", w)
		}
	}
	line := l.messages("localhost")[0]
	if line.Count != 301 || line.From != "last@elsewhere.example" || line.About != "call" {
		t.Errorf("the line is %+v", line)
	}
	if chats := mustChats(t, l.peer); len(chats) != 2 || slices.ContainsFunc(chats, func(c *view.ChatRow) bool { return c.Chat == "localhost" && c.Unread > 0 }) {
		t.Errorf("chats %+v", chats)
	}
}

// What comes again and again without words between is counted in one row.
func TestUnknownThingsAreCounted(t *testing.T) {
	l := newLiar(t)
	l.between(t, func() {
		for i := range 50 {
			l.tell(fmt.Sprintf("<message from='%s/x' to='%%s' type='chat' id='u%d'><poll xmlns='urn:example:poll:3'/></message>", bobs, i))
		}
	})
	counts := map[int]int{}
	for _, m := range l.messages(bobs) {
		if m.Notice == view.NoticeUnknown {
			counts[m.Count]++
		}
	}
	if len(counts) != 1 || counts[50] != 1 {
		t.Errorf("rows by count %v", counts)
	}
}

// A room may name a contact as the one who invites, but not fill their chat.
func TestInvitationsByRoomsAreBounded(t *testing.T) {
	l := newLiar(t)
	rows, _ := l.between(t, func() {
		for i := range 30 {
			l.tell(fmt.Sprintf("<message from='room%d@elsewhere.example' to='%%s' id='i%d'><x xmlns='http://jabber.org/protocol/muc#user'><invite from='%s'/></x></message>", i, i, bobs))
		}
	})
	if named := len(rows) - 1; named != 10 || !slices.Contains(rows, "localhost: notice strangers") {
		t.Errorf("rows %q", rows)
	}
}

// An invitation that comes again counts once, even if the contact it names has as many by now as rooms may give them.
func TestInvitationsThatComeAgainCountOnce(t *testing.T) {
	l := newLiar(t)
	invite := func(n int) {
		for i := range n {
			l.tell(fmt.Sprintf("<message from='room%d@elsewhere.example' to='%%s' id='i%d'><x xmlns='http://jabber.org/protocol/muc#user'><invite from='%s'/></x></message>", i, i, bobs))
		}
	}
	if rows, _ := l.between(t, func() { invite(10) }); len(rows) != 10 {
		t.Fatalf("rows %q", rows)
	}
	if rows, _ := l.between(t, func() { invite(10) }); len(rows) != 0 {
		t.Errorf("rows %q of what had come before", rows)
	}
}

// A note that no other device may read stays here, and waits for nothing; devices that were never decided on hold nothing.
func TestNotesOnOneDevice(t *testing.T) {
	server := xmpptest.StartScripted(t, xmpptest.Friends("alice", "bob"), xmpptest.Archive())
	alice := newPeer(t, server, "alice", app.Options{})
	alice.awaitState(alice.jid, alice.send(alice.jid, "for me alone"), view.MessageSent)
	phone := newPeer(t, server, "alice", app.Options{})
	alice.await("the phone", func() bool { return len(alice.devices(alice.jid)) == 2 })
	alice.awaitState(alice.jid, alice.send(alice.jid, "still alone"), view.MessageSent)
	alice.decide(phone, view.TrustTrusted)
	alice.send(alice.jid, "for both")
	phone.awaitMessage(alice.jid, "for both")
	if m := phone.messages(alice.jid); len(m) != 1 {
		t.Errorf("the phone has %+v", m)
	}
	for _, w := range server.Written("alice") {
		if strings.Contains(w, "alone") {
			t.Errorf("alice wrote %s", w)
		}
	}
}

// Own words to the own address are own, read, and there once, on each device, and nothing is doubted because of them.
func TestNotesToOneself(t *testing.T) {
	server := xmpptest.StartProsody(t, xmpptest.Friends("alice", "bob"), xmpptest.Archive())
	alice, phone := newPeer(t, server, "alice", app.Options{}), newPeer(t, server, "alice", app.Options{})
	alice.decide(phone, view.TrustTrusted)
	phone.decide(alice, view.TrustTrusted)
	id := alice.send(alice.jid, "note to myself")
	phone.awaitMessage(alice.jid, "note to myself")
	alice.awaitState(alice.jid, id, view.MessageSent, view.MessageDelivered, view.MessageRead)
	back := phone.send(phone.jid, "and one back")
	alice.awaitMessage(alice.jid, "and one back")
	phone.awaitState(phone.jid, back, view.MessageSent, view.MessageDelivered, view.MessageRead)
	alice.correct(alice.jid, id, "note to me")
	phone.awaitMessage(alice.jid, "note to me")
	for _, p := range []*peer{alice, phone} {
		p.restart()
		p.await("the end of the catch-up", func() bool { return p.online() && !p.status().CatchingUp })
		var got []string
		for _, m := range p.messages(alice.jid) {
			if !m.Own || !m.Encrypted {
				t.Errorf("a note is %+v", m)
			}
			got = append(got, m.Body)
		}
		if !slices.Equal(got, []string{"note to me", "and one back"}) || p.unread(alice.jid) != 0 || p.status().Doubt != "" {
			t.Errorf("notes %q, %d unread, doubt %q", got, p.unread(alice.jid), p.status().Doubt)
		}
	}
}
