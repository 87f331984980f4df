package app_test

import (
	"fmt"
	"slices"
	"testing"

	"vouch/app"
	"vouch/app/history"
	"vouch/app/view"
	"vouch/xmpp/xmpptest"
)

// withRooms runs a test on each server that has rooms and archives of them.
func withRooms(t *testing.T, test func(t *testing.T, server xmpptest.Server), users ...string) {
	options := []xmpptest.Option{xmpptest.Friends(users...), xmpptest.Archive(), xmpptest.Rooms()}
	t.Run("prosody", func(t *testing.T) { test(t, xmpptest.StartProsody(t, options...)) })
	t.Run("ejabberd", func(t *testing.T) { test(t, xmpptest.StartEjabberd(t, options...)) })
}

// inRooms is withRooms for three people.
func inRooms(t *testing.T, test func(t *testing.T, server xmpptest.Server, alice, bob, carol *peer)) {
	withRooms(t, func(t *testing.T, server xmpptest.Server) {
		test(t, server, newPeer(t, server, "alice", app.Options{}), newPeer(t, server, "bob", app.Options{}), newPeer(t, server, "carol", app.Options{}))
	}, "alice", "bob", "carol")
}

// makes has p make a room.
func (p *peer) makes(c app.CreateRoom) string {
	p.t.Helper()
	c.Account = p.jid
	p.await(p.jid+" online", p.online)
	made, err := p.Call(p.t.Context(), c)
	if err != nil {
		p.t.Fatalf("%s makes %q: %v", p.jid, c.Name, err)
	}
	if left := made.(app.MadeRoom).Left; len(left) > 0 {
		p.t.Fatalf("%s could not invite %v", p.jid, left)
	}
	return made.(app.MadeRoom).Room
}

// enters has people come into a room.
func enters(room string, people ...*peer) {
	for _, p := range people {
		p.t.Helper()
		p.await(p.jid+" online", p.online)
		p.must(app.JoinRoom{Account: p.jid, Room: room})
	}
}

// sees is what p has of a room.
func (p *peer) sees(room string) *view.ChatView {
	p.t.Helper()
	snap, err := p.Look(view.View{Account: p.jid, Chat: room})
	if err != nil {
		p.t.Fatal(err)
	}
	return snap.Chat
}

// inside waits until p is in a room, and all of its archive is here.
func (p *peer) inside(room string) {
	p.t.Helper()
	p.await(p.jid+" in "+room, func() bool {
		r := p.sees(room).Room
		return r != nil && r.State == view.RoomIn && r.Held == view.HeldNot
	})
}

// talk has each of people say something in a room, and all of them have it.
func talk(t *testing.T, room, what string, people ...*peer) {
	t.Helper()
	for _, p := range people {
		p.awaitState(room, p.send(room, what+" of "+p.jid), view.MessageSent)
	}
	for _, p := range people {
		for _, other := range people {
			p.awaitMessage(room, what+" of "+other.jid)
		}
	}
}

// Everybody says something in a channel, and everybody has it once, in the same order.
func TestTalkInAChannel(t *testing.T) {
	inRooms(t, func(t *testing.T, server xmpptest.Server, alice, bob, carol *peer) {
		room := alice.makes(app.CreateRoom{Name: "Harbour", Public: true})
		enters(room, bob, carol)
		for _, p := range []*peer{alice, bob, carol} {
			p.inside(room)
			if c := p.sees(room); c.Kind != view.ChatChannel || c.Encrypted || c.Room.Private {
				t.Fatalf("%s sees %+v", p.jid, c)
			}
		}
		talk(t, room, "first", alice, bob, carol)

		hello := bob.awaitMessage(room, "first of "+alice.jid)
		if hello.Nick != "alice" || hello.Own || hello.ArchiveID == "" {
			t.Errorf("bob has %+v", hello)
		}
		answered, err := bob.Call(t.Context(), app.SendText{Account: bob.jid, Chat: room, Body: "yes, alice", ReplyTo: hello.ID})
		if err != nil {
			t.Fatal(err)
		}
		bob.awaitState(room, answered.(app.Stored).ID, view.MessageSent)
		answer := alice.awaitMessage(room, "yes, alice")
		if of := alice.awaitMessage(room, "first of "+alice.jid); answer.ReplyRow != of.ID || !answer.Mention {
			t.Errorf("alice has the answer %+v to %s", answer, of.ID)
		}
		bob.must(app.CorrectText{Account: bob.jid, Chat: room, ID: answered.(app.Stored).ID, Body: "no, alice"})
		carol.awaitMessage(room, "no, alice")
		carol.must(app.SetReactions{Account: carol.jid, Chat: room, ID: carol.awaitMessage(room, "no, alice").ID, Emoji: []string{"👍"}, Allow: true})
		bob.await("the reaction", func() bool { m, ok := bob.message(room, "no, alice"); return ok && len(m.Reactions) == 1 })
		bob.must(app.Retract{Account: bob.jid, Chat: room, ID: answered.(app.Stored).ID})
		alice.await("the retraction", func() bool {
			return slices.ContainsFunc(alice.messages(room), func(m history.Message) bool { return m.ID == answer.ID && m.Retracted() })
		})

		carol.stop()
		talk(t, room, "second", alice, bob)
		carol.start()
		carol.awaitMessage(room, "second of "+bob.jid)
		talk(t, room, "third", alice, bob, carol)
		want := wordsIn(alice, room)
		for _, p := range []*peer{bob, carol} {
			if got := wordsIn(p, room); !slices.Equal(got, want) {
				t.Errorf("%s has %q, alice %q", p.jid, got, want)
			}
		}
	})
}

// wordsIn are what was said in a chat, in its order.
func wordsIn(p *peer, chat string) (all []string) {
	p.t.Helper()
	for _, m := range p.messages(chat) {
		if m.Kind.Said() {
			all = append(all, m.Body)
		}
	}
	return all
}

// trustEach has everybody trust the devices of everybody else.
func trustEach(people ...*peer) {
	for _, p := range people {
		for _, other := range people {
			if p != other {
				p.trustKey(other)
			}
		}
	}
}

// ask has everybody say something in a group, for which the devices of all the others are asked for.
func ask(room string, people ...*peer) {
	for _, p := range people {
		p.t.Helper()
		p.send(room, "who reads what "+p.jid+" says?")
	}
}

// What is said in a private group is encrypted for those who belong to it: who comes later reads what follows, who is banned does
// not read the next message, and what waits for a decision about one holds.
func TestTalkInAGroup(t *testing.T) {
	inRooms(t, func(t *testing.T, server xmpptest.Server, alice, bob, carol *peer) {
		room := alice.makes(app.CreateRoom{Name: "Boat", People: []string{bob.jid}})
		enters(room, bob)
		for _, p := range []*peer{alice, bob} {
			p.inside(room)
			if c := p.sees(room); c.Kind != view.ChatGroup || !c.Encrypted || !c.Room.Private || c.Room.Members != 2 {
				t.Fatalf("%s sees %+v, %+v", p.jid, c, c.Room)
			}
		}
		held := alice.send(room, "who reads this?")
		alice.awaitKind(room, held, app.KindUndecided)
		ask(room, alice, bob)
		trustEach(alice, bob)
		sent := alice.awaitState(room, held, view.MessageSent)
		if len(sent.Recipients) != 1 || sent.Recipients[0].JID != bob.jid {
			t.Errorf("encrypted for %+v, want bob's device alone", sent.Recipients)
		}
		if got := bob.awaitMessage(room, "who reads this?"); !got.Encrypted || got.From != alice.jid || got.Nick != "alice" {
			t.Errorf("bob has %+v", got)
		}
		talk(t, room, "first", alice, bob)

		alice.must(app.InviteToRoom{Account: alice.jid, Room: room, JID: carol.jid})
		bob.await("carol belongs", func() bool { return bob.sees(room).Room.Members == 3 })
		enters(room, carol)
		carol.inside(room)
		ask(room, alice, bob, carol)
		trustEach(alice, bob, carol)
		talk(t, room, "second", alice, bob, carol)
		if _, ok := carol.message(room, "first of "+bob.jid); ok {
			t.Error("carol reads what was written before she belonged")
		}

		alice.must(app.SetAffiliation{Account: alice.jid, Room: room, JID: carol.jid, Affiliation: "outcast"})
		for _, p := range []*peer{alice, bob} {
			p.await("carol is out", func() bool { return p.sees(room).Room.Members == 2 })
		}
		carol.await("carol is told", func() bool { return carol.sees(room).Room.Out.Why == history.OutBanned })
		for _, p := range []*peer{alice, bob} {
			m := p.awaitState(room, p.send(room, "third of "+p.jid), view.MessageSent)
			if slices.ContainsFunc(m.Recipients, func(r history.Recipient) bool { return r.JID == carol.jid }) {
				t.Errorf("%s encrypts for carol: %+v", p.jid, m.Recipients)
			}
		}
		bob.awaitMessage(room, "third of "+alice.jid)
		if rows := carol.said(room); !slices.Contains(rows, string(history.NoticeBanned)) {
			t.Errorf("carol has %q", rows)
		}

		bob.stop()
		alice.awaitState(room, alice.send(room, "while bob was away"), view.MessageSent)
		bob.start()
		if got := bob.awaitMessage(room, "while bob was away"); !got.Encrypted || got.From != alice.jid {
			t.Errorf("bob has from the archive %+v", got)
		}
	})
}

// The tab of a group shows the devices of those who belong to it before anybody has written, and what is decided there is decided
// about the key, wherever it is shown.
func TestTabOfGroup(t *testing.T) {
	inRooms(t, func(t *testing.T, server xmpptest.Server, alice, bob, carol *peer) {
		room := alice.makes(app.CreateRoom{Name: "Boat", People: []string{bob.jid, carol.jid}})
		for _, p := range []*peer{alice, bob, carol} {
			p.await(p.jid+" has keys", func() bool { return p.key() != "" })
		}
		alice.inside(room)
		tab := func(member string) *view.DevicesView {
			t.Helper()
			snap, err := alice.Look(view.View{Account: alice.jid, Chat: room, Page: view.PageDevices, Member: member})
			if err != nil {
				t.Fatal(err)
			}
			return snap.Devices
		}
		key := func(v *view.DevicesView, who string) *view.DeviceView {
			for _, d := range v.Of(who).Devices {
				if d.Active && d.Fingerprint != "" {
					return d
				}
			}
			return nil
		}
		alice.await("the keys of all", func() bool { v := tab(""); return key(v, bob.jid) != nil && key(v, carol.jid) != nil })
		bobs := key(tab(""), bob.jid)
		if bobs.Fingerprint != bob.key() || bobs.Trust != view.TrustUndecided {
			t.Errorf("bob's device is %+v", bobs)
		}
		alice.must(app.Decide{Account: alice.jid, JID: bob.jid, Fingerprint: bobs.Fingerprint, Trust: view.TrustVerified})
		alice.await("the decision in bob's own tab", func() bool { d := key(tab(bob.jid), bob.jid); return d != nil && d.Trust == view.TrustVerified })
		if all := tab(""); all.Reading != 1 || all.Active != 2 {
			t.Errorf("%d of %d devices read", all.Reading, all.Active)
		}
		listed, err := alice.Devices(alice.jid, room)
		if err != nil || len(listed) != 3 {
			t.Errorf("the room's devices over the socket: %d, %v", len(listed), err)
		}
		moments, err := alice.Timeline(alice.jid, room)
		if err != nil || !slices.ContainsFunc(moments, func(m view.Moment) bool { return m.JID == bob.jid && m.To == string(view.TrustVerified) }) {
			t.Errorf("the room's timeline has no decision: %+v, %v", moments, err)
		}
	})
}

// What was said in a channel before one came in is fetched from its archive, the newest by itself and older as it is asked for.
func TestOlderMessagesOfARoom(t *testing.T) {
	inRooms(t, func(t *testing.T, server xmpptest.Server, alice, bob, carol *peer) {
		room := alice.makes(app.CreateRoom{Name: "Harbour", Public: true})
		last := ""
		for i := range 70 {
			last = alice.send(room, fmt.Sprint("word ", i))
		}
		alice.awaitState(room, last, view.MessageSent)
		enters(room, carol)
		carol.awaitMessage(room, "word 69")
		if _, ok := carol.message(room, "word 3"); ok {
			t.Fatal("all of the archive was fetched unasked")
		}
		carol.await("the archive of the room is read", func() bool {
			got, err := carol.Call(t.Context(), app.FetchOlder{Account: carol.jid, Chat: room})
			if err != nil {
				t.Fatal(err)
			}
			return got.(app.FetchedOlder).Complete
		})
		if got, want := wordsIn(carol, room), wordsIn(alice, room); !slices.Equal(got, want) || carol.unread(room) != 0 {
			t.Errorf("carol has %q, %d unread", got, carol.unread(room))
		}
	})
}

// A member whose server cannot be asked for keys is left out, and named; the others are written to.
func TestMemberWithoutKeysHoldsNobody(t *testing.T) {
	inRooms(t, func(t *testing.T, server xmpptest.Server, alice, bob, carol *peer) {
		room := alice.makes(app.CreateRoom{Name: "Boat", People: []string{bob.jid}})
		enters(room, bob)
		alice.inside(room)
		const erin = "erin@nowhere.invalid"
		alice.must(app.SetAffiliation{Account: alice.jid, Room: room, JID: erin, Affiliation: "member"})
		alice.await("erin belongs", func() bool { return alice.sees(room).Room.Members == 3 })
		held := alice.send(room, "without erin")
		alice.awaitKind(room, held, app.KindUndecided)
		alice.trustKey(bob)
		m := alice.awaitState(room, held, view.MessageSent)
		if len(m.Recipients) != 1 || m.Recipients[0].JID != bob.jid {
			t.Errorf("encrypted for %+v", m.Recipients)
		}
		if got := alice.sees(room).Room.Without; !slices.Equal(got, []string{erin}) {
			t.Errorf("left out are %v", got)
		}
		bob.awaitMessage(room, "without erin")
	})
}

// How the user is available comes to those in a room who see no presence of theirs otherwise.
func TestPresenceIsShownInRooms(t *testing.T) {
	inRooms(t, func(t *testing.T, server xmpptest.Server, alice, bob, carol *peer) {
		room := alice.makes(app.CreateRoom{Name: "Harbour", Public: true})
		enters(room, bob)
		bob.inside(room)
		sees := func(show, status string) {
			t.Helper()
			bob.await("alice "+show, func() bool {
				alice := bob.personIn(room, "alice")
				return alice.Here && alice.Show == show && alice.Status == status
			})
		}
		sees("", "")
		alice.must(app.SetPresence{Account: alice.jid, Show: view.ShowDND, Status: "at the mill"})
		sees("dnd", "at the mill")
		alice.must(app.SetPresence{Account: alice.jid, Show: view.ShowAvailable})
		sees("", "")
		alice.must(app.SetPresence{Account: alice.jid, Show: view.ShowAway})
		sees("away", "")
		alice.restart()
		alice.await("alice in the room", func() bool { return alice.sees(room).Room.State == view.RoomIn })
		sees("away", "")
	})
}

// Who is left out of a message to a group is left out of the next ones without a question, also after a start, until they have
// another device.
func TestWritingWithoutAMemberIsRemembered(t *testing.T) {
	inRooms(t, func(t *testing.T, server xmpptest.Server, alice, bob, carol *peer) {
		room := alice.makes(app.CreateRoom{Name: "Boat", People: []string{bob.jid, carol.jid}})
		enters(room, bob, carol)
		alice.inside(room)
		for _, p := range []*peer{bob, carol} {
			alice.must(app.OpenChat{Account: alice.jid, JID: p.jid})
		}
		alice.trustKey(bob)
		forBob := func(id string) {
			t.Helper()
			m := alice.awaitState(room, id, view.MessageSent)
			if len(m.Recipients) != 1 || m.Recipients[0].JID != bob.jid {
				t.Errorf("encrypted for %+v", m.Recipients)
			}
		}
		first := alice.send(room, "without carol")
		alice.awaitKind(room, first, app.KindUndecided)
		alice.must(app.Release{Account: alice.jid, Chat: room, ID: first})
		forBob(first)
		forBob(alice.send(room, "and again"))
		alice.restart()
		alice.inside(room)
		forBob(alice.send(room, "and after a start"))
		if got := alice.sees(room).Room.Without; !slices.Equal(got, []string{carol.jid}) {
			t.Errorf("left out are %v", got)
		}

		tablet := newPeer(t, server, "carol", app.Options{})
		alice.await("carol's other device", func() bool { return len(alice.devices(carol.jid)) == 2 })
		held := alice.send(room, "with carol?")
		alice.awaitKind(room, held, app.KindUndecided)
		if q := alice.sees(room).Question; q == nil || len(q.Devices) != 2 {
			t.Errorf("the question is %+v", q)
		}
		alice.trustKey(tablet)
		m := alice.awaitState(room, held, view.MessageSent)
		if !slices.ContainsFunc(m.Recipients, func(r history.Recipient) bool { return r.JID == carol.jid }) {
			t.Errorf("encrypted for %+v", m.Recipients)
		}
	})
}
