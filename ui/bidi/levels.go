package bidi

import (
	"slices"

	"golang.org/x/text/unicode/bidi"
)

// Paragraph is a text without line ends, with the level of each of its runes: even ones run from left to right, odd ones from
// right to left.
type Paragraph struct {
	Levels []uint8
	Base   uint8 // of the paragraph
	spaces []bool
}

// maxDepth of isolates are heeded (UAX 9 BD2).
const maxDepth = 60

// Direction is the level of a paragraph by its first strong letter outside of isolates: 0 from left to right, also where it has
// none, 1 from right to left (P2, P3).
func Direction(text []rune) uint8 {
	a := newAnalysis(text)
	return a.direction(0, len(text))
}

// AnalyseAs finds the levels of a paragraph whose own level is known. It takes time in proportion to the text.
func AnalyseAs(text []rune, base uint8) Paragraph {
	n := len(text)
	a := newAnalysis(text)
	p := Paragraph{Levels: a.levels, Base: base, spaces: make([]bool, n)}
	tabs := make([]bool, n)
	for i, c := range a.class {
		p.spaces[i] = c == bidi.WS || c == bidi.BN || isolateClass(c)
		tabs[i] = c == bidi.S || c == bidi.B
	}
	a.resolve(0, n, base, 0)
	p.reset(a.levels, tabs, false)
	return p
}

// Line gives the levels of the runes from from to before to, which are a line of the paragraph: room at its end runs as the paragraph.
func (p Paragraph) Line(from, to int) []uint8 {
	line := Paragraph{Levels: append([]uint8(nil), p.Levels[from:to]...), Base: p.Base, spaces: p.spaces[from:to]}
	line.reset(line.Levels, nil, true)
	return line.Levels
}

// reset gives tabs, and room before a tab or at the end, the level of the paragraph (L1).
func (p Paragraph) reset(levels []uint8, tabs []bool, room bool) {
	for i := len(levels) - 1; i >= 0; i-- {
		switch {
		case tabs != nil && tabs[i]:
			room = true
		case !p.spaces[i]:
			room = false
		}
		if room {
			levels[i] = p.Base
		}
	}
}

// Order gives the places of what stands on a line, from left to right, by the level of each (L2).
func Order(levels []uint8) []int {
	out := make([]int, len(levels))
	highest, odd := uint8(0), uint8(255)
	for i, l := range levels {
		out[i] = i
		highest = max(highest, l)
		if l%2 == 1 {
			odd = min(odd, l)
		}
	}
	for level := highest; level >= odd; level-- {
		for i := 0; i < len(out); i++ {
			end := i
			for end < len(out) && levels[out[end]] >= level {
				end++
			}
			slices.Reverse(out[i:end])
			i = max(i, end)
		}
	}
	return out
}

type analysis struct {
	text   []rune
	class  []bidi.Class // changed by the rules
	levels []uint8
	marked []bool // was a mark on the letter before it
	end    []int  // of an isolate: where it ends; else 0
}

func newAnalysis(text []rune) *analysis {
	n := len(text)
	a := &analysis{text: text, levels: make([]uint8, n), class: make([]bidi.Class, n), marked: make([]bool, n), end: make([]int, n)}
	for i, r := range text {
		if a.class[i] = class(r); unheeded(r) {
			a.class[i] = bidi.BN // X9, and as if it were not there
		}
	}
	a.match()
	return a
}

// match finds where isolates end (BD9); what is not closed ends with the text.
func (a *analysis) match() {
	var open []int
	for i, c := range a.class {
		switch c {
		case bidi.LRI, bidi.RLI, bidi.FSI:
			a.end[i] = len(a.text)
			open = append(open, i)
		case bidi.PDI:
			if n := len(open); n > 0 {
				a.end[open[n-1]] = i
				open = open[:n-1]
			}
		}
	}
}

// direction is the level of a text by its first strong letter outside of isolates.
func (a *analysis) direction(from, to int) uint8 {
	for i := from; i < to; i++ {
		switch a.class[i] {
		case bidi.L:
			return 0
		case bidi.R, bidi.AL:
			return 1
		}
		if a.end[i] > 0 {
			i = a.end[i]
		}
	}
	return 0
}

// resolve gives the runes from from to before to their levels, and those of the isolates among them theirs (X1 to X10): without
// embeddings, what is outside of isolates is one sequence.
func (a *analysis) resolve(from, to int, level uint8, depth int) {
	var seq []int
	for i := from; i < to; i++ {
		a.levels[i] = level
		if a.class[i] == bidi.BN { // X9
			continue
		}
		seq = append(seq, i)
		end := a.end[i]
		if end == 0 {
			continue
		}
		inner := (level + 2) &^ 1 // X5b
		if a.class[i] == bidi.RLI || a.class[i] == bidi.FSI && a.direction(i+1, end) == 1 {
			inner = (level + 1) | 1 // X5a
		}
		if depth < maxDepth {
			a.resolve(i+1, end, inner, depth+1)
		} else {
			for k := i + 1; k < end; k++ {
				a.levels[k] = level
			}
		}
		i = end - 1
	}
	a.weak(seq, strong(level))
	a.neutral(seq, level)
	for _, i := range seq { // I1, I2
		switch c := a.class[i]; {
		case level%2 == 0 && c == bidi.R:
			a.levels[i] = level + 1
		case level%2 == 0 && (c == bidi.AN || c == bidi.EN):
			a.levels[i] = level + 2
		case level%2 == 1 && (c == bidi.L || c == bidi.AN || c == bidi.EN):
			a.levels[i] = level + 1
		}
	}
	before := level
	for i := from; i < to; i++ { // what X9 took out goes with what is before it
		if a.class[i] == bidi.BN {
			a.levels[i] = before
		} else {
			before = a.levels[i]
		}
		if end := a.end[i]; end > 0 {
			i = end - 1
		}
	}
}

func strong(level uint8) bidi.Class {
	if level%2 == 1 {
		return bidi.R
	}
	return bidi.L
}
