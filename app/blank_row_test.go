package app_test

import (
	"strings"
	"testing"

	"vouch/app"
)

// TestABlankMessageStandsAsOne: it is a row like others, with nothing to preview; and what is seen of a text is looked for
// behind what is not.
func TestABlankMessageStandsAsOne(t *testing.T) {
	l := newLiar(t)
	for name, c := range map[string]struct{ children, preview string }{
		"spaces":                            {"<body>   </body>", ""},
		"zero width":                        {"<body>&#x200b;</body>", ""},
		"a filler":                          {"<body>&#x3164;&#x2800;</body>", ""},
		"a reply that is a quotation alone": {"<body>> before\n&#x200b;</body><reply xmlns='urn:xmpp:reply:0' id='x'/><fallback xmlns='urn:xmpp:fallback:0' for='urn:xmpp:reply:0'><body start='0' end='9'/></fallback>", "> before"},
		"a first line of nothing":           {"<body>&#x2800;\nbelow</body>", "below"},
		"many unseen letters before it":     {"<body>" + strings.Repeat("&#x200b;", 200) + "behind</body>", "behind"},
	} {
		t.Run(name, func(t *testing.T) {
			rows, _ := l.between(t, func() {
				l.tell("<message from='" + bobs + "/x' to='%s' type='chat' id='" + name + "'>" + c.children + "</message>")
				l.await("row", func() bool {
					s := l.look(bobs)
					return s.Rows[len(s.Rows)-1].Body != "" && s.Chats[0].Preview == c.preview
				})
				if news := l.look(bobs).News; len(news) != 1 || news[0].Text != c.preview {
					t.Errorf("the news are %+v", news[0])
				}
			})
			if len(rows) != 1 {
				t.Errorf("rows: %q", rows)
			}
		})
	}
}

func TestNothingBlankLeaves(t *testing.T) {
	l := newLiar(t)
	l.say("hello")
	id := l.send(bobs, "words")
	for _, body := range []string{"", " \n", "\u200b", "\u2800", "\u3164", "\u0301"} {
		l.refuse(app.SendText{Account: l.jid, Chat: bobs, Body: body}, app.KindInvalid)
		l.refuse(app.CorrectText{Account: l.jid, Chat: bobs, ID: id, Body: body}, app.KindInvalid)
	}
}
