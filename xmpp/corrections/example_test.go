package corrections_test

import (
	"fmt"

	"vouch/xmpp"
	"vouch/xmpp/corrections"
)

// A message that corrects another one names it. Whether its sender may do so is for the caller to say.
func ExampleOf() {
	for _, text := range []string{
		"<message id='m2'><body>at ten</body><replace xmlns='urn:xmpp:message-correct:0' id='m1'/></message>",
		"<message id='m3'><body>at eleven</body></message>",
	} {
		e, err := xmpp.ParseElement(text)
		if err != nil {
			panic(err)
		}
		m, err := xmpp.ParseMessage(e)
		if err != nil {
			panic(err)
		}
		id, ok := corrections.Of(m)
		fmt.Printf("%s: %q %t\n", m.Body, id, ok)
	}
	// Output:
	// at ten: "m1" true
	// at eleven: "" false
}
