package ui

import (
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"vouch/app"
)

// pick chooses an entry of a menu by its words.
func pick(t *testing.T, items []*fyne.MenuItem, words string) {
	t.Helper()
	i := slices.IndexFunc(items, func(m *fyne.MenuItem) bool { return m.Label == words })
	if i < 0 {
		t.Fatalf("no entry says %q", words)
	}
	items[i].Action()
}

// inGroups is the main scene with Bob in groups.
func inGroups() *app.Snapshot {
	s := mainScene()
	s.Chats[0].Given, s.Chats[0].Subscription, s.Chats[0].Groups = "Bob", "both", []string{"friends", "climbing"}
	return s
}

func TestNameAndGroupsOfAContact(t *testing.T) {
	w, s := window(t, Options{})
	see(w, inGroups())
	pick(t, w.contactItems(alice, bob, "Bob"), "Name and groups…")
	name := w.Win.Canvas().Focused()
	for range len("Bob") {
		name.TypedKey(&fyne.KeyEvent{Name: fyne.KeyEnd})
		name.TypedKey(&fyne.KeyEvent{Name: fyne.KeyBackspace})
	}
	for _, r := range "Bobby" {
		name.TypedRune(r)
	}
	w.Win.Canvas().FocusNext()
	groups := w.Win.Canvas().Focused()
	groups.TypedKey(&fyne.KeyEvent{Name: fyne.KeyEnd})
	for _, r := range ", , work " {
		groups.TypedRune(r)
	}
	s.err = &app.Error{Kind: app.KindNotConnected}
	press(t, top(t, w.Shell), "save")
	carryOut(t, w.Shell)
	top(t, w.Shell) // what was typed is still there
	s.err, s.done = nil, nil
	press(t, top(t, w.Shell), "save")
	carryOut(t, w.Shell)
	called, in := "Bobby", []string{"friends", "climbing", "work"}
	did(t, s, app.EditContact{Account: alice, JID: bob, Name: &called, Groups: &in})
	if w.Win.Canvas().Overlays().Top() != nil {
		t.Error("the dialog stays")
	}
}

func TestRemovingAContactSaysWhatEnds(t *testing.T) {
	for subscription, want := range map[string]string{
		"both": "Bob no longer sees when you are online, nor you the other way round.", "from": "Bob no longer sees when you are online. ",
		"to": "You no longer see when Bob is online.", "none": "Neither of you sees",
	} {
		if got := removeText(subscription, "Bob"); !strings.HasPrefix(got, want) || !strings.HasSuffix(got, "The messages stay.") {
			t.Errorf("%s: %q", subscription, got)
		}
	}
	w, s := window(t, Options{})
	see(w, inGroups())
	pick(t, w.contactItems(alice, bob, "Bob"), "Remove contact…")
	carryOut(t, w.Shell)
	did(t, s)
	press(t, top(t, w.Shell), "deed")
	carryOut(t, w.Shell)
	did(t, s, app.RemoveContact{Account: alice, JID: bob})
	if items := w.contactItems(alice, alice, "Alice"); len(items) != 0 {
		t.Error("the own account can be removed from the contacts")
	}
	pick(t, w.contactItems(alice, dave, "Dave"), "Add to contacts")
	carryOut(t, w.Shell)
	did(t, s, app.AddContact{Account: alice, JID: dave})
}

func TestGroupsAreFoundAndNamed(t *testing.T) {
	w, _ := window(t, Options{})
	see(w, inGroups())
	w.side.filter.SetText("Climb")
	if len(w.side.list.rows) != 1 || w.side.list.rows[0].Chat != bob {
		t.Errorf("%d chats fit", len(w.side.list.rows))
	}
	if tip := chatTip(inGroups().Chats[0], "Bob", false); !strings.Contains(tip, "friends · climbing") {
		t.Errorf("the row says %q", tip)
	}
}
