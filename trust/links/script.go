package links

import (
	"slices"
	"strings"
	"unicode"
)

// mixed tells whether a word mixes letters of scripts that are not written together (UTS 39 v15 §5.2, highly restrictive).
func mixed(word string) bool {
	var found []string
	for _, r := range word {
		if s := scriptOf(r); s != "" && !slices.Contains(found, s) {
			found = append(found, s)
		}
	}
	return len(found) > 1 && !slices.ContainsFunc(together, func(written []string) bool {
		return !slices.ContainsFunc(found, func(s string) bool { return !slices.Contains(written, s) })
	})
}

// together are the scripts that one language uses at a time.
var together = [][]string{
	{"Latin", "Han", "Hiragana", "Katakana"},
	{"Latin", "Han", "Bopomofo"},
	{"Latin", "Han", "Hangul"},
}

// scriptOf is the script of a letter, "" for what all scripts share.
func scriptOf(r rune) string {
	if r <= unicode.MaxASCII {
		if unicode.IsLetter(r) {
			return "Latin"
		}
		return ""
	}
	for name, table := range unicode.Scripts {
		if unicode.Is(table, r) {
			if name == "Common" || name == "Inherited" {
				return ""
			}
			return name
		}
	}
	return ""
}

// lookalikes are the letters of a script that look like Latin ones, in the lower case that names have.
var lookalikes = map[string]string{
	"Cyrillic": "агекорсухьпіјѕһԁԍԗԛԝүҽӏѡѵ",
	"Greek":    "αγηικνορτυχω",
	"Armenian": "գզլհյոսցւքօ",
	"Cherokee": "ᎠᎡᎢᎥᎩᎪᎫᎬᎳᎷᎻᏀᏃᏌᏙᏚᏞᏟᏢᏦ",
}

// disguised tells whether a part of a name can be taken for another; last is the last part of that name.
func disguised(part, last string) bool {
	if mixed(part) {
		return true
	}
	for _, r := range part {
		if !unicode.IsOneOf(parts, r) && !strings.ContainsRune(signs, r) {
			return true
		}
		if unicode.Is(phonetic, r) || r == 'ı' && last != "tr" && last != "az" {
			return true
		}
	}
	for script, letters := range lookalikes {
		if uses(part, script, letters) && !strings.ContainsFunc(last, func(r rune) bool { return scriptOf(r) == script }) {
			return true
		}
	}
	return false
}

// uses tells whether a part has letters of a script, and none but these.
func uses(part, script, letters string) bool {
	found := false
	for _, r := range part {
		if scriptOf(r) != script {
			continue
		}
		if !strings.ContainsRune(letters, r) {
			return false
		}
		found = true
	}
	return found
}

// parts are what parts of names consist of, signs apart.
var parts = []*unicode.RangeTable{unicode.L, unicode.M, unicode.Nd}

const signs = "-_·・׳״͵"

// phonetic are Latin letters of no language's spelling, such as a g without its loop.
var phonetic = &unicode.RangeTable{R16: []unicode.Range16{
	{Lo: 0x0250, Hi: 0x02AF, Stride: 1}, {Lo: 0x1D00, Hi: 0x1DBF, Stride: 1}, {Lo: 0x2C60, Hi: 0x2C7F, Stride: 1},
	{Lo: 0xA720, Hi: 0xA7FF, Stride: 1}, {Lo: 0xAB30, Hi: 0xAB6F, Stride: 1},
}}
