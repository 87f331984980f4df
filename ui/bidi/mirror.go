package bidi

import (
	"strings"

	"golang.org/x/text/unicode/bidi"
)

// mirrored are the signs besides brackets that look the other way from right to left, in pairs: those of sentences and of
// everyday mathematics.
const mirrored = "<>«»‹›≤≥≦≧≨≩≪≫≮≯≰≱≲≳≶≷≺≻⊂⊃⊄⊅⊆⊇⊏⊐⊢⊣∈∋∉∌⋖⋗⋘⋙⋜⋝⧼⧽⸂⸃⸄⸅⸉⸊⸌⸍⸜⸝⸠⸡﹤﹥＜＞"

// Mirror is the sign that stands in the place of a bracket or the like in what runs from right to left (L4), and any other rune
// itself.
func Mirror(r rune) rune {
	if r < 0x80 && !strings.ContainsRune("()<>[]{}", r) {
		return r
	}
	if p, _ := bidi.LookupRune(r); p.IsBracket() {
		for _, other := range bidi.ReverseString(string(r)) {
			return other
		}
	}
	var before rune
	for n, sign := range []rune(mirrored) {
		if n%2 == 1 && r == sign {
			return before
		}
		if n%2 == 1 && r == before {
			return sign
		}
		before = sign
	}
	return r
}
