package timeline

import (
	"strings"

	"fyne.io/fyne/v2"

	"vouch/ui/draw"
)

// paintSelection marks the selected runes behind the text.
func (b bubble) paintSelection(s *draw.Sheet, r *Row, sel [2]int) {
	if sel[0] >= sel[1] {
		return
	}
	c := draw.Own
	if r.Own && !r.Outlined {
		c = draw.Bg
	}
	for _, p := range b.text.Pieces {
		letters := letters(p)
		from, to := max(0, sel[0]-p.At), min(len(letters), sel[1]-p.At)
		if from >= to {
			continue
		}
		x0, x1 := border(s, p, letters, from), border(s, p, letters, to)
		s.Rect(b.x+padX+min(x0, x1), b.y+padY+float32(p.Line)*b.lh, max(x0, x1)-min(x0, x1), b.lh, c, 3)
	}
}

// letters are those of a piece that can be selected.
func letters(p draw.Piece) []rune {
	if p.Aside {
		return nil
	}
	return []rune(p.Text)
}

// border is the place before the rune n of a piece, on the side from which it is read.
func border(s *draw.Sheet, p draw.Piece, letters []rune, n int) float32 {
	w := s.Width(string(letters[:n]), p.Font)
	if n == len(letters) {
		w = p.W
	}
	if p.Back {
		return p.X + p.W - w
	}
	return p.X + w
}

// runeAt is the number of runes before the place that is nearest to at.
func (b bubble) runeAt(s *draw.Sheet, at fyne.Position) int {
	x, y := at.X-b.x-padX, at.Y-b.y-padY
	line := int(y / b.lh)
	if y < 0 {
		return 0
	}
	best, end, least := -1, 0, float32(0)
	for _, p := range b.text.Pieces {
		letters := letters(p)
		end = p.At + len(letters)
		if p.Line != line {
			continue
		}
		if away := max(p.X-x, x-p.X-p.W, 0); best < 0 || away < least {
			in := x - p.X
			if p.Back {
				in = p.W - in
			}
			best, least = p.At+near(s, letters, in, p.Font), away
		}
	}
	if best < 0 {
		return end
	}
	return best
}

// near is the number of letters whose middle lies before x.
func near(s *draw.Sheet, letters []rune, x float32, f draw.Font) int {
	lo, hi := 0, len(letters)
	for lo < hi {
		mid := (lo + hi) / 2
		before := s.Width(string(letters[:mid]), f)
		after := s.Width(string(letters[:mid+1]), f)
		if (before+after)/2 <= x {
			lo = mid + 1
		} else {
			hi = mid
		}
	}
	return lo
}

// linkAt is the target of the link at a place, or "".
func (b bubble) linkAt(at fyne.Position) string {
	x, y := at.X-b.x-padX, at.Y-b.y-padY
	if y < 0 {
		return ""
	}
	for _, p := range b.text.Pieces {
		if t := b.targets[p.N]; t != "" && p.Line == int(y/b.lh) && x >= p.X && x < p.X+p.W {
			return t
		}
	}
	return ""
}

// part is the selected text of a row.
func part(r *Row, whole bool, sel [2]int) string {
	text := r.Text
	if whole && r.Whole != "" {
		text = r.Whole
	}
	letters := []rune(text)
	from, to := max(0, min(sel[0], len(letters))), max(0, min(sel[1], len(letters)))
	if from >= to {
		return ""
	}
	return strings.TrimRight(string(letters[from:to]), "\n")
}
