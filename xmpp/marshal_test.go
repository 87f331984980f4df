package xmpp

import (
	"encoding/xml"
	"testing"

	"gosrc.io/xmpp/stanza"
)

type extension struct {
	XMLName xml.Name `xml:"urn:ours ext"`
	A       string   `xml:"a,attr,omitempty"`
	Inner   string   `xml:"inner,omitempty"`
}

func TestMarshal(t *testing.T) {
	for _, row := range []struct {
		name  string
		value any
		want  string
	}{
		{"a message with our extensions", stanza.Message{
			Attrs: stanza.Attrs{To: "bob@example.org", Id: "1", Type: stanza.MessageTypeChat}, Body: "hello",
			Extensions: []stanza.MsgExtension{extension{A: "b", Inner: "c"}, &extension{}}},
			`<message type="chat" id="1" to="bob@example.org"><body>hello</body><ext xmlns="urn:ours" a="b"><inner>c</inner></ext><ext xmlns="urn:ours"></ext></message>`},
		{"a pointer to a message", &stanza.Message{Body: "b"}, `<message><body>b</body></message>`},
		{"a message with a namespace of its own name", stanza.Message{XMLName: xml.Name{Space: "urn:evil", Local: "x"}}, `<message></message>`},
		{"a language is xml:lang", stanza.Message{Attrs: stanza.Attrs{Lang: "de"}, Subject: "s", Thread: "t"},
			`<message xml:lang="de"><subject>s</subject><thread>t</thread></message>`},
		{"an error needs no code", stanza.Message{Attrs: stanza.Attrs{Type: stanza.MessageTypeError},
			Error: stanza.Err{Type: stanza.ErrorTypeCancel, Reason: "item-not-found", Text: "gone"}},
			`<message type="error"><error type="cancel"><item-not-found xmlns="urn:ietf:params:xml:ns:xmpp-stanzas"></item-not-found>` +
				`<text xmlns="urn:ietf:params:xml:ns:xmpp-stanzas">gone</text></error></message>`},
		{"a presence", stanza.Presence{Show: stanza.PresenceShowAway, Status: "out", Priority: -1, Extensions: []stanza.PresExtension{extension{}}},
			`<presence><show>away</show><status>out</status><priority>-1</priority><ext xmlns="urn:ours"></ext></presence>`},
		{"a pointer to a presence", &stanza.Presence{Attrs: stanza.Attrs{To: "a@b"}}, `<presence to="a@b"></presence>`},
		{"markup is text", stanza.Message{Attrs: stanza.Attrs{Id: `"'<`}, Body: "</body><x>&"},
			`<message id="&#34;&#39;&lt;"><body>&lt;/body&gt;&lt;x&gt;&amp;</body></message>`},
		{"characters that XML forbids", stanza.Message{Attrs: stanza.Attrs{Id: "\x01"}, Body: "a\x00b\x1fc\uFFFEd\xffe"},
			"<message id=\"\uFFFD\"><body>a\uFFFDb\uFFFDc\uFFFDd\uFFFDe</body></message>"},
		{"line ends survive", stanza.Message{Body: "a\r\nb\tc"}, `<message><body>a&#xD;&#xA;b&#x9;c</body></message>`},
		{"a question", outgoingIQ{ID: "1", Type: "get", Payload: ping{}}, `<iq id="1" type="get"><ping xmlns="urn:xmpp:ping"></ping></iq>`},
		{"an empty answer", outgoingIQ{ID: "1", Type: "result", To: "a@b/c"}, `<iq id="1" type="result" to="a@b/c"></iq>`},
		{"a refusal", outgoingIQ{ID: "1", Type: "error", Error: newOutgoingError(errorType("forbidden"), "forbidden", "")},
			`<iq id="1" type="error"><error type="auth"><forbidden xmlns="urn:ietf:params:xml:ns:xmpp-stanzas"></forbidden></error></iq>`},
	} {
		t.Run(row.name, func(t *testing.T) {
			got, err := Marshal(row.value)
			if err != nil || string(got) != row.want {
				t.Errorf("got  %s, %v\nwant %s", got, err, row.want)
			}
		})
	}
	if _, err := Marshal(make(chan int)); err == nil {
		t.Error("a channel was marshalled")
	}
}
