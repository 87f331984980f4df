package foreign

import (
	"strings"
	"testing"

	"vouch/xmpp"
)

func parse(t *testing.T, children string) *xmpp.Message {
	t.Helper()
	e, err := xmpp.ParseElement("<message type='chat' from='bob@example.org/x'>" + children + "</message>")
	if err != nil {
		t.Fatal(err)
	}
	m, err := xmpp.ParseMessage(e)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func TestThings(t *testing.T) {
	for _, row := range []struct {
		name, children string
		want           Thing
	}{
		{"a call", "<propose xmlns='urn:xmpp:jingle-message:0' id='1'><description xmlns='urn:xmpp:jingle:apps:rtp:1' media='audio'/><description xmlns='urn:xmpp:jingle:apps:rtp:1' media='video'/></propose><store xmlns='urn:xmpp:hints'/>", Thing{Kind: Call, Name: "audio, video"}},
		{"a call by XEP-0482", "<invite xmlns='urn:xmpp:call-invites:0' video='true'/>", Thing{Kind: Call, Name: "video"}},
		{"the end of a call", "<retract xmlns='urn:xmpp:jingle-message:0' id='1'/>", Thing{}},
		{"a form", "<x xmlns='jabber:x:data' type='form'><title>Your \n opinion</title></x>", Thing{Kind: Form, Name: "Your opinion"}},
		{"the result of a form", "<x xmlns='jabber:x:data' type='submit'/>", Thing{}},
		{"attention", "<attention xmlns='urn:xmpp:attention:0'/>", Thing{Kind: Attention}},
		{"contacts", "<x xmlns='http://jabber.org/protocol/rosterx'>" + strings.Repeat("<item action='add' jid='carol@example.org'/>", 6) + "</x>", Thing{Kind: Contacts, Name: strings.Repeat("carol@example.org, ", 5) + "…"}},
		{"a place", "<geoloc xmlns='http://jabber.org/protocol/geoloc'><lat>52.5</lat><lon>13.4</lon></geoloc>", Thing{Kind: Location, Name: "52.5, 13.4"}},
		{"a file", "<file-sharing xmlns='urn:xmpp:sfs:0'><file xmlns='urn:xmpp:file:metadata:0'><name>cat.jpg</name></file><sources><url-data xmlns='http://jabber.org/protocol/url-data' target='https://example.org/1'/></sources></file-sharing>", Thing{Kind: File, Name: "cat.jpg", URL: "https://example.org/1"}},
		{"a file by XEP-0385", "<reference xmlns='urn:xmpp:reference:0' type='data'><media-sharing xmlns='urn:xmpp:sims:1'><file xmlns='urn:xmpp:jingle:apps:file-transfer:5'><name>cat.jpg</name></file><sources><reference xmlns='urn:xmpp:reference:0' type='data' uri='https://example.org/1'/></sources></media-sharing></reference>", Thing{Kind: File, Name: "cat.jpg", URL: "https://example.org/1"}},
		{"a file from a strange place", "<file-sharing xmlns='urn:xmpp:sfs:0'><sources><url-data xmlns='http://jabber.org/protocol/url-data' target='file:///etc/passwd'/></sources></file-sharing>", Thing{Kind: File}},
		{"a mention", "<reference xmlns='urn:xmpp:reference:0' type='mention' uri='xmpp:alice@example.org'/>", Thing{}},
		{"what nobody knows", "<poll xmlns='urn:example:poll:3'><question/></poll>", Thing{Kind: Other, Name: "poll (urn:example:poll:3)"}},
		{"what nobody knows behind traffic", "<active xmlns='http://jabber.org/protocol/chatstates'/><request xmlns='urn:xmpp:receipts'/><poll xmlns='urn:example:poll:3'/>", Thing{Kind: Other, Name: "poll (urn:example:poll:3)"}},
		{"what is very long", "<p xmlns='urn:" + strings.Repeat("x", 300) + "'/>", Thing{Kind: Other, Name: "p (urn:" + strings.Repeat("x", 193)}},
		{"traffic", "<composing xmlns='http://jabber.org/protocol/chatstates'/><received xmlns='urn:xmpp:receipts' id='1'/><no-store xmlns='urn:xmpp:hints'/>", Thing{}},
		{"nothing", "", Thing{}},
	} {
		if got, ok := Of(parse(t, row.children)); got != row.want || ok != (row.want != Thing{}) {
			t.Errorf("%s: %+v, %v", row.name, got, ok)
		}
	}
}

func TestEncryptionsThatVouchDoesNotHave(t *testing.T) {
	const hint = "<encryption xmlns='urn:xmpp:eme:0' namespace='urn:example:new' name='New one'/>"
	for _, row := range []struct{ name, children, want string }{
		{"OMEMO 2", "<encrypted xmlns='urn:xmpp:omemo:2'/>", "OMEMO 2"},
		{"OMEMO 2 with a fallback", "<encrypted xmlns='urn:xmpp:omemo:2'/><body>I wrote under OMEMO 2</body>", "OMEMO 2"},
		{"OpenPGP", "<openpgp xmlns='urn:xmpp:openpgp:0'>YWJj</openpgp>", "OpenPGP (XEP-0373)"},
		{"PGP", "<x xmlns='jabber:x:encrypted'>YWJj</x><body>encrypted</body>", "PGP (XEP-0027)"},
		{"OTR", "<body>?OTR:AAMC</body>", "OTR"},
		{"a wish for OTR, which can be read", "<body>?OTRv23? bob would like to talk in private</body>", ""},
		{"one of tomorrow", hint + "<sealed xmlns='urn:example:new'/>", "New one"},
		{"one of tomorrow with a fallback", hint + "<sealed xmlns='urn:example:new'/><body>not for you</body>", "New one"},
		{"one of tomorrow without a name", "<encryption xmlns='urn:xmpp:eme:0' namespace='urn:example:new'/>", "urn:example:new"},
		{"a hint alone", "<encryption xmlns='urn:xmpp:eme:0' namespace='urn:xmpp:omemo:2' name='No. 1'/>", "OMEMO 2"},
		{"a hint beside a text", hint + "<body>in clear</body>", ""},
		{"a hint that says nothing", "<encryption xmlns='urn:xmpp:eme:0'/>", ""},
		{"none", "<body>hello</body>", ""},
	} {
		if got, ok := Encryption(parse(t, row.children)); got != row.want || ok != (row.want != "") {
			t.Errorf("%s: %q, %v", row.name, got, ok)
		}
	}
}
