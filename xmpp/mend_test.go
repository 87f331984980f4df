package xmpp

import (
	"bufio"
	"bytes"
	"encoding/xml"
	"strings"
	"testing"
	"testing/iotest"
	"unicode/utf8"
)

func mended(t testing.TB, text string) string {
	t.Helper()
	m := &mender{r: bufio.NewReader(iotest.OneByteReader(strings.NewReader(text)))}
	var out []byte
	for {
		c, err := m.ReadByte()
		if err != nil {
			return string(out)
		}
		out = append(out, c)
	}
}

func TestMend(t *testing.T) {
	for _, row := range []struct{ name, in, want string }{
		{"plain text", "a <b c='d'>e</b>\t\r\n", "a <b c='d'>e</b>\t\r\n"},
		{"text of other scripts", "äöü漢字🙂\uFFFD", "äöü漢字🙂\uFFFD"},
		{"NUL and U+0001", "a\x00b\x01c", "a\uFFFDb\uFFFDc"},
		{"bytes that are no UTF-8", "a\xffb\xc3(c\xe2\x82", "a\uFFFDb\uFFFD(c\uFFFD\uFFFD"},
		{"a surrogate", "a\xed\xa0\x80b", "a\uFFFD\uFFFD\uFFFDb"},
		{"U+FFFE", "a\uFFFEb", "a\uFFFDb"},
		{"references", "&amp;&lt;&#65;&#x41;&#x1F642;", "&amp;&lt;&#65;&#x41;&#x1F642;"},
		{"references to what is not allowed", "a&#1;b&#x0;c&#xD800;d&#xFFFF;", "a\uFFFDb\uFFFDc\uFFFDd\uFFFD"},
		{"references that are none", "&#;&#x;&#99999999999;& &#", "&#;&#x;&#99999999999;& &#"},
		{"an end in the middle", "a&#x1", "a&#x1"},
	} {
		t.Run(row.name, func(t *testing.T) {
			if got := mended(t, row.in); got != row.want {
				t.Errorf("%q became %q, want %q", row.in, got, row.want)
			}
		})
	}
}

// Whatever comes in, what the mender hands on holds no character that the decoder refuses.
func FuzzMend(f *testing.F) {
	for _, seed := range []string{"a\x00b", "\xff\xfe", "&#1;", "&#x110000;", "&#-1;", "&#xFFFFFFFF;", "ä&#228;"} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		out := mended(t, string(text))
		if !utf8.ValidString(out) {
			t.Fatalf("%q became %q", text, out)
		}
		if bytes.ContainsAny(text, "<&>]") { // what else is wrong with it stays wrong
			return
		}
		if err := xml.Unmarshal([]byte("<a>"+out+"</a>"), new(string)); err != nil {
			t.Fatalf("%q became %q: %v", text, out, err)
		}
	})
}
