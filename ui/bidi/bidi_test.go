package bidi

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"
)

// analyse is AnalyseAs for a paragraph with the direction of its first strong letter.
func analyse(text []rune) Paragraph { return AnalyseAs(text, Direction(text)) }

// seen is a line as it stands from left to right.
func seen(text string) string {
	runes := []rune(text)
	levels := analyse(runes).Line(0, len(runes))
	var out strings.Builder
	for _, i := range Order(levels) {
		r := runes[i]
		if levels[i]%2 == 1 {
			r = Mirror(r)
		}
		if !Unseen(r) {
			out.WriteRune(r)
		}
	}
	return out.String()
}

// TestLinesInBothDirections: what stands on the line from left to right. Hebrew letters are those of UAX 9's examples.
func TestLinesInBothDirections(t *testing.T) {
	for _, c := range []struct {
		name, in, want string
		base           uint8
	}{
		{"Latin", "abc (def) 123!", "abc (def) 123!", 0},
		{"nothing with a direction", "(1) -> 2!", "(1) -> 2!", 0},
		{"a Hebrew word in brackets", "(שלום)", "(םולש)", 1},
		{"Hebrew, brackets and Latin", "שלום (עולם) abc!", "!abc (םלוע) םולש", 1},
		{"Arabic, brackets and a number", "مرحبا (test) 123", "123 (test) ابحرم", 1},
		{"a number in Hebrew", "דירה 12, קומה 3", "3 המוק ,12 הריד", 1},
		{"a price in Hebrew", "עולה 5.50$ עכשיו", "וישכע 5.50$ הלוע", 1},
		{"a telephone number", "טל 050-123-4567", "050-123-4567 לט", 1},
		{"figures of Arabic", "الغرفة ١٢٣ هنا", "انه ١٢٣ ةفرغلا", 1},
		{"a date after Arabic", "يوم 20/11/2025", "20/11/2025 موي", 1},
		{"Hebrew within Latin", "the word שלום עולם means peace", "the word םלוע םולש means peace", 0},
		{"Hebrew in brackets within Latin", "hello (שלום) there", "hello (םולש) there", 0},
		{"Hebrew with a number within Latin", "see דף 12 now", "see 12 ףד now", 0},
		{"a question", "מה?", "?המ", 1},
		{"an ellipsis", "שלום…", "…םולש", 1},
		{"smaller than", "א < ב", "ב > א", 1},
		{"quotes of French", "«שלום»", "«םולש»", 1},
		{"brackets of several kinds", "[א{ב}ג]", "[ג{ב}א]", 1},
		{"a link in Hebrew", "ראו https://example.org/a?b=c.", ".https://example.org/a?b=c ואר", 1},
		{"marks stay on their letter's side", "שָׁ!", "!\u05c1\u05b8ש", 1},
		{"a mark of direction at the beginning", "\u200fHello!", "!Hello", 1},
		{"a mark of direction at the end", "שלום abc!\u200e", "abc! םולש", 1},
		{"overrides are not heeded", "abc\u202edef\u202c", "abcdef", 0},
		{"an isolate in a sentence", "\u2068דוד (1)\u2069: hi", "(1) דוד: hi", 0},
		{"an isolate of Latin in Hebrew", "ה \u2068abc!\u2069 ו", "ו abc! ה", 1},
		{"an isolate that is not closed", "abc \u2067def!", "abc !def", 0},
		{"an end of nothing", "abc\u2069 (א)", "abc (א)", 0},
		{"room at the end", "abc שלום ", "abc םולש ", 0},
		{"a tab", "א\tabc\tב", "ב\tabc\tא", 1},
	} {
		if got := seen(c.in); got != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
		if p := analyse([]rune(c.in)); p.Base != c.base {
			t.Errorf("%s: the paragraph has level %d", c.name, p.Base)
		}
	}
}

func TestLevels(t *testing.T) {
	for _, c := range []struct{ name, in, want string }{
		{"a number after Latin in Hebrew", "אa1", "122"},
		{"a number after Hebrew within Latin", "aא1", "012"},
		{"a sign of a number", "א%5", "122"},
		{"a sign between numbers", "א1,2", "1222"},
		{"a sign after a number", "א1,", "121"},
		{"brackets that hold both", "א(aב)", "11211"},
		{"brackets after Latin in Hebrew", "א a(b)", "112222"},
		{"brackets in each other", "a(ב[c]ד)", "00100010"},
		{"brackets that do not fit", "א(a]", "1121"},
		{"the other angle bracket", "א\u2329a\u3009", "1121"},
		{"a mark on a bracket", "a(א)\u0301", "00100"},
	} {
		var got strings.Builder
		for _, l := range analyse([]rune(c.in)).Levels {
			fmt.Fprint(&got, l)
		}
		if got.String() != c.want {
			t.Errorf("%s: %s, want %s", c.name, got.String(), c.want)
		}
	}
}

func TestWhatIsMixed(t *testing.T) {
	for text, want := range map[string]bool{"": false, "abc": false, "Ünïçödé 漢字 👍": false, "a א": true, "٣": true, "\u200f": true, Isolate("א"): true, "\xff\xfe": false} {
		if Mixed(text) != want {
			t.Errorf("%q: %v", text, !want)
		}
	}
	for in, want := range map[string]string{"Bob": "Bob", "דוד": "\u2068דוד\u2069", "\u2069\u202eדוד\u2067": "\u2068דוד\u2069", "a \u2068דוד\u2069": "\u2068a \u2068דוד\u2069\u2069"} {
		if got := Isolate(in); got != want {
			t.Errorf("%q is put in as %q", in, got)
		}
	}
}

func TestSignsAreMirrored(t *testing.T) {
	for a, b := range map[rune]rune{'(': ')', '[': ']', '<': '>', '«': '»', '（': '）', '「': '」', '≤': '≥', 'a': 'a', '/': '/', '“': '“', '!': '!'} {
		if Mirror(a) != b || Mirror(b) != a {
			t.Errorf("%q: %q, and back %q", a, Mirror(a), Mirror(b))
		}
	}
}

// A text is put in order in a time that grows with its length, not with the square of it, whatever is in it.
func BenchmarkOrder(b *testing.B) {
	cases := func(n int) map[string]string {
		return map[string]string{
			"brackets":         strings.Repeat("(", 50*n) + "א" + strings.Repeat(")", 50*n),
			"pairs":            strings.Repeat("א(a)", 50*n),
			"pairs of nothing": strings.Repeat("()", 100*n) + "א",
			"isolates":         strings.Repeat("\u2067א", 50*n),
			"closed isolates":  strings.Repeat("\u2067א\u2069", 50*n),
			"tabs":             strings.Repeat("\t \u200d", 50*n) + "א",
			"turns":            strings.Repeat("aא1", 50*n),
			"one pair":         "א(" + strings.Repeat("(א)", 50*n) + ")",
		}
	}
	took := func(text string) time.Duration {
		begun := time.Now()
		seen(text)
		return time.Since(begun)
	}
	short, long := cases(100), cases(400)
	for name := range short {
		b.Run(name, func(b *testing.B) {
			var one, four time.Duration
			for b.Loop() {
				one, four = one+took(short[name]), four+took(long[name])
			}
			ratio := float64(four) / float64(one)
			b.ReportMetric(ratio, "four/one")
			if ratio > 10 { // a length squared makes it sixteen
				b.Errorf("four times the length takes %.1f times as long", ratio)
			}
		})
	}
}

func FuzzBidi(f *testing.F) {
	f.Add("שלום (עולם) abc!")
	f.Add("مرحبا (test) 123\t\u2067a\u2069")
	f.Fuzz(func(t *testing.T, text string) {
		runes := []rune(text)
		p := analyse(runes)
		order := Order(p.Line(0, len(runes)))
		slices.Sort(order)
		for i, at := range order {
			if i != at {
				t.Fatalf("%+q: %d stands nowhere", text, i)
			}
		}
		if !Mixed(text) && slices.ContainsFunc(p.Levels, func(l uint8) bool { return l != 0 }) {
			t.Errorf("%+q is not mixed and has levels %v", text, p.Levels)
		}
	})
}
