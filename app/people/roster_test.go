package people

import (
	"errors"
	"reflect"
	"slices"
	"strings"
	"testing"

	"mellium.im/xmpp/jid"

	"vouch/app/fault"
	"vouch/app/history"
	"vouch/app/input"
	"vouch/app/view"
	"vouch/xmpp"
	"vouch/xmpp/roster"
)

// A push that says who tells us no more is noticed once, and what they told goes with it.
func TestAPushSaysWhoTellsUsNoMore(t *testing.T) {
	r, d := newRoom(t)
	for _, c := range []struct {
		before, after string
		silent        bool
	}{
		{"both", "from", true}, {"to", "none", true}, {"both", "remove", true}, {"both", "to", false},
		{"from", "none", false}, {"none", "both", false}, {"", "remove", false},
	} {
		d.put(t, history.Contact{JID: bobs, Subscription: c.before})
		d.live.People.Presence[bobs] = map[string]view.Seen{"x": {Presence: view.PresenceOnline}}
		silent, err := r.ReceiveRosterPush(roster.Item{JID: jid.MustParse(bobs), Subscription: c.after}, "")
		if err != nil || silent != c.silent {
			t.Errorf("%s → %s: silent %v, %v", c.before, c.after, silent, err)
		}
		if _, kept := d.live.People.Presence[bobs]; kept == c.silent {
			t.Errorf("%s → %s: presence kept: %v", c.before, c.after, kept)
		}
		if _, contact := r.Contact(bobs); contact != (c.after != "remove") {
			t.Errorf("%s → %s: a contact: %v", c.before, c.after, contact)
		}
	}
}

// Whom we add keeps the name and the groups that are not given, and sees us if they asked before.
func TestAddKeepsWhatIsNotGiven(t *testing.T) {
	r, d := newRoom(t)
	d.answer = func(any) *xmpp.Answer { return &xmpp.Answer{} }
	d.put(t, history.Contact{JID: bobs, Name: "Bob", Groups: []string{"Friends"}})
	d.live.People.Asks[bobs] = true
	if err := r.Add(t.Context(), jid.MustParse(bobs), "", nil, ""); err != nil {
		t.Fatal(err)
	}
	if len(d.asked) != 1 || len(d.sent) != 2 || d.live.People.Asks[bobs] {
		t.Errorf("asked %v, sent %v, still asks: %v", d.asked, d.sent, d.live.People.Asks[bobs])
	}
	want := roster.Set(roster.Item{JID: jid.MustParse(bobs), Name: "Bob", Groups: []string{"Friends"}})
	if got := d.asked[0]; !reflect.DeepEqual(got, want) {
		t.Errorf("the roster was told %+v", got)
	}
	d.answer = func(any) *xmpp.Answer { return &xmpp.Answer{Err: &xmpp.StanzaError{Condition: "not-allowed"}} }
	if err := r.Add(t.Context(), jid.MustParse("carol@example.org"), "", nil, ""); fault.KindOf(err) != fault.KindNotFound || len(d.sent) != 2 {
		t.Errorf("refused: %v, %d sent", err, len(d.sent))
	}
}

// The name and groups of a contact that are edited count when our server has taken them, before its push.
func TestEditCountsWithTheAnswer(t *testing.T) {
	r, d := newRoom(t)
	name, groups := " Robert  the\tBruce ", []string{"Kings", "", "Kings"}
	if err := r.Edit(t.Context(), jid.MustParse(bobs), &name, nil); fault.KindOf(err) != fault.KindNotFound {
		t.Errorf("a stranger is edited: %v", err)
	}
	d.put(t, history.Contact{JID: bobs, Name: "Bob"})
	if err := r.Edit(t.Context(), jid.MustParse(bobs), &name, nil); fault.KindOf(err) != fault.KindNotConnected {
		t.Errorf("edited without a stream: %v", err)
	}
	if c, _ := r.Contact(bobs); c.Name != "Bob" {
		t.Errorf("a name that no server took: %q", c.Name)
	}
	d.answer = func(any) *xmpp.Answer { return &xmpp.Answer{} }
	if err := r.Edit(t.Context(), jid.MustParse(bobs), &name, &groups); err != nil {
		t.Fatal(err)
	}
	if c, _ := r.Contact(bobs); c.Name != "Robert the Bruce" || !slices.Equal(c.Groups, []string{"Kings"}) {
		t.Errorf("%+v", c)
	}
	long := strings.Repeat("x", input.MaxName+1)
	if err := r.Edit(t.Context(), jid.MustParse(bobs), &long, nil); fault.KindOf(err) != fault.KindInvalid {
		t.Errorf("a long name: %v", err)
	}
}

// A roster that does not come is told as it is, and changes nothing.
func TestARosterThatDoesNotCome(t *testing.T) {
	r, d := newRoom(t)
	d.put(t, history.Contact{JID: bobs, Name: "Bob"})
	var failed error
	r.FetchRoster(false, func(err error) { failed = err })
	if !errors.Is(failed, xmpp.ErrClosed) {
		t.Errorf("told %v", failed)
	}
	if _, ok := r.Contact(bobs); !ok {
		t.Error("a contact is gone")
	}
}
