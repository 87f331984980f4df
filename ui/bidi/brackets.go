package bidi

import (
	"slices"

	"golang.org/x/text/unicode/bidi"
)

// maxBrackets may be open at a time; where there are more, none is paired (BD16).
const maxBrackets = 63

type pair struct{ open, shut int } // places in a sequence

// brackets gives both brackets of a pair one direction (N0): that of the sequence if something between them has it; else, if
// something between them runs the other way, the way of what is before them if that is the other too.
func (a *analysis) brackets(seq []int, level uint8) {
	own := strong(level)
	for _, p := range a.pairs(seq) {
		other, found := own, false
		for n := p.open + 1; n < p.shut && !found; n++ {
			switch c := number(a.class[seq[n]]); {
			case c == own:
				found = true
			case c == bidi.L || c == bidi.R:
				other = c
			}
		}
		switch {
		case found:
			other = own
		case other == own:
			continue
		default:
			before := own
			for n := p.open - 1; n >= 0; n-- {
				if c := number(a.class[seq[n]]); c == bidi.L || c == bidi.R {
					before = c
					break
				}
			}
			other = before
		}
		a.set(seq, p.open, other)
		a.set(seq, p.shut, other)
	}
}

// set gives a bracket its direction, and the marks on it.
func (a *analysis) set(seq []int, n int, c bidi.Class) {
	a.class[seq[n]] = c
	for n++; n < len(seq) && a.marked[seq[n]]; n++ {
		a.class[seq[n]] = c
	}
}

// pairs are the brackets that belong together, in the order in which they open (BD16).
func (a *analysis) pairs(seq []int) (out []pair) {
	type opening struct {
		n    int
		shut rune
	}
	var open []opening
	for n, i := range seq {
		p, _ := bidi.LookupRune(a.text[i])
		if !p.IsBracket() || a.class[i] != bidi.ON {
			continue
		}
		if p.IsOpeningBracket() {
			if len(open) == maxBrackets {
				return nil
			}
			open = append(open, opening{n, same(Mirror(a.text[i]))})
			continue
		}
		for k, o := range slices.Backward(open) {
			if o.shut == same(a.text[i]) {
				out = append(out, pair{o.n, n})
				open = open[:k]
				break
			}
		}
	}
	slices.SortFunc(out, func(x, y pair) int { return x.open - y.open })
	return out
}

// same makes one of two brackets that Unicode takes for the same.
func same(r rune) rune {
	switch r {
	case '\u2329':
		return '\u3008'
	case '\u232A':
		return '\u3009'
	}
	return r
}
