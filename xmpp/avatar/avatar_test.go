package avatar_test

import (
	"strings"
	"testing"

	"vouch/xmpp"
	"vouch/xmpp/avatar"
	"vouch/xmpp/xmpptest"
)

var hash = avatar.ID([]byte("picture"))

func TestMetadata(t *testing.T) {
	good := "<info bytes='7' id='" + hash + "' type='image/png' width='2' height='3'/>"
	for _, row := range []struct {
		name, infos string
		found       bool
	}{
		{"a picture", good, true},
		{"none", "", false},
		{"capitals", strings.ReplaceAll(good, hash, strings.ToUpper(hash)), true},
		{"the second of two", "<info bytes='7' id='" + hash + "' type='image/png' url='http://example.org/a'/>" + good, true},
		{"at an address alone", "<info bytes='7' id='" + hash + "' type='image/png' url='http://example.org/a'/>", false},
		{"too large", "<info bytes='524289' id='" + hash + "' type='image/png'/>", false},
		{"less than nothing", "<info bytes='-1' id='" + hash + "' type='image/png'/>", false},
		{"a drawing", "<info bytes='7' id='" + hash + "' type='image/svg+xml'/>", false},
		{"no hash", "<info bytes='7' id='../../etc' type='image/png'/>", false},
		{"a short hash", "<info bytes='7' id='abcd' type='image/png'/>", false},
		{"a foreign namespace", strings.Replace(good, "<info", "<info xmlns='urn:x'", 1), false},
	} {
		payload := xmpptest.Element(t, "<metadata xmlns='urn:xmpp:avatar:metadata'>"+row.infos+"</metadata>")
		if i, err := avatar.ParseMetadata(payload); err != nil || (i.ID == hash) != row.found || i.ID != "" && !row.found {
			t.Errorf("%s: %+v, %v", row.name, i, err)
		}
	}
	if _, err := avatar.ParseMetadata(xmpptest.Element(t, "<metadata xmlns='urn:x'/>")); err == nil {
		t.Error("something else was taken for metadata")
	}
	want := avatar.Info{ID: hash, Type: "image/png", Bytes: 7, Width: 2, Height: 3}
	if got, err := avatar.ParseMetadata(xmpptest.Sent(t, avatar.Metadata(&want))); err != nil || got != want {
		t.Errorf("sent %+v, %v", got, err)
	}
	if got, err := avatar.ParseMetadata(xmpptest.Sent(t, avatar.Metadata(nil))); err != nil || got != (avatar.Info{}) {
		t.Errorf("sent %+v, %v", got, err)
	}
}

func TestData(t *testing.T) {
	sent := xmpptest.Sent(t, avatar.Data([]byte("picture")))
	if got, err := avatar.ParseData(sent, hash); err != nil || string(got) != "picture" {
		t.Errorf("got %q, %v", got, err)
	}
	large := make([]byte, avatar.MaxBytes+1)
	for name, payload := range map[string]xmpp.Element{
		"another picture": xmpptest.Sent(t, avatar.Data([]byte("other"))), "not base64": xmpptest.Element(t, "<data xmlns='urn:xmpp:avatar:data'>?</data>"),
		"something else": xmpptest.Element(t, "<data xmlns='urn:x'/>"), "none": {},
	} {
		if _, err := avatar.ParseData(payload, hash); err == nil {
			t.Errorf("%s is taken", name)
		}
	}
	if _, err := avatar.ParseData(xmpptest.Sent(t, avatar.Data(large)), avatar.ID(large)); err == nil {
		t.Error("a picture over the limit is taken")
	}
	if got, err := avatar.ParseData(xmpptest.Sent(t, avatar.Data(large[1:])), avatar.ID(large[1:])); err != nil || len(got) != avatar.MaxBytes {
		t.Errorf("a picture at the limit: %d bytes, %v", len(got), err)
	}
}
