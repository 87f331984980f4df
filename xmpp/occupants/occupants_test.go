package occupants_test

import (
	"strings"
	"testing"

	"vouch/xmpp/occupants"
	"vouch/xmpp/xmpptest"
)

func TestOf(t *testing.T) {
	const one = "<occupant-id xmlns='urn:xmpp:occupant-id:0' id='B'/>"
	for _, row := range []struct {
		name, children string
		silent         bool
		want           string
	}{
		{"given by the room", "<body>hello</body>" + one, false, "B"},
		{"in a room that gives none", one, true, ""},
		{"two", one + "<occupant-id xmlns='urn:xmpp:occupant-id:0' id='C'/>", false, ""},
		{"the same twice", one + one, false, ""},
		{"one beside an empty one", one + "<occupant-id xmlns='urn:xmpp:occupant-id:0'/>", false, ""},
		{"none", "<body>hello</body>", false, ""},
		{"inside something else", "<x xmlns='urn:x'>" + one + "</x>", false, ""},
		{"xml-wrong-ns", "<occupant-id xmlns='urn:x' id='B'/>", false, ""},
		{"far too long", "<occupant-id xmlns='urn:xmpp:occupant-id:0' id='" + strings.Repeat("B", 1025) + "'/>", false, ""},
	} {
		t.Run(row.name, func(t *testing.T) {
			m := xmpptest.Message(t, "<message type='groupchat' from='grp@r.example.org/bob'>"+row.children+"</message>")
			if got := occupants.Of(m.Children, !row.silent); got != row.want {
				t.Errorf("got %q, want %q", got, row.want)
			}
		})
	}
}
