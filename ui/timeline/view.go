package timeline

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"vouch/ui/draw"
)

// view is the widget of a visible row. Views are kept and used again.
type view struct {
	widget.BaseWidget
	list    *List
	row     *Row
	painted *Row
	pane    *draw.Pane
	laid    bubble
	link    bool // the pointer is over a link
	from    int  // where the selection began
	drag    bool
}

var (
	_ fyne.Tappable          = (*view)(nil)
	_ fyne.SecondaryTappable = (*view)(nil)
	_ fyne.Draggable         = (*view)(nil)
	_ desktop.Hoverable      = (*view)(nil)
	_ desktop.Mouseable      = (*view)(nil)
	_ desktop.Cursorable     = (*view)(nil)
)

func newView(l *List) *view {
	v := &view{list: l}
	v.pane = draw.NewPane(v.draw)
	v.pane.Keys, v.pane.Pressed, v.pane.Tip = l.events.Keys, l.events.Pressed, l.tip
	v.ExtendBaseWidget(v)
	return v
}

// CreateRenderer implements fyne.Widget.
func (v *view) CreateRenderer() fyne.WidgetRenderer { return widget.NewSimpleRenderer(v.pane) }

func (v *view) set(r *Row) {
	if v.row == r {
		return
	}
	v.row = r
	v.pane.Refresh()
}

func (v *view) draw(s *draw.Sheet) {
	if v.row == nil {
		return
	}
	v.painted = v.row
	if v.row.Kind == Bubble {
		v.laid = lay(s, v.row, v.list.whole[v.row.ID])
	}
	paint(s, v.row, v.laid, v.list, v.act)
	if p, ok := v.pane.Find(timeKey).(*draw.Spot); ok {
		p.Menu = v.menu
	}
	v.menusOfPictures()
	if p, ok := v.pane.Find(senderKey).(*draw.Spot); ok {
		p.Menu, p.Tap = v.menu, func() { v.askSender(p) }
	}
}

// askSender tells that the name above the row was pressed, and the place below it on the canvas.
func (v *view) askSender(name fyne.CanvasObject) {
	if v.list.events.Sender == nil {
		return
	}
	at := fyne.CurrentApp().Driver().AbsolutePositionForObject(name)
	v.list.events.Sender(v.row, at.AddXY(0, name.Size().Height))
}

func paint(s *draw.Sheet, r *Row, laid bubble, l *List, act func(string)) float32 {
	here := l.cursor == r.ID && l.focused && !l.quiet || l.sought == r.ID
	switch r.Kind {
	case Card:
		h := paintCard(s, r, act)
		if here {
			s.Ring(side(s.W)+2, 10, s.W-2*side(s.W)-4, h-14, 6)
		}
		return h
	case Day:
		return paintDay(s, r)
	case Line:
		return paintLine(s, r)
	case Note, Gap, Head:
		h := paintNote(s, r, act)
		if here {
			s.Ring(side(s.W)+4, 5, s.W-2*side(s.W)-8, h-10, 6)
		}
		return h
	}
	var sel [2]int
	if l.selRow == r.ID {
		sel = l.sel
	}
	laid.paint(s, r, l.whole[r.ID], sel, l, act)
	if here {
		s.Ring(laid.x, laid.y, laid.w, laid.h, 14)
	}
	return laid.height
}

func (v *view) act(what string) {
	if what == ActMore {
		v.list.showWhole(v.row)
		return
	}
	if v.list.events.Act != nil {
		v.list.events.Act(v.row, what)
	}
}

func (v *view) isText() bool {
	return v.row != nil && v.row.Kind == Bubble && v.row.Album == nil && v.row.Voice.Length == 0
}

// Tapped opens a link, or gives up the selection.
func (v *view) Tapped(e *fyne.PointEvent) {
	if v.isText() {
		if t := v.laid.linkAt(e.Position); t != "" && v.list.events.Link != nil {
			v.list.events.Link(t)
		}
	}
	if v.list.events.Pressed != nil {
		v.list.events.Pressed()
	}
}

// TappedSecondary asks for the menu of the row.
func (v *view) TappedSecondary(e *fyne.PointEvent) { v.menu(e.AbsolutePosition) }

func (v *view) menu(at fyne.Position) {
	if v.row == nil || v.list.events.Menu == nil || v.row.Kind.mark() {
		return
	}
	v.list.events.Menu(v.row, v.list.selectedIn(v.row), at)
}

// MouseDown begins a selection.
func (v *view) MouseDown(e *desktop.MouseEvent) {
	if e.Button != desktop.MouseButtonPrimary {
		return
	}
	v.list.deselect()
	v.drag = v.isText()
	if v.drag {
		v.from = v.laid.runeAt(draw.Dry(v.Size().Width), e.Position)
	}
}

// MouseUp ends a selection.
func (v *view) MouseUp(*desktop.MouseEvent) { v.drag = false }

// Dragged extends the selection.
func (v *view) Dragged(e *fyne.DragEvent) {
	if !v.drag || !v.isText() {
		return
	}
	to := v.laid.runeAt(draw.Dry(v.Size().Width), e.Position)
	v.list.pick(v.row.ID, [2]int{min(v.from, to), max(v.from, to)})
	v.pane.Refresh()
}

// DragEnd gives the list the keyboard, so that Ctrl+C copies.
func (v *view) DragEnd() {
	v.drag = false
	if v.list.Selected() != "" {
		v.list.focusQuietly()
	} else if v.list.events.Pressed != nil {
		v.list.events.Pressed()
	}
}

// MouseIn implements desktop.Hoverable.
func (v *view) MouseIn(e *desktop.MouseEvent) { v.MouseMoved(e) }

// MouseMoved implements desktop.Hoverable.
func (v *view) MouseMoved(e *desktop.MouseEvent) {
	v.link = v.isText() && v.laid.linkAt(e.Position) != ""
}

// MouseOut implements desktop.Hoverable.
func (v *view) MouseOut() { v.link = false }

// Cursor implements desktop.Cursorable.
func (v *view) Cursor() desktop.Cursor {
	if v.link {
		return desktop.PointerCursor
	}
	if v.isText() {
		return desktop.TextCursor
	}
	return desktop.DefaultCursor
}
