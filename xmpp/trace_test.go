package xmpp

import (
	"bytes"
	"encoding/xml"
	"log/slog"
	"strings"
	"testing"

	"mellium.im/xmpp/jid"
)

// traceOf is what the log gets of an element that came and of the same bytes going out.
func traceOf(t testing.TB, text string) (in, out string) {
	t.Helper()
	e, err := ParseElement(text)
	if err != nil {
		t.Skip(err)
	}
	lines := func(do func(*tracer)) string {
		var b bytes.Buffer
		do(newTracer(slog.New(slog.NewTextHandler(&b, &slog.HandlerOptions{Level: slog.LevelDebug})), jid.MustParse("alice@example.org/x")))
		return b.String()
	}
	return lines(func(tr *tracer) { tr.in(e) }), lines(func(tr *tracer) { tr.out([]byte(text)) })
}

func TestTracesShowNothingThatPeopleWrote(t *testing.T) {
	for _, c := range []struct{ name, text, shown string }{
		{"a message", "<message from='bob@example.org/a' id='7' type='chat'><body>SECRET &amp; more</body><subject>SECRET</subject></message>", `from=\"bob@example.org/a\"`},
		{"a password", "<auth xmlns='urn:ietf:params:xml:ns:xmpp-sasl' mechanism='PLAIN'>SECRET</auth>", `mechanism=\"PLAIN\"`},
		{"a resumption", "<enabled xmlns='urn:xmpp:sm:3' id='SECRET' location='SECRET' resume='true'/>", `resume=\"true\"`},
		{"a resumption asked for", "<resume xmlns='urn:xmpp:sm:3' previd='SECRET' h='5'/>", `h=\"5\"`},
		{"a contact", "<iq type='set'><query xmlns='jabber:iq:roster'><item jid='bob@example.org' name='SECRET'><group>SECRET</group></item></query></iq>", `jid=\"bob@example.org\"`},
		{"a key", "<message><encrypted xmlns='eu.siacs.conversations.axolotl'><header sid='9'><key rid='8'>SECRET</key></header><payload>SECRET</payload></encrypted></message>", `rid=\"8\"`},
		{"an invitation", "<presence type='subscribe'><preauth xmlns='urn:xmpp:pars:0' token='SECRET'/></presence>", `type=\"subscribe\"`},
		{"words beside elements", "<message>SECRET<x/>SECRET</message>", "[6]"},
		{"CDATA", "<message><body><![CDATA[SECRET]]></body></message>", "[6]"},
	} {
		in, out := traceOf(t, c.text)
		for _, line := range []string{in, out} {
			if strings.Contains(line, "SECRET") || !strings.Contains(line, c.shown) || strings.Count(line, "\n") != 1 {
				t.Errorf("%s: %s", c.name, line)
			}
		}
	}
	if in, _ := traceOf(t, "<message>"+strings.Repeat("<a id='0123456789'/>", 5000)+"</message>"); len(in) > 3*traceLine {
		t.Errorf("a line of %d bytes", len(in))
	}
}

func TestTracesCostNothingWhereNobodyReadsThem(t *testing.T) {
	tr := newTracer(slog.New(slog.NewTextHandler(&bytes.Buffer{}, nil)), jid.MustParse("alice@example.org"))
	e, err := ParseElement("<message><body>x</body></message>")
	if err != nil {
		t.Fatal(err)
	}
	sent := []byte("<a/>")
	if n := testing.AllocsPerRun(100, func() { tr.in(e); tr.out(sent) }); n > 0 {
		t.Errorf("%.0f allocations", n)
	}
}

// FuzzTrace: no text of an element comes out, whatever is around it.
func FuzzTrace(f *testing.F) {
	f.Add("<message><body>", "</body></message>")
	f.Add("<a b='c'>x<![CDATA[", "]]></a>")
	f.Add("<message xmlns='a:b'><c d='", "'/></message>")
	f.Fuzz(func(t *testing.T, before, after string) {
		const secret = "qqSECRETqq"
		if strings.Contains(before+after, "qq") {
			t.Skip()
		}
		e, err := ParseElement(before + secret + after)
		if err != nil {
			t.Skip()
		}
		text := false
		for _, token := range e.tokens {
			c, ok := token.(xml.CharData)
			text = text || ok && bytes.Contains(c, []byte(secret))
		}
		in, out := traceOf(t, before+secret+after)
		if text && (strings.Contains(in, secret) || strings.Contains(out, secret)) {
			t.Errorf("%s\n%s", in, out)
		}
	})
}
