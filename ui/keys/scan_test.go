package keys

import (
	"context"
	"errors"
	"fmt"
	"image"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/storage"

	"vouch/app"
	"vouch/app/keys"
	"vouch/app/view"
	codes "vouch/trust/qr"
	"vouch/ui/dialog"
	"vouch/ui/draw"
	"vouch/ui/qr"
	"vouch/ui/uitest"
	"vouch/ui/words"
)

// filming is a camera that sees pictures, over and over, until it is closed.
type filming struct {
	sees   []image.Image
	at     int
	closed atomic.Int32
}

func (f *filming) Frame(ctx context.Context) (image.Image, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	f.at++
	return f.sees[(f.at-1)%len(f.sees)], nil
}

func (f *filming) Live() bool { return true }

func (f *filming) Close() error { f.closed.Add(1); return nil }

// eyes give a window sources that are pictures.
func eyes(t *testing.T, w *Room, m image.Image) *filming {
	t.Helper()
	film := &filming{sees: []image.Image{image.NewGray(image.Rect(0, 0, 320, 240)), m}}
	still := func() (qr.FrameSource, error) { return qr.Stills(m), nil }
	w.Sources = Sources{
		Cameras: func() []qr.Camera { return []qr.Camera{{ID: "a", Name: "Built-in"}, {ID: "b", Name: "On the desk"}} },
		Camera:  func(string) (qr.FrameSource, error) { return film, nil },
		Screen:  still, Clipboard: still, File: codes.ReadFile,
	}
	return film
}

// TestTheCameraVerifiesAtOnce reads Bob's code in person, and takes it back.
func TestTheCameraVerifiesAtOnce(t *testing.T) {
	w, s := window(t)
	s.Read = map[string]*keys.Check{uitest.BobLink: uitest.BobCheck()}
	see(w, uitest.EncScene())
	film := eyes(t, w, uitest.CodePicture(t, uitest.BobLink))
	w.ScanCode(uitest.Bob)
	uitest.Press(t, uitest.Top(t, w.Shell), "camera")
	uitest.Await(t, w.Shell, "result", func() bool { return uitest.Shows(w.Shell, "Code of Bob read") })
	uitest.VerifiedAre(t, s, app.Verify{Account: uitest.Alice, JID: uitest.Bob, Keys: []string{uitest.PrintPhone, uitest.PrintNew, uitest.PrintWork}, By: view.ByCode, Detail: byCamera})
	uitest.Await(t, w.Shell, "camera that is closed", func() bool { return film.closed.Load() == 1 })
	uitest.Press(t, uitest.Top(t, w.Shell), "undo")
	uitest.Await(t, w.Shell, "word about it", func() bool { return uitest.Shows(w.Shell, "Undone") })
	if len(s.Undone) != 3 {
		t.Errorf("undone %v", s.Undone)
	}
}

// TestAPictureAsksFirst: whoever sent it may have made it, so it verifies only after the user has said where it came from. What
// is written down says how it was read.
func TestAPictureAsksFirst(t *testing.T) {
	file := filepath.Join(t.TempDir(), "code.png")
	if err := os.WriteFile(file, uitest.CodePNG(t, uitest.BobLink), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, own := range []bool{false, true} {
		for _, c := range []struct {
			detail, said string
			start        func(w *Room, p *scan)
		}{
			{byScreen, "read from the screen", func(w *Room, p *scan) { uitest.Press(t, uitest.Top(t, w.Shell), "screen") }},
			{byClipboard, "read from a copied picture", func(w *Room, p *scan) { uitest.Press(t, uitest.Top(t, w.Shell), "clipboard") }},
			{byPicture, "read from a picture", func(w *Room, p *scan) { p.readFile(file) }},
			{byPicture, "read from a picture", func(w *Room, p *scan) { w.Dropped([]fyne.URI{storage.NewFileURI(file)}) }},
		} {
			w, s := window(t)
			check, of, title, about := uitest.BobCheck(), uitest.Bob, "Verify 2 keys of Bob?", "Bob (bob@example.org)"
			if own {
				check.JID, check.Name, check.Own = uitest.Alice, "Alice", true
				of, title, about = uitest.Alice, words.Trn("link.titleOwn", 2), "your own account"
			}
			s.Read = map[string]*keys.Check{uitest.BobLink: check}
			see(w, uitest.EncScene())
			eyes(t, w, uitest.CodePicture(t, uitest.BobLink))
			c.start(w, w.ScanCode(of))
			uitest.Await(t, w.Shell, "question", func() bool { return uitest.Shows(w.Shell, title) })
			uitest.VerifiedAre(t, s)
			if got := uitest.WhatIsSaid(t, w.Shell); !strings.Contains(got, about) || !strings.Contains(got, c.said) {
				t.Errorf("asks %q", got)
			}
			if uitest.Top(t, w.Shell).Find("verify").(*draw.Hit).Tap != nil {
				t.Error("it can be verified before the box is ticked")
			}
			uitest.Press(t, uitest.Top(t, w.Shell), "sure")
			uitest.Press(t, uitest.Top(t, w.Shell), "verify")
			uitest.Await(t, w.Shell, "result", func() bool { return uitest.Shows(w.Shell, "Code of "+check.Name+" read") })
			uitest.VerifiedAre(t, s, app.Verify{Account: uitest.Alice, JID: of, Keys: check.Verifiable(), By: view.ByCode, Detail: c.detail})
		}
	}
}

func TestTheCameraIsClosedWithTheDialog(t *testing.T) {
	w, s := window(t)
	see(w, uitest.EncScene())
	film := eyes(t, w, image.NewGray(image.Rect(0, 0, 320, 240)))
	p := w.ScanCode(uitest.Bob)
	uitest.Press(t, uitest.Top(t, w.Shell), "camera")
	uitest.Await(t, w.Shell, "picture of the camera", func() bool { return p.shown != nil })
	if p.Find("camera b") == nil {
		t.Error("the other camera is not offered")
	}
	uitest.Press(t, uitest.Top(t, w.Shell), "camera b")
	uitest.Await(t, w.Shell, "other camera", func() bool { return film.closed.Load() == 1 && p.filming == "b" && p.shown != nil })
	w.Win.Canvas().Focused().TypedKey(&fyne.KeyEvent{Name: fyne.KeyEscape})
	uitest.Await(t, w.Shell, "camera that is closed", func() bool { return film.closed.Load() == 2 })
	if w.Win.Canvas().Overlays().Top() != nil {
		t.Error("the dialog is still there")
	}
	uitest.VerifiedAre(t, s)
}

// TestACameraIsFreeBeforeItIsOpenedAgain turns the camera off and on faster than it closes.
func TestACameraIsFreeBeforeItIsOpenedAgain(t *testing.T) {
	w, _ := window(t)
	see(w, uitest.EncScene())
	film := eyes(t, w, image.NewGray(image.Rect(0, 0, 320, 240)))
	var opened atomic.Int32
	w.Sources.Camera = func(string) (qr.FrameSource, error) {
		if opened.Add(1)-1 != film.closed.Load() {
			return nil, qr.ErrBusy
		}
		return film, nil
	}
	p := w.ScanCode(uitest.Bob)
	for range 3 {
		uitest.Press(t, uitest.Top(t, w.Shell), "camera")
		uitest.Await(t, w.Shell, "picture of the camera", func() bool { return p.shown != nil || p.failure != "" })
		uitest.Press(t, uitest.Top(t, w.Shell), "camera") // off
	}
	if p.failure != "" {
		t.Error(p.failure)
	}
}

func TestWhyNothingIsSeen(t *testing.T) {
	for _, c := range []struct {
		err  error
		want string
	}{
		{fmt.Errorf("open: %w", qr.ErrNoCamera), "scan.noCamera"}, {qr.ErrBusy, "scan.cameraBusy"}, {qr.ErrDenied, "scan.cameraDenied"},
		{errors.New("broken"), "scan.sourceFailed"},
	} {
		w, _ := window(t)
		see(w, uitest.EncScene())
		eyes(t, w, uitest.CodePicture(t, uitest.BobLink))
		w.Sources.Camera = func(string) (qr.FrameSource, error) { return nil, c.err }
		p := w.ScanCode(uitest.Bob)
		uitest.Press(t, uitest.Top(t, w.Shell), "camera")
		uitest.Await(t, w.Shell, "reason", func() bool { return p.failure != "" })
		if p.failure != words.Tr(c.want) || p.filming != "" {
			t.Errorf("%v: %q", c.err, p.failure)
		}
	}
	for err, want := range map[error]string{codes.ErrNoCode: "scan.noCode", codes.ErrNoPicture: "scan.noPicture", codes.ErrTooLarge: "scan.tooLarge", qr.ErrNoScreen: "scan.noScreen"} {
		if got := sourceText(fmt.Errorf("read: %w", err)); got != words.Tr(want) {
			t.Errorf("%v: %q", err, got)
		}
	}
}

// TestCodesThatAreRefused gives every reason its words, and changes nothing.
func TestCodesThatAreRefused(t *testing.T) {
	fault := func(f keys.Fault) error { return &app.Error{Kind: app.KindInvalid, Param: "uri", Err: f} }
	seen := map[string]bool{}
	for _, c := range []struct {
		err  error
		want string
	}{
		{&app.Error{Kind: app.KindConflict, Param: "jid", About: uitest.Carol}, "The code is of carol@example.net, this chat is with Bob. Nothing was changed."},
		{&app.Error{Kind: app.KindConflict, Param: "jid", About: uitest.Alice}, "That is a code of your own account, this chat is with Bob. Nothing was changed."},
		{&app.Error{Kind: app.KindConflict, Param: "vouched-by", About: uitest.Carol}, "carol@example.net made this code for their own other computers. It proves nothing to you, and nothing was changed."},
		{fault(keys.FaultTwice), "The code names the same device twice with different keys. Nothing was changed; ask for a new one."},
		{fault(keys.FaultContradicts), words.Tr("scan.contradicts")}, {fault(keys.FaultNoKeys), words.Tr("scan.noKeys")}, {fault(keys.FaultTooLong), words.Tr("scan.tooLong")},
		{fault(keys.FaultEncryption), words.Tr("scan.otherEncryption")}, {fault(keys.FaultMixed), words.Tr("scan.mixed")},
		{fault(keys.FaultDevice), words.Tr("scan.badDevice")}, {fault(keys.FaultKey), words.Tr("scan.badKey")}, {fault(keys.FaultPart), words.Tr("scan.badPart")}, {fault(keys.FaultMalformed), words.Tr("scan.malformed")},
	} {
		w, s := window(t)
		s.KeyErr = c.err
		see(w, uitest.EncScene())
		p := w.ScanCode(uitest.Bob)
		p.link.SetText("xmpp:somebody@example.org")
		uitest.Press(t, uitest.Top(t, w.Shell), "read")
		uitest.CarryOut(t, w.Shell)
		if p.failure != c.want || seen[p.failure] {
			t.Errorf("%v: %q", c.err, p.failure)
		}
		seen[p.failure] = true
		uitest.VerifiedAre(t, s)
	}
}

func TestACodeThatIsNotOfTheOwnAccount(t *testing.T) {
	err := &app.Error{Kind: app.KindConflict, Param: "jid", About: uitest.Carol}
	if got := codeText(err, uitest.Alice, uitest.Alice, "Alice"); got != "The code is of carol@example.net, not of your own account. Nothing was changed." {
		t.Errorf("%q", got)
	}
}

func TestPartsAreCollected(t *testing.T) {
	w, s := window(t)
	see(w, uitest.EncScene())
	texts := []string{uitest.BobLink + ";part=1-3", uitest.BobLink + ";part=2-3", uitest.BobLink + ";part=3-3"}
	whole := uitest.BobCheck()
	whole.Part, whole.Parts = 3, 3
	s.Read = map[string]*keys.Check{strings.Join(texts, "\n"): whole}
	for i, text := range texts {
		s.Read[text] = &keys.Check{JID: uitest.Bob, Name: "Bob", Part: i + 1, Parts: 3}
	}
	film := eyes(t, w, uitest.CodePicture(t, texts[2]))
	film.sees = []image.Image{uitest.CodePicture(t, texts[2]), uitest.CodePicture(t, texts[0])}
	p := w.ScanCode(uitest.Bob)
	uitest.Press(t, uitest.Top(t, w.Shell), "camera")
	uitest.Await(t, w.Shell, "two parts", func() bool { return len(p.parts) == 2 })
	if !strings.HasPrefix(p.note, "2 of 3 parts read") {
		t.Errorf("said %q", p.note)
	}
	uitest.VerifiedAre(t, s)
	p.take(texts[1:2], byCamera)
	uitest.Await(t, w.Shell, "result", func() bool { return uitest.Shows(w.Shell, "Code of Bob read") })
	uitest.VerifiedAre(t, s, app.Verify{Account: uitest.Alice, JID: uitest.Bob, Keys: whole.Verifiable(), By: view.ByCode, Detail: byCamera})
}

// TestALinkAsksFirst: clicked, handed over or pasted, it verifies only after the user has said where it came from.
func TestALinkAsksFirst(t *testing.T) {
	for _, c := range []struct {
		name  string
		start func(w *Room)
	}{
		{"handed over", func(w *Room) {
			w.OpenKeys(uitest.BobLink)
		}},
		{"pasted", func(w *Room) {
			w.Sources.Clipboard = func() (qr.FrameSource, error) { return nil, qr.ErrNoPicture }
			w.App.Clipboard().SetContent(" " + uitest.BobLink + "\n")
			w.ScanCode(uitest.Bob)
			uitest.Press(t, uitest.Top(t, w.Shell), "clipboard")
		}},
		{"typed", func(w *Room) {
			p := w.ScanCode(uitest.Bob)
			p.link.SetText(uitest.BobLink)
			p.link.OnSubmitted(uitest.BobLink)
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			w, s := window(t)
			s.Snap = uitest.EncScene()
			s.Read = map[string]*keys.Check{uitest.BobLink: uitest.BobCheck()}
			see(w, s.Snap)
			c.start(w)
			uitest.Await(t, w.Shell, "question", func() bool { return uitest.Shows(w.Shell, "Verify 2 keys of Bob?") })
			uitest.VerifiedAre(t, s)
			if got := uitest.WhatIsSaid(t, w.Shell); !strings.Contains(got, "Bob (bob@example.org)") {
				t.Errorf("asks %q", got)
			}
			if w.Win.Canvas().Focused() != uitest.Top(t, w.Shell).Find(dialog.CancelKey).(fyne.Focusable) {
				t.Error("Cancel has not the keyboard")
			}
			if uitest.Top(t, w.Shell).Find("verify").(*draw.Hit).Tap != nil {
				t.Error("it can be verified before the box is ticked")
			}
			uitest.Press(t, uitest.Top(t, w.Shell), "sure")
			uitest.Press(t, uitest.Top(t, w.Shell), "verify")
			uitest.Await(t, w.Shell, "result", func() bool { return uitest.Shows(w.Shell, "Code of Bob read") })
			uitest.VerifiedAre(t, s, app.Verify{Account: uitest.Alice, JID: uitest.Bob, Keys: []string{uitest.PrintPhone, uitest.PrintNew, uitest.PrintWork}, By: view.ByLink})
		})
	}
}

func TestACodeOfMyOtherDeviceAsks(t *testing.T) {
	w, s := window(t)
	check := uitest.BobCheck()
	check.VouchedBy = uitest.Alice
	s.Read = map[string]*keys.Check{uitest.BobLink: check}
	see(w, uitest.EncScene())
	eyes(t, w, uitest.CodePicture(t, uitest.BobLink))
	w.ScanCode(uitest.Bob)
	uitest.Press(t, uitest.Top(t, w.Shell), "camera")
	uitest.Await(t, w.Shell, "question", func() bool { return uitest.Shows(w.Shell, "Take over what you verified of Bob?") })
	uitest.VerifiedAre(t, s)
	if got := uitest.WhatIsSaid(t, w.Shell); !strings.Contains(got, "another of your devices") || !strings.Contains(got, "2 keys of Bob") {
		t.Errorf("asks %q", got)
	}
	uitest.Press(t, uitest.Top(t, w.Shell), "verify")
	uitest.Await(t, w.Shell, "result", func() bool { return uitest.Shows(w.Shell, "Code of Bob read") })
	uitest.VerifiedAre(t, s, app.Verify{Account: uitest.Alice, JID: uitest.Bob, Keys: []string{uitest.PrintPhone, uitest.PrintNew, uitest.PrintWork}, By: view.ByOtherDevice})
}

// TestAMessageThatRejectsAsks: what takes trust away is asked about however it came.
func TestAMessageThatRejectsAsks(t *testing.T) {
	w, s := window(t)
	check := &keys.Check{JID: uitest.Bob, Name: "Bob", Part: 1, Parts: 1, Distrust: []keys.Finding{{Result: keys.Matches, Fingerprint: uitest.PrintLaptop, Label: "Bob’s laptop", Trust: view.TrustTrusted}}}
	s.Read = map[string]*keys.Check{uitest.BobLink: check}
	see(w, uitest.EncScene())
	eyes(t, w, uitest.CodePicture(t, uitest.BobLink))
	w.ScanCode(uitest.Bob)
	uitest.Press(t, uitest.Top(t, w.Shell), "camera")
	uitest.Await(t, w.Shell, "question", func() bool {
		return uitest.Shows(w.Shell, "Verify 0 keys of Bob?") || uitest.Shows(w.Shell, words.Tr("link.rejectTitle", "Name", "Bob"))
	})
	uitest.VerifiedAre(t, s)
	uitest.Press(t, uitest.Top(t, w.Shell), "verify")
	uitest.Await(t, w.Shell, "result", func() bool { return uitest.Shows(w.Shell, "Code of Bob read") })
	uitest.VerifiedAre(t, s, app.Verify{Account: uitest.Alice, JID: uitest.Bob, Keys: check.Verifiable(), Reject: []string{uitest.PrintLaptop}, By: view.ByCode, Detail: byCamera})
}

func TestTheKnownKeyIsRejected(t *testing.T) {
	w, s := window(t)
	s.Read = map[string]*keys.Check{uitest.BobLink: uitest.BobCheck()}
	see(w, uitest.EncScene())
	eyes(t, w, uitest.CodePicture(t, uitest.BobLink))
	w.ScanCode(uitest.Bob)
	uitest.Press(t, uitest.Top(t, w.Shell), "camera")
	uitest.Await(t, w.Shell, "result", func() bool { return uitest.Shows(w.Shell, "Code of Bob read") })
	s.Verified = nil
	uitest.Press(t, uitest.Top(t, w.Shell), "reject "+uitest.PrintLaptop)
	uitest.Await(t, w.Shell, "rejection", func() bool { return s.Verifications() == 2 })
	uitest.VerifiedAre(t, s, app.Verify{Account: uitest.Alice, JID: uitest.Bob, Reject: []string{uitest.PrintLaptop}, By: view.ByCode, Detail: byCamera})
	if uitest.Top(t, w.Shell).Find("reject "+uitest.PrintLaptop) != nil {
		t.Error("it can be rejected again")
	}
	uitest.Press(t, uitest.Top(t, w.Shell), "undo")
	uitest.Await(t, w.Shell, "word about it", func() bool { return uitest.Shows(w.Shell, "Undone") })
	if !slices.Contains(s.Undone, keys.Change{Fingerprint: uitest.PrintLaptop, From: view.TrustTrusted, To: view.TrustRejected}) {
		t.Errorf("undone %v", s.Undone)
	}
}

func TestOtherFilesAreNotLookedAt(t *testing.T) {
	w, _ := window(t)
	see(w, uitest.EncScene())
	w.Dropped([]fyne.URI{storage.NewFileURI("/tmp/notes.txt")})
	if w.scanning != nil {
		t.Error("a text is taken for a picture")
	}
}
