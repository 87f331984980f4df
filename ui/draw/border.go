package draw

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
)

// entryRenderer is Fyne's renderer of a text field with another ground inside its border.
type entryRenderer struct{ fyne.WidgetRenderer }

// CreateRenderer implements fyne.Widget.
func (e *Entry) CreateRenderer() fyne.WidgetRenderer {
	r := &entryRenderer{e.Entry.CreateRenderer()}
	r.mend()
	return r
}

// Refresh implements fyne.WidgetRenderer.
func (r *entryRenderer) Refresh() {
	r.WidgetRenderer.Refresh()
	r.mend()
}

// mend gives the ground of the border the colour of its stroke, unseen. Fyne's is transparent, which is black, and the
// screen mixes it into the inner edge: a second, grey line.
func (r *entryRenderer) mend() {
	for _, o := range r.Objects() {
		if b, ok := o.(*canvas.Rectangle); ok && b.StrokeWidth > 0 {
			c := color.NRGBAModel.Convert(b.StrokeColor).(color.NRGBA)
			c.A = 1
			b.FillColor = c
		}
	}
}
