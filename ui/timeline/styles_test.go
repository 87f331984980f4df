package timeline

import (
	"fmt"
	"strings"
	"testing"

	"vouch/ui/draw"
)

// shown writes a text with its styles in brackets: b for bold, m for mono, q for quiet.
func shown(text string) string {
	var out strings.Builder
	for _, p := range styled(text) {
		kind := ""
		for _, s := range []struct {
			is   bool
			sign string
		}{{p.bold, "b"}, {p.mono, "m"}, {p.quiet, "q"}} {
			if s.is {
				kind += s.sign
			}
		}
		if kind == "" {
			out.WriteString(p.text)
		} else {
			fmt.Fprintf(&out, "[%s:%s]", kind, p.text)
		}
	}
	return out.String()
}

func TestStyles(t *testing.T) {
	for _, c := range []struct{ name, in, want string }{
		{"none", "plain text", "plain text"},
		{"empty", "", ""},
		{"strong", "so *very* good", "so [b:*very*] good"},
		{"emphasis", "_now_, please", "[b:_now_], please"},
		{"struck", "~no~ yes", "[q:~no~] yes"},
		{"code", "run `rm *x*` now", "run [m:`rm *x*`] now"},
		{"one in another", "*so ~very~ good*", "[b:*so ][bq:~very~][b: good*]"},
		{"literal: a space after the sign", "2 * 3 * 4", "2 * 3 * 4"},
		{"literal: a space before the end", "*so *", "*so *"},
		{"literal: nothing between", "** and __", "** and __"},
		{"literal: in a word", "a*b*c snake_case_name", "a*b*c snake_case_name"},
		{"literal: without an end", "*so", "*so"},
		{"literal: over two lines", "*so\nvery*", "*so\nvery*"},
		{"a quotation", "> they said\nI say", "[q:> they said\n]I say"},
		{"a quotation with style", "> so *very*", "[q:> so ][bq:*very*]"},
		{"seven levels", ">>>>>>> seven", "[q:>>>>>>> seven]"},
		{"no quotation within a line", "5 > 3", "5 > 3"},
		{"a block", "```\n*a* > b\n```\n*so*", "[m:```\n*a* > b\n```\n][b:*so*]"},
		{"a block without an end", "```\ncode", "[m:```\ncode]"},
	} {
		if got := shown(c.in); got != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
}

// styling: whatever is written, all of it is shown, in one colour of quotations, and soon.
func TestStylesAreBounded(t *testing.T) {
	for _, in := range []string{
		strings.Repeat(">", 5000) + " deep", strings.Repeat("*a ", 20000), strings.Repeat("*_~`", 20000), strings.Repeat("> ", 5000),
		strings.Repeat("```\n", 5000), strings.Repeat("*_~", 3000) + "x" + strings.Repeat("~_*", 3000), "\xff*\xff*", "*é* _🦉_",
		strings.Repeat("`", 100000), "/me *waves*",
	} {
		var all strings.Builder
		runs, _ := words(in)
		for _, r := range runs {
			all.WriteString(r.Text)
			if r.Color != draw.Fg && r.Color != draw.Muted {
				t.Errorf("%.20q has a colour of its own", in)
			}
		}
		if all.String() != in {
			t.Errorf("of %.20q there is left %.20q", in, all.String())
		}
	}
}

func TestLinksInStyledText(t *testing.T) {
	runs, targets := words("*see* https://example.org/a_b_c and *https://example.org/x* > xmpp:bob@example.org")
	var got []string
	for i := range runs {
		if target, ok := targets[i]; ok {
			got = append(got, target)
		}
	}
	if strings.Join(got, " ") != "https://example.org/a_b_c https://example.org/x xmpp:bob@example.org" {
		t.Errorf("links %q", got)
	}
}
