// Package bidi says in which order text stands on the line that runs in both directions (UAX 9, Unicode 15.0).
//
// Embeddings and overrides are not heeded, since they let somebody turn what others say: only isolates are, which the program
// puts around names and words of people within its own sentences.
package bidi

import (
	"strings"
	"unicode/utf8"

	"golang.org/x/text/unicode/bidi"
)

// The marks of isolates (UAX 9 §2.4).
const (
	LRI = '\u2066' // what follows runs from left to right
	RLI = '\u2067' // what follows runs from right to left
	FSI = '\u2068' // what follows runs as its first strong letter
	PDI = '\u2069' // ends the last of them
)

// Mixed tells whether a text has anything that runs from right to left, or an isolate. All other text stands as it is written.
func Mixed(text string) bool {
	for i := 0; i < len(text); {
		if text[i] < 0xD6 { // nothing before U+0590 does
			i++
			continue
		}
		r, n := utf8.DecodeRuneInString(text[i:])
		i += n
		switch class(r) {
		case bidi.R, bidi.AL, bidi.AN, bidi.LRI, bidi.RLI, bidi.FSI, bidi.PDI, bidi.RLO, bidi.RLE, bidi.LRO, bidi.LRE:
			return true
		}
	}
	return false
}

// Isolate is words of somebody to be put into a sentence of the program, so that they do not change the order of what is
// around them, nor it theirs. What has only one direction is given as it is.
func Isolate(words string) string {
	if !Mixed(words) {
		return words
	}
	whole := balanced(words)
	return string(FSI) + strings.Map(func(r rune) rune {
		if unheeded(r) || isolates(r) && !whole {
			return -1
		}
		return r
	}, words) + string(PDI)
}

// balanced tells whether all isolates that begin in words end there, and none other.
func balanced(words string) bool {
	depth := 0
	for _, r := range words {
		switch {
		case r == PDI:
			if depth--; depth < 0 {
				return false
			}
		case isolates(r):
			depth++
		}
	}
	return depth == 0
}

// Unseen tells the marks of direction, which are never drawn.
func Unseen(r rune) bool {
	switch r {
	case '\u200e', '\u200f', '\u061c':
		return true
	}
	return unheeded(r) || isolates(r)
}

// Letter tells the letters that run from right to left.
func Letter(r rune) bool { c := class(r); return c == bidi.R || c == bidi.AL }

// Mark tells what goes with the letter before it: marks and joiners.
func Mark(r rune) bool { c := class(r); return c == bidi.NSM || c == bidi.BN }

func unheeded(r rune) bool { return r >= 0x202A && r <= 0x202E }

func isolates(r rune) bool { return r >= LRI && r <= PDI }

func class(r rune) bidi.Class {
	p, _ := bidi.LookupRune(r)
	return p.Class()
}
