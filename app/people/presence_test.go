package people

import (
	"fmt"
	"testing"

	"gosrc.io/xmpp/stanza"
	"mellium.im/xmpp/jid"

	"vouch/app/history"
	"vouch/xmpp"
)

const bobs = "bob@example.org"

// Strangers may send presence too, and make us keep nothing; a contact has a bound of resources, and each of them can say
// something new.
func TestPresenceOfStrangersIsNotKept(t *testing.T) {
	r, d := newRoom(t)
	d.put(t, history.Contact{JID: bobs, Subscription: "both"})
	say := func(from, words string, kind stanza.StanzaType) {
		p := &xmpp.Presence{FromJID: jid.MustParse(from)}
		p.Presence = stanza.Presence{Attrs: stanza.Attrs{Type: kind}, Status: words}
		if err := r.ReceivePresence(p); err != nil {
			t.Fatal(err)
		}
	}
	for i := range 1000 {
		say(fmt.Sprintf("m%d@elsewhere.example/x", i), "words", "")
		say(fmt.Sprintf("bob@example.org/r%d", i), "words", "")
	}
	if n, r := len(d.live.People.Presence), len(d.live.People.Presence[bobs]); n != 1 || r != maxResources {
		t.Errorf("presence of %d people is kept, of bob's %d resources", n, r)
	}
	say("bob@example.org/r0", "other words", "")
	if got := d.live.People.Presence[bobs]["r0"].Status; got != "other words" {
		t.Errorf("a resource beyond the bound cannot say anything new: %q", got)
	}
	for i := range 1000 {
		say(fmt.Sprintf("bob@example.org/r%d", i), "", stanza.PresenceTypeUnavailable)
	}
	if n := len(d.live.People.Presence); n != 0 {
		t.Errorf("%d are kept who have left", n)
	}
	if len(d.asked) > 0 || len(d.sent) > 0 {
		t.Errorf("presence made us ask %v and say %v", d.asked, d.sent)
	}
}
