package draw

import (
	"cmp"
	"slices"
	"strings"
	"testing"

	"vouch/ui/bidi"
)

// standing is a line of wrapped text as it stands from left to right, with what the toolkit turns itself between < and >.
func standing(t Wrapped, line int) string {
	var on []Piece
	for _, p := range t.Pieces {
		if p.Line == line {
			on = append(on, p)
		}
	}
	slices.SortStableFunc(on, func(a, b Piece) int { return cmp.Compare(a.X, b.X) })
	var out strings.Builder
	for _, p := range on {
		if strings.ContainsFunc(p.Shown, bidi.Letter) {
			out.WriteString("<" + p.Shown + ">")
		} else {
			out.WriteString(p.Shown)
		}
	}
	return out.String()
}

func TestTextStandsInTheOrderInWhichItIsRead(t *testing.T) {
	s := sheet(t, 1000)
	for _, c := range []struct{ name, in, want string }{
		{"a word in brackets", "(שלום)", "(<שלום>)"},
		{"brackets and Latin", "שלום (עולם) abc!", "!abc (<עולם>) <שלום>"},
		{"Arabic, Latin and a number", "مرحبا (test) 123", "123 (test) <مرحبا>"},
		{"words with room between them", "שלום עולם", "<שלום עולם>"},
		{"within Latin", "hello (שלום) there", "hello (<שלום>) there"},
		{"a number", "דירה 12, קומה 3", "3 <קומה> ,12 <דירה>"},
		{"figures of Arabic", "الغرفة ١٢٣ هنا", "<هنا> ١٢٣ <الغرفة>"},
		{"signs behind each other", "מה?! (כן)…", "…(<כן>) !?<מה>"},
		{"emoji", "שלום 👩‍🚀! 🇩🇪👍🏽", "👍🏽🇩🇪 !👩‍🚀 <שלום>"},
		{"alphabets beside each other", "שלוםمرحبا", "<مرحبا><שלום>"},
		{"a mark on a letter", "שָׁלוֹם.", ".<שָׁלוֹם>"},
		{"a joiner", "می\u200cخواهم", "<می\u200cخواهم>"},
		{"a name in a sentence", bidi.Isolate("דוד (א)") + ": hi", "(<א>) <דוד>: hi"},
		{"a mark of direction", "\u200fabc!", "!abc"},
	} {
		w := s.Wrap(One(c.in, F14, Fg), 1000)
		if got := standing(w, 0); got != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
		at := 0
		for _, p := range w.Pieces {
			if p.At != at {
				t.Errorf("%s: %q begins at %d, want %d", c.name, p.Text, p.At, at)
			}
			at += len([]rune(p.Text))
		}
		if got := strings.Trim(strings.ReplaceAll(Turned(c.in), leftMark, "|"), "|"); strings.ReplaceAll(got, "|", "") != strings.NewReplacer("<", "", ">", "").Replace(c.want) {
			t.Errorf("%s: for the toolkit it is %q", c.name, got)
		}
	}
	if got := Turned("plain (text)"); got != "plain (text)" {
		t.Errorf("got %q", got)
	}
}

// TestWhatStandsApartKeepsItsOrder, and that of what is around it.
func TestWhatStandsApartKeepsItsOrder(t *testing.T) {
	s := sheet(t, 1000)
	runs := []Run{{Text: "ראו ", Font: F14, Color: Fg}, {Text: "https://example.org/א/ב?c=1", Font: F14, Color: Acc, Apart: true},
		{Text: " [example]", Font: F14, Color: Muted, Apart: true, Aside: true}, {Text: ".", Font: F14, Color: Fg}}
	w := s.Wrap(runs, 1000)
	if got := standing(w, 0); got != ".[example] https://example.org/<ב>/<א>?c=1 <ראו>" {
		t.Errorf("stands as %q", got)
	}
	if last := w.Pieces[len(w.Pieces)-1]; last.At != 4+27 {
		t.Errorf("the full stop is number %d", last.At)
	}
}

// TestLinesBreakInTheOrderOfTheText: the first words are on the first line, each line is in order, and all of the text is there.
func TestLinesBreakInTheOrderOfTheText(t *testing.T) {
	s := sheet(t, 200)
	text := strings.TrimSpace(strings.Repeat("אחת שתיים (three) 45! ", 20)) + "\nand then (ארבע)\nחמש"
	w := s.Wrap([]Run{{Text: text[:60], Font: F14, Color: Fg}, {Text: text[60:], Font: B14, Color: Fg}}, 200)
	var all strings.Builder
	line := 0
	for _, p := range w.Pieces {
		if p.Line < line {
			t.Errorf("line %d after %d", p.Line, line)
		}
		line = p.Line
		all.WriteString(p.Text)
		if p.X < -.01 || p.X+p.W > 201+s.Width(" ", B14) {
			t.Errorf("%q stands from %v to %v", p.Text, p.X, p.X+p.W)
		}
	}
	if all.String() != strings.ReplaceAll(text, "\n", "") {
		t.Errorf("%q is left", all.String())
	}
	first := w.Pieces[0]
	for _, p := range w.Pieces {
		if p.Line == 0 && p.X > first.X {
			t.Errorf("%q stands before the first word", p.Text)
		}
	}
	if !w.Align(300) {
		t.Error("the last paragraph does not end at the left")
	}
	for _, p := range w.Pieces {
		end := p.X + p.W
		switch {
		case strings.HasPrefix(p.Text, "and") && p.X != 0:
			t.Errorf("the Latin paragraph begins at %v", p.X)
		case p.Text == "חמש" && (end < 299.9 || end > 300.1):
			t.Errorf("the last paragraph begins at %v", end)
		}
	}
	if end := w.Pieces[0].X + w.Pieces[0].W; end < 299.9 || end > 300.1 {
		t.Errorf("the first paragraph begins at %v", end)
	}
}

func TestTextOfOneDirectionStaysAsItIs(t *testing.T) {
	s := sheet(t, 300)
	text := strings.Repeat("漢字 (with) 👍 and «words» ", 10)
	w := s.Wrap(One(text, F14, Fg), 300)
	for _, p := range w.Pieces {
		if p.Shown != p.Text || p.Back {
			t.Errorf("%q is shown as %q", p.Text, p.Shown)
		}
	}
	if w.Align(300) {
		t.Error("it ends at the left")
	}
}
