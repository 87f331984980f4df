package timeline

import (
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
)

// arrange finds the visible rows from the anchor up and down, and places their widgets.
func (l *List) arrange() {
	h := l.Size().Height - bottomPad
	if h <= 0 || l.width <= 0 {
		return
	}
	if n := len(l.rows); n > 0 {
		l.settle(h, n)
	} else {
		l.first, l.last, l.stick = 0, -1, true
	}
	if l.put() {
		canvas.Refresh(l.layer)
	}
	l.thumb.update()
	l.tell()
}

// settle moves the anchor so that it is the first visible row, and keeps both ends from leaving the screen. Rows that
// do not fill the screen stand at its lower edge.
func (l *List) settle(h float32, n int) {
	l.first = max(0, min(l.first, n-1))
	if l.stick {
		l.first, l.off = n-1, h-l.height(l.rows[n-1])
	}
	l.fillUp()
	if l.first == 0 && l.off > topPad {
		l.off = topPad
	}
	for l.first < n-1 && l.off+l.height(l.rows[l.first]) <= 0 {
		l.off += l.height(l.rows[l.first])
		l.first++
	}
	y := l.off
	l.last = n - 1
	for i := l.first; i < n; i++ {
		if y += l.height(l.rows[i]); y >= h && i < n-1 {
			l.last = i
			break
		}
	}
	if l.last == n-1 && y < h {
		l.off += h - y
		y = h
		l.fillUp()
	}
	l.stick = l.last == n-1 && y <= h+1
}

func (l *List) fillUp() {
	for l.off > 0 && l.first > 0 {
		l.first--
		l.off -= l.height(l.rows[l.first])
	}
}

// put places the visible rows. It is true where others than before stand there; those that moved or were drawn say so themselves.
func (l *List) put() (others bool) {
	shown := make(map[string]*view, len(l.visible))
	objects := make([]fyne.CanvasObject, 0, len(l.visible))
	y := l.off
	for i := l.first; i <= l.last && i < len(l.rows); i++ {
		r := l.rows[i]
		v := l.visible[r.ID]
		if v == nil {
			v = l.take()
		}
		delete(l.visible, r.ID)
		shown[r.ID] = v
		rh := l.height(r)
		v.Move(fyne.NewPos(0, y))
		if size := fyne.NewSize(l.width, rh); v.Size() != size {
			v.row, v.painted = r, nil
			v.Resize(size)
			if v.painted != r {
				v.pane.Refresh()
			}
		} else {
			v.set(r)
		}
		objects = append(objects, v)
		y += rh
	}
	for _, v := range l.visible {
		l.pool = append(l.pool, v)
	}
	l.visible = shown
	others = !slices.Equal(l.layer.Objects, objects)
	l.layer.Objects = objects
	return others
}

func (l *List) take() *view {
	if n := len(l.pool); n > 0 {
		v := l.pool[n-1]
		l.pool = l.pool[:n-1]
		v.row = nil
		return v
	}
	return newView(l)
}

// tell asks for more rows where an end comes near.
func (l *List) tell() {
	if l.events.Moved != nil {
		l.events.Moved()
	}
	if len(l.rows) == 0 {
		return
	}
	if l.events.Top != nil && l.first < 8 && l.distanceUp() < edge {
		l.events.Top()
	}
	if l.events.End != nil && len(l.rows)-1-l.last < 8 {
		l.events.End()
	}
}

func (l *List) distanceUp() float32 {
	d := -l.off
	for i := range l.first {
		d += l.height(l.rows[i])
	}
	return d
}
