package viewer

import (
	"image/color"
	"math"

	"fyne.io/fyne/v2"

	"vouch/app/files/picture"
	"vouch/ui/draw"
)

// The viewer is dark in every theme: colours of pictures are judged on it.
var (
	ground  = color.NRGBA{R: 14, G: 15, B: 19, A: 0xF6}
	hovered = color.NRGBA{R: 255, G: 255, B: 255, A: 0x24}
	white   = color.NRGBA{R: 255, G: 255, B: 255, A: 0xFF}
	faint   = color.NRGBA{R: 255, G: 255, B: 255, A: 0xB4}
)

const (
	zoomStep = 1.25
	nearest  = 4    // units of the screen for a pixel of the picture, at most
	mostSide = 4096 // pixels of a picture as it is made
)

// look is how near a picture is, and which part of it is in the middle. The zero look shows all of it.
type look struct {
	more float32 // how much larger than where all of it is seen, above 1; 0 for 1
	x, y float32 // of the middle of the picture from the middle of the window, in units
}

func (l look) factor() float32 { return max(1, l.more) }

// frame is where the picture stands, in units.
type frame struct{ x, y, w, h float32 }

// fit is how large all of the picture is seen.
func (v *Viewer) fit() (w, h float32) { return v.fitOf(v.Shown()) }

func (v *Viewer) fitOf(it Item) (w, h float32) {
	size := v.Size()
	room := fyne.NewSize(max(1, size.Width), max(1, size.Height-2*bar))
	pw, ph := picture.Inside(it.Width, it.Height, int(room.Width), int(room.Height))
	return float32(pw), float32(ph)
}

// frame places the picture; what is larger than the window covers it.
func (v *Viewer) frame() frame {
	w, h := v.fit()
	w, h = w*v.look.factor(), h*v.look.factor()
	size := v.Size()
	slackX, slackY := max(0, (w-size.Width)/2), max(0, (h-size.Height+2*bar)/2)
	v.look.x = max(-slackX, min(slackX, v.look.x))
	v.look.y = max(-slackY, min(slackY, v.look.y))
	return frame{(size.Width-w)/2 + v.look.x, (size.Height-h)/2 + v.look.y, w, h}
}

// zoom goes nearer or farther, with the middle of the window where it is.
func (v *Viewer) zoom(by float32) {
	size := v.Size()
	v.zoomAt(by, fyne.NewPos(size.Width/2, size.Height/2))
}

// zoomAt goes nearer or farther; what is at that place stays there.
func (v *Viewer) zoomAt(by float32, at fyne.Position) {
	before := v.look.factor()
	w, _ := v.fit()
	most := max(nearest, nearest*float32(v.Shown().Width)/max(1, w))
	v.look.more = max(1, min(most, before*by))
	by = v.look.more / before
	size := v.Size()
	dx, dy := at.X-size.Width/2, at.Y-size.Height/2
	v.look.x, v.look.y = dx+(v.look.x-dx)*by, dy+(v.look.y-dy)*by
	v.Refresh()
}

// pan moves the picture.
func (v *Viewer) pan(dx, dy float32) {
	v.look.x, v.look.y = v.look.x+dx, v.look.y+dy
	v.Refresh()
}

func (v *Viewer) drawPicture(s *draw.Sheet) {
	f := v.frame()
	w, h := v.pixels(f)
	m := v.events.Picture(v.Shown().ID, w, h)
	if v.whole = m != nil; v.whole {
		s.Image(m, f.x, f.y, f.w, f.h, 0)
		v.askAhead()
		return
	}
	s.RectColor(f.x, f.y, f.w, f.h, hovered)
}

// askAhead has the pictures beside this one made, so that they are there when the user goes on.
func (v *Viewer) askAhead() {
	scale := v.canvas.Scale()
	for _, at := range []int{v.at - 1, v.at + 1} {
		if at >= 0 && at < len(v.items) {
			w, h := v.fitOf(v.items[at])
			v.events.Picture(v.items[at].ID, max(1, int(w*scale+.5)), max(1, int(h*scale+.5)))
		}
	}
}

// pixels is the box in which a picture is made: in steps, so that going nearer does not decode it at each turn of the wheel.
func (v *Viewer) pixels(f frame) (w, h int) {
	scale := v.canvas.Scale()
	fw, _ := v.fit()
	step := float32(1)
	for step*fw < f.w {
		step *= 2
	}
	k := float64(scale * step * fw / max(1, f.w))
	side := min(k, float64(mostSide)/float64(max(f.w, f.h, 1)))
	return max(1, int(math.Round(float64(f.w)*side))), max(1, int(math.Round(float64(f.h)*side)))
}
