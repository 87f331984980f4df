package draw

import (
	"image/color"
	"testing"

	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/test"

	"vouch/assets"
)

// What is drawn again comes from the icons that are kept: by outline, colour and pixels.
func TestAnIconIsDrawnOnce(t *testing.T) {
	test.NewTempApp(t)
	drawn := func(name string, c Token, size int) any {
		s := &Sheet{Look: Look{Text: 1}}
		s.Icon(name, c, 0, 0, 16)
		return s.Objects()[0].(*canvas.Raster).Generator(size, size)
	}
	first := drawn("lock", Fg, 16)
	if drawn("lock", Fg, 16) != first {
		t.Error("the same icon is drawn again")
	}
	for name, other := range map[string]any{"outline": drawn("open", Fg, 16), "colour": drawn("lock", Acc, 16), "size": drawn("lock", Fg, 32)} {
		if other == first {
			t.Errorf("another %s gives the same picture", name)
		}
	}
}

// An icon has the colour that was asked for, and stands on nothing.
func TestAnIconHasItsColour(t *testing.T) {
	red := color.NRGBA{R: 200, A: 255}
	p := icon{assets.Icon("lock"), red, 64, 64}.pixels()
	if p.RGBAAt(0, 0).A != 0 {
		t.Error("the corner is not empty")
	}
	full := 0
	for y := range 64 {
		for x := range 64 {
			if c := p.RGBAAt(x, y); c == (color.RGBA{R: 200, A: 255}) {
				full++
			} else if c.G+c.B > 0 {
				t.Fatalf("colour %v at %d, %d", c, x, y)
			}
		}
	}
	if full < 100 {
		t.Errorf("%d pixels have the colour", full)
	}
}

// What is kept is bounded, whatever sizes and colours come.
func TestIconsAreForgotten(t *testing.T) {
	for i := range 100 {
		icon{assets.Icon("lock"), color.NRGBA{R: uint8(i), A: 255}, 128, 128}.pixels()
		if icons.bytes > mostIconBytes {
			t.Fatalf("%d bytes are kept", icons.bytes)
		}
	}
	sum := 0
	for _, p := range icons.drawn {
		sum += len(p.Pix)
	}
	if sum != icons.bytes {
		t.Errorf("%d bytes are kept, %d counted", sum, icons.bytes)
	}
}
