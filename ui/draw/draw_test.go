package draw

import (
	"fmt"
	"image/color"
	"math"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/theme"
)

func TestHueOfAnAddress(t *testing.T) {
	// XEP-0392 v1.0.1 §13.2, without corrections.
	for in, want := range map[string]float64{"Romeo": 327.255249, "juliet@capulet.lit": 209.410400, "😺": 331.199341, "council": 359.994507, "Board": 171.430664} {
		if got := hue(in); math.Abs(got-want) > 1e-4 {
			t.Errorf("%s: %f, want %f", in, got, want)
		}
	}
}

// contrast of two colours, WCAG 2.2.
func contrast(a, b color.Color) float64 {
	la, lb := luminance(a), luminance(b)
	return (max(la, lb) + .05) / (min(la, lb) + .05)
}

func luminance(c color.Color) float64 {
	n := c.(color.NRGBA)
	f := func(v uint8) float64 {
		x := float64(v) / 255
		if x <= .04045 {
			return x / 12.92
		}
		return math.Pow((x+.055)/1.055, 2.4)
	}
	return .2126*f(n.R) + .7152*f(n.G) + .0722*f(n.B)
}

func TestEveryTextIsReadable(t *testing.T) {
	grounds := []Token{Bg, Side, Card, FieldGround, Hover, Own}
	pairs := map[Token][]Token{
		Fg: append(grounds, UndecidedTint, RejectedTint, TrustedTint, VerifiedTint), Muted: grounds, Acc: grounds,
		Undecided: append(grounds, UndecidedTint), Trusted: append(grounds, TrustedTint), Verified: append(grounds, VerifiedTint),
		Rejected: append(grounds, RejectedTint), Inactive: {InactiveTint}, White: {Fill, Danger},
	}
	for _, dark := range []bool{false, true} {
		l := Look{Dark: dark, Text: 1}
		for text, on := range pairs {
			for _, ground := range on {
				if c := contrast(l.Color(text), l.Color(ground)); c < 4.5 {
					t.Errorf("dark %v: %s on %s has %.2f", dark, text, ground, c)
				}
			}
		}
		for i := range 256 { // all round the circle
			jid := fmt.Sprint("person ", i)
			if c := contrast(color.NRGBA{255, 255, 255, 255}, DiscColor(jid)); c < 4.5 {
				t.Errorf("white on the disc of %s has %.2f", jid, c)
			}
			for _, ground := range []Token{Bg, Side, Hover, Own} { // names stand above bubbles, and in the list of chats
				if c := contrast(l.NameColor(jid), l.Color(ground)); c < 4.5 {
					t.Errorf("dark %v: the name of %s on %s has %.2f", dark, jid, ground, c)
				}
			}
		}
	}
}

func sheet(t *testing.T, w float32) *Sheet {
	t.Helper()
	test.NewTempApp(t).Settings().SetTheme(Theme{Mode: "light"})
	return Dry(w)
}

func TestWrappedTextIsWholeAndFits(t *testing.T) {
	s := sheet(t, 200)
	for name, text := range map[string]string{
		"words":           strings.Repeat("some words to wrap ", 20),
		"a long word":     strings.Repeat("W", 300),
		"lines":           "one\n\ntwo\nthree",
		"nothing":         "",
		"only line feeds": "\n\n\n",
		"a long address":  "see https://example.org/" + strings.Repeat("a/", 200) + " now",
		"marks":           "Z" + strings.Repeat("\u0301", 40) + "al",
	} {
		w := s.Wrap(One(text, F14, Fg), 200)
		var b strings.Builder
		line := 0
		for _, p := range w.Pieces {
			b.WriteString(p.Text)
			if end := p.X + s.Width(strings.TrimRight(p.Text, " "), p.Font); end > 201 && len([]rune(p.Text)) > 1 {
				t.Errorf("%s: a line is %v wide", name, end)
			}
			if p.Line < line {
				t.Errorf("%s: line %d after %d", name, p.Line, line)
			}
			line = p.Line
		}
		if got := b.String(); got != strings.ReplaceAll(text, "\n", "") {
			t.Errorf("%s: %q is left", name, got)
		}
		if w.Lines != line+1 && !strings.HasSuffix(text, "\n") {
			t.Errorf("%s: %d lines, the last is %d", name, w.Lines, line)
		}
	}
}

func TestClippedTextFits(t *testing.T) {
	s := sheet(t, 200)
	for _, w := range []float32{0, 5, 20, 100, 1000} {
		got := s.Clip("some words that are too long", w, F14)
		if s.Width(got, F14) > w && got != "…" && got != "" {
			t.Errorf("%q is wider than %v", got, w)
		}
	}
	if got := s.Clip("short", 1000, F14); got != "short" {
		t.Errorf("got %q", got)
	}
}

func TestFynesColoursAreOurs(t *testing.T) {
	for _, dark := range []fyne.ThemeVariant{theme.VariantLight, theme.VariantDark} {
		for _, n := range []fyne.ThemeColorName{theme.ColorNameBackground, theme.ColorNameForeground, theme.ColorNamePrimary, theme.ColorNameError, theme.ColorNameFocus, theme.ColorNameScrollBar} {
			if (Theme{}).Color(n, dark) == nil {
				t.Errorf("%s has no colour", n)
			}
		}
	}
	if (Theme{Mode: "dark"}).Color(theme.ColorNameBackground, theme.VariantLight) != (Look{Dark: true}).Color(Bg) {
		t.Error("the user's choice gives way to the system's")
	}
	if (Theme{}).Color(theme.ColorNameBackground, theme.VariantDark) != (Look{Dark: true}).Color(Bg) {
		t.Error("without a choice the system's is not followed")
	}
	for in, want := range map[float32]float32{0: 14, .5: 14 * .8, 1.5: 21, 9: 28} {
		if got := (Theme{Text: in}).Size(theme.SizeNameText); math.Abs(float64(got-want)) > .01 {
			t.Errorf("text size %v gives %v", in, got)
		}
	}
}

func TestControlsAreKeptFromOneDrawingToTheNext(t *testing.T) {
	a := test.NewTempApp(t)
	a.Settings().SetTheme(Theme{Mode: "light"})
	pressed, gone := 0, false
	p := NewPane(func(s *Sheet) {
		if !gone {
			s.Button("go", Button{Word: "Go"}, 10, 10, func() { pressed++ })
		}
		s.Button("off", Button{Word: "Off"}, 100, 10, nil)
	})
	w := test.NewTempWindow(t, p)
	w.Resize(fyne.NewSize(300, 100))
	first := p.Find("go").(*Hit)
	p.Refresh()
	if p.Find("go") != first {
		t.Fatal("the button is another one")
	}
	w.Canvas().FocusNext()
	if w.Canvas().Focused() != first {
		t.Fatalf("Tab leads to %T", w.Canvas().Focused())
	}
	first.TypedKey(&fyne.KeyEvent{Name: fyne.KeySpace})
	test.Tap(first)
	if pressed != 2 {
		t.Errorf("pressed %d times", pressed)
	}
	w.Canvas().FocusNext()
	if w.Canvas().Focused() != first {
		t.Error("Tab leads to a button that cannot be pressed")
	}
	gone = true
	p.Refresh()
	if w.Canvas().Focused() == first || p.Find("go") != nil {
		t.Error("a button that is gone has the keyboard")
	}
}

func TestADrawingThatAsksForAnotherIsDoneOnceMore(t *testing.T) {
	test.NewTempApp(t).Settings().SetTheme(Theme{Mode: "light"})
	drawn := 0
	var p *Pane
	p = NewPane(func(s *Sheet) {
		drawn++
		s.Button("kept", Button{Word: "Kept"}, 10, 10, func() {})
		p.Refresh()
		s.Button("too", Button{Word: "Too"}, 10, 50, func() {})
	})
	test.NewTempWindow(t, p).Resize(fyne.NewSize(300, 100))
	if p.Find("kept") == nil || p.Find("too") == nil {
		t.Error("a control is lost")
	}
	before := drawn
	p.Refresh()
	if drawn != before+2 {
		t.Errorf("drawn %d times", drawn-before)
	}
}

func TestTheBorderOfAFieldHasNoBlackGround(t *testing.T) {
	a := test.NewTempApp(t)
	for _, mode := range []string{"light", "dark"} {
		a.Settings().SetTheme(Theme{Mode: mode})
		e := NewEntry(false)
		w := test.NewTempWindow(t, NewPane(func(s *Sheet) { s.Entry(e, 10, 10, 200, 40, Line, 8, 8) }))
		w.Resize(fyne.NewSize(300, 100))
		for _, edge := range []Token{Line, Acc} {
			found := false
			for _, o := range test.WidgetRenderer(e).Objects() {
				if b, ok := o.(*canvas.Rectangle); ok && b.StrokeWidth > 0 {
					found = true
					want := through(Now().Color(edge), 1)
					if b.FillColor != want || b.StrokeColor != Now().Color(edge) {
						t.Errorf("%s: the ground is %v round %v, want %v", mode, b.FillColor, b.StrokeColor, want)
					}
				}
			}
			if !found {
				t.Errorf("%s: there is no border", mode)
			}
			w.Canvas().Focus(e)
		}
	}
}
