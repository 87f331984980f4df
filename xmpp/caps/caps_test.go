package caps_test

import (
	"slices"
	"testing"

	"gosrc.io/xmpp/stanza"

	"vouch/xmpp"
	"vouch/xmpp/caps"
	"vouch/xmpp/disco"
	"vouch/xmpp/xmpptest"
)

const features = "<feature var='http://jabber.org/protocol/muc'/><feature var='http://jabber.org/protocol/disco#info'/>" +
	"<feature var='http://jabber.org/protocol/disco#items'/><feature var='http://jabber.org/protocol/caps'/>"

const software = "<x xmlns='jabber:x:data' type='result'><field var='FORM_TYPE' type='hidden'><value>urn:xmpp:dataforms:softwareinfo</value></field>" +
	"<field var='software'><value>Psi</value></field><field var='ip_version'><value>ipv6</value><value>ipv4</value></field>" +
	"<field var='os'><value>Mac</value></field><field var='os_version'><value>10.5.1</value></field>" +
	"<field var='software_version'><value>0.11</value></field></x>"

func info(t *testing.T, content string) disco.Info {
	query := xmpptest.Element(t, "<query xmlns='http://jabber.org/protocol/disco#info'>"+content+"</query>")
	info, err := disco.ParseInfo(&query)
	if err != nil {
		t.Fatal(err)
	}
	return info
}

func TestVer(t *testing.T) {
	const psi = "<identity category='client' type='pc' name='Psi 0.11' xml:lang='en'/><identity category='client' type='pc' name='Ψ 0.11' xml:lang='el'/>"
	for _, row := range []struct{ name, content, want string }{
		{"XEP-0115 v1.6.0 §5.2", "<identity category='client' type='pc' name='Exodus 0.9.1'/>" + features, "QgayPKawpkPSDYmwT/WM94uAlu0="},
		{"XEP-0115 v1.6.0 §5.3", psi + features + software, "q07IKJEyjvHSyhy//CH0CxmKi8w="},
		{"the order does not matter", software + features + psi, "q07IKJEyjvHSyhy//CH0CxmKi8w="},
		{"a form without a hidden type does not count",
			psi + features + software + "<x xmlns='jabber:x:data'><field var='FORM_TYPE'><value>urn:x</value></field></x>", "q07IKJEyjvHSyhy//CH0CxmKi8w="},
	} {
		t.Run(row.name, func(t *testing.T) {
			if got := caps.Ver(info(t, row.content)); got != row.want {
				t.Errorf("got %s, want %s", got, row.want)
			}
		})
	}
}

func TestMatches(t *testing.T) {
	const client = "<identity category='client' type='pc'/>"
	for _, row := range []struct {
		name, content string
		want          bool
	}{
		{"what it stands for", client + features, true},
		{"an identity twice", client + client, false},
		{"a feature twice", client + "<feature var='a'/><feature var='a'/>", false},
		{"a form twice", client + software + software, false},
		{"a feature made of two", client + "<feature var='a&lt;b'/>", false},
		{"a form value made of two", client + "<x xmlns='jabber:x:data'><field var='FORM_TYPE' type='hidden'><value>urn:x</value></field><field var='a'><value>b&lt;c</value></field></x>", false},
	} {
		t.Run(row.name, func(t *testing.T) {
			i := info(t, row.content)
			if got := caps.For("https://example.org/client", i).Matches(i); got != row.want {
				t.Errorf("matches: %v", got)
			}
		})
	}
	if caps.For("n", info(t, client)).Matches(info(t, client+features)) {
		t.Error("other info matches")
	}
}

func TestOfPresence(t *testing.T) {
	for _, row := range []struct {
		name, c string
		want    bool
	}{
		{"SHA-1", "<c xmlns='http://jabber.org/protocol/caps' hash='sha-1' node='n' ver='v'/>", true},
		{"a hash we cannot check", "<c xmlns='http://jabber.org/protocol/caps' hash='md5' node='n' ver='v'/>", false},
		{"without a hash", "<c xmlns='http://jabber.org/protocol/caps' node='n' ver='v'/>", false},
		{"without a value", "<c xmlns='http://jabber.org/protocol/caps' hash='sha-1' node='n'/>", false},
		{"none", "", false},
	} {
		t.Run(row.name, func(t *testing.T) {
			p := &xmpp.Presence{Children: xmpptest.Element(t, "<presence>"+row.c+"</presence>").Children()}
			c, ok := caps.Of(p)
			if ok != row.want || ok && c.DiscoNode() != "n#v" {
				t.Errorf("got %+v, %v", c, ok)
			}
		})
	}
}

func TestOwnInfoComesBack(t *testing.T) {
	own := disco.Own("a", "b")
	query := xmpptest.Sent(t, own)
	got, err := disco.ParseInfo(&query)
	if err != nil || caps.Ver(got) != caps.Ver(own) || !slices.Equal(got.Features, own.Features) || !got.Has("b") || got.Has("c") {
		t.Errorf("got %+v, %v", got, err)
	}
	sent := xmpptest.Sent(t, stanza.Presence{Extensions: []stanza.PresExtension{caps.For("n", own)}})
	if c, ok := caps.Of(&xmpp.Presence{Children: sent.Children()}); !ok || !c.Matches(own) {
		t.Errorf("sent %s", sent.Raw(500))
	}
}
