package ui

import (
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"vouch/app"
	"vouch/ui/words"
)

// typed is a window on a chat in which commands can be typed; type carries one out and gives the answers that are shown.
type typed struct {
	*Window
	t *testing.T
	s *service
}

func typing(t *testing.T, snap *app.Snapshot) typed {
	t.Helper()
	speak(t, "en")
	w, s := window(t, Options{})
	s.snap, s.pages = snap, map[app.Page]*app.Snapshot{app.PageDevices: encScene(), app.PageOwn: ownScene()}
	see(w, snap)
	return typed{w, t, s}
}

// enter types a line and presses Enter, and gives what the newest answer says.
func (w typed) enter(line string) string {
	w.t.Helper()
	w.chat.entry.SetText(line)
	w.chat.entry.TypedKey(enter)
	carryOut(w.t, w.Window.Shell)
	carryOut(w.t, w.Window.Shell) // what follows from what was looked up
	if w.chat.entry.Text != "" {
		w.t.Errorf("%q stays in the field", line)
	}
	all := w.chat.book.answers
	if len(all) == 0 {
		return ""
	}
	return all[len(all)-1].text
}

func TestNoCommandIsEverSent(t *testing.T) {
	for name, scene := range map[string]func() *app.Snapshot{"encrypted": mainScene, "in clear": plainScene} {
		w := typing(t, scene())
		for _, line := range []string{"/omemo", "/omemo help", "/omemo tust " + printNew, "/omemofoo", " /OMEMO nothing ", "/omemo gen\nand a secret", "/omemo fingerprint"} {
			if w.enter(line) == "" {
				t.Errorf("%s: %q has no answer", name, line)
			}
		}
		w.chat.edit(own("1", "Found the old path above the lake.", now, app.MessageRead), "/omemo help")
		w.chat.entry.TypedKey(enter)
		carryOut(t, w.Window.Shell)
		w.chat.entry.SetText("/omemo start")
		w.chat.typing("")
		press(t, w.chat.pane, "send")
		carryOut(t, w.Window.Shell)
		for _, c := range w.s.done {
			switch c.(type) {
			case app.SendText, app.CorrectText:
				t.Errorf("%s: sent %#v", name, c)
			}
		}
	}
}

func TestTypingACommandIsNotTold(t *testing.T) {
	w := typing(t, mainScene())
	test.Type(w.chat.entry, "/omemo trust")
	carryOut(t, w.Window.Shell)
	for _, c := range w.s.done {
		if told, ok := c.(app.Typing); ok {
			t.Errorf("told %+v", told)
		}
	}
	w.chat.entry.SetText("/me")
	carryOut(t, w.Window.Shell)
	if !slices.ContainsFunc(w.s.done, func(c app.Command) bool { _, told := c.(app.Typing); return told }) {
		t.Error("typing anything else is not told")
	}
}

func TestWhatTheCommandsDo(t *testing.T) {
	w := typing(t, mainScene())
	decide := func(jid, digits string, to app.Trust) app.Command {
		return app.Decide{Account: alice, JID: jid, Fingerprint: digits, Trust: to}
	}
	for _, c := range []struct {
		line, has string
		does      []app.Command
	}{
		{"/omemo gen", "has its key already:\n\t" + words.Grouped(printDesk), nil},
		{"/omemo fingerprint", "Alice’s desk · 1184625991 · This device\n\t" + words.Grouped(printDesk), nil},
		{"/omemo fingerprint " + bob, "Bob’s phone · 771204 · Verified\n\t" + words.Grouped(printPhone), nil},
		{"/omemo device_list", "Old phone · 4711 · Rejected · Inactive\n\t" + words.Grouped(printOld), nil},
		{"/omemo device_list " + alice, "Alice’s phone · 331 · Verified", nil},
		{"/omemo trust " + printNew, "is trusted: it reads what you write from now on", []app.Command{decide(bob, printNew, app.TrustTrusted)}},
		{"/omemo trust " + bob + " " + printPhone, "Bob’s phone is that already: Verified", nil},
		{"/omemo untrust " + bob + " " + printLaptop, "Bob’s laptop is rejected", []app.Command{decide(bob, printLaptop, app.TrustRejected)}},
		{"/omemo untrust " + alice + " " + printPhone, "Alice’s phone is rejected", []app.Command{decide(alice, printPhone, app.TrustRejected)}},
		{"/omemo untrust " + alice + " " + printDesk, "this device itself", nil},
		{"/omemo trust " + strings.Repeat("ab", 32), "No device of Bob with this fingerprint", nil},
		{"/omemo trustmode", "New devices of Bob: Ask", nil},
		{"/omemo trustmode blind", "from now on: Until verified", []app.Command{app.SetPolicy{Account: alice, JID: bob, Policy: "until-verified"}}},
		{"/omemo start", "is encrypted", nil},
		{"/omemo help", "\t/omemo trust [address] fingerprint\n", nil},
	} {
		if got := w.enter(c.line); !strings.Contains(got, c.has) {
			t.Errorf("%s says %q", c.line, got)
		}
		did(t, w.s, c.does...)
		w.s.done = nil
	}
	w.enter("/omemo end")
	press(t, top(t, w.Window.Shell), "deed")
	carryOut(t, w.Window.Shell)
	did(t, w.s, app.SetEncryption{Account: alice, Chat: bob})
	w.s.done, w.s.err = nil, &app.Error{Kind: app.KindDisk}
	if got := w.enter("/omemo trustmode manual"); got != words.ErrText(w.s.err, "") {
		t.Errorf("a failure says %q", got)
	}
	plain := typing(t, plainScene())
	if got := plain.enter("/omemo end"); got != "This chat is not encrypted." {
		t.Errorf("it says %q", got)
	}
	if got := plain.enter("/omemo start"); !strings.Contains(got, "From here on") {
		t.Errorf("it says %q", got)
	}
	did(t, plain.s, app.SetEncryption{Account: alice, Chat: dave, On: true})
}

func TestAnswersStandWhereTheyWereGivenAndGo(t *testing.T) {
	w := typing(t, mainScene())
	w.enter("/omemo gen")
	more := mainScene()
	more.Number = 2
	more.Rows = append(more.Rows, text("8", bob, "Bob", "Bring tea", at(20, "14:10")))
	see(w.Window, more)
	order := func() (ids []string) {
		for _, r := range w.chat.book.rows(w.Shown, w.Now(), nil) {
			ids = append(ids, r.ID)
		}
		return ids[len(ids)-3:]
	}
	if got := order(); !slices.Equal(got, []string{"7", "answer 1", "8"}) {
		t.Errorf("the rows end with %q", got)
	}
	row := w.chat.book.made["answer 1"]
	w.chat.act(row, row.Actions[0].Act)
	if got := order(); slices.Contains(got, "answer 1") {
		t.Errorf("hidden, it is still in %q", got)
	}
	w.enter("/omemo gen")
	leave := func(n uint64) {
		other := plainScene()
		other.Number = n
		see(w.Window, other)
	}
	leave(3)
	back := mainScene()
	back.Number = 4
	see(w.Window, back)
	if len(w.chat.book.answers) > 0 {
		t.Error("an answer stays in a chat that was left")
	}
	w.chat.entry.SetText("/omemo fingerprint")
	w.chat.entry.TypedKey(enter)
	leave(5)
	carryOut(t, w.Window.Shell)
	if len(w.chat.book.answers) > 0 {
		t.Error("an answer came into another chat")
	}
}

func TestTabCompletes(t *testing.T) {
	w := typing(t, mainScene())
	tab := func(text string, want ...string) {
		t.Helper()
		w.chat.setText(text)
		w.chat.tab.made = ""
		for _, line := range want {
			if !w.chat.entry.AcceptsTab() {
				t.Fatalf("%q: Tab leads on from %q", text, w.chat.entry.Text)
			}
			w.chat.entry.TypedKey(&fyne.KeyEvent{Name: fyne.KeyTab})
			carryOut(t, w.Window.Shell)
			if w.chat.entry.Text != line {
				t.Errorf("%q becomes %q, want %q", text, w.chat.entry.Text, line)
			}
		}
	}
	dashes := func(digits string) string { return strings.ReplaceAll(words.Grouped(digits), " ", "-") }
	tab("/omemo", "/omemo ")
	tab("/omemo f", "/omemo fingerprint ")
	tab("/omemo tr", "/omemo trust", "/omemo trust ", "/omemo trustmode ")
	tab("/omemo trustmode fi", "/omemo trustmode firstusage")
	tab("/omemo trust ", "/omemo trust "+bob+" ", "/omemo trust "+alice+" ", "/omemo trust "+carol+" ")
	tab("/omemo trust c", "/omemo trust "+carol+" ")
	tab("/omemo trust "+bob+" ", "/omemo trust "+bob+" "+dashes(printNew))
	tab("/omemo untrust "+bob+" 9c", "/omemo untrust "+bob+" "+dashes(printLaptop))
	for _, text := range []string{"", "hello", "/omemo xyz", "/omemo trustmode firstusage", "/omemo gen", "/omemo trust " + bob + " ffff"} {
		w.chat.setText(text)
		w.chat.tab.made = ""
		if w.chat.entry.AcceptsTab() {
			t.Errorf("Tab does not lead on from %q", text)
		}
	}
}

func TestTheHintSaysHowACommandIsWritten(t *testing.T) {
	w := typing(t, mainScene())
	w.chat.entry.SetText("/omemo untrust ")
	if w.chat.pane.Find("coverage") != nil {
		t.Error("the coverage line stays, though nothing will be sent")
	}
	w.chat.entry.SetText("")
	if w.chat.pane.Find("coverage") == nil {
		t.Error("the coverage line does not come back")
	}
}
