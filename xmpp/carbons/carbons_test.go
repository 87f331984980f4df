package carbons_test

import (
	"strings"
	"testing"

	"mellium.im/xmpp/jid"

	"vouch/xmpp/carbons"
	"vouch/xmpp/xmpptest"
)

const (
	theirs = "<message xmlns='jabber:client' from='bob@example.org/x' to='alice@example.org' id='in'><body>hello</body></message>"
	ours   = "<message xmlns='jabber:client' from='alice@example.org/other' to='bob@example.org' id='in'><body>hello</body></message>"
)

func carbon(kind, inner string) string {
	return "<" + kind + " xmlns='urn:xmpp:carbons:2'><forwarded xmlns='urn:xmpp:forward:0'>" + inner + "</forwarded></" + kind + ">"
}

func from(who, content string) string {
	return "<message from='" + who + "' to='alice@example.org/bound'>" + content + "</message>"
}

func TestUnwrap(t *testing.T) {
	const own = "alice@example.org"
	for _, row := range []struct {
		name, xml string
		sent, ok  bool
	}{
		{"received by another device", from(own, carbon("received", theirs)), false, true},
		{"sent by another device", from(own, carbon("sent", ours)), true, true},
		{"our address in other letters", from("ALICE@Example.ORG", carbon("received", theirs)), false, true},
		{"carbon-from-contact: received", from("bob@example.org", carbon("received", theirs)), false, false},
		{"carbon-sent-forged", from("bob@example.org", carbon("sent", ours)), false, false},
		{"carbon-own-full-jid: our other device", from(own+"/other", carbon("received", theirs)), false, false},
		{"carbon-own-full-jid: this device", from(own+"/bound", carbon("sent", ours)), false, false},
		{"carbon-own-full-jid: a room", from("room@rooms.example.org/alice", carbon("received", theirs)), false, false},
		{"from the server", from("example.org", carbon("received", theirs)), false, false},
		{"from nobody", "<message>" + carbon("received", theirs) + "</message>", false, false},
		{"sent, but by someone else", from(own, carbon("sent", theirs)), false, false},
		{"received, but by someone else", from(own, carbon("received", ours)), false, false},
		{"received for nobody", from(own, carbon("received", strings.Replace(theirs, "to='alice@example.org'", "", 1))), false, false},
		{"received from nobody", from(own, carbon("received", strings.Replace(theirs, "from='bob@example.org/x'", "", 1))), false, false},
		{"both kinds at once", from(own, carbon("sent", ours)+carbon("received", theirs)), false, false},
		{"the same twice", from(own, carbon("sent", ours)+carbon("sent", ours)), false, false},
		{"two messages inside", from(own, carbon("sent", ours+ours)), false, false},
		{"nothing inside", from(own, carbon("sent", "")), false, false},
		{"no forwarding", from(own, "<sent xmlns='urn:xmpp:carbons:2'>"+ours+"</sent>"), false, false},
		{"xml-wrong-ns: the carbon", from(own, strings.Replace(carbon("sent", ours), "carbons:2", "carbons:1", 1)), false, false},
		{"xml-wrong-ns: the message", from(own, carbon("sent", strings.Replace(ours, "jabber:client", "jabber:server", 1))), false, false},
		{"what is inside has no address", from(own, carbon("sent", strings.Replace(ours, "bob@example.org", "@", 1))), false, false},
		{"a bounced carbon", strings.Replace(from(own, carbon("sent", ours)), "<message", "<message type='error'", 1), false, false},
		{"no carbon", from(own, "<body>hello</body>"), false, false},
	} {
		t.Run(row.name, func(t *testing.T) {
			inner, sent, ok := carbons.Unwrap(xmpptest.Message(t, row.xml), jid.MustParse(own+"/bound"))
			if sent != row.sent || ok != row.ok || ok != (inner != nil) {
				t.Fatalf("got %+v, sent %v, ok %v", inner, sent, ok)
			}
			if ok && (inner.Id != "in" || inner.Body != "hello") {
				t.Errorf("inside is %+v", inner)
			}
		})
	}
}

func TestCarbonIsUnwrappedOnce(t *testing.T) {
	own := jid.MustParse("alice@example.org")
	forged := strings.Replace(from("alice@example.org", carbon("received", theirs)), "<message", "<message xmlns='jabber:client'", 1)
	inner, _, ok := carbons.Unwrap(xmpptest.Message(t, from("alice@example.org", carbon("received", forged))), own)
	if !ok || inner.Body != "" || !carbons.Is(inner) {
		t.Errorf("carbon-nested: inside is %+v, %v", inner, ok)
	}
}

func TestWhatClaimsToBeACarbon(t *testing.T) {
	for text, want := range map[string]bool{
		from("bob@example.org", carbon("sent", "")):     true,
		from("bob@example.org", carbon("received", "")): true,
		from("bob@example.org", carbon("other", "")):    false,
		from("bob@example.org", "<body>sent</body>"):    false,
	} {
		if got := carbons.Is(xmpptest.Message(t, text)); got != want {
			t.Errorf("%v: %s", got, text)
		}
	}
}

func TestEnable(t *testing.T) {
	e := xmpptest.Sent(t, carbons.Enable{})
	if e.Name.Space != carbons.NS || e.Name.Local != "enable" {
		t.Errorf("written as %v", e.Name)
	}
}

func FuzzUnwrap(f *testing.F) {
	f.Add(from("alice@example.org", carbon("sent", ours)))
	f.Add(from("alice@example.org", carbon("received", theirs)))
	f.Add(from("bob@example.org", carbon("received", theirs)))
	f.Fuzz(func(t *testing.T, text string) {
		m, err := parse(text)
		if err != nil {
			return
		}
		own := jid.MustParse("alice@example.org")
		inner, sent, ok := carbons.Unwrap(m, own)
		if !ok {
			return
		}
		ours := inner.ToJID
		if sent {
			ours = inner.FromJID
		}
		if !m.FromJID.Equal(own) || !ours.Bare().Equal(own) {
			t.Errorf("believed %q", text)
		}
	})
}
