package dialog

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"vouch/ui/draw"
	"vouch/ui/words"
)

// PickList is a scrolled list of which any number can be ticked. What has the keyboard is scrolled to.
type PickList struct {
	items  []PickItem
	on     map[string]bool
	Shown  func(PickItem) bool // nil: all
	None   string              // said where nothing is shown
	Page   *draw.Pane
	scroll *container.Scroll
	Ticked func() // called when something was ticked or unticked
}

// PickItem is a line of it.
type PickItem struct{ Key, Word string }

// NewPickList makes a list of which nothing is ticked.
func NewPickList(items []PickItem) *PickList {
	l := &PickList{items: items, on: make(map[string]bool)}
	l.Page = draw.NewPane(l.paint)
	l.Page.Reached = l.follow
	l.scroll = container.NewVScroll(l.Page)
	return l
}

// Visible are the items that are shown.
func (l *PickList) Visible() (out []PickItem) {
	for _, i := range l.items {
		if l.Shown == nil || l.Shown(i) {
			out = append(out, i)
		}
	}
	return out
}

// Picked are the keys of what is ticked, in the order of the list, shown or not.
func (l *PickList) Picked() (out []string) {
	for _, i := range l.items {
		if l.on[i.Key] {
			out = append(out, i.Key)
		}
	}
	return out
}

func (l *PickList) paint(s *draw.Sheet) {
	y := float32(4)
	for _, i := range l.Visible() {
		y = Choice(s, "pick "+i.Key, i.Word, l.on[i.Key], false, 4, y, s.W-16, func() {
			l.on[i.Key] = !l.on[i.Key]
			l.changed()
		}) + 8
	}
	if y == 4 {
		y += s.Para(draw.One(l.None, draw.F13, draw.Muted), 4, y, s.W-16, s.K(18)) + 8
	}
	s.H = y
}

func (l *PickList) changed() {
	l.Page.Refresh()
	if l.Ticked != nil {
		l.Ticked()
	}
}

// all ticks what is shown, or, where all of it is ticked, unticks it.
func (l *PickList) all() {
	on := !l.allOn()
	for _, i := range l.Visible() {
		l.on[i.Key] = on
	}
	l.changed()
}

func (l *PickList) allOn() bool {
	for _, i := range l.Visible() {
		if !l.on[i.Key] {
			return false
		}
	}
	return true
}

// Draw places the list at most so high, below a line that ticks all of it, and gives the lower edge.
func (l *PickList) Draw(s *draw.Sheet, x, y, w, most float32) float32 {
	word := words.Tr("pick.all")
	if l.allOn() {
		word = words.Tr("pick.none")
	}
	lh := s.K(18)
	s.Link("all", word, x, y, lh, draw.F13, l.all)
	y += lh + 6
	full := l.Page.HeightFor(w)
	h := min(full, most)
	l.Page.SetMin(fyne.NewSize(10, full))
	s.Frame(x, y, w, h+4, draw.Line, draw.Card, 8, 1)
	s.Put(l.scroll, x+2, y+2, w-4, h)
	l.Page.Refresh()
	return y + h + 4
}

// follow scrolls to what has the keyboard.
func (l *PickList) follow(o fyne.CanvasObject) {
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
