package chat

import (
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"vouch/app"
	"vouch/app/view"
	"vouch/ui/uitest"
	"vouch/ui/words"
)

// typed is a window on a chat in which commands can be typed; type carries one out and gives the answers that are shown.
type typed struct {
	*bench
	t *testing.T
	s *uitest.Service
}

func typing(t *testing.T, snap *view.Snapshot) typed {
	t.Helper()
	uitest.Speak(t, "en")
	w, s := window(t)
	s.Snap, s.Pages = snap, map[view.Page]*view.Snapshot{view.PageDevices: uitest.EncScene(), view.PageOwn: uitest.OwnScene()}
	see(w, snap)
	return typed{w, t, s}
}

// enter types a line and presses Enter, and gives what the newest answer says.
func (w typed) enter(line string) string {
	w.t.Helper()
	w.chat.entry.SetText(line)
	w.chat.entry.TypedKey(uitest.Enter)
	uitest.CarryOut(w.t, w.bench.Shell)
	uitest.CarryOut(w.t, w.bench.Shell) // what follows from what was looked up
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
	for name, scene := range map[string]func() *view.Snapshot{"encrypted": uitest.MainScene, "in clear": uitest.PlainScene} {
		w := typing(t, scene())
		for _, line := range []string{"/omemo", "/omemo help", "/omemo tust " + uitest.PrintNew, "/omemofoo", " /OMEMO nothing ", "/omemo gen\nand a secret", "/omemo fingerprint"} {
			if w.enter(line) == "" {
				t.Errorf("%s: %q has no answer", name, line)
			}
		}
		w.chat.edit(uitest.Own("1", "Found the old path above the lake.", uitest.Now, view.MessageRead), "/omemo help")
		w.chat.entry.TypedKey(uitest.Enter)
		uitest.CarryOut(t, w.bench.Shell)
		w.chat.entry.SetText("/omemo start")
		w.chat.typing("")
		uitest.Press(t, w.chat.Pane, "send")
		uitest.CarryOut(t, w.bench.Shell)
		for _, c := range w.s.Done {
			switch c.(type) {
			case app.SendText, app.CorrectText:
				t.Errorf("%s: sent %#v", name, c)
			}
		}
	}
}

func TestTypingACommandIsNotTold(t *testing.T) {
	w := typing(t, uitest.MainScene())
	test.Type(w.chat.entry, "/omemo trust")
	uitest.CarryOut(t, w.bench.Shell)
	for _, c := range w.s.Done {
		if told, ok := c.(app.Typing); ok {
			t.Errorf("told %+v", told)
		}
	}
	w.chat.entry.SetText("/me")
	uitest.CarryOut(t, w.bench.Shell)
	if !slices.ContainsFunc(w.s.Done, func(c app.Command) bool { _, told := c.(app.Typing); return told }) {
		t.Error("typing anything else is not told")
	}
}

func TestWhatTheCommandsDo(t *testing.T) {
	w := typing(t, uitest.MainScene())
	decide := func(jid, digits string, to view.Trust) app.Command {
		return app.Decide{Account: uitest.Alice, JID: jid, Fingerprint: digits, Trust: to}
	}
	for _, c := range []struct {
		line, has string
		does      []app.Command
	}{
		{"/omemo gen", "has its key already:\n\t" + words.Grouped(uitest.PrintDesk), nil},
		{"/omemo fingerprint", "Alice’s desk · 1184625991 · This device\n\t" + words.Grouped(uitest.PrintDesk), nil},
		{"/omemo fingerprint " + uitest.Bob, "Bob’s phone · 771204 · Verified\n\t" + words.Grouped(uitest.PrintPhone), nil},
		{"/omemo device_list", "Old phone · 4711 · Rejected · Inactive\n\t" + words.Grouped(uitest.PrintOld), nil},
		{"/omemo device_list " + uitest.Alice, "Alice’s phone · 331 · Verified", nil},
		{"/omemo trust " + uitest.PrintNew, "is trusted: it reads what you write from now on", []app.Command{decide(uitest.Bob, uitest.PrintNew, view.TrustTrusted)}},
		{"/omemo trust " + uitest.Bob + " " + uitest.PrintPhone, "Bob’s phone is that already: Verified", nil},
		{"/omemo untrust " + uitest.Bob + " " + uitest.PrintLaptop, "Bob’s laptop is rejected", []app.Command{decide(uitest.Bob, uitest.PrintLaptop, view.TrustRejected)}},
		{"/omemo untrust " + uitest.Alice + " " + uitest.PrintPhone, "Alice’s phone is rejected", []app.Command{decide(uitest.Alice, uitest.PrintPhone, view.TrustRejected)}},
		{"/omemo untrust " + uitest.Alice + " " + uitest.PrintDesk, "this device itself", nil},
		{"/omemo trust " + strings.Repeat("ab", 32), "No device of Bob with this fingerprint", nil},
		{"/omemo trustmode", "New devices of Bob: Ask", nil},
		{"/omemo trustmode blind", "from now on: Until verified", []app.Command{app.SetPolicy{Account: uitest.Alice, JID: uitest.Bob, Policy: view.PolicyUntilVerified}}},
		{"/omemo start", "is encrypted", nil},
		{"/omemo help", "\t/omemo trust [address] fingerprint\n", nil},
	} {
		if got := w.enter(c.line); !strings.Contains(got, c.has) {
			t.Errorf("%s says %q", c.line, got)
		}
		uitest.Did(t, w.s, c.does...)
		w.s.Done = nil
	}
	w.enter("/omemo end")
	uitest.Press(t, uitest.Top(t, w.bench.Shell), "deed")
	uitest.CarryOut(t, w.bench.Shell)
	uitest.Did(t, w.s, app.SetEncryption{Account: uitest.Alice, Chat: uitest.Bob})
	w.s.Done, w.s.Err = nil, &app.Error{Kind: app.KindDisk}
	if got := w.enter("/omemo trustmode manual"); got != words.ErrText(w.s.Err, "") {
		t.Errorf("a failure says %q", got)
	}
	plain := typing(t, uitest.PlainScene())
	if got := plain.enter("/omemo end"); got != "This chat is not encrypted." {
		t.Errorf("it says %q", got)
	}
	if got := plain.enter("/omemo start"); !strings.Contains(got, "From here on") {
		t.Errorf("it says %q", got)
	}
	uitest.Did(t, plain.s, app.SetEncryption{Account: uitest.Alice, Chat: uitest.Dave, On: true})
}

func TestAnswersStandWhereTheyWereGivenAndGo(t *testing.T) {
	w := typing(t, uitest.MainScene())
	w.enter("/omemo gen")
	more := uitest.MainScene()
	more.Number = 2
	more.Rows = append(more.Rows, uitest.Text("8", uitest.Bob, "Bob", "Bring tea", uitest.At(20, "14:10")))
	see(w.bench, more)
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
		other := uitest.PlainScene()
		other.Number = n
		see(w.bench, other)
	}
	leave(3)
	back := uitest.MainScene()
	back.Number = 4
	see(w.bench, back)
	if len(w.chat.book.answers) > 0 {
		t.Error("an answer stays in a chat that was left")
	}
	w.chat.entry.SetText("/omemo fingerprint")
	w.chat.entry.TypedKey(uitest.Enter)
	leave(5)
	uitest.CarryOut(t, w.bench.Shell)
	if len(w.chat.book.answers) > 0 {
		t.Error("an answer came into another chat")
	}
}

func TestTabCompletes(t *testing.T) {
	w := typing(t, uitest.MainScene())
	tab := func(text string, want ...string) {
		t.Helper()
		w.chat.setText(text)
		w.chat.tab.made = ""
		for _, line := range want {
			if !w.chat.entry.AcceptsTab() {
				t.Fatalf("%q: Tab leads on from %q", text, w.chat.entry.Text)
			}
			w.chat.entry.TypedKey(&fyne.KeyEvent{Name: fyne.KeyTab})
			uitest.CarryOut(t, w.bench.Shell)
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
	tab("/omemo trust ", "/omemo trust "+uitest.Bob+" ", "/omemo trust "+uitest.Alice+" ", "/omemo trust "+uitest.Carol+" ")
	tab("/omemo trust c", "/omemo trust "+uitest.Carol+" ")
	tab("/omemo trust "+uitest.Bob+" ", "/omemo trust "+uitest.Bob+" "+dashes(uitest.PrintNew))
	tab("/omemo untrust "+uitest.Bob+" 9c", "/omemo untrust "+uitest.Bob+" "+dashes(uitest.PrintLaptop))
	for _, text := range []string{"", "hello", "/omemo xyz", "/omemo trustmode firstusage", "/omemo gen", "/omemo trust " + uitest.Bob + " ffff"} {
		w.chat.setText(text)
		w.chat.tab.made = ""
		if w.chat.entry.AcceptsTab() {
			t.Errorf("Tab does not lead on from %q", text)
		}
	}
}

func TestTheHintSaysHowACommandIsWritten(t *testing.T) {
	w := typing(t, uitest.MainScene())
	w.chat.entry.SetText("/omemo untrust ")
	if w.chat.Pane.Find("coverage") != nil {
		t.Error("the coverage line stays, though nothing will be sent")
	}
	w.chat.entry.SetText("")
	if w.chat.Pane.Find("coverage") == nil {
		t.Error("the coverage line does not come back")
	}
}
