package timeline

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"vouch/ui/draw"
)

var (
	_ fyne.Scrollable   = (*List)(nil)
	_ fyne.Focusable    = (*List)(nil)
	_ fyne.Shortcutable = (*List)(nil)
	_ fyne.Tappable     = (*List)(nil)
)

// CreateRenderer implements fyne.Widget.
func (l *List) CreateRenderer() fyne.WidgetRenderer { return &listRenderer{l} }

type listRenderer struct{ l *List }

func (r *listRenderer) Destroy()           {}
func (r *listRenderer) MinSize() fyne.Size { return fyne.NewSize(120, 60) }
func (r *listRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.l.clip, r.l.thumb, r.l.ring}
}

func (r *listRenderer) Layout(size fyne.Size) {
	l := r.l
	l.clip.Resize(size)
	l.layer.Resize(size)
	l.ring.Resize(size)
	l.fit(size.Width)
	l.arrange()
}

func (r *listRenderer) Refresh() {
	l := r.l
	l.fit(l.Size().Width)
	for _, v := range l.visible {
		v.pane.Refresh()
	}
	l.ring.Refresh()
	l.thumb.Refresh()
	l.arrange()
}

// fit forgets heights that are no longer right.
func (l *List) fit(w float32) {
	if scale := draw.Now().Text; w != l.width || scale != l.scale {
		l.width, l.scale = w, scale
		clear(l.heights)
	}
}

func (l *List) drawRing(s *draw.Sheet) {
	if l.focused && !l.quiet {
		s.Ring(5, 5, s.W-10, s.H-10, 6)
	}
}

// Tapped, where there is no row, only tells that something was pressed.
func (l *List) Tapped(*fyne.PointEvent) {
	l.deselect()
	if l.events.Pressed != nil {
		l.events.Pressed()
	}
}

// FocusGained implements fyne.Focusable.
func (l *List) FocusGained() {
	l.focused = true
	if !l.quiet {
		l.cursor = l.near(l.last, -1)
		l.redraw(l.cursor)
	}
	l.ring.Refresh()
}

// FocusLost implements fyne.Focusable.
func (l *List) FocusLost() {
	before := l.cursor
	l.focused, l.quiet, l.cursor = false, false, ""
	l.redraw(before)
	l.ring.Refresh()
}

// TypedRune implements fyne.Focusable.
func (l *List) TypedRune(r rune) {
	if l.events.Rune != nil {
		l.events.Rune(r)
	}
}

// TypedKey moves from message to message, scrolls, and opens the menu of a message.
func (l *List) TypedKey(e *fyne.KeyEvent) {
	page := l.Size().Height * .9
	switch e.Name {
	case fyne.KeyUp:
		l.step(-1)
	case fyne.KeyDown:
		l.step(1)
	case fyne.KeyReturn, fyne.KeyEnter, desktop.KeyMenu:
		l.openMenu()
	case fyne.KeyPageUp:
		l.ScrollBy(page)
	case fyne.KeyPageDown:
		l.ScrollBy(-page)
	case fyne.KeyHome:
		l.ToTop()
	case fyne.KeyEnd:
		l.ToEnd()
	default:
		if l.events.Keys != nil {
			l.events.Keys(e)
		}
	}
}

// TypedShortcut copies the selection, and hands on what is not for the list.
func (l *List) TypedShortcut(s fyne.Shortcut) {
	_, copies := s.(*fyne.ShortcutCopy)
	switch {
	case copies && l.events.Copy != nil && l.Selected() != "":
		l.events.Copy(l.Selected())
	case !copies && l.events.Short != nil:
		l.events.Short(s)
	}
}

func (l *List) focusQuietly() {
	if c := fyne.CurrentApp().Driver().CanvasForObject(l); c != nil {
		l.quiet = true
		c.Focus(l)
	}
}

// Selected is the selected text, or "".
func (l *List) Selected() string {
	for _, r := range l.rows {
		if r.ID == l.selRow && l.selRow != "" {
			return l.selectedIn(r)
		}
	}
	return ""
}

func (l *List) selectedIn(r *Row) string {
	if r.ID != l.selRow {
		return ""
	}
	return part(r, l.whole[r.ID], l.sel)
}

func (l *List) pick(id string, sel [2]int) { l.selRow, l.sel = id, sel }

func (l *List) deselect() {
	v := l.visible[l.selRow]
	l.selRow, l.sel = "", [2]int{}
	if v != nil {
		v.pane.Refresh()
	}
}

// thumb shows where in the rows the screen is, and can be dragged.
type thumb struct {
	widget.BaseWidget
	l     *List
	box   *canvas.Rectangle
	hover bool
}

const thumbHeight = 40

func newThumb(l *List) *thumb {
	t := &thumb{l: l, box: canvas.NewRectangle(draw.Now().Color(draw.Line))}
	t.box.CornerRadius = 3
	t.ExtendBaseWidget(t)
	return t
}

// CreateRenderer implements fyne.Widget.
func (t *thumb) CreateRenderer() fyne.WidgetRenderer { return &thumbRenderer{t} }

func (t *thumb) update() {
	l := t.l
	hidden := len(l.rows) == 0 || l.first == 0 && l.last == len(l.rows)-1 && l.off >= 0
	if hidden {
		t.Hide()
		return
	}
	t.Show()
	part := float32(1)
	if rest := len(l.rows) - (l.last - l.first + 1); rest > 0 && !l.stick {
		part = min(1, float32(l.first)/float32(rest))
	}
	t.Resize(fyne.NewSize(10, thumbHeight))
	t.Move(fyne.NewPos(l.width-10, part*(l.Size().Height-thumbHeight)))
}

// Dragged goes to the rows that the thumb stands for.
func (t *thumb) Dragged(e *fyne.DragEvent) {
	l := t.l
	room := l.Size().Height - thumbHeight
	part := max(0, min(1, (t.Position().Y+e.Dragged.DY)/max(1, room)))
	l.stick, l.first, l.off = false, int(part*float32(len(l.rows)-1)), 0
	l.arrange()
	t.Move(fyne.NewPos(t.Position().X, part*room)) // rows differ in height: the thumb stays under the pointer
}

// DragEnd implements fyne.Draggable.
func (t *thumb) DragEnd() {}

// Cursor implements desktop.Cursorable.
func (t *thumb) Cursor() desktop.Cursor { return desktop.DefaultCursor }

// MouseIn implements desktop.Hoverable.
func (t *thumb) MouseIn(*desktop.MouseEvent) { t.hover = true; t.Refresh() }

// MouseMoved implements desktop.Hoverable.
func (t *thumb) MouseMoved(*desktop.MouseEvent) {}

// MouseOut implements desktop.Hoverable.
func (t *thumb) MouseOut() { t.hover = false; t.Refresh() }

type thumbRenderer struct{ t *thumb }

func (r *thumbRenderer) Destroy()                     {}
func (r *thumbRenderer) MinSize() fyne.Size           { return fyne.NewSize(10, thumbHeight) }
func (r *thumbRenderer) Objects() []fyne.CanvasObject { return []fyne.CanvasObject{r.t.box} }

func (r *thumbRenderer) Layout(size fyne.Size) {
	r.t.box.Move(fyne.NewPos(3, 2))
	r.t.box.Resize(fyne.NewSize(5, size.Height-4))
}

func (r *thumbRenderer) Refresh() {
	c := draw.Line
	if r.t.hover {
		c = draw.Ctl
	}
	r.t.box.FillColor = draw.Now().Color(c)
	canvas.Refresh(r.t)
}
