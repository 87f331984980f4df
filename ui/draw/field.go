package draw

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// Entry is a text field: Fyne's, with its keys offered to the window first.
type Entry struct {
	widget.Entry
	Key    func(*fyne.KeyEvent) bool // true when the window has taken the key; may be nil
	Short  func(fyne.Shortcut) bool  // the same for shortcuts, which a field with the keyboard would swallow
	Tab    func() bool               // whether Tab is for the field now; may be nil, for never
	shift  bool
	short  string // the text behind whose last typed blank the cursor does not stand, though it should; "" for none
	themed *container.ThemeOverride
	look   entryTheme
}

// NewEntry makes a text field with one line, or with several that wrap.
func NewEntry(several bool) *Entry {
	e := &Entry{}
	e.MultiLine = several
	if several {
		e.Wrapping = fyne.TextWrapWord
		e.SetMinRowsVisible(1)
	}
	e.ExtendBaseWidget(e)
	return e
}

// AcceptsTab says no, unless Tab does: Tab leads to the next control, also from a field with several lines.
func (e *Entry) AcceptsTab() bool { return e.Tab != nil && e.Tab() }

// KeyDown implements desktop.Keyable.
func (e *Entry) KeyDown(k *fyne.KeyEvent) {
	if k.Name == "LeftShift" || k.Name == "RightShift" {
		e.shift = true
	}
	e.Entry.KeyDown(k)
}

// KeyUp implements desktop.Keyable.
func (e *Entry) KeyUp(k *fyne.KeyEvent) {
	if k.Name == "LeftShift" || k.Name == "RightShift" {
		e.shift = false
	}
	e.Entry.KeyUp(k)
}

// FocusLost implements fyne.Focusable; a Shift that is let go elsewhere is let go.
func (e *Entry) FocusLost() {
	e.shift = false
	e.Entry.FocusLost()
}

// Shift says whether a Shift key is held down.
func (e *Entry) Shift() bool { return e.shift }

// TypedRune implements fyne.Focusable. Behind a blank that has no room left in its line Fyne 2.8.1 leaves the cursor before it, where
// the next letter would stand.
func (e *Entry) TypedRune(r rune) {
	e.stepOn()
	selected, at := e.SelectedText() != "", e.CursorTextOffset()
	e.Entry.TypedRune(r)
	if !selected && e.CursorTextOffset() == at {
		e.short = e.Text
	}
}

// stepOn has the cursor stand behind what was typed last, where it was left before that.
func (e *Entry) stepOn() {
	if e.short != "" && e.short == e.Text {
		e.CursorColumn++
	}
	e.short = ""
}

// TypedKey implements fyne.Focusable.
func (e *Entry) TypedKey(k *fyne.KeyEvent) {
	if e.Key != nil && e.Key(k) {
		return
	}
	switch k.Name {
	case fyne.KeyReturn, fyne.KeyEnter:
		e.stepOn()
	case fyne.KeyBackspace:
		e.stepOn()
		selected, at := e.SelectedText() != "", e.CursorTextOffset()
		e.Entry.TypedKey(k)
		if !selected && at > 1 && e.CursorTextOffset() == at-2 {
			e.short = e.Text
		}
		return
	case fyne.KeyLeft, fyne.KeyRight, fyne.KeyUp, fyne.KeyDown, fyne.KeyHome, fyne.KeyEnd, fyne.KeyPageUp, fyne.KeyPageDown, fyne.KeyDelete:
		e.short = "" // the cursor is where it is seen
	}
	e.Entry.TypedKey(k) // also before each letter that is typed
}

// TypedShortcut implements fyne.Shortcutable.
func (e *Entry) TypedShortcut(s fyne.Shortcut) {
	if e.Short != nil && e.Short(s) {
		return
	}
	e.Entry.TypedShortcut(s)
}

// Entry places a text field. The border is 2 wide in the colour edge (the accent while it has the focus, unless the
// edge is one of danger); r is its radius and pad the room between border and text.
func (s *Sheet) Entry(e *Entry, x, y, w, h float32, edge Token, r, pad float32) {
	if s.dry {
		return
	}
	look := entryTheme{Theme: currentTheme(), edge: edge, r: r, pad: pad}
	first, changed := e.themed == nil, e.look != look
	e.look = look
	if first {
		e.themed = container.NewThemeOverride(e, &e.look)
	} else if changed { // in the field alone: for an override that is refreshed Fyne reads all fonts anew, and keeps the old ones
		e.Refresh()
	}
	s.Put(e.themed, x, y, w, h)
	if first { // it measured itself by the theme of the window, and would show the shadows of what can be scrolled
		e.Refresh()
	}
}

func currentTheme() Theme {
	t, _ := fyne.CurrentApp().Settings().Theme().(Theme)
	return t
}

// entryTheme is the theme of a text field: Fyne draws border and caret with one width, focused or not, and takes the
// colour of both from Primary once focused.
type entryTheme struct {
	Theme
	edge   Token
	r, pad float32
}

// Color implements fyne.Theme.
func (t entryTheme) Color(n fyne.ThemeColorName, v fyne.ThemeVariant) color.Color {
	switch n {
	case theme.ColorNamePrimary:
		n = Acc
		if t.edge == Rejected {
			n = Rejected
		}
	case theme.ColorNameInputBorder:
		n = t.edge
	case theme.ColorNameHover:
		return color.Transparent
	}
	return t.Theme.Color(n, v)
}

// Size implements fyne.Theme.
func (t entryTheme) Size(n fyne.ThemeSizeName) float32 {
	switch n {
	case theme.SizeNameInputBorder:
		return 2
	case theme.SizeNameInputRadius:
		return t.r
	case theme.SizeNameInnerPadding:
		return t.pad
	}
	return t.Theme.Size(n)
}

// Shadowed draws the card of a dialog: radius 16, with its shadow.
func (s *Sheet) Shadowed(x, y, w, h float32) {
	if s.dry {
		return
	}
	o := canvas.NewRectangle(s.Color(Bg))
	o.CornerRadius = 16
	o.Shadow = canvas.Shadow{Color: color.NRGBA{R: 10, G: 10, B: 30, A: 0x47}, BlurRadius: 24, Offset: fyne.NewPos(0, 8)}
	s.Put(o, x, y, w, h)
	if s.Dark { // where a shadow is hardly seen
		s.Frame(x, y, w, h, Line, Bg, 16, 1)
	}
}

// Veil darkens the whole sheet behind a dialog.
func (s *Sheet) Veil() {
	s.RectColor(0, 0, s.W, s.H, color.NRGBA{R: 18, G: 18, B: 28, A: 0x73})
}
