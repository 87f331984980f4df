package timeline

import (
	"image"
	"image/color"
	"math"
	"slices"

	"fyne.io/fyne/v2"

	"vouch/app/files/picture"
	"vouch/ui/draw"
)

// Album is what a Bubble of pictures shows in the place of words: one as it is, or several cut to a pattern.
type Album []Picture

// Picture is one of an Album.
type Picture struct {
	ID            string // of the message that it is of
	Width, Height int    // pixels
	Moves         bool   // it can be played
}

// MostPictures are in an Album.
const MostPictures = 9

// ActPicture begins the action of a picture that was pressed; its ID follows.
const ActPicture = "picture "

const (
	albumPad          = 4 // between the picture and the edge of its bubble
	albumGap          = 3
	pictureW          = 420 // of the largest picture
	pictureH          = 320
	leastW, leastH    = 96, 48 // of the box of the smallest
	pictureRadius     = 10
	mostTiles         = 3 // beside each other
	metaGap           = 4
	pictureKey        = "picture "
	wideTile, oneTile = 170, 320 // the highest of two beside each other, and of one
)

// veil is what stands behind a sign on a picture.
var veil = color.NRGBA{R: 14, G: 15, B: 19, A: 0x99}

// tile is the place of one picture in its bubble.
type tile struct{ x, y, w, h float32 }

// tiles places the pictures for a bubble that has room for most, and gives the size of all together.
func (a Album) tiles(most float32) (out []tile, w, h float32) {
	most = min(most-2*albumPad, pictureW)
	if len(a) == 1 {
		pw, ph := picture.Inside(a[0].Width, a[0].Height, int(most), pictureH)
		w, h = max(float32(pw), leastW), max(float32(ph), leastH)
		return []tile{{(w - float32(pw)) / 2, (h - float32(ph)) / 2, float32(pw), float32(ph)}}, w, h
	}
	rows := (len(a) + mostTiles - 1) / mostTiles
	if len(a) == 4 {
		rows = 2
	}
	for i := range rows {
		n := (len(a)*(i+1))/rows - (len(a)*i)/rows
		tw := (most - float32(n-1)*albumGap) / float32(n)
		th := min(tw, wideTile)
		if n == 1 {
			th = min(tw, oneTile)
		}
		if i > 0 {
			h += albumGap
		}
		for j := range n {
			x := float32(math.Round(float64(float32(j) * (tw + albumGap))))
			out = append(out, tile{x, h, float32(math.Round(float64(float32(j)*(tw+albumGap)+tw))) - x, float32(math.Round(float64(th)))})
		}
		h += float32(math.Round(float64(th)))
	}
	return out, most, h
}

// albumBox sets the size of a bubble of pictures: the time stands below them.
func (b *bubble) albumBox(s *draw.Sheet, r *Row, most float32) {
	var w, h float32
	b.tiles, w, h = r.Album.tiles(most)
	b.w = max(w, b.meta+2*(padX-albumPad)) + 2*albumPad
	b.h = 2*albumPad + h + metaGap + s.K(16)
	if free := b.w - 2*albumPad - w; free > 0 {
		for i := range b.tiles {
			b.tiles[i].x += free / 2
		}
	}
}

// paintAlbum draws the pictures; what is still being made is an empty ground.
func (b bubble) paintAlbum(s *draw.Sheet, r *Row, show showing, act func(string)) {
	for i, p := range *r.Album {
		t := b.tiles[i]
		s.Spot(pictureKey+p.ID, b.x+albumPad+t.x, b.y+albumPad+t.y, t.w, t.h, func(s *draw.Sheet, hover, _ bool) {
			var m image.Image
			plays := false
			if show != nil {
				m, plays = show(p, t.w, t.h, len(*r.Album) > 1)
			}
			paintPicture(s, m)
			if m != nil && p.Moves && !plays && min(s.W, s.H) >= 56 {
				s.RectColor((s.W-44)/2, (s.H-44)/2, 44, 44, veil, 22)
				s.Icon("play", draw.White, (s.W-22)/2+2, (s.H-22)/2, 22)
			}
		}, func() { act(ActPicture + p.ID) })
	}
}

// paintPicture draws one picture, which is nil while it is made.
func paintPicture(s *draw.Sheet, m image.Image) {
	if m == nil {
		s.Rect(0, 0, s.W, s.H, draw.Line, min(pictureRadius, s.W/6, s.H/6))
		if s.W >= 48 && s.H >= 48 {
			s.Icon("image", draw.Muted, (s.W-24)/2, (s.H-24)/2, 24)
		}
		return
	}
	s.Image(m, 0, 0, s.W, s.H, min(pictureRadius, s.W/6, s.H/6))
}

// sameAlbum tells whether two rows show the same pictures.
func sameAlbum(a, b *Album) bool {
	return a == b || a != nil && b != nil && slices.Equal(*a, *b)
}

// Same tells whether a row looks as another, whose Album it then has.
func (r *Row) Same(other *Row) bool {
	if !sameAlbum(r.Album, other.Album) {
		return false
	}
	r.Album = other.Album
	return *r == *other
}

// has tells whether a row shows a picture of that message.
func (r *Row) has(id string) bool {
	return r.Album != nil && slices.ContainsFunc(*r.Album, func(p Picture) bool { return p.ID == id })
}

// Repaint draws the rows anew that show the picture or the sound of a message, if they are on the screen.
func (l *List) Repaint(id string) {
	for _, v := range l.visible {
		if v.row != nil && (v.row.ID == id || v.row.has(id)) {
			v.pane.Refresh()
		}
	}
}

// menusOfPictures gives each picture of the row a menu of its own.
func (v *view) menusOfPictures() {
	if v.row.Album == nil {
		return
	}
	for _, p := range *v.row.Album {
		if spot, ok := v.pane.Find(pictureKey + p.ID).(*draw.Spot); ok {
			spot.Menu = func(at fyne.Position) {
				if v.list.events.Menu != nil {
					v.list.events.Menu(&Row{ID: p.ID, Kind: Bubble}, "", at)
				}
			}
		}
	}
}

// showing gives a picture for a place of that size, in Fyne's units; nil while it is made.
type showing func(p Picture, w, h float32, fill bool) (m image.Image, plays bool)

// picture has the events give a picture in the pixels of the screen.
func (l *List) picture(p Picture, w, h float32, fill bool) (m image.Image, plays bool) {
	if l.events.Picture == nil {
		return nil, false
	}
	scale := float32(1)
	if c := fyne.CurrentApp().Driver().CanvasForObject(l); c != nil {
		scale = c.Scale()
	}
	pixels := func(v float32) int { return max(1, int(math.Round(float64(v*scale)))) }
	return l.events.Picture(p, pixels(w), pixels(h), fill)
}
