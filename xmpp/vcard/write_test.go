package vcard_test

import (
	"strings"
	"testing"

	"vouch/xmpp"
	"vouch/xmpp/vcard"
)

func card(t *testing.T, inner string) vcard.Card {
	t.Helper()
	e, err := xmpp.ParseElement("<vCard xmlns='vcard-temp'>" + inner + "</vCard>")
	if err != nil {
		t.Fatal(err)
	}
	c, err := vcard.Parse(&e)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestACardIsWrittenWithWhatOthersPutThere(t *testing.T) {
	for _, c := range []struct {
		name, before string
		with         func(*vcard.Fields)
		after        string
	}{
		{"into nothing", "", func(f *vcard.Fields) { f.FullName, f.Email = "Alice & Co", "a@example.org" },
			"<FN>Alice &amp; Co</FN><EMAIL><USERID>a@example.org</USERID></EMAIL>"},
		{"what stays", "<N><GIVEN>Alice</GIVEN></N><FN>Alice</FN><PHOTO><BINVAL>aGk=</BINVAL></PHOTO>", func(f *vcard.Fields) { f.FullName = "Alice L." },
			"<N><GIVEN>Alice</GIVEN></N><FN>Alice L.</FN><PHOTO><BINVAL>aGk=</BINVAL></PHOTO>"},
		{"beside its kind", "<TEL><WORK/><NUMBER>1</NUMBER></TEL><TEL><NUMBER>2</NUMBER></TEL>", func(f *vcard.Fields) { f.Phone = "3" },
			"<TEL><WORK></WORK><NUMBER>3</NUMBER></TEL><TEL><NUMBER>2</NUMBER></TEL>"},
		{"taken away", "<FN>Alice</FN><URL>https://example.org</URL>", func(f *vcard.Fields) { f.URL = "" }, "<FN>Alice</FN>"},
		{"nothing", "<FN>Alice</FN>", func(*vcard.Fields) {}, "<FN>Alice</FN>"},
	} {
		t.Run(c.name, func(t *testing.T) {
			before := card(t, c.before)
			f := before.Fields
			c.with(&f)
			raw, err := xmpp.Marshal(before.With(f).Payload())
			if err != nil {
				t.Fatal(err)
			}
			got := strings.ReplaceAll(string(raw), ` xmlns="vcard-temp"`, "")
			if got != "<vCard>"+c.after+"</vCard>" {
				t.Errorf("written %s", got)
			}
			e, err := xmpp.ParseElement(string(raw))
			if err != nil {
				t.Fatal(err)
			}
			if again, err := vcard.Parse(&e); err != nil || again.Fields != f {
				t.Errorf("read back %+v, %v", again.Fields, err)
			}
		})
	}
}

func TestOnlyWhatStandsThereIsKeptInStep(t *testing.T) {
	f := vcard.Fields{FullName: "Alice L.", Phone: "+1-555"}
	if got := f.InStep(vcard.Fields{FullName: "Alice", Note: "old"}); got != (vcard.Fields{FullName: "Alice L."}) {
		t.Errorf("got %+v", got)
	}
}

func TestAPictureIsPutBesideWhatOthersWrote(t *testing.T) {
	before := card(t, "<FN>Weekend walk</FN><PHOTO><EXTVAL>https://example.org/old.png</EXTVAL></PHOTO><PHOTO><BINVAL>aGk=</BINVAL></PHOTO><DESC>D</DESC>")
	for _, c := range []struct {
		name    string
		picture []byte
		after   string
	}{
		{"a picture", []byte("new"), "<FN>Weekend walk</FN><DESC>D</DESC><PHOTO><TYPE>image/png</TYPE><BINVAL>bmV3</BINVAL></PHOTO>"},
		{"none", nil, "<FN>Weekend walk</FN><DESC>D</DESC>"},
	} {
		with := before.WithPhoto("image/png", c.picture)
		raw, err := xmpp.Marshal(with.Payload())
		if err != nil {
			t.Fatal(err)
		}
		if got := strings.ReplaceAll(string(raw), ` xmlns="vcard-temp"`, ""); got != "<vCard>"+c.after+"</vCard>" {
			t.Errorf("%s: written %s", c.name, got)
		}
		if again := card(t, c.after); again.Photo != with.Photo || again.Fields != before.Fields {
			t.Errorf("%s: read back %+v", c.name, again)
		}
	}
}
