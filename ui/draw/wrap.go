package draw

import "strings"

// Run is a piece of text in one style.
type Run struct {
	Text  string
	Font  Font
	Color Token
	Aside bool // stands beside the text: no rune of it, and not to be selected
}

// Piece is a part of a line of wrapped text, in one style.
type Piece struct {
	Run
	N    int // index of the run it comes from
	X, W float32
	Line int
	At   int // number of runes before it in all runs together, but those aside
}

// Wrapped is text broken into lines.
type Wrapped struct {
	Pieces []Piece
	Lines  int
	Last   float32 // width of the last line
	Widest float32
}

// Wrap breaks runs at spaces and line feeds into lines of at most w; a word longer than a line is broken anywhere.
func (s *Sheet) Wrap(runs []Run, w float32) Wrapped {
	b := breaker{s: s, w: w}
	for n, r := range runs {
		for i, line := range strings.Split(r.Text, "\n") {
			if i > 0 {
				b.newline()
				if !r.Aside {
					b.at++
				}
			}
			for _, word := range strings.SplitAfter(line, " ") {
				b.word(word, n, r)
			}
		}
	}
	return Wrapped{Pieces: b.out, Lines: b.line + 1, Last: b.x, Widest: b.widest}
}

type breaker struct {
	s        *Sheet
	w, x     float32
	line, at int
	widest   float32
	out      []Piece
}

func (b *breaker) newline() { b.x, b.line = 0, b.line+1 }

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
		b.out = append(b.out, Piece{Run: Run{word, r.Font, r.Color, r.Aside}, N: n, X: b.x, W: w, Line: b.line, At: b.at})
		b.x += w
	}
	if !r.Aside {
		b.at += len([]rune(word))
	}
	b.widest = max(b.widest, b.x)
}

// Para draws wrapped text with lines of height lh and gives its height.
func (s *Sheet) Para(runs []Run, x, y, w, lh float32) float32 {
	t := s.Wrap(runs, w)
	for _, p := range t.Pieces {
		s.Word(p.Text, x+p.X, y+float32(p.Line)*lh, lh, p.Font, p.Color)
	}
	return float32(t.Lines) * lh
}

// ParaMid is Para with every line in the middle of the width.
func (s *Sheet) ParaMid(runs []Run, x, y, w, lh float32) float32 {
	t := s.Wrap(runs, w)
	ends := make([]float32, t.Lines)
	for _, p := range t.Pieces {
		ends[p.Line] = p.X + s.Width(strings.TrimRight(p.Text, " "), p.Font)
	}
	for _, p := range t.Pieces {
		s.Word(p.Text, x+(w-ends[p.Line])/2+p.X, y+float32(p.Line)*lh, lh, p.Font, p.Color)
	}
	return float32(t.Lines) * lh
}

// One is a single run.
func One(t string, f Font, c Token) []Run { return []Run{{Text: t, Font: f, Color: c}} }
