package timeline

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"vouch/ui/draw"
)

// TestTextFromRightToLeftStandsAtTheRight, with the time at the left of its last line; other text stands as ever.
func TestTextFromRightToLeftStandsAtTheRight(t *testing.T) {
	list(t, Events{}, nil)
	for _, c := range []struct {
		name, text string
		turned     bool
	}{
		{"Hebrew", "(שלום)", true},
		{"several lines", strings.Repeat("שלום (עולם) abc! ", 20), true},
		{"a paragraph of each", "שלום\nhello (שלום)", false},
		{"Latin", "hello (שלום) there", false},
		{"Latin alone", "hello", false},
	} {
		b := lay(draw.Dry(600), &Row{Text: c.text, Time: "14:00"}, false)
		right := b.w - 2*padX
		first, last := b.text.Pieces[0], b.text.Pieces[0]
		for _, p := range b.text.Pieces {
			if p.X < -.1 || p.X+p.W > right+5 {
				t.Errorf("%s: %q stands from %v to %v of %v", c.name, p.Text, p.X, p.X+p.W, right)
			}
			if p.Line == b.text.Lines-1 && p.X+p.W > last.X+last.W {
				last = p
			}
		}
		if got := first.X+first.W > right-1; got != strings.HasPrefix(strings.TrimLeft(c.text, "("), "ש") {
			t.Errorf("%s: the first word ends at %v of %v", c.name, first.X+first.W, right)
		}
		if b.turned && b.text.Last+12+b.meta > right+1 {
			t.Errorf("%s: text and time overlap", c.name)
		}
		if b.turned != c.turned && b.h < 3*b.lh {
			t.Errorf("%s: the time stands at the left: %v", c.name, b.turned)
		}
	}
}

// TestSelectionFollowsTheText: a place on the screen is a place in the text, whatever direction it has, and what is copied is the
// text.
func TestSelectionFollowsTheText(t *testing.T) {
	const text = "שלום (עולם) abc!"
	l := list(t, Events{}, []*Row{{ID: "1", Text: text, First: true, Last: true}})
	v := l.visible["1"]
	s, n := draw.Dry(600), len([]rune(text))
	y := v.laid.y + padY + 5
	at := func(x float32) int { return v.laid.runeAt(s, fyne.NewPos(v.laid.x+padX+x, y)) }
	right := v.laid.text.Pieces[0].X + v.laid.text.Pieces[0].W
	if first, last := at(right+50), at(-5); first != 0 || last != n {
		t.Errorf("the right edge is %d, the left %d of %d", first, last, n)
	}
	seen := map[int]bool{}
	for _, p := range v.laid.text.Pieces {
		letters := []rune(p.Text)
		for k := range letters {
			x := border(s, p, letters, k) + (border(s, p, letters, k+1)-border(s, p, letters, k))*.25
			if got := at(x); got != p.At+k {
				t.Errorf("a quarter into %q it is %d, not %d", letters[k], got, p.At+k)
			}
			seen[p.At+k] = true
		}
	}
	if len(seen) != n {
		t.Errorf("%d of %d letters can be reached", len(seen), n)
	}
	l.pick("1", [2]int{5, 11})
	if got := l.Selected(); got != "(עולם)" {
		t.Errorf("selected is %q", got)
	}
}

// TestALinkAmongHebrewIsPressedWhereItStands.
func TestALinkAmongHebrewIsPressedWhereItStands(t *testing.T) {
	list(t, Events{}, nil)
	const link = "https://example.org/א/ב"
	b := lay(draw.Dry(600), &Row{Text: "ראו " + link + ", תודה", Time: "14:00"}, false)
	for _, p := range b.text.Pieces {
		got := b.linkAt(fyne.NewPos(b.x+padX+p.X+p.W/2, b.y+padY+5))
		if want := map[bool]string{true: link}[b.targets[p.N] != ""]; got != want {
			t.Errorf("on %q there is %q, want %q", p.Text, got, want)
		}
	}
}

func BenchmarkHebrew(b *testing.B) {
	list(b, Events{}, nil)
	for i := range b.N {
		lay(draw.Dry(600), &Row{Text: strings.Repeat("שלום (עולם) abc! ", 6) + strings.Repeat("x", i%50), Time: "14:00"}, false)
	}
}
