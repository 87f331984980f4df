package rooms

import (
	"cmp"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"vouch/app"
	"vouch/ui/draw"
	"vouch/ui/shell"
	"vouch/ui/words"
)

// peopleList is the list of people. Only the lines on the screen are drawn, since there may be thousands; the keyboard sees it as
// one control, in which the arrow keys move from one to the next.
type peopleList struct {
	draw.Pane
	w       *Room
	lines   []line
	top     float32 // how far it is scrolled
	at      int     // line of the keyboard
	focused bool
	menu    func(p app.RoomPerson, at fyne.Position)
}

var (
	_ fyne.Focusable  = (*peopleList)(nil)
	_ fyne.Scrollable = (*peopleList)(nil)
)

func newPeopleList(w *Room, menu func(app.RoomPerson, fyne.Position)) *peopleList {
	l := &peopleList{w: w, menu: menu}
	l.Pane.Init(l, l.draw)
	l.Pane.Keys, l.Pane.Pressed, l.Pane.Tip = w.On.Key, w.On.Pressed, w.On.Tip
	return l
}

// set shows other lines, as far down as before.
func (l *peopleList) set(lines []line) {
	l.lines = lines
	l.at = min(l.at, len(lines)-1)
	l.Refresh()
}

func lineHeight(s draw.Look) float32 { return 12 + 40*s.Text }

func (l *peopleList) clamp() {
	l.top = max(0, min(l.top, float32(len(l.lines))*lineHeight(draw.Now())-l.Size().Height))
	l.at = max(0, min(l.at, len(l.lines)-1))
}

func (l *peopleList) draw(s *draw.Sheet) {
	l.clamp()
	h := lineHeight(s.Look)
	for i := int(l.top / h); i < len(l.lines) && float32(i)*h < l.top+s.H; i++ {
		l.drawLine(s, i, float32(i)*h-l.top, h)
	}
	if total := float32(len(l.lines)) * h; total > s.H+1 {
		t := max(30, s.H*s.H/total)
		s.Rect(s.W-6, l.top/(total-s.H)*(s.H-t), 4, t, draw.Line, 2)
	}
}

func (l *peopleList) drawLine(s *draw.Sheet, i int, y, h float32) {
	p, heading := l.lines[i].person, l.lines[i].heading
	if heading != "" {
		s.Word(s.Clip(heading, s.W-40, draw.B12), 20, y+h-s.K(20)-4, s.K(20), draw.B12, draw.Muted)
		return
	}
	focus := l.focused && i == l.at
	name := l.w.nameOf(p)
	sp := s.Spot("person "+p.Nick+" "+p.JID, 8, y, s.W-20, h-2, func(s *draw.Sheet, hover, _ bool) {
		ground := draw.Bg
		if hover {
			ground = draw.Hover
			s.Rect(0, 0, s.W, s.H, ground, 10)
		}
		if focus {
			s.Ring(4, 4, s.W-8, s.H-8, 8)
		}
		face := l.w.Face(name, cmp.Or(p.JID, p.Nick), l.w.RowOf(p.JID).Picture)
		s.Face(face, 12, (s.H-40)/2, 40, presenceOf(p), ground)
		lh := s.K(20)
		right := s.W - 12
		if word := words.AffiliationWord(p.Affiliation); word != "" {
			right -= s.Right(word, right, 0, s.H, draw.F12, draw.Muted) + 12
		}
		s.WordColor(s.Clip(name, right-64, draw.B14), 64, (s.H-2*lh)/2, lh, draw.B14, s.NameColor(face.JID))
		s.Word(s.Clip(factsOf(p), right-64, draw.F12), 64, s.H/2, lh, draw.F12, draw.Muted)
	}, nil)
	sp.Tap = func() { l.at = i; l.menu(p, shell.Under(l, 64, y+h)) }
	sp.Menu = func(at fyne.Position) { l.at = i; l.menu(p, at) }
}

// presenceOf is the mark beside somebody's face.
func presenceOf(p app.RoomPerson) draw.Presence {
	switch {
	case !p.Here:
		return draw.PresenceOff
	case p.Show == "away", p.Show == "xa", p.Show == "dnd":
		return draw.PresenceAway
	}
	return draw.PresenceOn
}

// Scrolled implements fyne.Scrollable.
func (l *peopleList) Scrolled(e *fyne.ScrollEvent) {
	l.top -= e.Scrolled.DY
	l.Refresh()
}

// FocusGained implements fyne.Focusable.
func (l *peopleList) FocusGained() { l.focused = true; l.step(0, 1) }

// FocusLost implements fyne.Focusable.
func (l *peopleList) FocusLost() { l.focused = false; l.Refresh() }

// TypedRune implements fyne.Focusable.
func (l *peopleList) TypedRune(rune) {}

// TypedKey moves, and opens the menu of somebody.
func (l *peopleList) TypedKey(e *fyne.KeyEvent) {
	switch e.Name {
	case fyne.KeyUp:
		l.step(-1, -1)
	case fyne.KeyDown:
		l.step(1, 1)
	case fyne.KeyPageUp:
		l.step(-8, -1)
	case fyne.KeyPageDown:
		l.step(8, 1)
	case fyne.KeyHome:
		l.step(-len(l.lines), 1)
	case fyne.KeyEnd:
		l.step(len(l.lines), -1)
	case fyne.KeyReturn, fyne.KeyEnter, fyne.KeySpace, desktop.KeyMenu:
		if l.at < len(l.lines) && l.lines[l.at].heading == "" {
			l.menu(l.lines[l.at].person, shell.Under(l, 64, float32(l.at+1)*lineHeight(draw.Now())-l.top))
		}
	default:
		l.w.On.Key(e)
	}
}

// step moves the keyboard by lines and, from a heading, on in a direction; what it comes to is scrolled to.
func (l *peopleList) step(by, on int) {
	l.at += by
	l.clamp()
	for range 2 {
		if l.at < len(l.lines) && l.lines[l.at].heading != "" {
			if l.at == 0 {
				on = 1
			}
			l.at += on
			l.clamp()
		}
	}
	h := lineHeight(draw.Now())
	y := float32(l.at) * h
	l.top = min(max(l.top, y+h-l.Size().Height), y)
	l.Refresh()
}
