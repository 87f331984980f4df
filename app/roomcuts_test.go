package app_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"vouch/app"
	"vouch/app/history"
	"vouch/app/view"
	"vouch/xmpp/xmpptest"
)

// cutRooms are alice, whose network can be broken where she writes to a room, and bob and carol in a group of hers, of which bob is an
// administrator. All trust each other.
type cutRooms struct {
	t                 *testing.T
	server            xmpptest.Server
	alice, bob, carol *peer
	wire              *roomWire
	group             string
}

// inCutRooms runs a test on each server that has rooms.
func inCutRooms(t *testing.T, test func(t *testing.T, c *cutRooms), more ...xmpptest.Option) {
	for _, server := range []struct {
		name  string
		start func(t *testing.T, options ...xmpptest.Option) xmpptest.Server
	}{
		{"prosody", func(t *testing.T, o ...xmpptest.Option) xmpptest.Server { return xmpptest.StartProsody(t, o...) }},
		{"ejabberd", func(t *testing.T, o ...xmpptest.Option) xmpptest.Server { return xmpptest.StartEjabberd(t, o...) }},
	} {
		t.Run(server.name, func(t *testing.T) {
			at := server.start(t, append(more, xmpptest.Friends("alice", "bob", "carol"), xmpptest.Archive(), xmpptest.Rooms())...)
			c := &cutRooms{t: t, server: at, wire: &roomWire{made: map[string]string{}, readers: map[string]string{}}}
			c.alice = newPeer(t, at, "alice", app.Options{Dialer: c.wire, Tap: c.wire})
			c.bob, c.carol = newPeer(t, at, "bob", app.Options{}), newPeer(t, at, "carol", app.Options{})
			for _, p := range []*peer{c.bob, c.carol} {
				c.alice.must(app.OpenChat{Account: c.alice.jid, JID: p.jid})
			}
			c.alice.trustKey(c.bob)
			c.alice.trustKey(c.carol)
			c.group = c.alice.makes(app.CreateRoom{Name: "Boat", People: []string{c.bob.jid, c.carol.jid}})
			c.alice.must(app.SetAffiliation{Account: c.alice.jid, Room: c.group, JID: c.bob.jid, Affiliation: "admin"})
			enters(c.group, c.bob, c.carol)
			for _, p := range []*peer{c.alice, c.bob, c.carol} {
				p.inside(c.group)
			}
			c.wire.watch(c.group)
			c.wire.obey(walkSet([]uint32{c.bob.status().DeviceID, c.carol.status().DeviceID}))
			test(t, c)
			if wrong := c.wire.judged(); len(wrong) > 0 {
				t.Errorf("%q", wrong)
			}
		})
	}
}

// sayAndBreak has alice write to a room, and her network break so many reads and writes after that.
func (c *cutRooms) sayAndBreak(room, body string, after int) (row string) {
	c.t.Helper()
	c.alice.inside(room)
	sprung := c.wire.trap(room, after)
	row = c.alice.send(room, body)
	select {
	case <-sprung:
	case <-time.After(patience):
		c.t.Fatalf("%q was not written", body)
	}
	return row
}

// die ends alice's program without a word, and restarts it.
func (c *cutRooms) die() {
	c.wire.Down()
	c.alice.stop()
	c.wire.Up()
	c.alice.start()
}

// once wants somebody to have a text once.
func once(t *testing.T, p *peer, room, body string) {
	t.Helper()
	p.awaitMessage(room, body)
	if n := len(slices.DeleteFunc(wordsIn(p, room), func(b string) bool { return b != body })); n != 1 {
		t.Errorf("%s has %q %d times", p.jid, body, n)
	}
}

// A message is in the room once, wherever the network breaks or the program ends between its encryption and its coming back.
func TestRoomMessageIsThereOnceWhateverBreaks(t *testing.T) {
	inCutRooms(t, func(t *testing.T, c *cutRooms) {
		channel := c.alice.makes(app.CreateRoom{Name: "Harbour", Public: true})
		enters(channel, c.bob)
		c.bob.inside(channel)
		for after := range 3 {
			for _, dies := range []bool{false, true} {
				for _, room := range []string{c.group, channel} {
					body := fmt.Sprint("message ", after, dies)
					row := c.sayAndBreak(room, body, after)
					if dies {
						c.die()
					}
					c.alice.awaitState(room, row, view.MessageSent)
					c.alice.awaitState(room, c.alice.send(room, "after "+body), view.MessageSent)
					once(t, c.bob, room, body)
					once(t, c.bob, room, "after "+body)
				}
			}
		}
		if c.wire.anew > 0 {
			t.Errorf("%d messages were encrypted anew", c.wire.anew)
		}
		for _, room := range []string{c.group, channel} {
			checkOrder(t, "bob has", wordsIn(c.bob, room), wordsIn(c.alice, room))
		}
	})
}

// keepsNothing has the archive of a room be off.
func (c *cutRooms) keepsNothing(room string) {
	c.t.Helper()
	form := map[string]string{"muc#roomconfig_enablearchiving": "0"}
	if err := c.alice.Do(c.t.Context(), app.ConfigureRoom{Account: c.alice.jid, Room: room, Fields: form}); err != nil {
		c.alice.must(app.ConfigureRoom{Account: c.alice.jid, Room: room, Fields: map[string]string{"mam": "0"}})
	}
	c.alice.await("no archive", func() bool { return !c.alice.sees(room).Room.Archive })
}

// Where the room keeps nothing, what is encrypted goes out again in the same bytes, which the ratchet silences, and of what is in
// clear the user is asked.
func TestRoomWithoutArchiveIsWrittenToAgain(t *testing.T) {
	inCutRooms(t, func(t *testing.T, c *cutRooms) {
		channel := c.alice.makes(app.CreateRoom{Name: "Harbour", Public: true})
		enters(channel, c.bob)
		c.bob.inside(channel)
		for _, room := range []string{c.group, channel} {
			c.keepsNothing(room)
		}
		for after := range 2 { // lost, and in the room
			body := fmt.Sprint("encrypted ", after)
			row := c.sayAndBreak(c.group, body, after)
			c.die()
			c.alice.awaitState(c.group, row, view.MessageSent)
			once(t, c.bob, c.group, body)
		}
		if c.wire.copies != 2 || c.wire.anew != 0 {
			t.Errorf("%d written again in the same bytes, %d encrypted anew", c.wire.copies, c.wire.anew)
		}
		row := c.sayAndBreak(channel, "in clear", 0)
		c.die()
		c.alice.awaitState(channel, row, view.MessageUnknownFate)
		c.alice.awaitState(channel, c.alice.send(channel, "and after it"), view.MessageSent)
		if _, ok := c.bob.message(channel, "in clear"); ok {
			t.Error("what was in clear went out again by itself")
		}
	})
}

// banned has bob put carol out, and waits for alice when she can know it.
func (c *cutRooms) banned(knows bool) {
	c.t.Helper()
	both, one := walkSet([]uint32{c.bob.status().DeviceID, c.carol.status().DeviceID}), walkSet([]uint32{c.bob.status().DeviceID})
	c.wire.obey(both, one)
	c.bob.must(app.SetAffiliation{Account: c.bob.jid, Room: c.group, JID: c.carol.jid, Affiliation: "outcast"})
	if knows {
		c.alice.await("carol is out", func() bool { return c.alice.sees(c.group).Room.Members == 2 })
	}
	c.wire.obey(one)
}

// wantForBobAlone wants a message to reach bob, made anew for him alone.
func (c *cutRooms) wantForBobAlone(row, body string) {
	c.t.Helper()
	m := c.alice.awaitState(c.group, row, view.MessageSent)
	if slices.ContainsFunc(m.Recipients, func(r history.Recipient) bool { return r.JID != c.bob.jid }) || c.wire.anew != 1 {
		c.t.Errorf("it was for %+v, %d encrypted anew", m.Recipients, c.wire.anew)
	}
	once(c.t, c.bob, c.group, body)
}

// What was made for somebody who was banned meanwhile does not go out again in the same bytes, when alice hears of it as she comes
// back.
func TestBannedMeanwhileIsNotSentTheSameBytes(t *testing.T) {
	inCutRooms(t, func(t *testing.T, c *cutRooms) {
		row := c.sayAndBreak(c.group, "not for carol", 0)
		c.wire.Down()
		c.alice.stop()
		c.banned(false)
		c.wire.Up()
		c.alice.start()
		c.wantForBobAlone(row, "not for carol")
	})
}

// The same while it hangs in the network, and alice hears of the ban before that breaks: the stream does not go on with it.
func TestBannedWhileItHangsIsNotSentTheSameBytes(t *testing.T) {
	inCutRooms(t, func(t *testing.T, c *cutRooms) {
		c.wire.clogs = true
		row := c.sayAndBreak(c.group, "not for carol", 0)
		c.banned(true)
		c.wire.Cut()
		c.wantForBobAlone(row, "not for carol")
	})
}

// What is in the archive of a channel under a nickname that alice has no more is hers all the same, and does not go out again.
func TestRoomMessageUnderAnOlderNickname(t *testing.T) {
	inCutRooms(t, func(t *testing.T, c *cutRooms) {
		channel := c.alice.makes(app.CreateRoom{Name: "Harbour", Public: true})
		enters(channel, c.bob)
		c.bob.inside(channel)
		row := c.sayAndBreak(channel, "as alice", 1)
		c.wire.Down()
		c.alice.stop()
		once(t, c.bob, channel, "as alice")
		c.bob.await("alice gone", func() bool { return c.bob.sees(channel).Room.Occupants == 1 })
		c.carol.must(app.JoinRoom{Account: c.carol.jid, Room: channel, Nick: "alice"})
		c.wire.Up()
		c.alice.start()
		c.alice.awaitState(channel, row, view.MessageSent)
		c.alice.awaitState(channel, c.alice.send(channel, "as another"), view.MessageSent)
		once(t, c.bob, channel, "as another")
		once(t, c.bob, channel, "as alice")
		once(t, c.alice, channel, "as alice")
		c.carol.awaitState(channel, c.carol.send(channel, "as alice, too"), view.MessageSent)
		if m := c.alice.awaitMessage(channel, "as alice, too"); m.Own {
			t.Errorf("alice takes for hers %+v", m)
		}
		if m := c.bob.awaitMessage(channel, "as another"); m.Nick != "alice_" {
			t.Errorf("she came back as %q", m.Nick)
		}
	}, xmpptest.Hibernation(time.Second)) // then she is out
}
