package bidi

import "golang.org/x/text/unicode/bidi"

// weak resolves numbers and what stands beside them in a sequence (W1 to W7). around is the direction of what is before and
// after it, and of the sequence itself.
func (a *analysis) weak(seq []int, around bidi.Class) {
	before, letter := around, around
	for _, i := range seq {
		a.marked[i] = a.class[i] == bidi.NSM
		switch c := a.class[i]; c {
		case bidi.NSM: // W1
			if a.class[i] = before; isolateClass(before) {
				a.class[i] = bidi.ON
			}
		case bidi.EN: // W2
			if letter == bidi.AL {
				a.class[i] = bidi.AN
			}
		case bidi.L, bidi.R, bidi.AL:
			letter = c
		}
		before = a.class[i]
	}
	for _, i := range seq { // W3
		if a.class[i] == bidi.AL {
			a.class[i] = bidi.R
		}
	}
	for n := 1; n+1 < len(seq); n++ { // W4
		left, right := a.class[seq[n-1]], a.class[seq[n+1]]
		switch c := a.class[seq[n]]; {
		case left == right && left == bidi.EN && (c == bidi.ES || c == bidi.CS), left == right && left == bidi.AN && c == bidi.CS:
			a.class[seq[n]] = left
		}
	}
	a.terminators(seq)
	letter = around
	for _, i := range seq {
		switch a.class[i] {
		case bidi.ES, bidi.ET, bidi.CS: // W6
			a.class[i] = bidi.ON
		case bidi.EN: // W7
			if letter == bidi.L {
				a.class[i] = bidi.L
			}
		case bidi.L, bidi.R:
			letter = a.class[i]
		}
	}
}

// terminators makes signs such as % a part of the number beside them (W5).
func (a *analysis) terminators(seq []int) {
	for n := 0; n < len(seq); n++ {
		if a.class[seq[n]] != bidi.ET {
			continue
		}
		end := n
		for end < len(seq) && a.class[seq[end]] == bidi.ET {
			end++
		}
		if n > 0 && a.class[seq[n-1]] == bidi.EN || end < len(seq) && a.class[seq[end]] == bidi.EN {
			for k := n; k < end; k++ {
				a.class[seq[k]] = bidi.EN
			}
		}
		n = end - 1
	}
}

// neutral resolves brackets, and then what has no direction of its own (N0 to N2).
func (a *analysis) neutral(seq []int, level uint8) {
	a.brackets(seq, level)
	around := strong(level)
	before := around
	for n := 0; n < len(seq); n++ {
		c := a.class[seq[n]]
		if !neutralClass(c) {
			before = number(c)
			continue
		}
		end, after := n, around
		for end < len(seq) && neutralClass(a.class[seq[end]]) {
			end++
		}
		if end < len(seq) {
			after = number(a.class[seq[end]])
		}
		to := around // N2
		if before == after {
			to = before // N1
		}
		for ; n < end; n++ {
			a.class[seq[n]] = to
		}
		n--
	}
}

// number is the direction that a number counts as beside what has none.
func number(c bidi.Class) bidi.Class {
	if c == bidi.EN || c == bidi.AN {
		return bidi.R
	}
	return c
}

func neutralClass(c bidi.Class) bool {
	return c == bidi.B || c == bidi.S || c == bidi.WS || c == bidi.ON || isolateClass(c)
}

func isolateClass(c bidi.Class) bool {
	return c == bidi.LRI || c == bidi.RLI || c == bidi.FSI || c == bidi.PDI
}
