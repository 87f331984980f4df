package view

import (
	"strings"
	"unicode"
)

// Blank tells whether a text is empty to the eye: it has no letter, sign or picture, only white space and what is drawn with
// no ink of its own (Unicode 15.0 §5.21). The empty text is blank too. It may be called on any goroutine.
func Blank(text string) bool { return strings.TrimLeftFunc(text, BlankRune) == "" }

// BlankRune tells whether a rune shows nothing where it stands alone: white space of any script, a control or format
// character, a mark that only stands on another letter, or a letter that is defined to have no shape.
func BlankRune(r rune) bool {
	switch {
	case unicode.IsOneOf(spaces, r), unicode.Is(unicode.Other_Default_Ignorable_Code_Point, r), unicode.Is(shapeless, r):
		return true
	case unicode.Is(unicode.Prepended_Concatenation_Mark, r): // a format character with a shape, as the Arabic sign of a year
		return false
	}
	return unicode.IsOneOf(inkless, r)
}

var (
	spaces  = []*unicode.RangeTable{unicode.White_Space, unicode.Z}
	inkless = []*unicode.RangeTable{unicode.Cc, unicode.Cf, unicode.Cs, unicode.Mn, unicode.Me}
)

// shapeless are letters and signs that look like nothing, beyond those that Unicode lets a font leave out.
var shapeless = &unicode.RangeTable{
	R16: []unicode.Range16{{Lo: 0x2800, Hi: 0x2800, Stride: 1}}, // Braille without a dot
	R32: []unicode.Range32{
		{Lo: 0x13441, Hi: 0x13442, Stride: 1}, // Egyptian blanks
		{Lo: 0x1D159, Hi: 0x1D159, Stride: 1}, // a note without a head
	},
}
