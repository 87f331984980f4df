package draw

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"sync"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"github.com/fyne-io/oksvg"
	"github.com/srwiley/rasterx"

	"vouch/assets"
)

// mostIconBytes bounds the pixels of icons that are kept: several times what the icons of all pages take at one scale. Beyond that
// all are forgotten, and those still shown are drawn again.
const mostIconBytes = 1 << 20

// icon is an icon as it stands on the screen; w and h are pixels.
type icon struct {
	outline fyne.Resource
	color   color.Color
	w, h    int
}

// icons are those that were drawn. Fyne reads the outline of a picture anew each time that it is refreshed.
var icons struct {
	sync.Mutex
	drawn map[icon]*image.RGBA
	bytes int
}

// Icon draws a square icon.
func (s *Sheet) Icon(name string, c Token, x, y, size float32) { s.Shape(name, c, x, y, size, size) }

// Shape draws an icon of any proportion.
func (s *Sheet) Shape(name string, c Token, x, y, w, h float32) {
	if s.dry {
		return
	}
	i := icon{outline: assets.Icon(name), color: s.Color(c)}
	o := canvas.NewRaster(func(w, h int) image.Image {
		i := i
		i.w, i.h = w, h
		return i.pixels()
	})
	s.Put(o, x, y, w, h)
	s.note(o, i)
}

// note remembers which icon an object is.
func (s *Sheet) note(o *canvas.Raster, i icon) {
	if s.icon == nil {
		s.icon = make(map[*canvas.Raster]icon)
	}
	s.icon[o] = i
}

// pixels gives the picture of an icon, drawn at first sight. Nobody may change it.
func (i icon) pixels() *image.RGBA {
	icons.Lock()
	defer icons.Unlock()
	if p, ok := icons.drawn[i]; ok {
		return p
	}
	p := i.draw()
	if icons.bytes += len(p.Pix); icons.drawn == nil || icons.bytes > mostIconBytes {
		icons.drawn, icons.bytes = make(map[icon]*image.RGBA), len(p.Pix)
	}
	icons.drawn[i] = p
	return p
}

// draw fills the outline with the colour. One that does not parse is a mistake of the program and panics.
func (i icon) draw() *image.RGBA {
	outline, err := oksvg.ReadIconStream(bytes.NewReader(i.outline.Content()))
	if err != nil {
		panic(fmt.Sprintf("icon %s: %v", i.outline.Name(), err))
	}
	p := image.NewRGBA(image.Rect(0, 0, i.w, i.h))
	for k := range outline.SVGPaths {
		outline.SVGPaths[k].SetFillColor(i.color)
	}
	outline.SetTarget(0, 0, float64(i.w), float64(i.h))
	outline.Draw(rasterx.NewDasher(i.w, i.h, rasterx.NewScannerGV(i.w, i.h, p, p.Rect)), 1)
	return p
}
