package reactions_test

import (
	"encoding/xml"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"vouch/xmpp/reactions"
	"vouch/xmpp/xmpptest"
)

func FuzzReaction(f *testing.F) {
	f.Add("👍\u202e\u200b ok")
	f.Add("\U0001f3f4\U000e0067\U000e007f")
	f.Fuzz(func(t *testing.T, text string) {
		var in strings.Builder
		if err := xml.EscapeText(&in, []byte(text)); err != nil {
			t.Fatal(err)
		}
		_, got, ok := reactions.Of(xmpptest.Message(t, "<message><reactions xmlns='urn:xmpp:reactions:0' id='m'><reaction>"+in.String()+"</reaction></reactions></message>"))
		if !ok || len(got) != 1 || got[0] == "" || len(got[0]) > 260 || utf8.RuneCountInString(got[0]) > 65 || !utf8.ValidString(got[0]) {
			t.Errorf("%+q is read as %+q", text, got)
		}
		if strings.ContainsFunc(got[0], unicode.IsControl) || strings.ContainsAny(got[0], "\u202a\u202b\u202d\u202e\u2066\u2067\u2068\u200e\u200f\n") {
			t.Errorf("%+q lets through %+q", text, got)
		}
	})
}
