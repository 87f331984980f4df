package draw

import (
	"sync"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"
	"golang.org/x/image/font/sfnt"
)

// source is the font in which a text is measured and drawn: the bundled one where that has every letter of it, and nil for a search
// in all fonts. For the search Fyne reads an emoji font and one of the system for each style anew, 5 to 10 MB that stay.
func (f Font) source(t string) fyne.Resource {
	r := theme.DefaultTheme().Font(fyne.TextStyle{Bold: f.Bold, Monospace: f.Mono})
	if plain(t) || glyphsOf(r).cover(t) {
		return r
	}
	return nil
}

// plain tells whether a text is of printable ASCII alone, which every bundled font has.
func plain(t string) bool {
	for i := range len(t) {
		if t[i] < ' ' || t[i] > '~' {
			return false
		}
	}
	return true
}

// glyphs are the letters of a font.
type glyphs struct {
	font *sfnt.Font
	buf  sfnt.Buffer
	mu   sync.Mutex // guards buf
}

var allGlyphs sync.Map // fyne.Resource → *glyphs, of the bundled fonts

// glyphsOf reads no more of a font than the places of its tables.
func glyphsOf(r fyne.Resource) *glyphs {
	if g, ok := allGlyphs.Load(r); ok {
		return g.(*glyphs)
	}
	g := &glyphs{}
	g.font, _ = sfnt.Parse(r.Content()) // one that does not parse has no letters, and Fyne says so
	kept, _ := allGlyphs.LoadOrStore(r, g)
	return kept.(*glyphs)
}

func (g *glyphs) cover(t string) bool {
	if g.font == nil {
		return false
	}
	g.mu.Lock()
	defer g.mu.Unlock()
	for _, r := range t {
		if n, err := g.font.GlyphIndex(&g.buf, r); err != nil || n == 0 {
			return false
		}
	}
	return true
}
