package reactions

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Unshown stands for a reaction that has nothing to see.
const Unshown = "□"

// The bounds of a reaction of others.
const (
	maxBytes   = 256
	maxRunes   = 64
	maxLetters = 20 // with their marks, or emoji
)

// short makes a reaction of others fit for a line: without controls and what turns the direction, with one space for many, cut
// where it is long.
func short(text string) string {
	var b strings.Builder
	runes, letters, joined, space := 0, 0, false, false
	for _, r := range text {
		switch {
		case unicode.IsSpace(r):
			if !space && b.Len() > 0 {
				space = true
				letters++
			}
			continue
		case r == utf8.RuneError || unseen(r) && !tagged(r, text):
			continue
		}
		if !joins(r) && !joined {
			letters++
		}
		if runes++; letters > maxLetters || runes > maxRunes || b.Len()+utf8.RuneLen(r) > maxBytes {
			b.WriteString("…")
			break
		}
		if joined = r == joiner; space {
			b.WriteByte(' ')
			space = false
		}
		b.WriteRune(r)
	}
	if !strings.ContainsFunc(b.String(), inked) {
		return Unshown
	}
	return b.String()
}

var controls = []*unicode.RangeTable{unicode.Cc, unicode.Cf, unicode.Cs, unicode.Zl, unicode.Zp}

// unseen tells what shows nothing and may change what is around it.
func unseen(r rune) bool {
	return r != joiner && r != '\u200c' && unicode.IsOneOf(controls, r)
}

// tagged tells the tags of a flag.
func tagged(r rune, text string) bool {
	return r >= 0xE0020 && r <= 0xE007F && strings.HasPrefix(text, "\U0001f3f4")
}

// joins tells what belongs to the letter or emoji before it.
func joins(r rune) bool {
	return r == joiner || unicode.Is(unicode.M, r) || r >= 0x1F3FB && r <= 0x1F3FF || r >= 0xE0020 && r <= 0xE007F
}

var inkless = []*unicode.RangeTable{unicode.Cc, unicode.Cf, unicode.Cs, unicode.M, unicode.Z, unicode.Other_Default_Ignorable_Code_Point}

// inked tells what is seen by itself.
func inked(r rune) bool {
	return !unicode.IsOneOf(inkless, r) && r != 0x2800
}
