package draw

import (
	"cmp"
	"slices"
	"strings"
	"unicode"

	"vouch/ui/bidi"
)

// line is a line of wrapped text.
type line struct {
	width float32
	back  bool // its paragraph runs from right to left
	mixed bool // its pieces are not in the order in which they stand
}

// order puts the pieces of wrapped text where they stand, where something in it runs from right to left.
func (b *breaker) order() {
	if !slices.ContainsFunc(b.out, func(p Piece) bool { return bidi.Mixed(p.Text) }) {
		return
	}
	var out []Piece
	for i := 0; i < len(b.out); {
		end := i
		for end < len(b.out) && b.paragraph[b.out[end].Line] == b.paragraph[b.out[i].Line] {
			end++
		}
		out = append(out, b.orderParagraph(b.out[i:end])...)
		i = end
	}
	b.out, b.widest = out, 0
	for _, l := range b.lines {
		b.widest = max(b.widest, l.width)
	}
	b.x = b.lines[b.line].width
}

// orderParagraph gives the pieces of a paragraph, divided where the direction or the font changes, in the order of the text. What
// stands apart runs from left to right whatever is in it, and turns nothing around it.
func (b *breaker) orderParagraph(pieces []Piece) (out []Piece) {
	var raw, text []rune
	at, sign := make([]int, len(pieces)), make([]int, len(pieces)) // where each piece begins in text, and its sign is
	for i, p := range pieces {
		letters, room := []rune(p.Text), 0
		at[i], sign[i] = len(text), -1
		if p.Apart && (i == 0 || pieces[i-1].N != p.N) {
			room = len(letters) - len([]rune(strings.TrimLeft(p.Text, " ")))
			sign[i] = len(text) + room
			text = append(append(text, letters[:room]...), bidi.LRI)
		}
		text = append(text, letters[room:]...)
		if p.Apart && (i+1 == len(pieces) || pieces[i+1].N != p.N) {
			text = append(text, bidi.PDI)
		}
		raw = append(raw, letters...)
	}
	if !bidi.Mixed(string(raw)) {
		return pieces
	}
	whole := bidi.AnalyseAs(text, bidi.Direction(raw))
	for i := 0; i < len(pieces); {
		end := i
		for end < len(pieces) && pieces[end].Line == pieces[i].Line {
			end++
		}
		to := len(text)
		if end < len(pieces) {
			to = at[end]
		}
		levels := whole.Line(at[i], to)
		var parts []part
		for k := i; k < end; k++ {
			own := levels[at[k]-at[i]:]
			if n := sign[k] - at[k]; sign[k] >= 0 {
				own = slices.Concat(own[:n], own[n+1:])
			}
			parts = append(parts, b.divide(pieces[k], own)...)
		}
		b.lines[pieces[i].Line] = line{place(parts), whole.Base == 1, true}
		for _, p := range parts {
			out = append(out, p.Piece)
		}
		i = end
	}
	return out
}

// part is a piece that runs in one direction.
type part struct {
	Piece
	level uint8
}

// divide cuts a piece where it turns, and what runs from right to left where its letters end, since there the font may change.
// level begins with those of its runes.
func (b *breaker) divide(p Piece, level []uint8) (out []part) {
	letters := []rune(p.Text)
	for i := 0; i < len(letters); {
		end, back := partEnd(letters, level, i), level[i]%2 == 1
		one := p
		one.Text, one.At, one.Back = string(letters[i:end]), p.At, back
		if !p.Aside {
			one.At += i
		}
		one.Shown = shown(letters[i:end], back)
		one.W = b.s.measure(one.Shown, p.Font)
		out = append(out, part{one, level[i]})
		i = end
	}
	return out
}

// partEnd is where a part that begins at i ends.
func partEnd(letters []rune, level []uint8, i int) int {
	end := i + 1
	for end < len(letters) && level[end] == level[i] && (level[i]%2 == 0 || together(letters, level, i, end)) {
		end++
	}
	return end
}

// together tells whether the rune at end goes with those from i on: letters of one script with the room between them, or signs.
func together(letters []rune, level []uint8, i, end int) bool {
	r := letters[end]
	if !bidi.Letter(letters[i]) {
		return !bidi.Letter(r)
	}
	if unicode.IsSpace(r) {
		for end++; end < len(letters) && level[end] == level[i]; end++ {
			if !unicode.IsSpace(letters[end]) {
				return bidi.Letter(letters[end]) && alphabet(letters[end]) == alphabet(letters[i])
			}
		}
		return false
	}
	return bidi.Mark(r) || bidi.Letter(r) && alphabet(r) == alphabet(letters[i])
}

// alphabet tells apart what different fonts may have.
func alphabet(r rune) rune {
	switch {
	case r < 0x600 || r >= 0xFB1D && r <= 0xFB4F:
		return 'א'
	case unicode.Is(unicode.Arabic, r) || r == 'ـ':
		return 'ع'
	}
	return r >> 6
}

// shown is a part as it is drawn from left to right. Letters that run from right to left the toolkit turns itself.
func shown(letters []rune, back bool) string {
	letters = slices.DeleteFunc(slices.Clone(letters), bidi.Unseen)
	if !back || slices.ContainsFunc(letters, bidi.Letter) {
		return string(letters)
	}
	var clusters []string
	for i := 0; i < len(letters); {
		end := clusterEnd(letters, i)
		clusters = append(clusters, string(bidi.Mirror(letters[i]))+string(letters[i+1:end]))
		i = end
	}
	slices.Reverse(clusters)
	return strings.Join(clusters, "")
}

// clusterEnd is where the sign ends that begins at i, with its marks; emoji may have many parts.
func clusterEnd(letters []rune, i int) int {
	flag := func(r rune) bool { return r >= 0x1F1E6 && r <= 0x1F1FF }
	end := i + 1
	if flag(letters[i]) && end < len(letters) && flag(letters[end]) {
		end++
	}
	for end < len(letters) {
		r := letters[end]
		tag, skin := r >= 0xE0020 && r <= 0xE007F, r >= 0x1F3FB && r <= 0x1F3FF
		if !bidi.Mark(r) && !unicode.Is(unicode.M, r) && !tag && !skin && letters[end-1] != '\u200d' {
			break
		}
		end++
	}
	return end
}

// place gives the parts of a line their places from left to right, and the width of the line.
func place(parts []part) (width float32) {
	levels := make([]uint8, len(parts))
	for i, p := range parts {
		levels[i] = p.level
	}
	for _, i := range bidi.Order(levels) {
		parts[i].X = width
		width += parts[i].W
	}
	return width
}

// leftMark keeps the toolkit, which orders by rules of its own, from changing an order that is right already, and has it
// put letters of another font on the line of ours.
const leftMark = "\u200e"

// drawn gives the pieces of a line as they are drawn: those of one run together, so that they stand on one line.
func (t Wrapped) drawn(of []Piece) (out []Piece) {
	if !t.lines[of[0].Line].mixed {
		return of
	}
	pieces := slices.Clone(of)
	slices.SortStableFunc(pieces, func(a, b Piece) int { return cmp.Compare(a.X, b.X) })
	for _, p := range pieces {
		if n := len(out); n > 0 && out[n-1].N == p.N {
			out[n-1].Shown += p.Shown + leftMark
			out[n-1].W += p.W
			continue
		}
		p.Shown = leftMark + p.Shown + leftMark
		out = append(out, p)
	}
	return out
}

// Turned is a line of text for controls of the toolkit, such as menus, which put the parts of it one after the other as they come:
// in the order in which they stand.
func Turned(t string) string {
	if !bidi.Mixed(t) {
		return t
	}
	b := breaker{s: Dry(0), lines: make([]line, 1), paragraph: make([]int, 1), out: []Piece{{Run: Run{Text: t, Font: F14}}}}
	b.order()
	var out strings.Builder
	for _, p := range (Wrapped{lines: b.lines}).drawn(b.out) {
		out.WriteString(p.Shown)
	}
	return out.String()
}

// Align moves the lines of paragraphs that run from right to left to the right edge of a box of that width. It is true where the
// last line is one.
func (t *Wrapped) Align(w float32) bool {
	for i, p := range t.Pieces {
		if l := t.lines[p.Line]; l.back {
			t.Pieces[i].X += w - l.width
		}
	}
	return t.lines[t.Lines-1].back
}
