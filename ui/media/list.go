package media

import (
	"image"
	"math"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"vouch/app"
	"vouch/app/view"
	"vouch/ui/draw"
	"vouch/ui/pictures"
	"vouch/ui/words"
)

const (
	tileSide = 128 // of a picture, at least
	tileGap  = 4
	margin   = 20
)

// list shows the items in lines of which only those on the screen are drawn. The keyboard sees it as one control, in which the arrow
// keys go from one item to the next.
type list struct {
	draw.Pane
	r       *Room
	items   []app.FileItem
	lines   []line
	width   float32 // for which the lines were made, at scale
	scale   float32
	height  float32
	top     float32 // how far it is scrolled
	at      int     // item of the keyboard
	focused bool
}

// line is a heading, one item, or several pictures beside each other.
type line struct {
	y, h    float32
	heading string
	from, n int // the items
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

// set shows other items, as far down as before.
func (l *list) set(items []app.FileItem) {
	l.items, l.width = items, 0
	l.at = max(0, min(l.at, len(items)-1))
	l.Refresh()
}

// tiled says whether items stand beside each other.
func (l *list) tiled() bool { return l.r.sort == app.SortPictures }

// columns is how many pictures stand beside each other, and how wide they are.
func (l *list) columns(w float32) (n int, side float32) {
	n = max(2, int((w-2*margin+tileGap)/(tileSide+tileGap)))
	return n, float32(math.Floor(float64((w-2*margin-float32(n-1)*tileGap)/float32(n)) + 1e-3))
}

// lay makes the lines for a width, with a heading above each month.
func (l *list) lay(s *draw.Sheet) {
	if l.width == s.W && l.scale == s.Text {
		return
	}
	l.width, l.scale, l.lines, l.height = s.W, s.Text, nil, 8
	add := func(n line) {
		n.y = l.height
		l.height += n.h
		l.lines = append(l.lines, n)
	}
	cal := l.r.w.Now()
	columns, side := l.columns(s.W)
	month, one := "", s.K(40)+16
	for i, it := range l.items {
		if m := cal.Month(it.Time); m != month {
			month = m
			add(line{heading: m, h: s.K(20) + 16})
		} else if last := &l.lines[len(l.lines)-1]; l.tiled() && last.n > 0 && last.n < columns {
			last.n++
			continue
		}
		h := one
		if l.tiled() {
			h = side + tileGap
		}
		add(line{from: i, n: 1, h: h})
	}
	l.height += 8
}

func (l *list) clamp() { l.top = max(0, min(l.top, l.height-l.Size().Height)) }

func (l *list) draw(s *draw.Sheet) {
	l.lay(s)
	l.clamp()
	for _, n := range l.lines {
		y := n.y - l.top
		switch {
		case y+n.h < 0:
		case y > s.H:
		case n.heading != "":
			s.Word(n.heading, margin, y+n.h-s.K(20)-4, s.K(20), draw.B13, draw.Muted)
		case l.tiled():
			l.drawTiles(s, n, y)
		default:
			l.drawItem(s, n.from, y, n.h)
		}
	}
	if l.height > s.H+1 {
		t := max(30, s.H*s.H/l.height)
		s.Rect(s.W-6, l.top/(l.height-s.H)*(s.H-t), 4, t, draw.Line, 2)
	}
	if l.top+2*s.H > l.height {
		l.r.more()
	}
}

func (l *list) drawTiles(s *draw.Sheet, n line, y float32) {
	_, side := l.columns(s.W)
	scale := l.scaleOf()
	for j := range n.n {
		i := n.from + j
		it, focus := l.items[i], l.focused && n.from+j == l.at
		sp := s.Spot("item "+it.ID, margin+float32(j)*(side+tileGap), y, side, side, func(s *draw.Sheet, hover, _ bool) {
			s.Rect(0, 0, s.W, s.H, draw.FieldGround, 8)
			var m image.Image
			if it.Width > 0 {
				px := max(1, int(math.Round(float64(side*scale))))
				v := l.r.w.View()
				m = l.r.pictures.Of(pictures.Key{Account: v.Account, Chat: v.Chat, ID: it.ID, Fill: true}, px, px)
			}
			if m != nil {
				s.Image(m, 0, 0, s.W, s.H, 8)
			} else {
				icon, _ := stateOf(it)
				s.Icon(icon, draw.Muted, (s.W-24)/2, s.H/2-24, 24)
				s.Word(s.Clip(it.Name, s.W-12, draw.F11), 6, s.H/2+6, s.K(16), draw.F11, draw.Muted)
			}
			if hover || focus {
				s.Ring(4, 4, s.W-8, s.H-8, 4)
			}
		}, nil)
		sp.Tap = func() { l.at = i; l.r.use(i) }
		sp.Menu = func(at fyne.Position) { l.at = i; l.r.menu(i, at) }
	}
}

func (l *list) drawItem(s *draw.Sheet, i int, y, h float32) {
	it, focus := l.items[i], l.focused && i == l.at
	sp := s.Spot("item "+it.ID, 8, y, s.W-20, h-2, func(s *draw.Sheet, hover, _ bool) {
		if hover {
			s.Rect(0, 0, s.W, s.H, draw.Hover, 10)
		}
		if focus {
			s.Ring(4, 4, s.W-8, s.H-8, 8)
		}
		icon, said := stateOf(it)
		s.Icon(icon, draw.Muted, 14, (s.H-24)/2, 24)
		lh := s.K(20)
		right := s.W - 12
		right -= s.Right(l.r.w.Now().Brief(it.Time), right, 0, s.H, draw.F12, draw.Muted) + 12
		title, color := it.Name, draw.Fg
		if len(it.Links) > 0 {
			title, color = words.OneLine(it.Links[0], 300), draw.Acc
		}
		s.Word(s.Clip(title, right-52, draw.F14), 52, (s.H-2*lh)/2, lh, draw.F14, color)
		s.Word(s.Clip(l.r.about(it, said), right-52, draw.F12), 52, s.H/2, lh, draw.F12, draw.Muted)
	}, nil)
	sp.Tap = func() { l.at = i; l.r.use(i) }
	sp.Menu = func(at fyne.Position) { l.at = i; l.r.menu(i, at) }
}

// stateOf is the icon of an item, and where it is in words, or "".
func stateOf(it app.FileItem) (icon, said string) {
	switch it.State {
	case view.FileHere:
		return "file", ""
	case view.FileComing:
		return "download", words.Tr("file.coming")
	case view.FileGone:
		return "inactive", words.Tr("file.gone")
	case view.FileDamaged:
		return "warn", words.Tr("file.damaged")
	case view.FileOffered, view.FileFailed:
		return "download", words.Tr("file.offered")
	}
	return "link", ""
}

func (l *list) scaleOf() float32 {
	if c := fyne.CurrentApp().Driver().CanvasForObject(l); c != nil {
		return c.Scale()
	}
	return 1
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

// TypedRune implements fyne.Focusable.
func (l *list) TypedRune(rune) {}

// TypedKey moves, and uses an item.
func (l *list) TypedKey(e *fyne.KeyEvent) {
	columns := 1
	if l.tiled() {
		columns, _ = l.columns(l.width)
	}
	switch e.Name {
	case fyne.KeyUp:
		l.step(-columns)
	case fyne.KeyDown:
		l.step(columns)
	case fyne.KeyLeft:
		l.step(-1)
	case fyne.KeyRight:
		l.step(1)
	case fyne.KeyPageUp:
		l.step(-5 * columns)
	case fyne.KeyPageDown:
		l.step(5 * columns)
	case fyne.KeyHome:
		l.step(-len(l.items))
	case fyne.KeyEnd:
		l.step(len(l.items))
	case fyne.KeyReturn, fyne.KeyEnter, fyne.KeySpace:
		l.r.use(l.at)
	case desktop.KeyMenu:
		l.r.menu(l.at, fyne.CurrentApp().Driver().AbsolutePositionForObject(l).AddXY(margin, 40))
	default:
		l.r.w.On.Key(e)
	}
}

// step moves the keyboard, and brings the item to the screen.
func (l *list) step(by int) {
	l.at = max(0, min(len(l.items)-1, l.at+by))
	for _, n := range l.lines {
		if n.heading == "" && n.from <= l.at && l.at < n.from+n.n {
			l.top = max(min(l.top, n.y-8), n.y+n.h-l.Size().Height+8)
		}
	}
	l.Refresh()
}
