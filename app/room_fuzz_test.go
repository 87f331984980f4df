package app

import (
	"slices"
	"strings"
	"testing"

	"go.etcd.io/bbolt"

	"vouch/app/history"
	"vouch/xmpp"
	"vouch/xmpp/mam"
)

// FuzzMessagesOfARoom has a room that is known send any message, live or from its archive: what is stored stands in the chat of the
// room or of the place that it came from, as said by nobody that the room has not named, nothing is ours that we have not written,
// and nothing is opened whose key nobody has.
func FuzzMessagesOfARoom(f *testing.F) {
	const head = "<message xmlns='jabber:client' type='groupchat' id='m1' from='" + someRoom + "/bob' to='alice@example.org/a'>"
	const namesCarol = "<x xmlns='http://jabber.org/protocol/muc#user'><item jid='carol@example.org/c' affiliation='owner' role='moderator'/></x>"
	for _, text := range []string{
		head + "<body>alice: hello</body><stanza-id xmlns='urn:xmpp:sid:0' by='" + someRoom + "' id='s1'/></message>",
		head + "<body>I am carol</body>" + namesCarol + "</message>",
		head + "<body>one</body>" + namesCarol + "<x xmlns='http://jabber.org/protocol/muc#user'><item jid='bob@example.org/b'/></x></message>",
		head + "<body>I am alice</body>" + strings.ReplaceAll(namesCarol, "carol", "alice") + "</message>",
		head + "<encrypted xmlns='eu.siacs.conversations.axolotl'><header sid='7'><key rid='8'>AAAA</key><iv>AAAAAAAAAAAAAAAA</iv></header><payload>AAAA</payload></encrypted><body>not for you</body></message>",
		head + "<replace id='m0' xmlns='urn:xmpp:message-correct:0'/><body>corrected</body></message>",
		head + "<retract id='s1' xmlns='urn:xmpp:message-retract:1'><moderated by='" + someRoom + "/mod' xmlns='urn:xmpp:message-moderate:1'/></retract></message>",
		head + "<reactions id='s1' xmlns='urn:xmpp:reactions:0'><reaction>+</reaction></reactions></message>",
		head + "<subject>Tea</subject></message>",
		strings.Replace(head, "/bob", "", 1) + "<retract id='s1' xmlns='urn:xmpp:message-retract:1'><moderated by='" + someRoom + "/mod' xmlns='urn:xmpp:message-moderate:1'/></retract></message>",
		strings.Replace(head, "groupchat", "chat", 1) + "<body>between us</body></message>",
		strings.Replace(head, "groupchat", "error", 1) + "<error type='cancel'><not-acceptable xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error></message>",
		strings.Replace(head, "type='groupchat' ", "", 1) + "<received id='m0' xmlns='urn:xmpp:receipts'/><displayed id='m0' xmlns='urn:xmpp:chat-markers:0'/></message>",
		head + "<received xmlns='urn:xmpp:carbons:2'><forwarded xmlns='urn:xmpp:forward:0'><message xmlns='jabber:client' type='chat' from='carol@example.org/c' to='alice@example.org/a'><body>copied</body></message></forwarded></received></message>",
	} {
		for _, kept := range []bool{false, true} {
			f.Add(text, kept, true)
			f.Add(text, kept, false)
		}
	}
	f.Fuzz(func(t *testing.T, text string, kept, shows bool) {
		e, err := xmpp.ParseElement(text)
		if err != nil {
			return
		}
		m, err := xmpp.ParseMessage(e)
		if err != nil || m.FromJID.Bare().String() != someRoom {
			return
		}
		a := knowsRoom(t)
		for range 2 {
			if kept {
				err = a.takeKept(m, shows)
			} else {
				err = a.receive(m)
			}
			if err != nil {
				t.Fatal(err)
			}
		}
		if err := a.s.file.View(func(tx *bbolt.Tx) error {
			if doubt, err := a.s.trust(tx, a.jid).Doubt(); doubt != "" || err != nil {
				t.Errorf("the account doubts its keys: %s, %v", doubt, err)
			}
			return agreesWithRoom(t, a.s.history(tx, a.jid), m, kept && shows)
		}); err != nil {
			t.Fatal(err)
		}
	})
}

// takeKept takes a message in as one that the archive of the room gives, which shows who everybody is, or does not.
func (a *account) takeKept(m *xmpp.Message, shows bool) error {
	var out taken
	is := history.Room{JID: someRoom, Kind: history.RoomKind{Asked: a.now(), NonAnonymous: shows, Offers: history.RoomOffers{StanzaIDs: true, Archive: true}}}
	return a.containOrdered(func() error {
		return a.s.update("take in archive of room", func(tx *bbolt.Tx) error {
			r := &roomRead{pager: pager{of: a.addr}, given: map[string]bool{}}
			return a.takeRoomResult(tx, r, mam.Result{ArchiveID: "s1", Message: m}, is, &out)
		})
	})
}

// agreesWithRoom holds what is stored against the address that the message came from. named: its archive may name who wrote it.
func agreesWithRoom(t *testing.T, h *history.Store, m *xmpp.Message, named bool) error {
	chats, err := h.Chats()
	if err != nil {
		return err
	}
	places := []string{someRoom, m.FromJID.String(), "example.org"}
	for _, c := range chats {
		if !slices.Contains(places, c.JID) || c.JID == someRoom && c.Kind != history.ChatChannel {
			t.Errorf("a chat %q, %s", c.JID, c.Kind)
		}
		rows, err := h.After(c.JID, nil, 100)
		if err != nil {
			return err
		}
		if len(rows) > 2 || len(rows) == 2 && m.Id != "" {
			t.Errorf("%d rows of one message: %+v", len(rows), rows)
		}
		for _, row := range rows {
			switch {
			case c.JID == "example.org": // our own server's: what could not be placed
			case row.Own && !named, row.Encrypted && row.Kind == history.KindText, row.Retracted():
				t.Errorf("stored %+v", row)
			case !named && !slices.Contains(places, row.From):
				t.Errorf("from %s: %+v", row.From, row)
			}
		}
	}
	return nil
}
