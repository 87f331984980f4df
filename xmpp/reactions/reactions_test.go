package reactions_test

import (
	"slices"
	"strings"
	"testing"

	"gosrc.io/xmpp/stanza"

	"vouch/xmpp/reactions"
	"vouch/xmpp/xmpptest"
)

func TestReactions(t *testing.T) {
	in := func(id string, emoji ...string) string {
		return "<message><reactions xmlns='urn:xmpp:reactions:0' id='" + id + "'><reaction>" + strings.Join(emoji, "</reaction><reaction>") + "</reaction></reactions></message>"
	}
	many := strings.Split("😀 😁 😂 😃 😄 😅 😆 😇 😈 😉 😊 😋 😌 😍", " ")
	for _, row := range []struct {
		name, message, id string
		want              []string
	}{
		{"some", in("m", "👍", "🐎"), "m", []string{"👍", "🐎"}},
		{"one twice", in("m", "👍", "👍"), "m", []string{"👍"}},
		{"taken back", "<message><reactions xmlns='urn:xmpp:reactions:0' id='m'/></message>", "m", nil},
		{"reaction-abuse: many", in("m", many...), "m", many[:10]},
		{"reaction-abuse: huge", in("m", strings.Repeat("👍", 20), "👍"), "m", []string{"👍"}},
		{"reaction-abuse: words", in("m", "verified", "1", "a👍", "\n"), "m", nil},
		{"to nothing", in(""), "", nil},
		{"none", "<message/>", "", nil},
		{"that came back as an error", strings.Replace(in("m", "👍"), "<message", "<message type='error'", 1), "", nil},
	} {
		t.Run(row.name, func(t *testing.T) {
			id, emoji, ok := reactions.Of(xmpptest.Message(t, row.message))
			if id != row.id || ok != (row.id != "") || !slices.Equal(emoji, row.want) {
				t.Errorf("to %q: %q, %v", id, emoji, ok)
			}
		})
	}
}

func TestIsEmoji(t *testing.T) {
	for _, yes := range []string{"👍", "👍🏽", "❤️", "❤", "👩‍👩‍👧‍👦", "🏴󠁧󠁢󠁳󠁣󠁴󠁿", "🇩🇪", "1️⃣", "‼️", "✔", "☺️"} {
		if !reactions.IsEmoji(yes) {
			t.Errorf("%q is none", yes)
		}
	}
	for _, no := range []string{"", "a", "1", "👍 ", "ok", "\u202e👍", "\u0301", "\u200d", "+1", "<3"} {
		if reactions.IsEmoji(no) {
			t.Errorf("%q is one", no)
		}
	}
}

func TestSent(t *testing.T) {
	sent := xmpptest.Sent(t, stanza.Message{Extensions: []stanza.MsgExtension{reactions.Reactions{ID: "m", Emoji: []string{"👍"}}}})
	if e := sent.Children(); len(e) != 1 || e[0].Attr("id") != "m" || len(e[0].Children()) != 1 || e[0].Children()[0].Text() != "👍" || e[0].Children()[0].Name.Space != reactions.NS {
		t.Errorf("sent %s", sent.Raw(500))
	}
}
