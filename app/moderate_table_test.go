package app

import (
	"testing"

	"mellium.im/xmpp/jid"

	"vouch/app/history"
	"vouch/xmpp/moderation"
	"vouch/xmpp/xmpptest"
)

const someRoom = "harbour@rooms.example.org"

// knowsRoom is an account without a network that knows a channel, which gives its messages ids.
func knowsRoom(t testing.TB) *account {
	t.Helper()
	a := withoutNetwork(t)
	is := history.Room{JID: someRoom, Autojoin: true, Kind: history.RoomKind{Asked: a.now(), Offers: history.RoomOffers{StanzaIDs: true, Moderation: "urn:xmpp:message-moderate:1"}}}
	if err := a.Update("store room", func(h *history.Store) error {
		if _, err := h.BeginRoom(someRoom, history.ChatChannel, a.now()); err != nil {
			return err
		}
		return h.PutRoom(is)
	}); err != nil {
		t.Fatal(err)
	}
	if err := a.rooms.Load(); err != nil {
		t.Fatal(err)
	}
	return a
}

// mustReceive takes in a message stanza.
func (a *account) mustReceive(t *testing.T, raw string) {
	t.Helper()
	if err := a.receive(xmpptest.Message(t, raw)); err != nil {
		t.Fatal(err)
	}
}

// What a moderator took away is gone when the room itself says so, in both forms, and by nobody else's word (XEP-0425 v0.3.0 §5).
func TestModeratedMessages(t *testing.T) {
	const newer = `<retract id='s1' xmlns='urn:xmpp:message-retract:1'><moderated by='` + someRoom + `/mod' xmlns='urn:xmpp:message-moderate:1'/><reason>too loud</reason></retract>`
	const older = `<apply-to id='s1' xmlns='urn:xmpp:fasten:0'><moderated by='` + someRoom + `/mod' xmlns='urn:xmpp:message-moderate:0'><retract xmlns='urn:xmpp:message-retract:0'/><reason>too loud</reason></moderated></apply-to>`
	for _, row := range []struct {
		name, from, says string
		gone             bool
	}{
		{"the room says it", someRoom, newer, true},
		{"the room says it in the older form", someRoom, older, true},
		{"an occupant says it", someRoom + "/mod", newer, false},
		{"an occupant says it in the older form", someRoom + "/mod", older, false},
		{"another room says it", "boat@rooms.example.org", newer, false},
	} {
		a := knowsRoom(t)
		a.mustReceive(t, `<message xmlns='jabber:client' type='groupchat' id='m1' from='`+someRoom+`/bob' to='alice@example.org/a'><body>LOUD</body><stanza-id xmlns='urn:xmpp:sid:0' by='`+someRoom+`' id='s1'/></message>`)
		a.mustReceive(t, `<message xmlns='jabber:client' type='groupchat' id='m2' from='`+row.from+`' to='alice@example.org/a'>`+row.says+`</message>`)
		if err := a.View("read chat", func(h *history.Store) error {
			m, err := h.InChat(someRoom, h.SeenArchived(someRoom, "s1"))
			if m.Retracted() != row.gone || row.gone && (m.RetractedBy != someRoom+"/mod" || !m.Moderated || m.About != "too loud" || m.Body != "") || !row.gone && m.Body != "LOUD" {
				t.Errorf("%s: %+v", row.name, m)
			}
			return err
		}); err != nil {
			t.Fatal(row.name, err)
		}
	}
}

// TestWhoIsAModerator: who took a message away is known by address where the room gives one, or the occupant id is one that is known.
func TestWhoIsAModerator(t *testing.T) {
	a := knowsRoom(t)
	place := jid.MustParse(someRoom + "/mod")
	if err := a.Update("read moderators", func(h *history.Store) error {
		if err := h.PutOccupant(someRoom, "m1", "carol@example.org"); err != nil {
			return err
		}
		for _, row := range []struct {
			name string
			m    moderation.Moderated
			want string
		}{
			{"by address", moderation.Moderated{By: jid.MustParse("bob@example.org")}, "bob@example.org"},
			{"by an occupant id that is known", moderation.Moderated{By: place, Occupant: "m1"}, "carol@example.org"},
			{"by one that is not", moderation.Moderated{By: place, Occupant: "m2"}, ""},
			{"by a nickname alone", moderation.Moderated{By: place}, ""},
			{"by the room", moderation.Moderated{By: jid.MustParse(someRoom)}, ""},
			{"by nobody", moderation.Moderated{}, ""},
		} {
			if got, err := a.moderator(h, arrival{chat: someRoom, archived: true}, row.m); got != row.want || err != nil {
				t.Errorf("%s: %q, %v", row.name, got, err)
			}
		}
		return nil
	}); err != nil {
		t.Fatal(err)
	}
}
