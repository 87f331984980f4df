package vcard4_test

import (
	"strings"
	"testing"

	"vouch/xmpp"
	"vouch/xmpp/nick"
	"vouch/xmpp/vcard"
	"vouch/xmpp/vcard4"
	"vouch/xmpp/xmpptest"
)

const whole = `<vcard xmlns='urn:ietf:params:xml:ns:vcard-4.0'><fn><text>Bob Builder</text></fn><nickname><text>bob</text></nickname>
<email><parameters><type><text>work</text></type></parameters><text>bob@example.org</text></email><email><text>second@example.org</text></email>
<tel><uri>tel:+1-555</uri></tel><url><uri>https://example.org</uri></url><org><text>Mill</text></org><title><text>Miller</text></title>
<bday><date>1990-01-02</date></bday><note><text>a &lt; b</text></note><lang><language-tag>de</language-tag></lang></vcard>`

var fields = vcard.Fields{FullName: "Bob Builder", Nickname: "bob", Email: "bob@example.org", Phone: "+1-555", URL: "https://example.org",
	Organisation: "Mill", Title: "Miller", Birthday: "1990-01-02", Note: "a < b"}

func parse(t *testing.T, payload xmpp.Element) vcard4.Card {
	t.Helper()
	c, err := vcard4.Parse(payload)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestCards(t *testing.T) {
	c := parse(t, xmpptest.Element(t, whole))
	if got := c.Fields(); got != fields {
		t.Errorf("read %+v", got)
	}
	if got := parse(t, xmpptest.Sent(t, c.Payload())).Fields(); got != fields {
		t.Errorf("written anew it is %+v", got)
	}
	other := fields
	other.Email, other.Phone, other.Note = "new@example.org", "", "one & two"
	sent := xmpptest.Sent(t, c.With(other).Payload())
	if got := parse(t, sent).Fields(); got != other {
		t.Errorf("edited it is %+v", got)
	}
	if raw := sent.Raw(10_000); !strings.Contains(raw, "second@example.org") || !strings.Contains(raw, "language-tag") || strings.Contains(raw, "bob@example.org") {
		t.Errorf("written %s", raw)
	}
	if got := c.Fields(); got != fields {
		t.Error("the card that was edited has changed")
	}
	if got := parse(t, xmpptest.Sent(t, vcard4.Card{}.With(fields).Payload())).Fields(); got != fields {
		t.Errorf("begun anew it is %+v", got)
	}
	long := xmpptest.Element(t, strings.Replace(whole, "Bob Builder", strings.Repeat("ä", 5000), 1))
	if got := parse(t, long).Fields().FullName; len([]rune(got)) != vcard.MaxRunes {
		t.Errorf("a name of %d letters", len([]rune(got)))
	}
	for _, text := range []string{"<vcard xmlns='urn:x'/>", "<x xmlns='" + vcard4.NS + "'/>"} {
		if _, err := vcard4.Parse(xmpptest.Element(t, text)); err == nil {
			t.Errorf("%s was taken for a card", text)
		}
	}
}

func TestOlderCards(t *testing.T) {
	e := xmpptest.Element(t, `<vCard xmlns='vcard-temp'><FN>Bob Builder</FN><NICKNAME>bob</NICKNAME><EMAIL><HOME/><USERID>bob@example.org</USERID></EMAIL>
<TEL><NUMBER>+1-555</NUMBER></TEL><URL>https://example.org</URL><ORG><ORGNAME>Mill</ORGNAME></ORG><TITLE>Miller</TITLE><BDAY>1990-01-02</BDAY><DESC>a &lt; b</DESC>
<PHOTO><TYPE>image/png</TYPE><BINVAL>AAAA</BINVAL></PHOTO></vCard>`)
	if c, err := vcard.Parse(&e); err != nil || c.Fields != fields || c.Photo != "AAAA" {
		t.Errorf("read %+v, %v", c, err)
	}
	if c, err := vcard.Parse(nil); err != nil || c.Fields != (vcard.Fields{}) || c.Photo != "" {
		t.Errorf("an absent one is %+v, %v", c, err)
	}
	other := xmpptest.Element(t, "<vCard xmlns='urn:x'/>")
	if _, err := vcard.Parse(&other); err == nil {
		t.Error("something else was taken for a card")
	}
}

func TestNicknames(t *testing.T) {
	for text, want := range map[string]string{
		"<nick xmlns='" + nick.Node + "'> Bob\n the  Builder </nick>":                "Bob the Builder",
		"<nick xmlns='" + nick.Node + "'>" + strings.Repeat("n", 10_000) + "</nick>": strings.Repeat("n", nick.MaxRunes),
		"<nick xmlns='urn:x'>Bob</nick>":                                             "", "<nick xmlns='" + nick.Node + "'/>": "",
	} {
		if got := nick.Parse(xmpptest.Element(t, text)); got != want {
			t.Errorf("%.80s is %.80q", text, got)
		}
	}
	if got := nick.Parse(xmpptest.Sent(t, nick.Nick{Text: "a < b"})); got != "a < b" {
		t.Errorf("sent %q", got)
	}
}
