package links_test

import (
	"strings"
	"testing"
	"time"
	"unicode"
	"unicode/utf8"

	"vouch/trust/links"
)

func linksIn(text string) (out []string) {
	for _, l := range links.Find(text) {
		out = append(out, text[l.From:l.To])
	}
	return out
}

func TestWhatIsALink(t *testing.T) {
	for _, c := range []struct{ name, in, want string }{
		{"no link", "see example.org and a/b", ""},
		{"the web", "see https://example.org/mill, please", "https://example.org/mill"},
		{"in brackets", "(https://example.org/a_(b))", "https://example.org/a_(b)"},
		{"an address", "xmpp:bob@example.org?message", "xmpp:bob@example.org?message"},
		{"mail and place", "mailto:bob@example.org geo:48.2,16.4", "mailto:bob@example.org geo:48.2,16.4"},
		{"other kinds are words", "file:///etc/passwd javascript:alert(1) data:text/html,x smb://a/b", ""},
		{"no target", "https:// and http:", ""},
		{"inside a word", "nothttps://example.org", ""},
		{"inside a word with a mark", "éhttps://example.org", ""},
		{"one in another", "https://example.org/?to=https://example.net/", "https://example.org/?to=https://example.net/"},
	} {
		if got := strings.Join(linksIn(c.in), " "); got != c.want {
			t.Errorf("%s: %q", c.name, got)
		}
	}
}

// TestALinkEndsWhereItsReaderEndsIt, whatever the script of the sentence around it.
func TestALinkEndsWhereItsReaderEndsIt(t *testing.T) {
	const link = "https://example.org/path"
	for name, around := range map[string][2]string{
		"a full stop":               {"see ", "."},
		"dots":                      {"see ", "… and so on"},
		"a question":                {"is it ", "?!"},
		"a dash":                    {"see ", "—it is there"},
		"bold":                      {"*", "* is it"},
		"Chinese commas":            {"见 ", "，谢谢。"},
		"a Chinese full stop":       {"见", "。谢谢"},
		"a Chinese enumeration":     {"", "、二"},
		"a Chinese colon":           {"", "：看"},
		"a Chinese question":        {"", "？好"},
		"a Chinese exclamation":     {"", "！好"},
		"a Chinese semicolon":       {"", "；好"},
		"a Chinese dash":            {"", "——好"},
		"Chinese dots":              {"", "……好"},
		"Chinese brackets":          {"（", "）。"},
		"one bracket of each":       {"(", "）。"},
		"a remark in brackets":      {"", "（见下文"},
		"Chinese quotes":            {"“", "”，他说"},
		"a Chinese title":           {"《", "》好"},
		"a Chinese space":           {"见", "\u3000谢谢"},
		"narrow Japanese stops":     {"", "｡ｱ"},
		"narrow Japanese commas":    {"", "､ｱ"},
		"Japanese quotes":           {"「", "」です"},
		"Japanese double quotes":    {"『", "』です"},
		"Japanese lenses":           {"【", "】です"},
		"wide quotes":               {"＂", "＂"},
		"wide angles":               {"＜", "＞"},
		"Korean":                    {"보기 ", "。"},
		"a no-break space":          {"voir ", "\u00a0: là"},
		"a narrow no-break space":   {"voir ", "\u202f!"},
		"a space of figures":        {"", "\u2007x"},
		"a space of mathematics":    {"", "\u205fx"},
		"the space of Ogham":        {"", "\u1680x"},
		"a zero-width space":        {"", "\u200bx"},
		"a line separator":          {"", "\u2028x"},
		"a change of direction":     {"", "\u200fx"},
		"French quotes":             {"«", "»."},
		"German quotes":             {"„", "“, sagt er"},
		"Swedish quotes":            {"”", "”."},
		"Danish quotes":             {"»", "«."},
		"single quotes":             {"‹", "›."},
		"English quotes":            {"‘", "’."},
		"an Arabic comma":           {"انظر ", "، شكرا"},
		"an Arabic question":        {"", "؟"},
		"an Arabic semicolon":       {"", "؛ ثم"},
		"an Urdu full stop":         {"", "۔ شکریہ"},
		"ornate Arabic brackets":    {"﴿", "﴾ x"},
		"a Hebrew colon":            {"ראה ", "׃"},
		"Hebrew quotes":             {"״", "״"},
		"a danda":                   {"देखें ", "। धन्यवाद"},
		"two dandas":                {"", "॥"},
		"a Tibetan stroke":          {"", "།"},
		"Tibetan brackets":          {"༼", "༽"},
		"Burmese":                   {"", "။"},
		"Khmer":                     {"", "។"},
		"Ethiopic":                  {"", "። አመሰግናለሁ"},
		"an Ethiopic word space":    {"", "፡አመ"},
		"Armenian":                  {"", "։"},
		"a Greek question":          {"", "\u037e"},
		"Mongolian":                 {"", "᠃"},
		"upright brackets":          {"︵", "︶"},
		"small brackets":            {"﹙", "﹚"},
		"mathematical angles":       {"⟨", "⟩"},
		"a closing bracket alone":   {"", ")谢谢"},
		"brackets inside out":       {"", "）（"},
		"an open bracket":           {"", "("},
		"a full stop and a bracket": {"(", ".)"},
	} {
		if got := linksIn(around[0] + link + around[1]); len(got) != 1 || got[0] != link {
			t.Errorf("%s: %q", name, got)
		}
	}
}

// TestALinkGoesOn over the letters of all scripts, and over a pair that it opens and closes itself.
func TestALinkGoesOn(t *testing.T) {
	for name, link := range map[string]string{
		"Chinese":                 "https://zh.example.org/维基百科",
		"Japanese":                "https://ja.example.org/ウィキ・ペディア々ー",
		"Korean":                  "https://ko.example.org/위키백과",
		"Arabic":                  "https://ar.example.org/ويكيبيديا",
		"Persian with a joiner":   "https://fa.example.org/می\u200cخواهم",
		"Hebrew with a mark":      "https://he.example.org/צה״ל_(צבא)",
		"Hindi":                   "https://hi.example.org/विकिपीडिया",
		"Thai":                    "https://th.example.org/วิกิพีเดีย",
		"Tibetan":                 "https://bo.example.org/བོད་ཡིག",
		"Cyrillic":                "https://пример.рф/страница",
		"Greek":                   "https://el.example.org/Βικιπαίδεια",
		"decomposed letters":      "https://example.org/e\u0301te\u0301",
		"letters of tomorrow":     "https://example.org/\u0378\U0001fae9a",
		"emoji":                   "https://example.org/👩\u200d🚀❤\ufe0f",
		"an apostrophe":           "https://fr.example.org/l’été",
		"an en dash":              "https://example.org/Bose–Einstein",
		"a middle dot":            "https://ca.example.org/paral·lel",
		"brackets":                "https://example.org/a_(b)_[c]_{d}",
		"brackets in brackets":    "https://example.org/a_(b(c)d)",
		"Japanese brackets":       "https://ja.example.org/東京（曖昧さ回避）",
		"a full stop in brackets": "https://ja.example.org/「君の名は。」",
		"a comma in brackets":     "https://zh.example.org/（一，二）三",
		"quotes":                  "https://example.org/«a»/“b，c”",
		"an address by number":    "https://[2001:db8::1]:8080/a",
		"a query":                 "https://example.org/a?b=c;d,e!f.g:h#i",
		"an open bracket":         "https://example.org/a(b",
	} {
		if got := linksIn(link + " x"); len(got) != 1 || got[0] != link {
			t.Errorf("%s: %q", name, got)
		}
	}
}

// Links are found in a time that grows with the length of a text, not with its square, whatever is in it.
func BenchmarkLinks(b *testing.B) {
	cases := func(n int) map[string]string {
		return map[string]string{
			"many links":        strings.Repeat("https://", 50*n),
			"many no links":     strings.Repeat("https:// ", 50*n),
			"colons":            "https://" + strings.Repeat(":", 200*n),
			"opening brackets":  "https://a" + strings.Repeat("(", 100*n) + strings.Repeat("]", 100*n),
			"brackets in turn":  "https://a" + strings.Repeat("([「", 50*n) + strings.Repeat("」])", 50*n),
			"quotes that begin": strings.Repeat("https://a“", 20*n),
			"broken bytes":      "https://a" + strings.Repeat("\xe3\x80", 50*n),
		}
	}
	took := func(text string) time.Duration {
		begun := time.Now()
		linksIn(text)
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

func FuzzLinks(f *testing.F) {
	f.Add("见 https://example.org/path，谢谢。")
	f.Add("(https://a/（b）)。 xmpp:a@b mailto:x@y „https://q“")
	f.Fuzz(func(t *testing.T, text string) {
		for _, link := range linksIn(text) {
			if strings.ContainsFunc(link, unicode.IsSpace) || strings.ContainsFunc(link, unicode.IsControl) {
				t.Errorf("a link %+q", link)
			}
			if r, _ := utf8.DecodeLastRuneInString(link); unicode.Is(unicode.Ps, r) || strings.ContainsRune(".,;:!?", r) {
				t.Errorf("a link ends in %q", r)
			}
			if !strings.Contains(text, link) {
				t.Errorf("%q is not in %q", link, text)
			}
		}
	})
}
