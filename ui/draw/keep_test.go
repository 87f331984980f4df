package draw

import (
	"image"
	"slices"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/test"
)

// What is drawn again the same stays, around what is new; nothing of what differs is taken for the same.
func TestWhatIsDrawnAgainStays(t *testing.T) {
	test.NewTempApp(t)
	face, other := image.NewRGBA(image.Rect(0, 0, 1, 1)), image.NewRGBA(image.Rect(0, 0, 1, 1))
	draw := func(r float32, c Token, f image.Image, x float32) func(s *Sheet) {
		return func(s *Sheet) {
			s.Rect(x, 0, 10, 10, Bg, r)
			s.Word("one", x, 0, 20, F14, c)
			s.Icon("lock", Fg, x, 0, 16)
			s.Face(Face{Name: "Bob", JID: "bob@example.org", Picture: f}, x, 0, 40, PresenceNone, Bg)
			s.Word("two", x, 20, 20, F14, Fg)
		}
	}
	base := draw(0, Fg, face, 0)
	for name, c := range map[string]struct {
		draw func(s *Sheet)
		kept int // of the five
		all  int
	}{
		"the same":          {base, 5, 5},
		"one more":          {func(s *Sheet) { base(s); s.Word("three", 0, 40, 20, F14, Fg) }, 5, 6},
		"one before":        {func(s *Sheet) { s.Rect(0, 0, 5, 5, Acc); base(s) }, 5, 6},
		"nothing":           {func(*Sheet) {}, 0, 0},
		"another rectangle": {draw(3, Fg, face, 0), 4, 5},
		"another colour":    {draw(0, Acc, face, 0), 4, 5},
		"another face":      {draw(0, Fg, other, 0), 4, 5},
		"another icon":      {func(s *Sheet) { draw(0, Fg, face, 0)(s); s.icon[s.objs[2].(*canvas.Raster)] = icon{} }, 4, 5},
		"other places":      {draw(0, Fg, face, 1), 0, 5},
	} {
		now := base
		p := NewPane(func(s *Sheet) { now(s) })
		w := test.NewTempWindow(t, p)
		w.Resize(fyne.NewSize(100, 100))
		p.Refresh()
		before := slices.Clone(p.objs)
		for range 2 { // what has stayed once stays again
			now = c.draw
			p.Refresh()
			kept := 0
			for _, o := range p.objs {
				if slices.Contains(before, o) {
					kept++
				}
			}
			if kept != c.kept || len(p.objs) != c.all {
				t.Errorf("%s: %d of %d stay, want %d of %d", name, kept, len(p.objs), c.kept, c.all)
			}
		}
	}
}
