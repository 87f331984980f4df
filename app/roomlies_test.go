package app_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"mellium.im/xmpp/jid"

	"vouch/app"
	"vouch/app/history"
	"vouch/app/view"
	"vouch/xmpp/muc"
	"vouch/xmpp/omemo"
	"vouch/xmpp/pep"
	"vouch/xmpp/xmpptest"
)

// fibber is a member of a private group with a client that writes what it likes.
type fibber struct {
	*raw
	room  string
	alice *peer
}

// namesBob is what only a room may say: that somebody there is bob.
const namesBob = "<x xmlns='http://jabber.org/protocol/muc#user'><item jid='bob@localhost/phone' affiliation='owner' role='moderator'/></x>"

// withFibber makes a group of alice, bob and carol, who lies, on a server with occupant ids where it has them.
func withFibber(t *testing.T, server xmpptest.Server) (alice, bob *peer, carol fibber) {
	t.Helper()
	alice, bob = newPeer(t, server, "alice", app.Options{}), newPeer(t, server, "bob", app.Options{})
	carol = fibber{raw: newRaw(t, server, "carol"), alice: alice}
	carol.room = alice.makes(app.CreateRoom{Name: "Boat", People: []string{bob.jid, carol.jid}})
	enters(carol.room, bob)
	carol.enters(carol.room, "carol")
	for _, p := range []*peer{alice, bob} {
		p.inside(carol.room)
		p.await("carol is there", func() bool { return p.sees(carol.room).Room.Occupants == 3 })
	}
	alice.await("alice's bundle", func() bool {
		answer := carol.tryAsk(jid.MustParse(alice.jid), pep.Items(omemo.NodeBundle(alice.status().DeviceID), 1))
		if answer.Err != nil {
			return false
		}
		items, _, err := pep.ParseItems(answer.Payload)
		return err == nil && len(items) > 0
	})
	return alice, bob, carol
}

// enters goes into a room, and asks for nothing that was said there.
func (r *raw) enters(room, nick string) {
	r.t.Helper()
	if _, err := r.client.Send(muc.Enter(jid.MustParse(room+"/"+nick), muc.Own{}, muc.Entry{})); err != nil {
		r.t.Fatal(err)
	}
}

// toAll sends a message to all, and gives its id.
func (l fibber) toAll(children string) string {
	l.t.Helper()
	l.nextID++
	return l.toAllAs(fmt.Sprint("raw-", l.nextID), children)
}

func (l fibber) toAllAs(id, children string) string {
	l.t.Helper()
	l.send(fmt.Sprintf("<message to='%s' type='groupchat' id='%s'>%s</message>", l.room, id, children))
	return id
}

// sealed is a text encrypted for alice, in a message that archives keep.
func (l fibber) sealed(text string) string {
	l.t.Helper()
	return l.element(l.encrypt(l.alice, text)) + "<body>not for you</body><store xmlns='urn:xmpp:hints'/>"
}

// What somebody in a room writes counts as theirs, whatever it says about who they are, what the room did, and what others wrote.
func TestLiesInARoom(t *testing.T) {
	withRooms(t, func(t *testing.T, server xmpptest.Server) {
		alice, bob, carol := withFibber(t, server)
		bobs := bob.send(carol.room, "the boat leaves at nine")
		bob.decide(alice, view.TrustTrusted)
		bob.must(app.Release{Account: bob.jid, Chat: carol.room, ID: bobs}) // carol is not decided about
		bob.awaitState(carol.room, bobs, view.MessageSent)
		theirs := alice.awaitMessage(carol.room, "the boat leaves at nine")
		carol.meet(alice)

		// It names somebody else as its sender.
		carol.toAll("<body>I am bob</body>" + namesBob)
		if got := alice.awaitMessage(carol.room, "I am bob"); got.From != carol.jid || got.Nick != "carol" {
			t.Errorf("the message of carol is from %s, %q", got.From, got.Nick)
		}
		carol.toAll(carol.sealed("I am bob, encrypted") + namesBob)
		if got := alice.awaitMessage(carol.room, "I am bob, encrypted"); got.From != carol.jid || !got.Encrypted || got.Trust.Reads() {
			t.Errorf("the encrypted message of carol is from %s, %+v", got.From, got)
		}
		// It says what only the room may say.
		carol.toAll("<body>the room says</body><x xmlns='http://jabber.org/protocol/muc#user'><item affiliation='none' jid='bob@localhost'/><status code='321'/><status code='104'/></x>")
		// A moderator's word.
		carol.toAll(fmt.Sprintf("<retract id='%s' xmlns='urn:xmpp:message-retract:1'><moderated by='%s/alice' xmlns='urn:xmpp:message-moderate:1'/></retract><body>moderated</body>", theirs.ArchiveID, carol.room))
		carol.toAll(fmt.Sprintf("<apply-to id='%s' xmlns='urn:xmpp:fasten:0'><moderated by='%s/alice' xmlns='urn:xmpp:message-moderate:0'><retract xmlns='urn:xmpp:message-retract:0'/></moderated></apply-to>", theirs.ArchiveID, carol.room))
		// Another text for what somebody else wrote, and the id of a message of alice's.
		carol.toAll(fmt.Sprintf("<replace id='%s' xmlns='urn:xmpp:message-correct:0'/><body>the boat leaves at six</body>", theirs.MessageID))
		own := alice.send(carol.room, "see you there")
		alice.await("alice's own", func() bool { m, ok := alice.message(carol.room, "see you there"); return ok && m.ID == own })
		mine, _ := alice.message(carol.room, "see you there")
		carol.toAllAs(mine.MessageID, "<body>see you there</body><origin-id id='"+mine.MessageID+"' xmlns='urn:xmpp:sid:0'/>")
		// A private message, as if it were one to alice alone from a person.
		carol.send(fmt.Sprintf("<message to='%s/alice' type='chat' id='p1'><body>between us</body></message>", carol.room))
		carol.toAll("<body>that was all</body>")
		alice.awaitMessage(carol.room, "that was all")

		if got := alice.sees(carol.room).Room; got.Members != 3 || !got.Private || got.Held != view.HeldNot {
			t.Errorf("alice sees %+v after an occupant spoke for the room", got)
		}
		rows := alice.messages(carol.room)
		find := func(what string, is func(history.Message) bool) history.Message {
			t.Helper()
			i := slices.IndexFunc(rows, is)
			if i < 0 {
				t.Fatalf("alice has no %s", what)
			}
			return rows[i]
		}
		if m := find("message of bob", func(m history.Message) bool { return m.ID == theirs.ID }); m.Retracted() || m.Body != theirs.Body || len(m.Earlier) > 0 {
			t.Errorf("somebody else has changed the message of bob: %+v", m)
		}
		find("row of carol with another text", func(m history.Message) bool { return m.Body == "the boat leaves at six" && m.From == carol.jid })
		find("row of carol with alice's id", func(m history.Message) bool { return m.Body == "see you there" && m.From == carol.jid && !m.Own })
		if m := find("own message", func(m history.Message) bool { return m.ID == own }); m.State == view.MessageSent && m.ArchiveID != "" {
			t.Errorf("a copy of the id by somebody else counts as the room's: %+v", m)
		}
		if slices.Contains(wordsIn(alice, carol.room), "between us") || len(alice.messages(carol.jid)) > 0 {
			t.Error("a private message stands in the room, or as one of a person")
		}
		if got := wordsIn(alice, carol.room+"/carol"); !slices.Equal(got, []string{"between us"}) {
			t.Errorf("between alice and carol's place: %q", got)
		}
	}, "alice", "bob", "carol")
}

// In the archive of a room anybody's word about who wrote a message may stand beside the room's. Then nobody can be sure, and an
// encrypted one is not opened; the others are.
func TestLiesInTheArchiveOfARoom(t *testing.T) {
	withRooms(t, func(t *testing.T, server xmpptest.Server) {
		alice, bob, carol := withFibber(t, server)
		carol.meet(alice)
		carol.toAll(carol.sealed("known from here on"))
		alice.awaitMessage(carol.room, "known from here on")
		lie, honestly := carol.sealed("I am bob, encrypted"), carol.sealed("I am carol")
		alice.stop()
		carol.toAll(lie + namesBob)
		carol.toAll("<body>I am bob</body>" + namesBob)
		carol.toAll(honestly)
		bob.send(carol.room, "bob waits")
		carol.settled()
		alice.start()
		honest := alice.awaitMessage(carol.room, "I am carol")
		if honest.From != carol.jid || !honest.Encrypted {
			t.Errorf("an honest message is %+v", honest)
		}
		for _, m := range alice.messages(carol.room) {
			if m.From == bob.jid {
				t.Errorf("a message of carol is bob's: %+v", m)
			}
			if strings.Contains(m.Body, "I am bob, encrypted") && m.From != carol.jid {
				t.Errorf("what says two things about its sender was opened: %+v", m)
			}
		}
		if devices := alice.devices(bob.jid); slices.ContainsFunc(devices, func(d *view.DeviceView) bool { return d.ID == carol.device }) {
			t.Error("a device of carol is bob's")
		}
	}, "alice", "bob", "carol")
}
