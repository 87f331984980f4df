package vcard_test

import (
	"strings"
	"testing"

	"vouch/xmpp"
	"vouch/xmpp/vcard"
	"vouch/xmpp/xmpptest"
)

func TestQuestion(t *testing.T) {
	if raw, err := xmpp.Marshal(vcard.Get{}); err != nil || string(raw) != `<vCard xmlns="vcard-temp"></vCard>` {
		t.Errorf("%s, %v", raw, err)
	}
}

func TestCards(t *testing.T) {
	long := strings.Repeat("ü", vcard.MaxRunes+1)
	for _, row := range []struct {
		name, content string
		want          vcard.Card
	}{
		{"empty", "", vcard.Card{}},
		{"all that is read", "<FN>Bob B.</FN><NICKNAME>Bob</NICKNAME><EMAIL><HOME/><USERID>b@x</USERID></EMAIL><TEL><NUMBER>1</NUMBER></TEL><URL>u</URL>" +
			"<ORG><ORGNAME>O</ORGNAME></ORG><TITLE>T</TITLE><BDAY>2000-01-01</BDAY><DESC>D</DESC><PHOTO><TYPE>image/png</TYPE><BINVAL>AAAA</BINVAL></PHOTO>",
			vcard.Card{Fields: vcard.Fields{FullName: "Bob B.", Nickname: "Bob", Email: "b@x", Phone: "1", URL: "u", Organisation: "O", Title: "T", Birthday: "2000-01-01", Note: "D"}, Photo: "AAAA"}},
		{"what is too long is cut", "<FN>" + long + "</FN>", vcard.Card{Fields: vcard.Fields{FullName: strings.Repeat("ü", vcard.MaxRunes)}}},
		{"names of other namespaces", "<FN xmlns='urn:x'>Bob</FN><x xmlns='urn:x'><FN xmlns='vcard-temp'>Bob</FN></x>", vcard.Card{}},
		{"the first of two counts", "<FN>one</FN><FN>two</FN>", vcard.Card{Fields: vcard.Fields{FullName: "one"}}},
	} {
		t.Run(row.name, func(t *testing.T) {
			e := xmpptest.Element(t, "<vCard xmlns='vcard-temp'>"+row.content+"</vCard>")
			if got, err := vcard.Parse(&e); err != nil || got.Fields != row.want.Fields || got.Photo != row.want.Photo {
				t.Errorf("%+v, %v", got, err)
			}
		})
	}
	if got, err := vcard.Parse(nil); err != nil || got.Fields != (vcard.Fields{}) || got.Photo != "" {
		t.Errorf("no card: %+v, %v", got, err)
	}
	other := xmpptest.Element(t, "<vCard xmlns='urn:x'/>")
	if _, err := vcard.Parse(&other); err == nil {
		t.Error("a card of another kind was read")
	}
}
