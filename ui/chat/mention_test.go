package chat

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"vouch/app"
	"vouch/ui/uitest"
)

var tabKey = &fyne.KeyEvent{Name: fyne.KeyTab}

// TestTabPutsNicknames: the first that fits, then the next; elsewhere Tab leads on.
func TestTabPutsNicknames(t *testing.T) {
	w, s := window(t)
	s.Persons = append(uitest.Persons(), app.RoomPerson{Nick: "Caspar the ghost", Here: true}, app.RoomPerson{Nick: "Ca\nthy", Here: true})
	see(w, uitest.GroupScene())
	uitest.CarryOut(t, w.Shell)
	e := w.chat.entry
	for _, c := range []struct{ typed, want string }{
		{"bo", "Bob: |Bob: "},
		{"@", "Bob: |Carol: |Caspar the ghost: |Erin: |guest: |Bob: "},
		{"CA", "Carol: |Caspar the ghost: |Carol: "},
		{"and @car", "and Carol |and Carol "},
		{"one\n@er", "one\nErin |one\nErin "},
		{"dave", ""},   // is not there
		{"@ali", ""},   // is the user
		{"hello ", ""}, // nothing was begun
		{"", ""},
		{"/omemo t", ""},
	} {
		w.chat.setText(c.typed)
		if got := w.chat.wantsNick(); got != (c.want != "") {
			t.Errorf("%q: wants Tab %t", c.typed, got)
		}
		if c.want == "" {
			continue
		}
		for i, want := range strings.Split(c.want, "|") {
			if !e.AcceptsTab() {
				t.Fatalf("%q: Tab %d leads away", c.typed, i)
			}
			if e.TypedKey(tabKey); e.Text != want {
				t.Errorf("%q: Tab %d makes %q, want %q", c.typed, i, e.Text, want)
			}
		}
	}
	w.chat.setText("Bob: hello")
	if e.AcceptsTab() {
		t.Error("a finished text keeps Tab")
	}
	w.chat.setText("hello bo")
	e.Entry.TypedKey(&fyne.KeyEvent{Name: fyne.KeyHome})
	if e.AcceptsTab() {
		t.Error("with the cursor elsewhere the end is completed")
	}
	long := strings.Repeat("word ", 60)
	w.chat.setText(long + "@bo")
	e.TypedKey(tabKey)
	e.TypedRune('!')
	if e.Text != long+"Bob !" {
		t.Errorf("after a Tab in a long text the cursor is elsewhere: %q", e.Text)
	}
	see(w, uitest.MainScene())
	w.chat.setText("@bo")
	if e.AcceptsTab() {
		t.Error("in a chat of two Tab completes")
	}
}

func TestWhoIsInTheRoomIsAskedForWhenThatChanges(t *testing.T) {
	w, s := window(t)
	for i, c := range []struct{ occupants, looks int }{{5, 1}, {5, 1}, {6, 2}, {6, 2}} {
		snap := uitest.GroupScene()
		snap.Number, snap.Chat.Room.Occupants = uint64(i+1), c.occupants
		see(w, snap)
		w.chat.entry.SetText(strings.Repeat("a", i+1))
		w.chat.entry.SetText(strings.Repeat("b", i+1))
		uitest.CarryOut(t, w.Shell)
		if s.Looks != c.looks {
			t.Errorf("%d: asked %d times", i, s.Looks)
		}
	}
}
