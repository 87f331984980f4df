package app_test

import (
	"slices"
	"testing"

	"vouch/app"
	"vouch/app/view"
	"vouch/xmpp/xmpptest"
)

// newsOf is what p wants to hear of a room, or nil.
func (p *peer) newsOf(room string) *view.News {
	p.t.Helper()
	snap, err := p.Look(view.View{Account: p.jid})
	if err != nil {
		p.t.Fatal(err)
	}
	for _, n := range snap.News {
		if n.Chat == room {
			return n
		}
	}
	return nil
}

// mentionsIn are how many messages of a chat that nobody has read name the user.
func (p *peer) mentionsIn(room string) int {
	p.t.Helper()
	for _, c := range mustChats(p.t, p) {
		if c.Chat == room {
			return c.Mentions
		}
	}
	return 0
}

// In a channel the user hears of messages with their words as of those with their nickname, and of no others.
func TestWordsThatNameTheUser(t *testing.T) {
	inRooms(t, func(t *testing.T, server xmpptest.Server, alice, bob, carol *peer) {
		room := alice.makes(app.CreateRoom{Name: "Harbour", Public: true})
		enters(room, bob)
		bob.inside(room)
		bob.must(app.SetHighlights{Account: bob.jid, Words: []string{"high tide"}})
		bob.refuse(app.SetHighlights{Account: bob.jid, Words: []string{"a,b"}}, app.KindInvalid)
		for _, row := range []struct {
			body  string
			named bool
		}{{"the tide is high", false}, {"High tide at nine", true}, {"> high tide at nine\nI know", false}, {"Bob: yes", true}} {
			before := bob.mentionsIn(room)
			alice.awaitState(room, alice.send(room, row.body), view.MessageSent)
			m := bob.awaitMessage(room, row.body)
			if now := bob.mentionsIn(room) - before; m.Mention != row.named || now == 1 != row.named {
				t.Errorf("%q names bob: %v, counted %d times", row.body, m.Mention, now)
			}
			if news := bob.newsOf(room); (news != nil) != (bob.mentionsIn(room) > 0) {
				t.Errorf("after %q bob hears of %+v", row.body, news)
			}
		}
		bob.restart()
		if got := bob.status().Highlights; !slices.Equal(got, []string{"high tide"}) {
			t.Errorf("after a start his words are %q", got)
		}
		bob.must(app.SetHighlights{Account: bob.jid})
		bob.await("bob in the room", func() bool { return bob.sees(room).Room.State == view.RoomIn })
		alice.awaitState(room, alice.send(room, "high tide again"), view.MessageSent)
		if m := bob.awaitMessage(room, "high tide again"); m.Mention {
			t.Error("a word that was taken away still names bob")
		}
	})
}
