package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"vouch/ui/draw"
	"vouch/ui/words"
)

// pickList is a scrolled list of which any number can be ticked. What has the keyboard is scrolled to.
type pickList struct {
	items  []pickItem
	on     map[string]bool
	shown  func(pickItem) bool // nil: all
	none   string              // said where nothing is shown
	page   *draw.Pane
	scroll *container.Scroll
	ticked func() // called when something was ticked or unticked
}

// pickItem is a line of it.
type pickItem struct{ key, word string }

func newPickList(items []pickItem) *pickList {
	l := &pickList{items: items, on: make(map[string]bool)}
	l.page = draw.NewPane(l.paint)
	l.page.Reached = l.follow
	l.scroll = container.NewVScroll(l.page)
	return l
}

// visible are the items that are shown.
func (l *pickList) visible() (out []pickItem) {
	for _, i := range l.items {
		if l.shown == nil || l.shown(i) {
			out = append(out, i)
		}
	}
	return out
}

// picked are the keys of what is ticked, in the order of the list, shown or not.
func (l *pickList) picked() (out []string) {
	for _, i := range l.items {
		if l.on[i.key] {
			out = append(out, i.key)
		}
	}
	return out
}

func (l *pickList) paint(s *draw.Sheet) {
	y := float32(4)
	for _, i := range l.visible() {
		y = choice(s, "pick "+i.key, i.word, l.on[i.key], false, 4, y, s.W-16, func() {
			l.on[i.key] = !l.on[i.key]
			l.changed()
		}) + 8
	}
	if y == 4 {
		y += s.Para(draw.One(l.none, draw.F13, draw.Muted), 4, y, s.W-16, s.K(18)) + 8
	}
	s.H = y
}

func (l *pickList) changed() {
	l.page.Refresh()
	if l.ticked != nil {
		l.ticked()
	}
}

// all ticks what is shown, or, where all of it is ticked, unticks it.
func (l *pickList) all() {
	on := !l.allOn()
	for _, i := range l.visible() {
		l.on[i.key] = on
	}
	l.changed()
}

func (l *pickList) allOn() bool {
	for _, i := range l.visible() {
		if !l.on[i.key] {
			return false
		}
	}
	return true
}

// draw places the list at most so high, below a line that ticks all of it, and gives the lower edge.
func (l *pickList) draw(s *draw.Sheet, x, y, w, most float32) float32 {
	word := words.Tr("pick.all")
	if l.allOn() {
		word = words.Tr("pick.none")
	}
	lh := s.K(18)
	s.Link("all", word, x, y, lh, draw.F13, l.all)
	y += lh + 6
	full := l.page.HeightFor(w)
	h := min(full, most)
	l.page.SetMin(fyne.NewSize(10, full))
	s.Frame(x, y, w, h+4, draw.Line, draw.Card, 8, 1)
	s.Put(l.scroll, x+2, y+2, w-4, h)
	l.page.Refresh()
	return y + h + 4
}

// follow scrolls to what has the keyboard.
func (l *pickList) follow(o fyne.CanvasObject) {
	top, size := o.Position().Y, o.Size().Height
	y := l.scroll.Offset.Y
	if top < y {
		y = top - 4
	} else if low := top + size + 4 - l.scroll.Size().Height; low > y {
		y = low
	}
	l.scroll.Offset.Y = max(0, y)
	l.scroll.Refresh()
}
