package draw

import "strings"

// Run is a piece of text in one style.
type Run struct {
	Text  string
	Font  Font
	Color Token
	Aside bool // stands beside the text: no rune of it, and not to be selected
	Apart bool // runs from left to right whatever is in it and around it, as addresses do
}

// Piece is a part of a line of wrapped text, in one style and one direction.
type Piece struct {
	Run
	N     int // index of the run it comes from
	X, W  float32
	Line  int
	At    int    // number of runes before it in all runs together, but those aside
	Shown string // Text as it stands on the line from left to right
	Back  bool   // runs from right to left: its first rune stands at its right edge
}

// Wrapped is text broken into lines. Its pieces are in the order of the text, whatever their places on the line.
type Wrapped struct {
	Pieces []Piece
	Lines  int
	Last   float32 // width of the last line
	Widest float32
	lines  []line
}

// Wrap breaks runs at spaces and line feeds into lines of at most w; a word longer than a line is broken anywhere. Each line
// stands in the order in which it is read (UAX 9); a line feed ends a paragraph, whose direction is that of its first letter.
func (s *Sheet) Wrap(runs []Run, w float32) Wrapped {
	b := breaker{s: s, w: w, lines: make([]line, 1), paragraph: make([]int, 1)}
	for n, r := range runs {
		for i, line := range strings.Split(r.Text, "\n") {
			if i > 0 {
				b.newline()
				b.paragraph[b.line]++
				if !r.Aside {
					b.at++
				}
			}
			for _, word := range strings.SplitAfter(line, " ") {
				b.word(word, n, r)
			}
		}
	}
	b.order()
	for i, p := range b.out {
		if !b.lines[p.Line].mixed {
			b.out[i].Shown = p.Text
		}
	}
	return Wrapped{Pieces: b.out, Lines: b.line + 1, Last: b.x, Widest: b.widest, lines: b.lines}
}

type breaker struct {
	s         *Sheet
	w, x      float32
	line, at  int
	widest    float32
	out       []Piece
	lines     []line
	paragraph []int // of each line
}

func (b *breaker) newline() {
	b.x, b.line = 0, b.line+1
	b.lines, b.paragraph = append(b.lines, line{}), append(b.paragraph, b.paragraph[b.line-1])
}

func (b *breaker) word(word string, n int, r Run) {
	for word != "" {
		letters, bare := []rune(word), b.w+1
		if len(letters) <= b.s.most(b.w, r.Font) { // else it is longer than a line, and costly to measure
			bare = b.s.Width(strings.TrimRight(word, " "), r.Font)
		}
		if b.x > 0 && b.x+bare > b.w {
			b.newline()
		}
		rest := ""
		if b.x == 0 && bare > b.w {
			k := max(1, b.s.fit(letters, b.w, r.Font))
			word, rest = string(letters[:k]), string(letters[k:])
		}
		b.place(word, n, r)
		if word = rest; rest != "" {
			b.newline()
		}
	}
}

// place adds a word to the line, to the piece before it where the style is the same.
func (b *breaker) place(word string, n int, r Run) {
	if i := len(b.out) - 1; i >= 0 && b.out[i].Line == b.line && b.out[i].N == n {
		p := &b.out[i]
		p.Text += word
		p.W = b.s.Width(p.Text, r.Font)
		b.x = p.X + p.W
	} else {
		w := b.s.Width(word, r.Font)
		one := Piece{Run: r, N: n, X: b.x, W: w, Line: b.line, At: b.at}
		one.Text = word
		b.out = append(b.out, one)
		b.x += w
	}
	if !r.Aside {
		b.at += len([]rune(word))
	}
	b.widest, b.lines[b.line].width = max(b.widest, b.x), b.x
}

// Lines draws wrapped text with lines of height lh.
func (s *Sheet) Lines(t Wrapped, x, y, lh float32) {
	for i := 0; i < len(t.Pieces); {
		end := i
		for end < len(t.Pieces) && t.Pieces[end].Line == t.Pieces[i].Line {
			end++
		}
		for _, p := range t.drawn(t.Pieces[i:end]) {
			s.ink(p.Shown, x+p.X, y+float32(p.Line)*lh, lh, p.Font, s.Color(p.Color))
		}
		i = end
	}
}

// Para draws wrapped text with lines of height lh and gives its height.
func (s *Sheet) Para(runs []Run, x, y, w, lh float32) float32 {
	t := s.Wrap(runs, w)
	s.Lines(t, x, y, lh)
	return float32(t.Lines) * lh
}

// ParaMid is Para with every line in the middle of the width.
func (s *Sheet) ParaMid(runs []Run, x, y, w, lh float32) float32 {
	t := s.Wrap(runs, w)
	ends := make([]float32, t.Lines)
	for _, p := range t.Pieces {
		end := p.X + p.W
		if !t.lines[p.Line].mixed {
			end = p.X + s.Width(strings.TrimRight(p.Text, " "), p.Font)
		}
		ends[p.Line] = max(ends[p.Line], end)
	}
	for i, p := range t.Pieces {
		t.Pieces[i].X += (w - ends[p.Line]) / 2
	}
	s.Lines(t, x, y, lh)
	return float32(t.Lines) * lh
}

// One is a single run.
func One(t string, f Font, c Token) []Run { return []Run{{Text: t, Font: f, Color: c}} }
