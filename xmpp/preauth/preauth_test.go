package preauth_test

import (
	"strings"
	"testing"

	"gosrc.io/xmpp/stanza"
	"mellium.im/xmpp/jid"

	"vouch/xmpp"
	"vouch/xmpp/preauth"
	"vouch/xmpp/xmpptest"
)

func TestSent(t *testing.T) {
	raw, err := xmpp.Marshal(preauth.Subscribe(jid.MustParse("romeo@montague.example/orchard"), `a"b`))
	if want := `<presence type="subscribe" to="romeo@montague.example"><preauth xmlns="urn:xmpp:pars:0" token="a&#34;b"></preauth></presence>`; err != nil || string(raw) != want {
		t.Errorf("%s, %v", raw, err)
	}
	if link := preauth.Link(jid.MustParse("o;neill#x@example.org"), "T"); link != "xmpp:o%3Bneill%23x@example.org?roster;preauth=T" {
		t.Errorf("link %s", link)
	}
	if one, other := preauth.NewToken(), preauth.NewToken(); one == other || len(one) < 26 || strings.Trim(one, "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567") != "" {
		t.Errorf("tokens %s and %s", one, other)
	}
}

func TestOf(t *testing.T) {
	for _, row := range []struct{ name, presence, want string }{
		{"a request with a token", "<presence type='subscribe'><preauth xmlns='urn:xmpp:pars:0' token='abc'/></presence>", "abc"},
		{"a request without", "<presence type='subscribe'/>", ""},
		{"in another namespace", "<presence type='subscribe'><preauth xmlns='urn:x' token='abc'/></presence>", ""},
		{"deeper", "<presence type='subscribe'><x xmlns='urn:x'><preauth xmlns='urn:xmpp:pars:0' token='abc'/></x></presence>", ""},
		{"in what is no request", "<presence><preauth xmlns='urn:xmpp:pars:0' token='abc'/></presence>", ""},
		{"too long", "<presence type='subscribe'><preauth xmlns='urn:xmpp:pars:0' token='" + strings.Repeat("a", preauth.MaxToken+1) + "'/></presence>", ""},
	} {
		t.Run(row.name, func(t *testing.T) {
			e := xmpptest.Element(t, row.presence)
			p := &xmpp.Presence{Children: e.Children()}
			p.Type = stanza.StanzaType(e.Attr("type"))
			if got := preauth.Of(p); got != row.want {
				t.Errorf("token %q, want %q", got, row.want)
			}
		})
	}
}
