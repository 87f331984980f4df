package draw

// Kind is the weight of a button.
type Kind int

// The kinds of buttons.
const (
	Plain    Kind = iota // on the ground of fields
	OnTint               // on the window's ground, for bars
	Primary              // filled
	Deed                 // filled in the colour of danger
	Outlined             // a border only
	Text                 // a word only
)

// Button says what a button looks like. Small ones are 30 high instead of 36.
type Button struct {
	Icon, Word string
	Kind       Kind
	Small      bool
	Color      Token // of the word; "" for what the kind has
	Height     float32
	Wide       float32 // smallest width
}

// Size is the size of the button.
func (s *Sheet) Size(b Button) (w, h float32) {
	g := b.geometry(s)
	w = 2*g.pad + s.Width(b.Word, g.font)
	if b.Icon != "" {
		w += g.icon
		if b.Word != "" {
			w += 8
		}
	}
	return max(w, b.Wide), g.h
}

// Button places a button and gives its width. Without tap it cannot be pressed and is drawn so.
func (s *Sheet) Button(key string, b Button, x, y float32, tap func()) float32 {
	w, h := s.Size(b)
	s.Hit(key, x, y, w, h, func(s *Sheet, hover, focus bool) { b.paint(s, hover, focus, tap != nil) }, tap)
	return w
}

// Flow places buttons in a row that wraps at width w, and gives the lower edge.
func (s *Sheet) Flow(x, y, w float32, buttons []KeyButton) float32 {
	cx, h := x, float32(0)
	for _, b := range buttons {
		bw, bh := s.Size(b.Button)
		if cx > x && cx+bw > x+w {
			cx, y = x, y+h+8
		}
		h = bh
		s.Button(b.Key, b.Button, cx, y, b.Tap)
		cx += bw + 8
	}
	return y + h
}

// KeyButton is a button of a Flow.
type KeyButton struct {
	Button
	Key string
	Tap func()
}

// IconButton places a square button of side d with an icon of 20 in it; tip are its words.
func (s *Sheet) IconButton(key, icon, tip string, x, y, d float32, tap func()) *Hit {
	h := s.Hit(key, x, y, d, d, func(s *Sheet, hover, focus bool) {
		if hover {
			s.Rect(0, 0, d, d, Hover, 8)
		}
		if focus {
			s.Ring(2, 2, d-4, d-4, 6)
		}
		i := min(d-8, s.K(20))
		s.Icon(icon, Muted, (d-i)/2, (d-i)/2, i)
	}, tap)
	h.Tip = tip
	return h
}

// FilledButton places a square button of side d with an icon of 20 in it, filled where it can do something; tip are its words.
func (s *Sheet) FilledButton(key, icon, tip string, can bool, x, y, d float32, tap func()) *Hit {
	h := s.Hit(key, x, y, d, d, func(s *Sheet, hover, focus bool) {
		ground, fg := FieldGround, Muted
		if can {
			ground, fg = Fill, White
		}
		s.Rect(0, 0, s.W, s.H, ground, 12)
		if focus {
			s.Ring(0, 0, s.W, s.H, 12)
		}
		i := s.K(20)
		s.Icon(icon, fg, (s.W-i)/2, (s.H-i)/2, i)
	}, tap)
	h.Tip = tip
	return h
}

type geometry struct {
	h, pad, icon, r float32
	font            Font
}

func (b Button) geometry(s *Sheet) geometry {
	g := geometry{s.K(36), 14, s.K(20), 8, F14}
	if b.Small {
		g = geometry{s.K(30), 11, s.K(16), 7, F13}
	}
	if b.Kind == Primary || b.Kind == Deed {
		g.font.Bold = true
	}
	if b.Kind == Text {
		g.pad = 10
	}
	if b.Height != 0 {
		g.h = b.Height
	}
	return g
}

var grounds = map[Kind][2]Token{
	Plain: {FieldGround, Fg}, OnTint: {Bg, Fg}, Primary: {Fill, White}, Deed: {Danger, White}, Outlined: {"", Fg}, Text: {"", Acc},
}

func (b Button) paint(s *Sheet, hover, focus, can bool) {
	g := b.geometry(s)
	ground, fg := grounds[b.Kind][0], grounds[b.Kind][1]
	if b.Color != "" {
		fg = b.Color
	}
	if !can {
		ground, fg = FieldGround, Muted
	}
	if focus {
		s.Ring(0, 0, s.W, s.H, g.r)
	}
	switch {
	case b.Kind == Outlined && can:
		s.Frame(0, 0, s.W, s.H, Ctl, Bg, g.r, 2)
	case ground != "" && (b.Kind != Text || !can):
		s.Rect(0, 0, s.W, s.H, ground, g.r)
	}
	if hover {
		over := Fg
		if b.Kind == Primary || b.Kind == Deed {
			over = White
		}
		s.RectColor(0, 0, s.W, s.H, through(s.Color(over), 0x14), g.r)
	}
	w := s.Width(b.Word, g.font)
	if b.Icon != "" {
		w += g.icon
		if b.Word != "" {
			w += 8
		}
	}
	x := (s.W - w) / 2
	if b.Icon != "" {
		ic := fg
		if _, mark := tokens[Token(b.Icon)]; mark && can { // marks of trust keep their colour
			ic = Token(b.Icon)
		}
		s.Icon(b.Icon, ic, x, (s.H-g.icon)/2, g.icon)
		x += g.icon + 8
	}
	s.Word(b.Word, x, 0, s.H, g.font, fg)
}

// Box is the side of what stands beside a line of text to be pressed or looked at: check boxes, radio buttons, icons. It
// grows with the text and never shrinks below 20.
func (s *Sheet) Box() float32 { return max(20, s.K(20)) }

// Small is the side of a small button with an icon: 28, or more beside large text.
func (s *Sheet) Small() float32 { return max(28, s.K(24)) }

// Check places a check box of side Box; edge is the colour of its border while it is empty.
func (s *Sheet) Check(key string, on bool, edge Token, x, y float32, tap func()) {
	d := s.Box()
	s.Hit(key, x, y, d, d, func(s *Sheet, hover, focus bool) {
		s.CheckMark(on, edge, 0, 0, d)
		if hover {
			s.RectColor(0, 0, d, d, through(s.Color(Fg), 0x14), 5)
		}
		if focus {
			s.Ring(0, 0, d, d, 5)
		}
	}, tap)
}

// CheckMark draws a check box that cannot be pressed.
func (s *Sheet) CheckMark(on bool, edge Token, x, y, d float32) {
	if !on {
		s.Frame(x, y, d, d, edge, Card, 5, 2)
		return
	}
	s.Rect(x, y, d, d, Fill, 5)
	s.Icon("check", White, x+2, y+2, d-4)
}

// Link places a word that can be pressed, in a line of height lh, and gives its width.
func (s *Sheet) Link(key, word string, x, y, lh float32, f Font, tap func()) float32 {
	w := s.Width(word, f)
	s.Hit(key, x, y, w, lh, func(s *Sheet, hover, focus bool) {
		f := f
		f.Under = hover
		s.Word(word, 0, 0, s.H, f, Acc)
		if focus {
			s.Ring(2, 2, s.W-4, s.H-4, 4)
		}
	}, tap)
	return w
}
