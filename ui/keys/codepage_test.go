package keys

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/widget"

	"vouch/app/keys"
	"vouch/app/view"
	codes "vouch/trust/qr"
	"vouch/ui/dialog"
	"vouch/ui/shell"
	"vouch/ui/uitest"
	"vouch/ui/words"
)

const (
	codeLink  = "xmpp:alice@example.org?omemo-sid-1184625991=" + uitest.PrintDesk + ";omemo-sid-331=" + uitest.PrintPhone
	codeLink3 = codeLink + ";omemo-sid-332=" + uitest.PrintOld
)

// aliceCodes are the codes of the account with and without its trusted device.
func aliceCodes() map[keys.Include]*keys.Code {
	desk := &view.DeviceView{JID: uitest.Alice, Own: true, ID: 1184625991, Label: "Alice’s desk", Fingerprint: uitest.PrintDesk, This: true, Active: true, Trust: view.TrustVerified}
	phone := &view.DeviceView{JID: uitest.Alice, Own: true, ID: 331, Label: "Alice’s phone", Fingerprint: uitest.PrintPhone, Active: true, Trust: view.TrustVerified}
	tablet := &view.DeviceView{JID: uitest.Alice, Own: true, ID: 332, Label: "Kitchen tablet", Fingerprint: uitest.PrintOld, Active: true, Trust: view.TrustTrusted}
	other := &view.DeviceView{JID: uitest.Alice, Own: true, ID: 333, Fingerprint: uitest.PrintOther, Active: true, Trust: view.TrustUndecided}
	return map[keys.Include]*keys.Code{
		keys.IncludeVerified: {JID: uitest.Alice, Name: "Alice", Own: true, Link: codeLink, Parts: []string{codeLink}, Devices: []*view.DeviceView{desk, phone}, LeftOut: []*view.DeviceView{tablet, other}},
		keys.IncludeTrusted:  {JID: uitest.Alice, Name: "Alice", Own: true, Link: codeLink3, Parts: []string{codeLink3}, Devices: []*view.DeviceView{desk, phone, tablet}, LeftOut: []*view.DeviceView{other}},
	}
}

// inParts is a code of three parts.
func inParts() map[keys.Include]*keys.Code {
	of := aliceCodes()
	c := of[keys.IncludeVerified]
	c.Parts = []string{codeLink + ";part=1-3", codeLink3 + ";part=2-3", codeLink + ";part=3-3"}
	return of
}

// shownCode opens the page of a code in a scene.
func shownCode(t *testing.T, w *Room, s *uitest.Service, snap *view.Snapshot, of map[keys.Include]*keys.Code, jid string) *codePage {
	t.Helper()
	s.Codes = of
	see(w, snap)
	p := w.ShowCode(jid)
	uitest.CarryOut(t, w.Shell)
	return p
}

// codesOnScreen are the texts of the codes that a camera in front of the screen would read.
func codesOnScreen(w *shell.Shell) []string { return codes.Read(w.Win.Canvas().Capture()) }

func sameTexts(t *testing.T, got []string, want ...string) {
	t.Helper()
	if strings.Join(got, " ") != strings.Join(want, " ") {
		t.Errorf("read %q, want %q", got, want)
	}
}

func TestTheCodeOnTheScreenIsRead(t *testing.T) {
	for _, theme := range []string{"light", "dark"} {
		w, s := windowLike(t, uitest.Look{Theme: theme})
		p := shownCode(t, w, s, uitest.OwnScene(), aliceCodes(), uitest.Alice)
		sameTexts(t, codesOnScreen(w.Shell), codeLink)
		uitest.Press(t, p.Pane, "trusted")
		uitest.CarryOut(t, w.Shell)
		sameTexts(t, codesOnScreen(w.Shell), codeLink3)
		uitest.Press(t, p.Pane, "copy")
		if got := w.App.Clipboard().Content(); got != codeLink3 {
			t.Errorf("copied %q", got)
		}
		w.Win.Canvas().Focused().TypedKey(&fyne.KeyEvent{Name: fyne.KeyEscape})
		if w.Win.Canvas().Overlays().Top() != nil {
			t.Error("Escape does not close the page")
		}
	}
}

func TestTheCodeIsReadAtEverySize(t *testing.T) {
	for _, size := range []struct{ w, h, scale float32 }{{700, 600, 1}, {500, 700, 1}, {1200, 800, 2}, {700, 900, 2}, {1600, 1000, .8}} {
		w, s := windowLike(t, uitest.Look{Scale: size.scale})
		w.Win.Resize(fyne.NewSize(size.w, size.h))
		p := shownCode(t, w, s, uitest.OwnScene(), aliceCodes(), uitest.Alice)
		for range 12 { // down to where the code is in full view
			if got := codesOnScreen(w.Shell); len(got) == 1 && got[0] == codeLink {
				break
			}
			p.ScrollBy(40)
		}
		sameTexts(t, codesOnScreen(w.Shell), codeLink)
	}
}

func TestPartsTurnByThemselves(t *testing.T) {
	clock := uitest.Now
	w, s := windowAt(t, func() time.Time { return clock })
	var tick func()
	w.Queue.After = func(d time.Duration, f func()) {
		if tick != nil || d != turnEvery {
			t.Errorf("two clocks run, or one of %v", d)
		}
		tick = f
	}
	turn := func() { f := tick; tick = nil; f() }
	of := inParts()
	p := shownCode(t, w, s, uitest.OwnScene(), of, uitest.Alice)
	parts := of[keys.IncludeVerified].Parts
	sameTexts(t, codesOnScreen(w.Shell), parts[0])
	turn()
	sameTexts(t, codesOnScreen(w.Shell), parts[1])
	uitest.Press(t, p.Pane, "before")
	sameTexts(t, codesOnScreen(w.Shell), parts[0])
	turn() // rests where the user has turned to
	sameTexts(t, codesOnScreen(w.Shell), parts[0])
	clock = clock.Add(restFor)
	turn()
	turn()
	sameTexts(t, codesOnScreen(w.Shell), parts[2])
	uitest.Press(t, p.Pane, "next")
	sameTexts(t, codesOnScreen(w.Shell), parts[0])
	uitest.Press(t, p.Pane, "close")
	turn()
	if tick != nil {
		t.Error("the parts turn on behind a closed page")
	}
}

func TestACodeForMyOtherComputers(t *testing.T) {
	w, s := window(t)
	link := "xmpp:bob@example.org?omemo-sid-771204=" + uitest.PrintPhone + ";vouched-by=alice@example.org"
	of := map[keys.Include]*keys.Code{keys.IncludeVerified: {JID: uitest.Bob, Name: "Bob", Link: link, Parts: []string{link}, Devices: []*view.DeviceView{uitest.Phone()}, LeftOut: []*view.DeviceView{uitest.Laptop()}}}
	p := shownCode(t, w, s, uitest.EncScene(), of, uitest.Bob)
	sameTexts(t, codesOnScreen(w.Shell), link)
	if p.Pane.Find("trusted") != nil {
		t.Error("devices of a contact that are only trusted are offered")
	}
	p.Close()
	s.Codes = nil
	p = w.ShowCode(uitest.Bob)
	uitest.CarryOut(t, w.Shell)
	if p.failure != words.Tr("code.noneVerified", "Name", "Bob") || p.Pane.Find("copy") != nil {
		t.Errorf("without a verified device: %q", p.failure)
	}
}

// chosenFile takes the name that a dialog for saving proposes, in a folder.
func chosenFile(t *testing.T, w *Room, dir string) string {
	t.Helper()
	entry := uitest.Within(t, w.Shell, func(e *widget.Entry) bool { return e.Text != "" })
	name := entry.Text
	t.Chdir(dir)
	test.Tap(uitest.Within(t, w.Shell, func(b *widget.Button) bool { return b.Importance == widget.HighImportance }))
	return name
}

func TestTheCodeIsSavedAsAPicture(t *testing.T) {
	dir := t.TempDir()
	t.Setenv("HOME", dir)
	w, s := window(t)
	of := inParts()
	p := shownCode(t, w, s, uitest.OwnScene(), of, uitest.Alice)
	uitest.Press(t, p.Pane, "save")
	uitest.CarryOut(t, w.Shell)
	name := chosenFile(t, w, dir)
	uitest.CarryOut(t, w.Shell)
	var file string
	err := filepath.WalkDir(dir, func(path string, d os.DirEntry, err error) error {
		if filepath.Base(path) == name {
			file = path
		}
		return err
	})
	if err != nil || file == "" {
		t.Fatalf("no %s, %v; said %q", name, err, p.said)
	}
	got, err := codes.ReadFile(file)
	if err != nil || len(got) != 3 {
		t.Errorf("%s holds %q, %v", name, got, err)
	}
	if p.said != words.Tr("save.done", "File", name) {
		t.Errorf("said %q", p.said)
	}
}

func TestAPageIsPrintedAndRemoved(t *testing.T) {
	t.Setenv("TMPDIR", t.TempDir())
	w, s := window(t)
	p := shownCode(t, w, s, uitest.OwnScene(), aliceCodes(), uitest.Alice)
	var later func()
	w.Queue.After = func(d time.Duration, f func()) { later = f }
	uitest.Press(t, p.Pane, "print")
	uitest.CarryOut(t, w.Shell)
	if len(w.printed) != 1 || later == nil {
		t.Fatalf("printed %v; said %q", w.printed, p.said)
	}
	for file := range w.printed {
		page, err := os.ReadFile(file)
		if err != nil || string(page) != "html page of "+uitest.Alice+"  with names" {
			t.Errorf("%q, %v", page, err)
		}
		if info, err := os.Stat(file); err != nil || info.Mode().Perm() != 0o600 {
			t.Errorf("%v, %v", info, err)
		}
		if info, err := os.Stat(filepath.Dir(file)); err != nil || info.Mode().Perm() != 0o700 {
			t.Errorf("%v, %v", info, err)
		}
		later()
		if _, err := os.Stat(filepath.Dir(file)); !os.IsNotExist(err) {
			t.Errorf("the page stays: %v", err)
		}
	}
}

func TestAPageOfFingerprintsIsMade(t *testing.T) {
	w, s := window(t)
	p := shownCode(t, w, s, uitest.OwnScene(), aliceCodes(), uitest.Alice)
	for _, c := range []struct {
		presses []string
		want    string
	}{
		{nil, "text page of " + uitest.Alice + " "},
		{[]string{"format markdown", "names"}, "markdown page of " + uitest.Alice + "  with names"},
		{[]string{"format html"}, "html page of " + uitest.Alice + " "},
	} {
		uitest.Press(t, p.Pane, "page")
		for _, key := range append(c.presses, "copy") {
			uitest.Press(t, uitest.Top(t, w.Shell), key)
		}
		uitest.CarryOut(t, w.Shell)
		if got := w.App.Clipboard().Content(); got != c.want {
			t.Errorf("%v: copied %q", c.presses, got)
		}
		uitest.Press(t, uitest.Top(t, w.Shell), dialog.CancelKey)
	}
}

// pictureBytes is a code as a file.
