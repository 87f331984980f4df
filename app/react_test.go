package app_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"vouch/app"
	"vouch/app/history"
	"vouch/app/view"
	"vouch/xmpp/xmpptest"
)

// reactions are those of somebody to a message by its text.
func (p *peer) reactions(chat, body, who string) []string {
	p.t.Helper()
	m, _ := p.message(chat, body)
	for _, r := range m.Reactions {
		if r.From == who {
			return r.Emoji
		}
	}
	return nil
}

// reactionsTo are those to a message, each after whose it is.
func reactionsTo(m history.Message) (all []string) {
	for _, r := range m.Reactions {
		for _, emoji := range r.Emoji {
			all = append(all, r.From+" "+emoji)
		}
	}
	return all
}

func (p *peer) awaitReactions(chat, body, who string, want ...string) {
	p.t.Helper()
	p.await(fmt.Sprint("reactions ", want), func() bool { return slices.Equal(p.reactions(chat, body, who), want) })
}

func TestReactionsReplaceEarlierOnes(t *testing.T) {
	server := xmpptest.StartProsody(t, xmpptest.Friends("alice", "bob"))
	alice, bob := newPeer(t, server, "alice", app.Options{}), newPeer(t, server, "bob", app.Options{})
	friends(t, server, alice, bob)
	id := bob.awaitMessage(alice.jid, "hello bob").ID
	react := func(e string, on, allow bool) app.React {
		return app.React{Account: bob.jid, Chat: alice.jid, ID: id, Emoji: e, On: on, Allow: allow}
	}
	bob.refuse(react("👍", true, false), app.KindReadable)
	bob.refuse(react("verified", true, true), app.KindInvalid)
	bob.must(react("👍", true, true))
	alice.awaitReactions(bob.jid, "hello bob", bob.jid, "👍")
	bob.must(react("🙏", true, false)) // asked once
	alice.awaitReactions(bob.jid, "hello bob", bob.jid, "👍", "🙏")
	bob.must(react("👍", false, false))
	alice.awaitReactions(bob.jid, "hello bob", bob.jid, "🙏")
	s, err := alice.Look(view.View{Account: alice.jid, Chat: bob.jid, Before: 10})
	if err != nil || len(s.Rows) != 2 || len(s.Rows[0].Reactions) != 1 || s.Rows[0].Reactions[0].Own || s.Chats[0].Unread != 0 && s.Chats[0].Unread != 1 {
		t.Errorf("alice sees %+v, %v", s.Rows[0].Reactions, err)
	}
	bob.must(app.EnableAccount{Account: bob.jid})
	if err := bob.React(t.Context(), bob.jid, alice.jid, id, []string{"😂"}, false); err != nil {
		t.Fatal(err)
	}
	bob.must(react("😢", true, false))
	bob.must(react("😂", false, false))
	bob.restart()
	bob.must(app.EnableAccount{Account: bob.jid, On: true})
	alice.awaitReactions(bob.jid, "hello bob", bob.jid, "😢")
	bob.must(react("😢", false, false))
	alice.awaitReactions(bob.jid, "hello bob", bob.jid)
	bob.refuse(app.React{Account: bob.jid, Chat: alice.jid, ID: "none", Emoji: "👍", On: true}, app.KindNotFound)
	alice.must(app.EnableAccount{Account: alice.jid})
	waits := alice.send(bob.jid, "not there yet")
	alice.refuse(app.React{Account: alice.jid, Chat: bob.jid, ID: waits, Emoji: "👍", On: true, Allow: true}, app.KindConflict)
}

// TestWordsOfAnotherClientStay: what another client of the user's has reacted with is no hindrance to emoji beside it, and one
// emoji in two styles is one.
func TestWordsOfAnotherClientStay(t *testing.T) {
	l := newLiar(t)
	l.tell("<message from='" + bobs + "/x' to='%s' type='chat' id='m'><body>of bob</body></message>")
	id := l.awaitMessage(bobs, "of bob").ID
	l.must(app.SetEncryption{Account: l.jid, Chat: bobs})
	l.tell("<message from='%s' to='%s/~' type='chat'><sent xmlns='urn:xmpp:carbons:2'>" +
		wrapped("%s/other", bobs, "<reactions xmlns='urn:xmpp:reactions:0' id='m'><reaction>ok</reaction><reaction>❤</reaction></reactions>") + "</sent></message>")
	l.awaitReactions(bobs, "of bob", l.jid, "ok", "❤")
	l.must(app.React{Account: l.jid, Chat: bobs, ID: id, Emoji: "👍", On: true})
	l.refuse(app.React{Account: l.jid, Chat: bobs, ID: id, Emoji: "yes", On: true}, app.KindInvalid)
	l.must(app.React{Account: l.jid, Chat: bobs, ID: id, Emoji: "❤\ufe0f"})
	l.awaitReactions(bobs, "of bob", l.jid, "ok", "👍")
	l.tell("<message from='" + bobs + "/x' to='%s' type='chat'><reactions xmlns='urn:xmpp:reactions:0' id='m'><reaction>👍\ufe0f</reaction></reactions></message>")
	l.await("one thumb of two", func() bool {
		s := l.look(bobs)
		r := s.Rows[len(s.Rows)-2].Reactions
		return len(r) == 2 && r[0].Words && r[1].Emoji == "👍\ufe0f" && r[1].Own && len(r[1].From) == 1 && !r[1].Words
	})
}

// reaction-abuse: reactions are their sender's, to messages of that chat, few, and short.
func TestReactionsOfOthersAreBounded(t *testing.T) {
	l := newLiar(t)
	l.tell("<message from='" + bobs + "/x' to='%s' type='chat' id='m'><body>of bob</body></message>")
	l.awaitMessage(bobs, "of bob")
	react := func(from, id string, emoji ...string) string {
		return "<message from='" + from + "/x' to='%s' type='chat'><reactions xmlns='urn:xmpp:reactions:0' id='" + id + "'><reaction>" +
			strings.Join(emoji, "</reaction><reaction>") + "</reaction></reactions></message>"
	}
	for _, row := range []struct {
		name, stanza string
		want         []string
	}{
		{"of somebody else", react("carol@localhost", "m", "👍"), nil},
		{"of a stranger", react(strangers, "m", "👍"), nil},
		{"to nothing", react(bobs, "none", "👍"), nil},
		{"huge", react(bobs, "m", strings.Repeat("👍", 50000)), []string{bobs + " " + strings.Repeat("👍", 20) + "…"}},
		{"words", react(bobs, "m", "verified by Vouch"), []string{bobs + " verified by Vouch"}},
		{"nothing to see", react(bobs, "m", "\u200b"), []string{bobs + " □"}},
		{"an emoji of tomorrow", react(bobs, "m", "\U0001fae9"), []string{bobs + " \U0001fae9"}},
		{"good", react(bobs, "m", "👍"), []string{bobs + " 👍"}},
		{"in the name of alice", react(l.jid, "m", "😂"), []string{bobs + " 👍"}},
		{"with a text beside it", strings.Replace(react(bobs, "m", "🙏"), "</message>", "<body>🙏</body></message>", 1), []string{bobs + " 🙏"}},
		{"with a stamp that anybody could have written", strings.Replace(react(bobs, "m", "😢"), "</message>", "<delay xmlns='urn:xmpp:delay' from='localhost' stamp='2020-01-01T00:00:00Z'/></message>", 1), []string{bobs + " 😢"}},
	} {
		t.Run(row.name, func(t *testing.T) {
			rows, written := l.between(t, func() { l.tell(row.stanza) })
			if len(rows) > 0 {
				t.Errorf("new rows %q", rows)
			}
			for _, w := range written {
				if strings.Contains(w, "<message") {
					t.Errorf("alice wrote %s", w)
				}
			}
			m, _ := l.message(bobs, "of bob")
			if got := reactionsTo(m); !slices.Equal(got, row.want) {
				t.Errorf("the message has %q, want %q", got, row.want)
			}
		})
	}
	for range 300 {
		l.tell(react(bobs, "m", strings.Split(strings.Repeat("😀😁😂😃😄😅😆😇😈😉😊😋😌😍😎😏", 30), "")...))
	}
	l.say("after the flood")
	if got := l.reactions(bobs, "of bob", bobs); len(got) != 10 {
		t.Errorf("kept %q", got)
	}
}
