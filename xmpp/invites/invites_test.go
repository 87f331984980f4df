package invites

import (
	"testing"

	"mellium.im/xmpp/jid"

	"vouch/xmpp"
)

func parse(t *testing.T, text string) *xmpp.Message {
	t.Helper()
	e, err := xmpp.ParseElement(text)
	if err != nil {
		t.Fatal(err)
	}
	m, err := xmpp.ParseMessage(e)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func TestInvitations(t *testing.T) {
	room, bob := jid.MustParse("room@conference.example"), jid.MustParse("bob@example.org")
	for _, row := range []struct {
		name, text string
		want       Invitation
		none       bool
	}{
		{name: "direct", text: "<message from='bob@example.org/x'><x xmlns='jabber:x:conference' jid='Room@Conference.example/nick' reason=' Come in '/></message>",
			want: Invitation{Room: room, By: bob, Reason: "Come in", Direct: true}},
		{name: "mediated", text: "<message from='room@conference.example'><x xmlns='http://jabber.org/protocol/muc#user'><invite from='bob@example.org/x'><reason>Come in</reason></invite></x></message>",
			want: Invitation{Room: room, By: bob, Reason: "Come in"}},
		{name: "mediated, with the direct one beside it for old clients", text: "<message from='room@conference.example'><x xmlns='http://jabber.org/protocol/muc#user'><invite from='bob@example.org'/></x><x xmlns='jabber:x:conference' jid='other@conference.example'/></message>",
			want: Invitation{Room: room, By: bob}},
		{name: "by nobody", text: "<message from='room@conference.example'><x xmlns='http://jabber.org/protocol/muc#user'><invite from='@'/></x></message>", want: Invitation{Room: room}},
		{name: "direct, to a chat that goes on behind a password", text: "<message from='bob@example.org/x'><x xmlns='jabber:x:conference' jid='room@conference.example' continue='true' thread='t1' password='pw'/></message>",
			want: Invitation{Room: room, By: bob, Direct: true, Password: "pw", Thread: "t1"}},
		{name: "mediated, with a password", text: "<message from='room@conference.example'><x xmlns='http://jabber.org/protocol/muc#user'><invite from='bob@example.org'><continue thread='t1'/></invite><password>pw</password></x></message>",
			want: Invitation{Room: room, By: bob, Password: "pw", Thread: "t1"}},
		{name: "mediated, by somebody in the room", text: "<message from='room@conference.example/room'><x xmlns='http://jabber.org/protocol/muc#user'><invite from='bob@example.org'/></x></message>",
			want: Invitation{Room: room, By: bob, FromInside: true}},
		{name: "direct, by somebody in the room", text: "<message from='room@conference.example/bob'><x xmlns='jabber:x:conference' jid='room@conference.example'/></message>",
			want: Invitation{Room: room, By: room, Direct: true, FromInside: true}},
		{name: "to nowhere", text: "<message from='bob@example.org'><x xmlns='jabber:x:conference'/></message>", none: true},
		{name: "to what is no address", text: "<message from='bob@example.org'><x xmlns='jabber:x:conference' jid='@'/></message>", none: true},
		{name: "that could not be delivered", text: "<message type='error' from='bob@example.org'><x xmlns='jabber:x:conference' jid='room@conference.example'/></message>", none: true},
		{name: "in a room", text: "<message type='groupchat' from='room@conference.example/n'><x xmlns='jabber:x:conference' jid='room@conference.example'/></message>", none: true},
		{name: "none", text: "<message from='bob@example.org'><body>hello</body></message>", none: true},
	} {
		t.Run(row.name, func(t *testing.T) {
			got, ok := Of(parse(t, row.text))
			if ok == row.none || got.Room.String() != row.want.Room.String() || got.By.String() != row.want.By.String() || got.Reason != row.want.Reason || got.Direct != row.want.Direct ||
				got.Password != row.want.Password || got.Thread != row.want.Thread || got.FromInside != row.want.FromInside {
				t.Errorf("got %+v, %v", got, ok)
			}
		})
	}
}

func TestInvitationsAreReadAsTheyWereMeant(t *testing.T) {
	room, bob := jid.MustParse("room@conference.example"), jid.MustParse("bob@example.org/x")
	for _, row := range []struct {
		name string
		in   Invitation
		want string
	}{
		{"a room", Invitation{Room: room}, `<message to="bob@example.org" id="i"><x xmlns="jabber:x:conference" jid="room@conference.example"></x></message>`},
		{"all of it", Invitation{Room: room, Reason: "Come & see", Password: "pw", Thread: "t1"},
			`<message to="bob@example.org" id="i"><x xmlns="jabber:x:conference" jid="room@conference.example" password="pw" reason="Come &amp; see" continue="true" thread="t1"></x></message>`},
	} {
		t.Run(row.name, func(t *testing.T) {
			raw, err := xmpp.Marshal(Invite(bob, "i", row.in))
			if err != nil || string(raw) != row.want {
				t.Fatalf("sent %s, %v\nwant %s", raw, err, row.want)
			}
			got, ok := Of(parse(t, string(raw)))
			if !ok || !got.Room.Equal(room) || got.Reason != row.in.Reason || got.Password != row.in.Password || got.Thread != row.in.Thread || !got.Direct {
				t.Errorf("read %+v, %v", got, ok)
			}
		})
	}
}

func TestPrivateMessagesOfRooms(t *testing.T) {
	for _, row := range []struct {
		name, text string
		want       bool
	}{
		{"a private message", "<message type='chat' from='room@c.example/n'><body>psst</body><x xmlns='http://jabber.org/protocol/muc#user'/></message>", true},
		{"an invitation", "<message from='room@c.example'><x xmlns='http://jabber.org/protocol/muc#user'><invite from='bob@example.org'/></x></message>", false},
		{"an invitation that was declined", "<message from='room@c.example'><x xmlns='http://jabber.org/protocol/muc#user'><decline from='bob@example.org'/></x></message>", false},
		{"a message in the room", "<message type='groupchat' from='room@c.example/n'><body>hello</body><x xmlns='http://jabber.org/protocol/muc#user'/></message>", false},
		{"a message of a person", "<message type='chat' from='bob@example.org'><body>hello</body></message>", false},
	} {
		if got := OfOccupant(parse(t, row.text)); got != row.want {
			t.Errorf("%s: %v", row.name, got)
		}
	}
}
