package search

import (
	"bytes"
	"slices"
	"strings"
	"unicode/utf8"
)

// Range is a part of a text, in bytes.
type Range struct{ From, To int }

// Marks gives where in a text it is what q asks for, in their order, not overlapping, each of whole letters. At most the first most
// places are given.
func (q Query) Marks(text string, most int) []Range {
	var f folder
	var from, to []int // of each byte of the output: the bytes of the text that it came from
	f.text(text, func(had, a, b int) {
		for len(from) < len(f.out) {
			from, to = append(from, a), append(to, b)
		}
		if had == len(f.out) && had > 0 { // an accent, or one more blank
			to[had-1] = b
		}
	})
	var found []Range
	for _, t := range q.terms {
		for at, n := 0, 0; n < most; n++ {
			i := bytes.Index(f.out[at:], t)
			if i < 0 {
				break
			}
			found = append(found, Range{from[at+i], to[at+i+len(t)-1]})
			at += i + len(t)
		}
	}
	slices.SortFunc(found, func(a, b Range) int { return a.From - b.From })
	out := found[:0]
	for _, r := range found {
		if last := len(out) - 1; last >= 0 && r.From < out[last].To {
			out[last].To = max(out[last].To, r.To)
			continue
		}
		out = append(out, r)
	}
	return out[:min(len(out), most)]
}

// Around gives the part of a text, of about so many bytes, in which the first place stands that q asks for, with that and the other
// places in it. It is one line. cutBefore and cutAfter tell whether there is more.
func (q Query) Around(text string, about int) (part string, marks []Range, cutBefore, cutAfter bool) {
	marks = q.Marks(text, 1)
	begin, end := 0, len(text)
	if len(text) > about {
		if len(marks) > 0 {
			begin = max(0, marks[0].From-about/3)
		}
		end = min(len(text), begin+about)
		begin = max(0, min(begin, end-about))
		if len(marks) > 0 {
			end = min(len(text), max(end, marks[0].To))
		}
		begin, end = atWord(text, begin, -1), atWord(text, end, 1)
	}
	part = strings.Map(inLine, text[begin:end])
	return part, q.Marks(part, 100), begin > 0, end < len(text)
}

// inLine keeps a text in one line.
func inLine(r rune) rune {
	if r == '\n' || r == '\r' || r == '\t' {
		return ' '
	}
	return r
}

// atWord moves a place of a text to a blank, or at least to the beginning of a letter, at most a word's length away.
func atWord(text string, at, step int) int {
	if at <= 0 || at >= len(text) {
		return at
	}
	for n := at; n > 0 && n < len(text) && (n-at)*step < 24; n += step {
		if text[n] == ' ' || text[n] == '\n' {
			if step < 0 {
				return n + 1
			}
			return n
		}
	}
	for at > 0 && at < len(text) && !utf8.RuneStart(text[at]) {
		at += step
	}
	return at
}
