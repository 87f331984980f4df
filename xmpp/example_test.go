package xmpp_test

import (
	"encoding/xml"
	"fmt"

	"gosrc.io/xmpp/stanza"

	"vouch/xmpp"
)

// mood is an extension that this package does not know.
type mood struct {
	XMLName xml.Name `xml:"urn:example:mood mood"`
	Word    string   `xml:"word,attr"`
}

// An extension goes out within a stanza, and is found by its name among the children of one that has come in.
func Example() {
	raw, err := xmpp.Marshal(stanza.Message{
		Attrs: stanza.Attrs{To: "bob@example.org", Type: "chat", Id: "m1"}, Body: "hello", Extensions: []stanza.MsgExtension{mood{Word: "fine"}},
	})
	if err != nil {
		panic(err)
	}
	fmt.Println(string(raw))

	e, err := xmpp.ParseElement(string(raw)) // as a stream would give it
	if err != nil {
		panic(err)
	}
	m, err := xmpp.ParseMessage(e)
	if err != nil {
		panic(err)
	}
	child, ok := xmpp.Find(m.Children, "urn:example:mood", "mood")
	fmt.Println(m.Body, ok, child.Attr("word"))
	// Output:
	// <message type="chat" id="m1" to="bob@example.org"><body>hello</body><mood xmlns="urn:example:mood" word="fine"></mood></message>
	// hello true fine
}
