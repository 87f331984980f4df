package xmpp_test

import (
	"encoding/xml"
	"strings"
	"testing"

	"vouch/xmpp"
	"vouch/xmpp/xmpptest"
)

func TestElementsAreGivenBackAsTheyCame(t *testing.T) {
	for _, row := range []struct{ name, text string }{
		{"text and attributes", `<state xmlns='urn:a' minimized='true' title='&lt;&quot;&amp;'>a&lt;b <i>c</i> d</state>`},
		{"prefixes", `<a:x xmlns:a='urn:a' xmlns:b='urn:b'><b:y/><a:z>t</a:z></a:x>`},
		{"no namespace", `<x xmlns=''><y/></x>`},
		{"no namespace inside one", `<x xmlns='urn:a'><y xmlns=''><z/><w xmlns='urn:a'/></y></x>`},
		{"a language", `<x xmlns='urn:a' xml:lang='de'><y xml:lang='en'>t</y></x>`},
		{"breaks of lines", "<x xmlns='urn:a' at='1&#10;2'>1\n2&#13;3\t</x>"},
	} {
		t.Run(row.name, func(t *testing.T) {
			first := xmpptest.Element(t, row.text)
			again := xmpptest.Sent(t, struct {
				XMLName xml.Name `xml:"urn:outside item"`
				What    xmpp.Element
			}{What: first}).Children()
			if len(again) != 1 || again[0].Name != first.Name || again[0].Raw(1000) != first.Raw(1000) {
				t.Errorf("%s\nbecame %v", first.Raw(1000), again)
			}
		})
	}
	if raw, err := xmpp.Marshal(xmpp.Element{}); err != nil || len(raw) != 0 {
		t.Errorf("nothing is written as %q, %v", raw, err)
	}
}

func FuzzElementsAreGivenBack(f *testing.F) {
	f.Add("<x xmlns='urn:a'>t<y xmlns='' a='b'>u</y></x>")
	f.Fuzz(func(t *testing.T, text string) {
		first, err := xmpp.ParseElement(text)
		if err != nil {
			return
		}
		raw, err := xmpp.Marshal(first)
		if err != nil {
			t.Fatalf("%q: %v", text, err)
		}
		again, err := xmpp.ParseElement(string(raw))
		if err != nil {
			t.Fatalf("%q became %s: %v", text, raw, err)
		}
		if was, is := first.Raw(1<<20), again.Raw(1<<20); was != is && !strings.Contains(text, "\r") {
			t.Errorf("%s\nbecame %s", was, is)
		}
	})
}
