package hats_test

import (
	"fmt"
	"strings"
	"testing"

	"vouch/xmpp/disco"
	"vouch/xmpp/hats"
	"vouch/xmpp/xmpptest"
)

func TestAnnounced(t *testing.T) {
	for _, row := range []struct {
		features []string
		want     string
	}{
		{nil, ""},
		{[]string{"http://jabber.org/protocol/muc"}, ""},
		{[]string{hats.Older}, hats.Older},
		{[]string{hats.NS}, hats.NS},
		{[]string{hats.Older, hats.NS}, hats.NS},
	} {
		if got := hats.Announced(disco.Info{Features: row.features}); got != row.want {
			t.Errorf("%v announces %q", row.features, got)
		}
	}
}

func TestOf(t *testing.T) {
	const (
		host  = "<hats xmlns='urn:xmpp:hats:0'><hat title=' The\n Host ' uri='urn:hat:host' hue='327.25'/></hats>"
		older = "<hats xmlns='xmpp:prosody.im/protocol/hats:1'><hat title='Teacher' uri='urn:hat:teacher'/></hats>"
	)
	for _, row := range []struct{ name, children, announced, want string }{
		{"a hat", host, hats.NS, "[{urn:hat:host The Host 327.25}]"},
		{"the older way", older, hats.Older, "[{urn:hat:teacher Teacher -1}]"},
		{"muc-hat-forged: in a room without hats", host + older, "", "[]"},
		{"muc-hat-forged: in a room with the older way", host + older, hats.Older, "[{urn:hat:teacher Teacher -1}]"},
		{"muc-hat-forged: beside the room's", host + "<hats xmlns='urn:xmpp:hats:0'><hat title='Owner' uri='urn:hat:owner'/></hats>", hats.NS, "[]"},
		{"what is announced is no hats", "<hats xmlns='urn:x'><hat title='Owner' uri='u'/></hats>", "urn:x", "[]"},
		{"without a title or a URI", "<hats xmlns='urn:xmpp:hats:0'><hat uri='u'/><hat title='T'/><hat title=' ' uri='v'/></hats>", hats.NS, "[]"},
		{"twice the same", "<hats xmlns='urn:xmpp:hats:0'><hat title='A' uri='u'/><hat title='B' uri='u'/></hats>", hats.NS, "[{u A -1}]"},
		{"of no colour that there is", "<hats xmlns='urn:xmpp:hats:0'><hat title='A' uri='a' hue='NaN'/><hat title='B' uri='b' hue='360'/><hat title='C' uri='c' hue='x'/></hats>", hats.NS, "[{a A -1} {b B -1} {c C -1}]"},
		{"a far too long URI", "<hats xmlns='urn:xmpp:hats:0'><hat title='A' uri='" + strings.Repeat("u", 1025) + "'/></hats>", hats.NS, "[]"},
		{"xml-wrong-ns", "<hats xmlns='urn:xmpp:hats:0'><hat xmlns='urn:x' title='A' uri='u'/></hats>", hats.NS, "[]"},
	} {
		t.Run(row.name, func(t *testing.T) {
			e := xmpptest.Element(t, "<presence from='r@c.example/n'>"+row.children+"</presence>")
			if got := fmt.Sprint(hats.Of(e.Children(), row.announced)); got != row.want {
				t.Errorf("got %s, want %s", got, row.want)
			}
		})
	}
}

func TestHatsAreFew(t *testing.T) {
	var many strings.Builder
	for i := range 20 {
		fmt.Fprintf(&many, "<hat uri='u%d' title='%s'/>", i, strings.Repeat("ä", 500))
	}
	e := xmpptest.Element(t, "<presence><hats xmlns='urn:xmpp:hats:0'>"+many.String()+"</hats></presence>")
	got := hats.Of(e.Children(), hats.NS)
	if len(got) != hats.Max || len([]rune(got[0].Title)) != 200 {
		t.Errorf("%d hats", len(got))
	}
}
