package xmpp

import (
	"encoding/xml"
	"errors"
	"io"
	"strings"
	"testing"

	"gosrc.io/xmpp/stanza"
)

const streamStart = "<?xml version='1.0'?><stream:stream xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams'>"

// frame reads all elements of a stream that holds content.
func frame(content string) ([]Element, error) {
	f := newFramer(strings.NewReader(streamStart + content + "</stream:stream>"))
	if _, err := f.open(); err != nil {
		return nil, err
	}
	var all []Element
	for {
		e, err := f.next()
		if errors.Is(err, errStreamEnd) {
			return all, nil
		}
		if err != nil {
			return all, err
		}
		all = append(all, e)
	}
}

// seeds are streams that are known to matter.
var seeds = []string{
	honestMessage,
	"<message xmlns:z='urn:z' z:from='boss@x' from='bob@x' xml:lang='de'><body>b</body></message>",
	"<message from='a@b' from='c@d'/>",
	"<message><x xmlns='urn:evil'><body>spoofed</body></x><body>real</body></message>",
	"<message><x xmlns='urn:evil'><message xmlns='jabber:client'/></x><body>survives</body></message>",
	"<message xmlns:a='q' xmlns:q='jabber:client'><a:body>forged</a:body></message>",
	"<message><received xmlns='urn:xmpp:carbons:2'><forwarded xmlns='urn:xmpp:forward:0'><message xmlns='jabber:client' from='c@d'><body>hi</body></message></forwarded></received></message>",
	"<message><body xml:lang='de'>a</body><body>b</body></message>",
	"<presence from='a@b/c'><priority>300</priority></presence>",
	"<iq type='result' id='1'><query xmlns='jabber:iq:roster'><item jid='a@b'/></query></iq>",
	"<message><!-- c --></message>", "<!DOCTYPE x [<!ENTITY a 'b'>]>", "<?x y?>", "<message><?x?></message>",
	"<message><body>&#1;&amp;&bomb;</body></message>", "<message><body>\xff</body></message>",
	strings.Repeat("<a>", 200), "<a:b/>", "<a xmlns:b=''/>", "<a></b>", "text", "<message><body><![CDATA[]]]]><![CDATA[>]]></body></message>",
	"<message xmlns='urn:evil'><body xmlns='jabber:client'>x</body></message>", "<body xmlns=''/>", "<xml:a/>", "<xmlns:a/>",
	"<message type='error'><error type='cancel' by='x'><gone xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'>y</gone></error></message>",
}

const honestMessage = "<message from='bob@x/y' to='alice@x' id='1' type='chat'><body>hello</body><active xmlns='http://jabber.org/protocol/chatstates'/></message>"

// FuzzFramer feeds streams to the framer and all it lets through to the decoders, and checks what must always hold.
func FuzzFramer(f *testing.F) {
	for _, seed := range seeds {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, content string) {
		all, _ := frame(content)
		for _, e := range all {
			checkElement(t, e, 1)
			if len(e.Raw(500)) > 500 {
				t.Error("more text than asked for")
			}
			if e.Name.Space != stanza.NSClient {
				continue
			}
			switch e.Name.Local {
			case "message":
				checkMessage(t, e)
			case "presence":
				_, _ = parsePresence(e)
			case "iq":
				_, _ = parseQuestion(e)
				_ = stanzaError(e)
			}
		}
	})
}

func checkElement(t *testing.T, e Element, depth int) {
	if depth > maxDepth || len(e.tokens) > maxResultTokens {
		t.Fatal("over a limit")
	}
	for _, a := range e.attrs() {
		if a.Name.Space != "" && a.Name != (xml.Name{Space: nsXML, Local: "lang"}) || a.Name.Local == "xmlns" {
			t.Errorf("attribute %v came through", a.Name)
		}
	}
	var text string
	var v struct {
		Text string `xml:",chardata"`
	}
	if err := e.Decode(&v); err != nil {
		t.Errorf("decode: %v", err)
	}
	if text = e.Text(); v.Text != text {
		t.Errorf("text is %q and %q", v.Text, text)
	}
	for child := range e.each {
		checkElement(t, child, depth+1)
	}
}

// checkMessage: whatever reaches the stanza struct stands directly in the message, in its namespace.
func checkMessage(t *testing.T, e Element) {
	m, err := ParseMessage(e)
	if err != nil {
		return
	}
	if m.From != e.Attr("from") || m.Id != e.Attr("id") || string(m.Type) != e.Attr("type") || len(m.Extensions) != 0 {
		t.Errorf("attributes are %+v", m.Attrs)
	}
	direct := map[string]bool{"": true}
	for child := range e.each {
		if child.Name == (xml.Name{Space: stanza.NSClient, Local: "body"}) {
			direct[child.Text()] = true
		}
	}
	if !direct[m.Body] {
		t.Errorf("body %q does not stand in the message", m.Body)
	}
}

func TestLimitsOfResults(t *testing.T) {
	item := "<item jid='someone@example.org' name='" + strings.Repeat("x", 90) + "'/>"
	roster := "<query xmlns='jabber:iq:roster'>" + strings.Repeat(item, 50_000) + "</query>"
	for _, row := range []struct {
		name, xml string
		want      error
	}{
		{"roster-huge: a result of 50 000 entries", "<iq type='result' id='1'>" + roster + "</iq>", nil},
		{"the same as a push", "<iq type='set' id='1'>" + roster + "</iq>", ErrPolicy},
		{"a result in another namespace", "<iq xmlns='urn:evil' type='result' id='1'>" + roster + "</iq>", ErrPolicy},
		{"a result of 11 MB", "<iq type='result' id='1'>" + strings.Repeat("x", 11<<20) + "</iq>", ErrPolicy},
		{"after a large result the limit is small again", "<iq type='result' id='1'>" + roster + "</iq><message>" + strings.Repeat("x", 2<<20) + "</message>", ErrPolicy},
		{"a message as deep as allowed", "<message>" + strings.Repeat("<a>", 99) + strings.Repeat("</a>", 99) + "</message>", nil},
		{"a message just below the limit", "<message>" + strings.Repeat("x", maxBytes-100) + "</message>", nil},
	} {
		t.Run(row.name, func(t *testing.T) {
			if _, err := frame(row.xml); !errors.Is(err, row.want) {
				t.Errorf("got %v, want %v", err, row.want)
			}
		})
	}
}

func TestFramerReadsNothingAhead(t *testing.T) {
	r := strings.NewReader(streamStart + "<a/>rest")
	f := newFramer(io.MultiReader(r))
	if _, err := f.open(); err != nil {
		t.Fatal(err)
	}
	if _, err := f.next(); err != nil {
		t.Fatal(err)
	}
	if f.buffered() != len("rest") {
		t.Errorf("%d bytes are left", f.buffered())
	}
}

func TestElement(t *testing.T) {
	all, err := frame("<x xmlns='urn:x' a='1' xml:lang='de'>one<y b='2'>in<z xmlns='urn:z'/></y>two<y/><z xmlns='urn:z'>&lt;</z></x>")
	if err != nil {
		t.Fatal(err)
	}
	x := all[0]
	y, _ := x.Child("urn:x", "y")
	z, found := x.Child("urn:z", "z")
	if x.Text() != "onetwo" || x.Attr("a") != "1" || x.Lang() != "de" || x.Attr("lang") != "" || !x.Has("a") || x.Has("b") {
		t.Errorf("x is %s", x.Raw(1000))
	}
	if y.Attr("b") != "2" || y.Text() != "in" || !found || z.Text() != "<" || len(x.Children()) != 3 || len(y.Children()) != 1 {
		t.Errorf("children are %v", x.Children())
	}
	if _, found = x.Child("urn:x", "z"); found {
		t.Error("found a child by its local name alone")
	}
	if _, found = Find(x.Children(), "urn:z", "z"); !found {
		t.Error("did not find a child")
	}
	const want = `<x xmlns="urn:x" a="1" xml:lang="de">one<y b="2">in<z xmlns="urn:z"></z></y>two<y></y><z xmlns="urn:z">&lt;</z></x>`
	if raw := x.Raw(1000); raw != want {
		t.Errorf("written anew: %s", raw)
	}
	var v struct {
		A string `xml:"a,attr"`
		Y []struct {
			B string `xml:"b,attr"`
		} `xml:"urn:x y"`
	}
	if err := x.Decode(&v); err != nil || v.A != "1" || len(v.Y) != 2 || v.Y[0].B != "2" {
		t.Errorf("decoded %+v, %v", v, err)
	}
	var zero Element
	if zero.Text() != "" || zero.Attr("a") != "" || zero.Children() != nil || zero.Raw(10) != "" || zero.Decode(&v) == nil {
		t.Error("the zero Element is not empty")
	}
}

func TestParseMessageTakesNothingElse(t *testing.T) {
	all, err := frame("<presence/><message xmlns='urn:evil'/>")
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range append(all, Element{}) {
		if _, err := ParseMessage(e); err == nil {
			t.Errorf("took %v for a message", e.Name)
		}
	}
}
