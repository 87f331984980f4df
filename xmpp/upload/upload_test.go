package upload_test

import (
	"encoding/xml"
	"errors"
	"strings"
	"testing"
	"time"

	"vouch/xmpp"
	"vouch/xmpp/disco"
	"vouch/xmpp/upload"
)

func parse(t testing.TB, text string) *xmpp.Element {
	t.Helper()
	e, err := xmpp.ParseElement(text)
	if err != nil {
		t.Fatal(err)
	}
	return &e
}

func TestWhatIsAskedFor(t *testing.T) {
	got, err := xml.Marshal(upload.Request("Qm9i.jpg", 21, "application/octet-stream"))
	if err != nil {
		t.Fatal(err)
	}
	if want := `<request xmlns="urn:xmpp:http:upload:0" filename="Qm9i.jpg" size="21" content-type="application/octet-stream"></request>`; string(got) != want {
		t.Errorf("%s", got)
	}
}

func TestLimitIsOfItsOwnForm(t *testing.T) {
	form := func(kind, most string) disco.Form {
		return disco.Form{Type: kind, Fields: []disco.Field{{Var: "max-file-size", Values: []string{most}}}}
	}
	for _, c := range []struct {
		info  disco.Info
		limit int64
		is    bool
	}{
		{disco.Info{Features: []string{"urn:xmpp:http:upload"}, Forms: []disco.Form{form("urn:xmpp:http:upload", "5")}}, 0, false},
		{disco.Info{Features: []string{upload.NS}}, 0, true},
		{disco.Info{Features: []string{upload.NS}, Forms: []disco.Form{form("urn:xmpp:http:upload", "5"), form(upload.NS, "104857600")}}, 104857600, true},
		{disco.Info{Features: []string{upload.NS}, Forms: []disco.Form{form(upload.NS, "much")}}, 0, true},
		{disco.Info{Features: []string{upload.NS}, Forms: []disco.Form{form(upload.NS, "-1"), {Type: upload.NS}}}, 0, true},
	} {
		if limit, is := upload.Limit(c.info); limit != c.limit || is != c.is {
			t.Errorf("%v: %d %t", c.info, limit, is)
		}
	}
}

func TestSlot(t *testing.T) {
	slot, err := upload.ParseSlot(parse(t, `<slot xmlns='urn:xmpp:http:upload:0'><put url='https://up.example/x/q.jpg'><header name='aUTHorization'>Bearer a&#10;b</header>`+
		`<header name='Host'>evil.example</header><header name='Cookie'>c=d</header><header name='Content-Length'>1</header></put><get url='https://get.example/x/q.jpg?v=1'/></slot>`))
	if err != nil {
		t.Fatal(err)
	}
	if slot.Put != "https://up.example/x/q.jpg" || slot.Get != "https://get.example/x/q.jpg?v=1" {
		t.Errorf("%+v", slot)
	}
	if want := []upload.Header{{"Authorization", "Bearer ab"}, {"Cookie", "c=d"}}; len(slot.Headers) != 2 || slot.Headers[0] != want[0] || slot.Headers[1] != want[1] {
		t.Errorf("headers %q", slot.Headers)
	}
}

// A slot that leads anywhere but to a plain https address is none: slot-http, slot-userinfo, slot-fragment.
func TestSlotsThatAreNone(t *testing.T) {
	good := "https://up.example/x"
	for _, bad := range []string{"", "http://up.example/x", "https:///x", "https://u@up.example/x", "https://up.example/x#y", "https://up.example/x#", "https://up.example/a b",
		"ftp://up.example/x", "https:up.example", "//up.example/x", "https://up.example/" + strings.Repeat("x", 2000), "https://up.example/%zz"} {
		for _, pair := range [][2]string{{bad, good}, {good, bad}} {
			text := `<slot xmlns='urn:xmpp:http:upload:0'><put url='` + pair[0] + `'/><get url='` + pair[1] + `'/></slot>`
			if slot, err := upload.ParseSlot(parse(t, text)); err == nil {
				t.Errorf("%.80q is taken: %+v", text, slot)
			}
		}
	}
	for _, text := range []string{`<slot xmlns='urn:xmpp:http:upload'/>`, `<slot xmlns='urn:xmpp:http:upload:0'/>`, `<x xmlns='urn:xmpp:http:upload:0'/>`} {
		if _, err := upload.ParseSlot(parse(t, text)); err == nil {
			t.Errorf("%s is taken", text)
		}
	}
	if _, err := upload.ParseSlot(nil); err == nil {
		t.Error("nothing is taken")
	}
}

func TestRefusals(t *testing.T) {
	detail := func(text string) error {
		return &xmpp.StanzaError{Condition: "not-acceptable", App: "x", Detail: parse(t, text)}
	}
	for _, c := range []struct {
		err  error
		want upload.Refusal
	}{
		{errors.New("cut"), upload.Refusal{}},
		{&xmpp.StanzaError{Condition: "forbidden"}, upload.Refusal{}},
		{&xmpp.StanzaError{Condition: "resource-constraint"}, upload.Refusal{Quota: true}},
		{detail(`<file-too-large xmlns='urn:xmpp:http:upload:0'><max-file-size>20000</max-file-size></file-too-large>`), upload.Refusal{Large: true, Most: 20000}},
		{detail(`<file-too-large xmlns='urn:xmpp:http:upload:0'/>`), upload.Refusal{Large: true}},
		{detail(`<file-too-large xmlns='urn:example'/>`), upload.Refusal{}},
		{detail(`<retry xmlns='urn:xmpp:http:upload:0' stamp='2026-12-03T23:42:05Z'/>`), upload.Refusal{Quota: true, Later: time.Date(2026, 12, 3, 23, 42, 5, 0, time.UTC)}},
	} {
		if got := upload.RefusalOf(c.err); got != c.want {
			t.Errorf("%v: %+v", c.err, got)
		}
	}
}

func FuzzParseSlot(f *testing.F) {
	f.Add(`<slot xmlns='urn:xmpp:http:upload:0'><put url='https://a/b'><header name='Cookie'>c</header></put><get url='https://a/b'/></slot>`)
	f.Fuzz(func(t *testing.T, text string) {
		e, err := xmpp.ParseElement(text)
		if err != nil {
			return
		}
		slot, err := upload.ParseSlot(&e)
		if err != nil {
			return
		}
		for _, h := range slot.Headers {
			if strings.ContainsAny(h.Value, "\r\n") {
				t.Fatalf("%q", h)
			}
		}
		if !strings.HasPrefix(slot.Put, "https://") || !strings.HasPrefix(slot.Get, "https://") {
			t.Fatalf("%+v", slot)
		}
	})
}
