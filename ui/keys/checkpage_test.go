package keys

import (
	"io"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"vouch/app"
	"vouch/app/keys"
	"vouch/app/view"
	"vouch/ui/draw"
	"vouch/ui/uitest"
	"vouch/ui/words"
)

const bobPage = "# Bob’s OMEMO keys\nbob@example.org, 20 November\n\nphone\nEDA7E66D B726B9D9 10BAC084 CC5B29A9\n24AD7AA8 3B7E8B86 261BA82F CC655902\n\nolder\ne564007d 96cf093d 902ee5bd 0890401"

// pageCheck is what a page of Bob says.
func pageCheck() *keys.Check {
	return &keys.Check{JID: uitest.Bob, Name: "Bob", Part: 1, Parts: 1, Odd: []keys.OddLine{{Line: 9, Digits: 31}}, Foreign: []string{uitest.Carol}, Findings: []keys.Finding{
		{Result: keys.Matches, DeviceID: 1029384756, Fingerprint: uitest.PrintNew, Trust: view.TrustUndecided, Active: true},
		{Result: keys.Matches, DeviceID: 90125, Label: "Bob’s laptop", Fingerprint: uitest.PrintLaptop, Trust: view.TrustTrusted, Active: true},
		{Result: keys.Matches, DeviceID: 771204, Label: "Bob’s phone", Fingerprint: uitest.PrintPhone, Trust: view.TrustVerified, Active: true},
		{Result: keys.New, Fingerprint: uitest.PrintWork, Trust: view.TrustUndecided},
		{Result: keys.Missing, DeviceID: 4711, Label: "Bob’s old tablet", Fingerprint: uitest.PrintOld, Trust: view.TrustRejected},
	}}
}

func checking(t *testing.T) (*Room, *uitest.Service, *checkPage) {
	t.Helper()
	w, s := window(t)
	s.Read = map[string]*keys.Check{bobPage: pageCheck()}
	see(w, uitest.EncScene())
	return w, s, w.CheckPage(uitest.Bob)
}

func TestAPageThatIsPastedIsCheckedAndVerified(t *testing.T) {
	w, s, p := checking(t)
	w.App.Clipboard().SetContent(bobPage)
	uitest.Press(t, p.Pane, "paste")
	uitest.CarryOut(t, w.Shell)
	uitest.VerifiedAre(t, s)
	for print, can := range map[string]bool{uitest.PrintNew: true, uitest.PrintLaptop: true, uitest.PrintWork: true, uitest.PrintPhone: false, uitest.PrintOld: false} {
		if got := p.Pane.Find("tick "+print) != nil; got != can {
			t.Errorf("%s can be ticked: %t", print, got)
		}
	}
	uitest.Press(t, p.Pane, "tick "+uitest.PrintLaptop) // ticked before, as what matches is
	uitest.Press(t, p.Pane, "tick "+uitest.PrintWork)
	uitest.Press(t, p.Pane, "verify")
	uitest.CarryOut(t, w.Shell)
	uitest.VerifiedAre(t, s, app.Verify{Account: uitest.Alice, JID: uitest.Bob, Keys: []string{uitest.PrintNew, uitest.PrintWork}, By: view.ByPage})
	if p.said != "2 keys are verified now." {
		t.Errorf("said %q", p.said)
	}
	uitest.Press(t, p.Pane, "undo")
	uitest.CarryOut(t, w.Shell)
	if len(s.Undone) != 2 || p.said != words.Tr("check.undone") {
		t.Errorf("undone %v, said %q", s.Undone, p.said)
	}
}

func TestAllAreTicked(t *testing.T) {
	w, s, p := checking(t)
	p.text.SetText(bobPage)
	uitest.CarryOut(t, w.Shell)
	uitest.Press(t, p.Pane, "all")
	if got := len(p.chosen()); got != 3 {
		t.Errorf("%d are ticked", got)
	}
	uitest.Press(t, p.Pane, "all")
	if got := len(p.chosen()); got != 0 || p.Pane.Find("verify").(*draw.Hit).Tap != nil {
		t.Errorf("%d are ticked", got)
	}
	uitest.VerifiedAre(t, s)
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
	s.Fetched = app.Fetched{Address: "https://bob.example.org/keys/", Text: bobPage}
	uitest.Press(t, p.Pane, "fetch")
	if said := uitest.WhatIsSaid(t, w.Shell); !strings.Contains(said, "127.0.0.1:9050") {
		t.Errorf("the proxy is not named: %q", said)
	}
	entry := w.Win.Canvas().Focused().(*draw.Entry)
	test.Type(entry, "bob.example.org/keys")
	uitest.CarryOut(t, w.Shell)
	if len(s.KeyService.Asked) != 0 {
		t.Fatalf("fetched unasked: %v", s.KeyService.Asked)
	}
	s.KeyErr = &app.Error{Kind: app.KindTLS, Param: "address"}
	uitest.Press(t, uitest.Top(t, w.Shell), "fetch")
	uitest.CarryOut(t, w.Shell)
	uitest.Top(t, w.Shell) // still there, and says why
	s.KeyErr = nil
	uitest.Press(t, uitest.Top(t, w.Shell), "fetch")
	uitest.CarryOut(t, w.Shell)
	uitest.CarryOut(t, w.Shell)
	if len(s.KeyService.Asked) != 2 || !strings.HasSuffix(s.KeyService.Asked[1], "bob.example.org/keys") {
		t.Errorf("fetched %v", s.KeyService.Asked)
	}
	uitest.Press(t, uitest.Covering(t, w.Shell), "verify")
	uitest.CarryOut(t, w.Shell)
	uitest.VerifiedAre(t, s, app.Verify{Account: uitest.Alice, JID: uitest.Bob, Keys: []string{uitest.PrintNew, uitest.PrintLaptop}, By: view.ByPage, Detail: "https://bob.example.org/keys/"})
	p.text.SetText(bobPage + " ") // typed in: it is no longer what was fetched
	if p.from != "" {
		t.Errorf("a changed text is from %q", p.from)
	}
}

func TestAFileIsChecked(t *testing.T) {
	w, s, p := checking(t)
	p.readFrom(io.NopCloser(strings.NewReader(bobPage)), "keys of bob.txt")
	uitest.CarryOut(t, w.Shell)
	uitest.CarryOut(t, w.Shell)
	uitest.Press(t, p.Pane, "verify")
	uitest.CarryOut(t, w.Shell)
	uitest.VerifiedAre(t, s, app.Verify{Account: uitest.Alice, JID: uitest.Bob, Keys: []string{uitest.PrintNew, uitest.PrintLaptop}, By: view.ByPage, Detail: "keys of bob.txt"})
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
