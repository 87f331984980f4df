package draw

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
)

// drawing is what stands on a control. What is drawn again the same stays the same objects, whose textures Fyne keeps, and where
// nothing else was drawn the window is not painted.
type drawing struct {
	objs  []fyne.CanvasObject
	icons map[*canvas.Raster]icon // those among objs
	scale float32                 // of the canvas; on another one all is new
}

// replace takes over what was drawn on s for the control self.
func (d *drawing) replace(self fyne.CanvasObject, s *Sheet) {
	old := *d
	*d = drawing{s.objs, s.icon, scaleOf(self)}
	if old.scale == d.scale {
		d.keep(&old)
	}
	paint := self
	changed, stays := len(old.objs) != len(d.objs), make(map[fyne.CanvasObject]bool, len(d.objs))
	for i, o := range d.objs {
		stays[o] = true
		changed = changed || old.objs[i] != o
	}
	if !changed {
		return
	}
	for _, o := range old.objs {
		switch o.(type) {
		case *canvas.Raster, *canvas.Image:
			if !stays[o] {
				canvas.Refresh(o) // gives its texture back
			}
		case *canvas.Rectangle, *canvas.Text:
			if stays[o] {
				paint = o // of the control itself it would take the textures of all that stands on it
			}
		}
	}
	canvas.Refresh(paint)
}

// keep puts objects of old in the place of those that look the same, from both ends: most often something changes in between.
func (d *drawing) keep(old *drawing) {
	n, m := len(d.objs), len(old.objs)
	i := 0
	for i < n && i < m && d.same(d.objs[i], old, old.objs[i]) {
		d.stay(i, old, old.objs[i])
		i++
	}
	for n > i && m > i && d.same(d.objs[n-1], old, old.objs[m-1]) {
		n, m = n-1, m-1
		d.stay(n, old, old.objs[m])
	}
}

func (d *drawing) stay(i int, old *drawing, o fyne.CanvasObject) {
	if r, ok := o.(*canvas.Raster); ok && d.objs[i] != o {
		delete(d.icons, d.objs[i].(*canvas.Raster))
		d.icons[r] = old.icons[r]
	}
	d.objs[i] = o
}

// same tells whether an object of d looks as one of old. Of a control it does where it is the same: it draws itself.
func (d *drawing) same(a fyne.CanvasObject, old *drawing, b fyne.CanvasObject) bool {
	if a == b {
		return true
	}
	switch a := a.(type) {
	case *canvas.Rectangle:
		b, ok := b.(*canvas.Rectangle)
		return ok && *a == *b
	case *canvas.Text:
		b, ok := b.(*canvas.Text)
		return ok && *a == *b
	case *canvas.Raster:
		b, ok := b.(*canvas.Raster)
		mine, known := d.icons[a]
		return ok && known && mine == old.icons[b] && a.Position() == b.Position() && a.Size() == b.Size()
	case *canvas.Image:
		b, ok := b.(*canvas.Image)
		return ok && a.Image != nil && a.Image == b.Image && a.Resource == b.Resource && a.CornerRadius == b.CornerRadius &&
			a.FillMode == b.FillMode && a.ScaleMode == b.ScaleMode && a.Position() == b.Position() && a.Size() == b.Size()
	}
	return false
}

// scaleOf is the scale of the canvas on which a control stands, or 0.
func scaleOf(o fyne.CanvasObject) float32 {
	if c := fyne.CurrentApp().Driver().CanvasForObject(o); c != nil {
		return c.Scale()
	}
	return 0
}
