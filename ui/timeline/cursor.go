package timeline

import "fyne.io/fyne/v2"

// near is the ID of the first message or card from row i on, going by step, or "".
func (l *List) near(i, step int) string {
	for ; i >= 0 && i < len(l.rows); i += step {
		if l.rows[i].stop() {
			return l.rows[i].ID
		}
	}
	return ""
}

// step moves the keyboard to the next message or the one before, and brings it to the screen.
func (l *List) step(by int) {
	at := place(l.rows, l.cursor)
	if at < 0 {
		at = l.last + 1
	}
	next := l.near(at+by, by)
	if next == "" {
		l.ScrollBy(float32(-by) * 40)
		return
	}
	before := l.cursor
	l.cursor = next
	l.reveal(place(l.rows, next))
	l.redraw(before)
	l.redraw(next)
}

// reveal scrolls as far as row i needs to be seen.
func (l *List) reveal(i int) {
	h := l.Size().Height - bottomPad
	v := l.visible[l.rows[i].ID]
	switch {
	case v == nil && i < l.first, v != nil && v.Position().Y < 0:
		l.stick, l.first, l.off = false, i, topPad
	case v == nil, v.Position().Y+v.Size().Height > h:
		l.stick, l.first, l.off = false, i, h-l.height(l.rows[i])
	default:
		return
	}
	l.arrange()
}

func (l *List) redraw(id string) {
	if v := l.visible[id]; v != nil {
		v.pane.Refresh()
	}
}

// openMenu asks for the menu of the row of the keyboard; what stands above all rows does the one thing it can.
func (l *List) openMenu() {
	v := l.visible[l.cursor]
	if v != nil && v.row.Kind == Head {
		v.act(v.row.Actions[0].Act)
		return
	}
	if v == nil || l.events.Menu == nil {
		return
	}
	at := fyne.CurrentApp().Driver().AbsolutePositionForObject(v)
	x := side(l.width) + avatarRoom
	if v.isText() {
		x = v.laid.x
	}
	l.events.Menu(v.row, l.selectedIn(v.row), at.AddXY(x, v.Size().Height))
}
