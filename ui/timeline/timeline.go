package timeline

import (
	"image"
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"vouch/ui/draw"
)

const (
	topPad, bottomPad = 8, 6
	edge              = 600 // from this distance to an end, Events are asked for more
)

// Events are what a List tells. Each may be nil. All are called on the main goroutine.
type Events struct {
	Act     func(r *Row, act string) // a word below a bubble or a button of a card was pressed
	Link    func(target string)      // a link was pressed
	Menu    func(r *Row, selected string, at fyne.Position)
	Sender  func(r *Row, at fyne.Position)             // the name above a bubble was pressed
	Copy    func(text string)                          // Ctrl+C with a selection
	Short   func(fyne.Shortcut)                        // other shortcuts
	Rune    func(rune)                                 // a letter was typed while the list has the keyboard
	Keys    func(*fyne.KeyEvent)                       // keys that the list has no use for
	Pressed func()                                     // something was pressed by the pointer
	Top     func()                                     // the first row comes near
	End     func()                                     // the last row comes near
	Moved   func()                                     // the list has moved, or other rows are there
	Tip     func(words string, over fyne.CanvasObject) // the pointer rests on a time ("" when it has left)

	// Picture gives a picture of an Album for a box of pixels, which it fills or fits into. It is nil while it is being made: then
	// Repaint tells that it is there. plays: it moves now.
	Picture func(p Picture, width, height int, fill bool) (m image.Image, plays bool)
	// Voice is how far the sound of a row is; Repaint tells that this has changed.
	Voice func(id string) VoiceState
}

// List is the widget.
type List struct {
	widget.BaseWidget
	events Events
	rows   []*Row

	first   int     // row at the top of the screen
	off     float32 // its top edge
	last    int     // row at the bottom of the screen
	stick   bool    // stays at the end when rows come in
	heights map[*Row]float32
	width   float32 // for which the heights are right
	scale   float32
	whole   map[string]bool // rows shown whole

	cursor string // row of the keyboard, or ""
	sought string // row that stands out, since it was looked for, or ""
	sel    [2]int // selected runes of selRow
	selRow string

	tipped  fyne.CanvasObject // what the pointer rests on, or nil
	visible map[string]*view
	pool    []*view
	layer   *fyne.Container
	clip    *container.Clip
	thumb   *thumb
	ring    *draw.Pane
	focused bool
	quiet   bool // has the keyboard, but not by the keyboard
}

// New makes an empty list, which stays at its end.
func New(e Events) *List {
	l := &List{events: e, stick: true, heights: make(map[*Row]float32), whole: make(map[string]bool), visible: make(map[string]*view)}
	l.layer = container.NewWithoutLayout()
	l.clip = container.NewClip(l.layer)
	l.clip.MinSize() // until it is asked for, a Clip does not know itself
	l.thumb = newThumb(l)
	l.ring = draw.NewPane(l.drawRing)
	l.ExtendBaseWidget(l)
	return l
}

// SetRows shows other rows. What is on the screen stays where it is: the first visible row that is still there keeps
// its place, unless the list is at its end, where it stays.
func (l *List) SetRows(rows []*Row) {
	if !l.stick {
		l.first, l.off = l.find(rows)
	}
	l.rows = rows
	l.forget()
	l.arrange()
}

// find gives the place in rows of a row that is on the screen now, and of its top edge. Days and lines come and go
// with the rows below them, so that messages are looked for first.
func (l *List) find(rows []*Row) (first int, off float32) {
	for _, lines := range []bool{false, true} {
		y := l.off
		for i := l.first; i < len(l.rows) && i <= l.last; i++ {
			r := l.rows[i]
			if r.Kind.mark() == lines {
				if at := place(rows, r.ID, i, i+len(rows)-len(l.rows)); at >= 0 {
					return at, y
				}
			}
			y += l.height(r)
		}
	}
	return min(l.first, max(0, len(rows)-1)), l.off
}

// place is the index of a row, or -1; the guesses, where it is if rows came in at one end only, are tried first.
func place(rows []*Row, id string, guesses ...int) int {
	for _, g := range guesses {
		if g >= 0 && g < len(rows) && rows[g].ID == id {
			return g
		}
	}
	for i, r := range rows {
		if r.ID == id {
			return i
		}
	}
	return -1
}

// placeOf is place for a message, which may be one picture of an Album.
func placeOf(rows []*Row, id string) int {
	if i := place(rows, id); i >= 0 {
		return i
	}
	return slices.IndexFunc(rows, func(r *Row) bool { return r.has(id) })
}

// forget drops the heights of rows that are gone, once they are many.
func (l *List) forget() {
	if len(l.heights) < 2*len(l.rows)+500 {
		return
	}
	kept := make(map[*Row]float32, len(l.rows))
	for _, r := range l.rows {
		if h, ok := l.heights[r]; ok {
			kept[r] = h
		}
	}
	l.heights = kept
}

// AtEnd says whether the newest row is on the screen and stays there.
func (l *List) AtEnd() bool { return l.stick }

// FirstVisible is the ID of the first row on the screen that is not a mere line, or "".
func (l *List) FirstVisible() string {
	for i := l.first; i < len(l.rows); i++ {
		if !l.rows[i].Kind.mark() {
			return l.rows[i].ID
		}
	}
	return ""
}

// ToEnd goes to the newest row and stays there.
func (l *List) ToEnd() {
	l.stick = true
	l.arrange()
}

// ToTop goes to the first row.
func (l *List) ToTop() {
	l.stick, l.first, l.off = false, 0, topPad
	l.arrange()
}

// To puts the row of that ID at the top, or where the end allows; it says whether the row is there.
func (l *List) To(id string) bool {
	i := placeOf(l.rows, id)
	if i < 0 {
		return false
	}
	l.stick, l.first, l.off = false, i, topPad
	l.arrange()
	return true
}

// ToSought is To for a row that was looked for: it stands out until the user scrolls, with what was said before it above.
func (l *List) ToSought(id string) bool {
	if !l.To(id) {
		return false
	}
	before := l.sought
	l.sought = id
	l.off += l.Size().Height / 4
	l.arrange()
	l.redraw(before)
	l.redraw(id)
	return true
}

// ToIfAbove is To for a row above the screen; a row on the screen stays where it is.
func (l *List) ToIfAbove(id string) {
	if i := placeOf(l.rows, id); i >= 0 && i < l.first {
		l.To(id)
	}
}

// Reveal scrolls as far as the row of a message needs to be seen.
func (l *List) Reveal(id string) {
	if i := placeOf(l.rows, id); i >= 0 {
		l.reveal(i)
	}
}

// ScrollBy moves the rows down by dy.
func (l *List) ScrollBy(dy float32) {
	if len(l.rows) == 0 {
		return
	}
	l.stick = false
	l.off += dy
	if was := l.sought; was != "" {
		l.sought = ""
		l.redraw(was)
	}
	l.tip("", l.tipped)
	l.arrange()
}

// tip hands on over which time the pointer rests; what it is scrolled away from has no words.
func (l *List) tip(words string, over fyne.CanvasObject) {
	if over == nil || l.events.Tip == nil {
		return
	}
	l.tipped = nil
	if words != "" {
		l.tipped = over
	}
	l.events.Tip(words, over)
}

// Scrolled implements fyne.Scrollable.
func (l *List) Scrolled(e *fyne.ScrollEvent) { l.ScrollBy(e.Scrolled.DY) }

// Reset forgets position, selection and what was shown whole, for another conversation.
func (l *List) Reset() {
	l.stick, l.selRow, l.sel, l.sought = true, "", [2]int{}, ""
	clear(l.whole)
}

func (l *List) height(r *Row) float32 {
	if h, ok := l.heights[r]; ok {
		return h
	}
	h := measure(r, l.width, l.whole[r.ID])
	l.heights[r] = h
	return h
}

// measure is the height of a row.
func measure(r *Row, w float32, whole bool) float32 {
	s := draw.Dry(w)
	switch r.Kind {
	case Card:
		return paintCard(s, r, nil)
	case Day:
		return paintDay(s, r)
	case Line:
		return paintLine(s, r)
	case Note, Gap, Head:
		return paintNote(s, r, nil)
	}
	return lay(s, r, whole).height
}

func (l *List) showWhole(r *Row) {
	l.whole[r.ID] = true
	delete(l.heights, r)
	l.stick = false
	l.arrange()
	if v := l.visible[r.ID]; v != nil {
		v.pane.Refresh()
	}
}
