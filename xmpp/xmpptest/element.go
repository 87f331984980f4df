package xmpptest

import (
	"testing"

	"vouch/xmpp"
)

// Element is the element that text holds, as it would come off a stream of somebody who reads these languages.
func Element(t testing.TB, text string, languages ...string) xmpp.Element {
	t.Helper()
	e, err := xmpp.ParseElement(text, languages...)
	if err != nil {
		t.Fatalf("%v: %s", err, text)
	}
	return e
}

// Message is the message that text holds.
func Message(t testing.TB, text string) *xmpp.Message {
	t.Helper()
	m, err := xmpp.ParseMessage(Element(t, text))
	if err != nil {
		t.Fatalf("%v: %s", err, text)
	}
	return m
}

// Sent is what v becomes on the other side: marshalled as Client.Send does, and read again.
func Sent(t testing.TB, v any) xmpp.Element {
	t.Helper()
	raw, err := xmpp.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return Element(t, string(raw))
}
