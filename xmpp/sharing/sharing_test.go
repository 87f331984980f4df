package sharing_test

import (
	"strings"
	"testing"

	"gosrc.io/xmpp/stanza"

	"vouch/xmpp"
	"vouch/xmpp/metadata"
	"vouch/xmpp/sharing"
	"vouch/xmpp/xmpptest"
)

func TestOfferIsRead(t *testing.T) {
	f := metadata.File{Name: "a.jpg", Size: 5}
	sent := xmpptest.Sent(t, stanza.Message{Extensions: []stanza.MsgExtension{sharing.NewOffer(f, "https://up.example/a?b&c", true)}})
	m, err := xmpp.ParseMessage(sent)
	if err != nil {
		t.Fatal(err)
	}
	if s, ok := sharing.Of(m); !ok || s.URL != "https://up.example/a?b&c" || s.File.Name != "a.jpg" || s.File.Size != 5 {
		t.Errorf("%+v of %s", s, sent.Raw(1000))
	}
	if e, _ := sent.Child(sharing.NS, "file-sharing"); e.Attr("disposition") != "inline" {
		t.Errorf("sent %s", sent.Raw(1000))
	}
}

func TestWhatIsShared(t *testing.T) {
	const file = "<file xmlns='urn:xmpp:file:metadata:0'><name>a</name></file>"
	share := func(inner string) string { return "<file-sharing xmlns='urn:xmpp:sfs:0'>" + inner + "</file-sharing>" }
	source := func(inner string) string { return "<sources xmlns='urn:xmpp:sfs:0'>" + inner + "</sources>" }
	at := func(address string) string {
		return "<url-data xmlns='http://jabber.org/protocol/url-data' target='" + address + "'/>"
	}
	for _, c := range []struct {
		name, message, url string
		ok                 bool
	}{
		{"with a source", share(file + source(at("https://a.example/1"))), "https://a.example/1", true},
		{"with several, of which one can be fetched", share(file + source("<jinglepub xmlns='urn:x'/>"+at("http://a.example/1")+at("https://a.example/2")+at("https://a.example/3"))), "https://a.example/2", true},
		{"before it is there", share(file), "", true},
		{"with sources that are none", share(file + source(at("https://u@a.example/")+at("file:///etc/passwd")+at("https:///x")+at("https://a.example/a b")+at("https://a.example/"+strings.Repeat("x", 2048)))), "", true},
		{"no file", share(source(at("https://a.example/1"))), "https://a.example/1", false},
		{"nothing", "", "", false},
		{"another", "<file-sharing xmlns='urn:x'>" + file + "</file-sharing>", "", false},
	} {
		if s, ok := sharing.Of(xmpptest.Message(t, "<message>"+c.message+"</message>")); ok != c.ok || s.URL != c.url {
			t.Errorf("%s: %+v, %t", c.name, s, ok)
		}
	}
	if _, ok := sharing.Of(xmpptest.Message(t, "<message type='error'>"+share(file)+"</message>")); ok {
		t.Error("what came back is shared")
	}
	const to = "<attach-to xmlns='urn:xmpp:message-attaching:1' id='first'/>"
	for _, c := range []struct {
		name, message string
		ok            bool
	}{
		{"its sources", to + source(at("https://a.example/1")), true},
		{"none that can be fetched", to + source(at("http://a.example/1")), false},
		{"no sources", to, false},
		{"of nothing", source(at("https://a.example/1")), false},
		{"without an id", "<attach-to xmlns='urn:xmpp:message-attaching:1'/>" + source(at("https://a.example/1")), false},
	} {
		id, address, ok := sharing.Attached(xmpptest.Message(t, "<message>"+c.message+"</message>"))
		if ok != c.ok || ok && (id != "first" || address != "https://a.example/1") {
			t.Errorf("%s: %q %q %t", c.name, id, address, ok)
		}
	}
}
