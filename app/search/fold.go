package search

import (
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Fold gives the form of a text in which it is looked for: decomposed (NFKD), without the accents U+0300 to U+036F, in lower case, with
// each run of blanks and line ends as one blank, and without what is not seen, as joiners. Vowel signs of Indic and Thai scripts stay, since they are letters, and Hangul stays
// in its parts, so that half a syllable is found. Bytes that are no UTF-8 count as U+FFFD.
func Fold(text string) string {
	var f folder
	f.text(text, nil)
	return string(f.out)
}

// folder folds. Its output ends with a blank only where the text does.
type folder struct {
	out   []byte
	blank bool
}

// text folds a text, and tells each, which may be nil, which bytes of the output came from which bytes of the text.
func (f *folder) text(text string, each func(had, from, to int)) {
	for at := 0; at < len(text); {
		plain := plainRun(text[at:])
		for end := at + plain; at < end; at++ {
			had := len(f.out)
			f.put(rune(text[at]))
			if each != nil {
				each(had, at, at+1)
			}
		}
		at = f.decomposed(text, at, each)
	}
}

// plainRun is how many bytes at the beginning of a text are letters of ASCII with nothing that belongs to them.
func plainRun(text string) int {
	for i := range len(text) {
		if text[i] >= utf8.RuneSelf {
			return max(0, i-1) // an accent may follow
		}
	}
	return len(text)
}

// decomposed folds up to where ASCII begins again, and gives where that is.
func (f *folder) decomposed(text string, at int, each func(had, from, to int)) int {
	end := at
	for end < len(text) && (end == at || text[end] >= utf8.RuneSelf || text[end-1] >= utf8.RuneSelf) {
		end++
	}
	var it norm.Iter
	it.InitString(norm.NFKD, text[at:end])
	for !it.Done() {
		had, from, letters := len(f.out), at+it.Pos(), it.Next()
		for len(letters) > 0 {
			r, size := utf8.DecodeRune(letters)
			f.put(r)
			letters = letters[size:]
		}
		if each != nil {
			each(had, from, at+it.Pos())
		}
	}
	return end
}

// put adds a letter of a decomposed text.
func (f *folder) put(r rune) {
	switch {
	case r >= 0x300 && r <= 0x36F, unicode.Is(unicode.Cf, r), r >= 0xFE00 && r <= 0xFE0F: // accents, what is not seen, and which form of it
		return
	case r == 0 || unicode.IsSpace(r):
		if !f.blank {
			f.out = append(f.out, ' ')
		}
		f.blank = true
		return
	case r < utf8.RuneSelf:
		if 'A' <= r && r <= 'Z' {
			r += 'a' - 'A'
		}
		f.out, f.blank = append(f.out, byte(r)), false
		return
	}
	f.blank = false
	switch r = unicode.ToLower(r); r {
	case 'ß':
		f.out = append(f.out, "ss"...)
	case 'ς':
		f.out = utf8.AppendRune(f.out, 'σ')
	case 'ı':
		f.out = append(f.out, 'i')
	default:
		f.out = utf8.AppendRune(f.out, r)
	}
}
