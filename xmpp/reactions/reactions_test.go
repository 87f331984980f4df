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
		{"reaction-abuse: huge", in("m", strings.Repeat("👍", 500), "👍"), "m", []string{strings.Repeat("👍", 20) + "…", "👍"}},
		{"reaction-abuse: a tower of marks", in("m", "a"+strings.Repeat("\u0301", 500)), "m", []string{"a" + strings.Repeat("\u0301", 63) + "…"}},
		{"reaction-abuse: what turns the direction", in("m", "\u202eko\u202c", "\u2067👍\u2069"), "m", []string{"ko", "👍"}},
		{"reaction-abuse: controls", in("m", "o\u0085k\u200b\ufeff"), "m", []string{"o k"}},
		{"reaction-abuse: lines", in("m", " o\n\n\tk "), "m", []string{"o k"}},
		{"words", in("m", "+1", "ok", "a👍", "verified by Vouch that it is"), "m", []string{"+1", "ok", "a👍", "verified by Vouch th…"}},
		{"other scripts", in("m", "да", "好", "نعم", "คะ"), "m", []string{"да", "好", "نعم", "คะ"}},
		{"an emoji of tomorrow", in("m", "\U0001fae9", "\U0001fadf\U0001f3fd"), "m", []string{"\U0001fae9", "\U0001fadf\U0001f3fd"}},
		{"a code point that nobody has", in("m", "\u0378"), "m", []string{"\u0378"}},
		{"nothing to see", in("m", "\n", "", "\u200b", "\u3164", "\u2800", "\ufe0f"), "m", []string{"□"}},
		{"a flag", in("m", "\U0001f3f4\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f", "a\U000e0067"), "m", []string{"\U0001f3f4\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f", "a"}},
		{"one in two styles", in("m", "❤", "❤\ufe0f", "❤\ufe0e", "1\ufe0f\u20e3", "1\u20e3"), "m", []string{"❤", "1\ufe0f\u20e3"}},
		{"one composed and not", in("m", "é", "e\u0301"), "m", []string{"é"}},
		{"colours of skin", in("m", "👍", "👍🏽", "👍🏿"), "m", []string{"👍", "👍🏽", "👍🏿"}},
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
	for _, yes := range []string{"👍", "👍🏽", "❤️", "❤", "👩‍👩‍👧‍👦", "🏴󠁧󠁢󠁳󠁣󠁴󠁿", "🇩🇪", "1️⃣", "‼️", "✔", "☺️", "\U0001fae9", "\U0001f6d8\U0001f3fd"} {
		if !reactions.IsEmoji(yes) {
			t.Errorf("%q is none", yes)
		}
	}
	for _, no := range []string{"", "a", "1", "👍 ", "ok", "\u202e👍", "\u0301", "\u200d", "+1", "<3", "\u0378", "\U0001f3fd"} {
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
