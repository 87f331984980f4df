package forms

import (
	"image"
	"net/url"
	"strings"

	"fyne.io/fyne/v2/canvas"

	"vouch/app"
	"vouch/trust/bitmap"
	"vouch/ui/draw"
	"vouch/ui/shell"
	"vouch/ui/words"
)

// ofServers bounds a picture of a server: nobody has vouched for it yet.
var ofServers = bitmap.Bounds{Bytes: 1 << 20, Side: 1024}

// formPicture is a picture that belongs to a field of a form. Without an image there may be a link to it.
type formPicture struct {
	field int // index in the form
	image image.Image
	link  *url.URL
}

// Pictures are those of a form, or of one of its fields.
type Pictures []formPicture

func (p Pictures) of(field int) (out Pictures) {
	for _, one := range p {
		if one.field == field {
			out = append(out, one)
		}
	}
	return out
}

// ReadPictures decodes the pictures of a form. It is not for the main goroutine.
func ReadPictures(f app.DataForm) (out Pictures) {
	for i, field := range f.Fields {
		shown := false
		for _, m := range field.Media {
			if img, err := readPicture(m.Data); err == nil && !shown { // servers offer the same in several formats
				out, shown = append(out, formPicture{field: i, image: img}), true
			}
		}
		for _, m := range field.Media {
			if u := WebPage(m.URL); u != nil && !shown {
				out, shown = append(out, formPicture{field: i, link: u}), true
			}
		}
		if len(field.Media) > 0 && !shown {
			out = append(out, formPicture{field: i})
		}
	}
	return out
}

// readPicture decodes a picture of others, within bounds.
func readPicture(data []byte) (image.Image, error) { return bitmap.Decode(data, ofServers) }

// draw draws the pictures above a field, as large as they are where that fits, and gives the lower edge.
func (p Pictures) draw(s *draw.Sheet, win *shell.Shell, field string, x, y, w float32) float32 {
	for _, one := range p {
		switch {
		case one.image != nil:
			b := one.image.Bounds()
			iw, ih := float32(b.Dx())*s.Text, float32(b.Dy())*s.Text
			if iw > w {
				iw, ih = w, ih*w/iw
			}
			s.Rect(x, y, iw, ih, draw.White)
			o := canvas.NewImageFromImage(one.image)
			o.FillMode = canvas.ImageFillContain
			s.Put(o, x, y, iw, ih)
			y += ih + 8
		case one.link != nil:
			word := s.Clip(words.Tr("newaccount.picture", "Where", words.OneLine(one.link.String(), 200)), w, draw.F14)
			s.Link("picture "+field, word, x, y, s.K(20), draw.F14, func() {
				if err := win.App.OpenURL(one.link); err != nil {
					win.Log.Warn("open link", "err", err)
				}
			})
			y += s.K(20) + 8
		default:
			y += s.Para(draw.One(words.Tr("newaccount.noPicture"), draw.F13, draw.Rejected), x, y, w, s.K(18)) + 8
		}
	}
	return y
}

// WebPage is a link of others that may be opened, or nil.
func WebPage(text string) *url.URL {
	u, err := url.Parse(strings.TrimSpace(text))
	if err != nil || u.Host == "" || u.Scheme != "https" && u.Scheme != "http" {
		return nil
	}
	return u
}
