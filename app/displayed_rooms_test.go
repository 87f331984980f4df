package app_test

import (
	"testing"

	"mellium.im/xmpp/jid"

	"vouch/app"
	"vouch/app/view"
	"vouch/xmpp/displayed"
	"vouch/xmpp/pep"
	"vouch/xmpp/xmpptest"
)

// readIn is the archive id of a room up to which the server has it that a room was read, "" for none.
func readIn(r *raw, room string) string {
	r.t.Helper()
	answer := r.tryAsk(jid.JID{}, pep.ItemByID(displayed.Node, room))
	if answer.Err != nil {
		return ""
	}
	items, _, err := pep.ParseItems(answer.Payload)
	if err != nil || len(items) == 0 {
		return ""
	}
	id, err := displayed.Parse(items[0].Payload, jid.MustParse(room))
	if err != nil {
		r.t.Errorf("the server has %v", err)
	}
	return id
}

// What was read in a room on one device is read on the other: on one that is there, on one that comes back and finds in the room what
// was read without it, and on one to which the room is new. It goes forwards alone.
func TestWhatIsReadInARoomIsReadOnAllDevices(t *testing.T) {
	test := func(t *testing.T, server xmpptest.Server) {
		alice, phone, tablet := twoDevices(t, server)
		watcher := signInRaw(t, server, "bob")
		room := alice.makes(app.CreateRoom{Name: "Harbour", Public: true})
		enters(room, phone, tablet)
		say := func(body string, to ...*peer) string {
			t.Helper()
			m := alice.awaitState(room, alice.send(room, body), view.MessageSent)
			for _, p := range to {
				p.awaitMessage(room, body)
			}
			return m.ArchiveID
		}
		read := func(p *peer) { p.must(app.MarkRead{Account: p.jid, Chat: room}) }
		told := func(id string) {
			t.Helper()
			watcher.until("the place in the room", func() bool { return readIn(watcher, room) == id })
		}
		say("one", phone, tablet)
		two := say("two", phone, tablet)
		if tablet.unread(room) != 2 {
			t.Fatalf("%d unread on the tablet", tablet.unread(room))
		}
		read(phone)
		tablet.await("what the phone has read", func() bool { return tablet.unread(room) == 0 })
		told(two)

		tablet.stop()
		three := say("three", phone)
		read(phone)
		told(three)
		four := say("four", phone) // not read on the phone
		tablet.start()
		tablet.awaitMessage(room, "four")
		tablet.await("what the phone has read meanwhile", func() bool { return tablet.unread(room) == 1 })
		read(tablet)
		told(four)
		phone.await("what the tablet has read", func() bool { return phone.unread(room) == 0 })

		five := say("five", phone, tablet)
		read(tablet)
		told(five)
		read(phone) // which knows that already
		say("six", phone, tablet)
		phone.restart()
		phone.await("bob in the room", func() bool { return phone.sees(room).Room.State == view.RoomIn })
		phone.await("the newest", func() bool { return phone.unread(room) == 1 })
		if got := readIn(watcher, room); got != five {
			t.Errorf("the place went from %s to %s", five, got)
		}
	}
	options := []xmpptest.Option{xmpptest.Friends("alice", "bob"), xmpptest.Archive(), xmpptest.Rooms()}
	t.Run("prosody", func(t *testing.T) { test(t, xmpptest.StartProsody(t, options...)) })
	t.Run("ejabberd", func(t *testing.T) { test(t, xmpptest.StartEjabberd(t, options...)) })
}
