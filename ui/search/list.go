package search

import (
	"strings"

	"fyne.io/fyne/v2"

	"vouch/app"
	"vouch/app/view"
	"vouch/ui/bidi"
	"vouch/ui/draw"
	"vouch/ui/words"
)

// list shows the hits, of which only those on the screen are drawn. The keyboard sees it as one control, in which the arrow keys go
// from one hit to the next.
type list struct {
	draw.Pane
	r       *Room
	hits    []app.Hit
	rows    []row
	width   float32 // for which the rows were made, at scale
	scale   float32
	height  float32
	top     float32 // how far it is scrolled
	at      int     // hit of the keyboard
	focused bool
}

// row is where a hit stands, and its words.
type row struct {
	y, h float32
	text draw.Wrapped
}

var (
	_ fyne.Focusable  = (*list)(nil)
	_ fyne.Scrollable = (*list)(nil)
)

func newList(r *Room) *list {
	l := &list{r: r}
	l.Pane.Init(l, l.draw)
	l.Pane.Keys, l.Pane.Pressed, l.Pane.Tip = r.w.On.Key, r.w.On.Pressed, r.w.On.Tip
	return l
}

// set shows other hits, as far down as before.
func (l *list) set(hits []app.Hit) {
	l.hits, l.width = hits, 0
	l.at = max(0, min(l.at, len(hits)-1))
	l.Refresh()
}

// margin is left and right of the words of a hit.
const margin = 20

func (l *list) lay(s *draw.Sheet) {
	if l.width == s.W && l.scale == s.Text {
		return
	}
	l.width, l.scale, l.height, l.rows = s.W, s.Text, 4, l.rows[:0]
	for _, h := range l.hits {
		text := s.Wrap(l.r.runs(h), s.W-2*margin)
		n := row{y: l.height, h: 20 + s.K(18) + float32(text.Lines)*s.K(20), text: text}
		l.height += n.h
		l.rows = append(l.rows, n)
	}
	l.height += 8
}

// runs are the words of a hit: who wrote it, and what was looked for standing out.
func (r *Room) runs(h app.Hit) []draw.Run {
	var out []draw.Run
	if who := r.writer(h); who != "" {
		out = append(out, draw.Run{Text: who + ": ", Font: draw.F14, Color: draw.Muted})
	}
	add := func(text string, f draw.Font, c draw.Token) {
		if text != "" {
			out = append(out, draw.Run{Text: text, Font: f, Color: c})
		}
	}
	if !h.Begins {
		add("… ", draw.F14, draw.Muted)
	}
	end := len(h.Text) - len(strings.TrimLeft(h.Text, " "))
	for _, m := range h.Marks {
		if m.From > end {
			add(h.Text[end:m.From], draw.F14, draw.Fg)
		}
		add(h.Text[m.From:m.To], draw.B14, draw.Acc)
		end = m.To
	}
	add(strings.TrimRight(h.Text[end:], " "), draw.F14, draw.Fg)
	if !h.Ends {
		add(" …", draw.F14, draw.Muted)
	}
	return out
}

// writer is who wrote a hit, where its chat does not say so.
func (r *Room) writer(h app.Hit) string {
	switch {
	case h.Own:
		return words.Tr("search.you")
	case h.Nick != "":
		return bidi.Isolate(words.OneLine(h.Nick, words.NameRunes))
	case h.From != h.Chat:
		return bidi.Isolate(r.w.PersonName(h.From))
	}
	return ""
}

// chatName is the name of the chat of a hit; of another account than the one that is shown it has the account beside it.
func (r *Room) chatName(h app.Hit) string {
	if h.Account != r.w.View().Account {
		return words.Tr("search.ofAccount", "Name", bidi.Isolate(words.OneLine(view.Localpart(h.Chat), words.NameRunes)), "Account", h.Account)
	}
	return r.w.ChatName(r.w.RowOf(h.Chat).Name, h.Chat)
}

func (l *list) draw(s *draw.Sheet) {
	l.lay(s)
	l.top = max(0, min(l.top, l.height-s.H))
	for i, n := range l.rows {
		if y := n.y - l.top; y+n.h >= 0 && y <= s.H {
			l.drawHit(s, i, y, n)
		}
	}
	if l.height > s.H+1 {
		t := max(30, s.H*s.H/l.height)
		s.Rect(s.W-6, l.top/(l.height-s.H)*(s.H-t), 4, t, draw.Line, 2)
	}
	if len(l.rows) > 0 && l.top+2*s.H > l.height {
		l.r.more()
	}
}

func (l *list) drawHit(s *draw.Sheet, i int, y float32, n row) {
	h, focus := l.hits[i], l.focused && i == l.at
	sp := s.Spot("hit "+h.Account+" "+h.ID, 8, y, s.W-20, n.h-2, func(s *draw.Sheet, hover, _ bool) {
		if hover {
			s.Rect(0, 0, s.W, s.H, draw.Hover, 10)
		}
		if focus {
			s.Ring(4, 4, s.W-8, s.H-8, 8)
		}
		lh := s.K(18)
		right := s.W - 12
		right -= s.Right(l.r.w.Now().Brief(h.Time), right, 8, lh, draw.F12, draw.Muted) + 12
		s.Word(s.Clip(l.r.chatName(h), right-margin+8, draw.B13), margin-8, 8, lh, draw.B13, draw.Fg)
		s.Lines(n.text, margin-8, 8+lh, s.K(20))
	}, nil)
	sp.Tap = func() { l.r.open(i) }
}

// Scrolled implements fyne.Scrollable.
func (l *list) Scrolled(e *fyne.ScrollEvent) {
	l.top -= e.Scrolled.DY
	l.Refresh()
}

// FocusGained implements fyne.Focusable.
func (l *list) FocusGained() { l.focused = true; l.step(0) }

// FocusLost implements fyne.Focusable.
func (l *list) FocusLost() { l.focused = false; l.Refresh() }

// TypedRune gives what is typed to the field.
func (l *list) TypedRune(r rune) {
	l.r.w.Win.Canvas().Focus(l.r.entry)
	l.r.entry.TypedRune(r)
}

// TypedKey moves, and opens a hit.
func (l *list) TypedKey(e *fyne.KeyEvent) {
	switch e.Name {
	case fyne.KeyUp:
		if l.at == 0 {
			l.r.w.Win.Canvas().Focus(l.r.entry)
			return
		}
		l.step(-1)
	case fyne.KeyDown:
		l.step(1)
	case fyne.KeyPageUp:
		l.step(-8)
	case fyne.KeyPageDown:
		l.step(8)
	case fyne.KeyHome:
		l.step(-len(l.hits))
	case fyne.KeyEnd:
		l.step(len(l.hits))
	case fyne.KeyReturn, fyne.KeyEnter, fyne.KeySpace:
		l.r.open(l.at)
	default:
		l.r.w.On.Key(e)
	}
}

// step moves the keyboard, and brings the hit to the screen.
func (l *list) step(by int) {
	l.at = max(0, min(len(l.hits)-1, l.at+by))
	if l.at < len(l.rows) {
		n := l.rows[l.at]
		l.top = max(min(l.top, n.y-4), n.y+n.h-l.Size().Height+4)
	}
	l.Refresh()
}
