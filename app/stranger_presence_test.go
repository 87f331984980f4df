package app

import (
	"fmt"
	"log/slog"
	"testing"

	"go.etcd.io/bbolt"
	"gosrc.io/xmpp/stanza"
	"mellium.im/xmpp/jid"

	"vouch/app/history"
	"vouch/trust"
	"vouch/xmpp"
)

// Strangers may send presence too, and make us keep nothing; a contact has a bound of resources, and each of them can say
// something new.
func TestPresenceOfStrangersIsNotKept(t *testing.T) {
	file, err := trust.Open(t.TempDir(), slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	s, err := New(file, Options{})
	if err != nil {
		t.Fatal(err)
	}
	a := newAccount(s, trust.Account{JID: "alice@example.org"})
	if err := s.update("store contact", func(tx *bbolt.Tx) error {
		return s.history(tx, a.jid).PutContact(history.Contact{JID: "bob@example.org", Subscription: "both"})
	}); err != nil {
		t.Fatal(err)
	}
	say := func(from, words string, kind stanza.StanzaType) {
		p := &xmpp.Presence{FromJID: jid.MustParse(from)}
		p.Presence = stanza.Presence{Attrs: stanza.Attrs{Type: kind}, Status: words}
		a.notePresence(p)
	}
	for i := range 1000 {
		say(fmt.Sprintf("m%d@elsewhere.example/x", i), "words", "")
		say(fmt.Sprintf("bob@example.org/r%d", i), "words", "")
	}
	if n, r := len(a.live.People.Presence), len(a.live.People.Presence["bob@example.org"]); n != 1 || r != maxResources {
		t.Errorf("presence of %d people is kept, of bob's %d resources", n, r)
	}
	say("bob@example.org/r0", "other words", "")
	if got := a.live.People.Presence["bob@example.org"]["r0"].Status; got != "other words" {
		t.Errorf("a resource beyond the bound cannot say anything new: %q", got)
	}
	for i := range 1000 {
		say(fmt.Sprintf("bob@example.org/r%d", i), "", stanza.PresenceTypeUnavailable)
	}
	if n := len(a.live.People.Presence); n != 0 {
		t.Errorf("%d are kept who have left", n)
	}
}
