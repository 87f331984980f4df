package links

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// The bounds of pairs in a link: what opens more, or is closed later, is no pair.
const (
	mostPairs  = 32  // open at a time
	mostInPair = 500 // bytes between the two
)

// End is where the link ends that text begins with, in bytes, as its reader would see it: at white space; at a sign that ends a
// part of a sentence, beyond those of ASCII, which are parts of addresses too; at a bracket or quotation mark that the link has
// not opened itself. Letters of all scripts go on. What ends the sentence rather than the address is no part of it.
func End(text string) int {
	var s scan
	end := len(text)
	for i, r := range text {
		if hardEnd(r) || !s.waits(i) || !s.step(i, r) {
			end = i
			break
		}
	}
	return len(bare(text[:s.cut(end)]))
}

// scan goes over a link and remembers the pairs that are open, and where the link ends if they are never closed.
type scan struct {
	open  []opening
	stops []int // ends of a sentence within open pairs
}

type opening struct {
	at int
	r  rune
}

// waits is false where the first open pair was closed too late for the link to go on to i.
func (s *scan) waits(i int) bool {
	for len(s.open) > 0 && i-s.open[0].at > mostInPair {
		if len(s.stops) > 0 || s.open[0].r > unicode.MaxASCII {
			return false
		}
		s.open = s.open[1:]
	}
	return true
}

// step is false where the link ends before r.
func (s *scan) step(i int, r rune) bool {
	switch {
	case opens(r):
		if len(s.open) < mostPairs {
			s.open = append(s.open, opening{i, r})
		}
	case closes(r):
		for n, o := range slices.Backward(s.open) {
			if pair(o.r, r) {
				s.open = s.open[:n]
				for len(s.stops) > 0 && s.stops[len(s.stops)-1] > o.at {
					s.stops = s.stops[:len(s.stops)-1]
				}
				return true
			}
		}
		return s.stop(i)
	case ends(r):
		return s.stop(i)
	}
	return true
}

// stop ends the link here, unless a pair is open that may be closed yet.
func (s *scan) stop(i int) bool {
	if len(s.open) > 0 {
		s.stops = append(s.stops, i)
	}
	return len(s.open) > 0
}

// cut is the end of the link, at most end, now that it is known what was never closed. An ASCII bracket may stand in an
// address alone; any other begins a remark.
func (s *scan) cut(end int) int {
	if len(s.stops) > 0 {
		end = min(end, s.stops[0])
	}
	for _, o := range s.open {
		if o.r > unicode.MaxASCII {
			return min(end, o.at)
		}
	}
	return end
}

// bare takes away what ends the sentence rather than the address.
func bare(link string) string {
	return strings.TrimRightFunc(link, func(r rune) bool {
		return strings.ContainsRune(".,;:!?'‘’׳״*_~–", r) || opens(r)
	})
}

// hardEnd tells what no link has, bracketed or not: room, controls, what is not seen, and the signs that frame a link in ASCII.
// Joiners are a part of words in Persian, Hindi and Mongolian, and of emoji.
func hardEnd(r rune) bool {
	switch r {
	case '<', '>', '"', '＜', '＞', '＂', utf8.RuneError:
		return true
	case '\u200c', '\u200d', '\u180e':
		return false
	}
	return unicode.IsOneOf(unseen, r)
}

var unseen = []*unicode.RangeTable{unicode.White_Space, unicode.Z, unicode.Cc, unicode.Cf, unicode.Co, unicode.Cs, unicode.Other_Default_Ignorable_Code_Point}

// ends tells the signs that end a sentence or a part of it, beyond ASCII.
func ends(r rune) bool {
	switch r {
	case '…', '‥', '—', '―', '⸺', '⸻', '︐', '︑', '︒', '︓', '︔', '︕', '︖', '︙':
		return true
	}
	return r > unicode.MaxASCII && unicode.Is(unicode.Terminal_Punctuation, r)
}

// An apostrophe is a part of words.
func opens(r rune) bool { return unicode.Is(unicode.Ps, r) || unicode.Is(unicode.Pi, r) && r != '‘' }

func closes(r rune) bool { return unicode.Is(unicode.Pe, r) || unicode.Is(unicode.Pf, r) && r != '’' }

// pair tells whether two brackets or quotation marks belong together. Unicode puts nearly all pairs beside each other.
func pair(open, shut rune) bool {
	switch open {
	case '«':
		return shut == '»'
	case '[', '{', '［', '｛':
		return shut == open+2
	case '‟', '„':
		return shut == '”'
	case '〝':
		return shut == '〞' || shut == '〟'
	case '﴿':
		return shut == '﴾'
	}
	return shut == open+1
}
