package ui

import (
	"io"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"vouch/app"
	"vouch/ui/draw"
	"vouch/ui/words"
)

const bobPage = "# Bob’s OMEMO keys\nbob@example.org, 20 November\n\nphone\nEDA7E66D B726B9D9 10BAC084 CC5B29A9\n24AD7AA8 3B7E8B86 261BA82F CC655902\n\nolder\ne564007d 96cf093d 902ee5bd 0890401"

// pageCheck is what a page of Bob says.
func pageCheck() *app.KeyCheck {
	return &app.KeyCheck{JID: bob, Name: "Bob", Part: 1, Parts: 1, Odd: []app.OddLine{{Line: 9, Digits: 31}}, Foreign: []string{carol}, Findings: []app.KeyFinding{
		{Result: app.KeyMatches, DeviceID: 1029384756, Fingerprint: printNew, Trust: app.TrustUndecided, Active: true},
		{Result: app.KeyMatches, DeviceID: 90125, Label: "Bob’s laptop", Fingerprint: printLaptop, Trust: app.TrustTrusted, Active: true},
		{Result: app.KeyMatches, DeviceID: 771204, Label: "Bob’s phone", Fingerprint: printPhone, Trust: app.TrustVerified, Active: true},
		{Result: app.KeyNew, Fingerprint: printWork, Trust: app.TrustUndecided},
		{Result: app.KeyMissing, DeviceID: 4711, Label: "Bob’s old tablet", Fingerprint: printOld, Trust: app.TrustRejected},
	}}
}

func checking(t *testing.T) (*Window, *service, *checkPage) {
	t.Helper()
	w, s := window(t, Options{})
	s.read = map[string]*app.KeyCheck{bobPage: pageCheck()}
	see(w, encScene())
	return w, s, w.checkPage(bob)
}

func TestAPageThatIsPastedIsCheckedAndVerified(t *testing.T) {
	w, s, p := checking(t)
	w.App.Clipboard().SetContent(bobPage)
	press(t, p.Pane, "paste")
	carryOut(t, w.Shell)
	verifiedAre(t, s)
	for print, can := range map[string]bool{printNew: true, printLaptop: true, printWork: true, printPhone: false, printOld: false} {
		if got := p.Pane.Find("tick "+print) != nil; got != can {
			t.Errorf("%s can be ticked: %t", print, got)
		}
	}
	press(t, p.Pane, "tick "+printLaptop) // ticked before, as what matches is
	press(t, p.Pane, "tick "+printWork)
	press(t, p.Pane, "verify")
	carryOut(t, w.Shell)
	verifiedAre(t, s, app.Verify{Account: alice, JID: bob, Keys: []string{printNew, printWork}, By: app.ByPage})
	if p.said != "2 keys are verified now." {
		t.Errorf("said %q", p.said)
	}
	press(t, p.Pane, "undo")
	carryOut(t, w.Shell)
	if len(s.undone) != 2 || p.said != words.Tr("check.undone") {
		t.Errorf("undone %v, said %q", s.undone, p.said)
	}
}

func TestAllAreTicked(t *testing.T) {
	w, s, p := checking(t)
	p.text.SetText(bobPage)
	carryOut(t, w.Shell)
	press(t, p.Pane, "all")
	if got := len(p.chosen()); got != 3 {
		t.Errorf("%d are ticked", got)
	}
	press(t, p.Pane, "all")
	if got := len(p.chosen()); got != 0 || p.Pane.Find("verify").(*draw.Hit).Tap != nil {
		t.Errorf("%d are ticked", got)
	}
	verifiedAre(t, s)
}

func TestATextOfSomebodyElseIsNotForUs(t *testing.T) {
	w, _, p := checking(t)
	p.text.SetText(bobPage)
	p.text.SetText("something else") // before the first was read
	for _, o := range w.Queue.TakeOrders()[:1] {
		w.Queue.CarryOut(t.Context(), o)
	}
	for _, o := range w.Queue.TakeOutcomes() {
		o.Then(o.Err)
	}
	if p.check != nil {
		t.Error("what was found in another text is shown")
	}
}

func TestAnAddressIsFetchedOnRequestOnly(t *testing.T) {
	w, s, p := checking(t)
	w.Account().Proxy = "socks5://127.0.0.1:9050"
	s.fetched = app.Fetched{Address: "https://bob.example.org/keys/", Text: bobPage}
	press(t, p.Pane, "fetch")
	if said := whatIsSaid(t, w.Shell); !strings.Contains(said, "127.0.0.1:9050") {
		t.Errorf("the proxy is not named: %q", said)
	}
	entry := w.Win.Canvas().Focused().(*draw.Entry)
	test.Type(entry, "bob.example.org/keys")
	carryOut(t, w.Shell)
	if len(s.keyService.asked) != 0 {
		t.Fatalf("fetched unasked: %v", s.keyService.asked)
	}
	s.keyErr = &app.Error{Kind: app.KindTLS, Param: "address"}
	press(t, top(t, w.Shell), "fetch")
	carryOut(t, w.Shell)
	top(t, w.Shell) // still there, and says why
	s.keyErr = nil
	press(t, top(t, w.Shell), "fetch")
	carryOut(t, w.Shell)
	carryOut(t, w.Shell)
	if len(s.keyService.asked) != 2 || !strings.HasSuffix(s.keyService.asked[1], "bob.example.org/keys") {
		t.Errorf("fetched %v", s.keyService.asked)
	}
	press(t, covering(t, w.Shell), "verify")
	carryOut(t, w.Shell)
	verifiedAre(t, s, app.Verify{Account: alice, JID: bob, Keys: []string{printNew, printLaptop}, By: app.ByPage, Detail: "https://bob.example.org/keys/"})
	p.text.SetText(bobPage + " ") // typed in: it is no longer what was fetched
	if p.from != "" {
		t.Errorf("a changed text is from %q", p.from)
	}
}

func TestAFileIsChecked(t *testing.T) {
	w, s, p := checking(t)
	p.readFrom(io.NopCloser(strings.NewReader(bobPage)), "keys of bob.txt")
	carryOut(t, w.Shell)
	carryOut(t, w.Shell)
	press(t, p.Pane, "verify")
	carryOut(t, w.Shell)
	verifiedAre(t, s, app.Verify{Account: alice, JID: bob, Keys: []string{printNew, printLaptop}, By: app.ByPage, Detail: "keys of bob.txt"})
	p.text.TypedKey(&fyne.KeyEvent{Name: fyne.KeyEscape})
	if w.Win.Canvas().Overlays().Top() != nil {
		t.Error("Escape does not close the page")
	}
}

func TestWhyAPageIsNotFetched(t *testing.T) {
	seen := map[string]bool{}
	for _, k := range []app.Kind{app.KindInvalid, app.KindRefused, app.KindTLS, app.KindNotConnected} {
		words := fetchText(&app.Error{Kind: k}, "https://bob.example.org")
		if seen[words] || words == "" {
			t.Errorf("%s says %q", k, words)
		}
		seen[words] = true
	}
}
