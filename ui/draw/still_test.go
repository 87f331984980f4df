package draw

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
)

// TestControlsAreDrawnOnceForASize: new pictures at every layout would make the toolkit lay out again, and draw without end.
func TestControlsAreDrawnOnceForASize(t *testing.T) {
	test.NewTempApp(t)
	drawn := 0
	p := NewPane(func(s *Sheet) {
		s.Spot("spot", 0, 0, s.W, s.H, func(*Sheet, bool, bool) { drawn++ }, nil)
	})
	p.Resize(fyne.NewSize(100, 40))
	spot := p.Find("spot").(*Spot)
	before, r := drawn, test.WidgetRenderer(spot)
	for range 3 {
		r.Layout(spot.Size())
	}
	if drawn != before {
		t.Errorf("drawn %d times more for the same size", drawn-before)
	}
	spot.Resize(fyne.NewSize(50, 20))
	if drawn == before {
		t.Error("not drawn for another size")
	}
	before = drawn
	r.Refresh()
	if drawn == before {
		t.Error("not drawn anew when it is asked for")
	}
}
