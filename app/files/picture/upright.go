package picture

import "image"

// lies tells whether a picture of this orientation (Exif 2.32 §4.6.4 A) lies on its side.
func lies(orientation int) bool { return orientation >= 5 && orientation <= 8 }

// upright turns a picture as its orientation says.
func upright(m *image.RGBA, orientation int) *image.RGBA {
	w, h := m.Rect.Dx(), m.Rect.Dy()
	right, low := w-1, h-1
	from := map[int]func(x, y int) (int, int){
		2: func(x, y int) (int, int) { return right - x, y },
		3: func(x, y int) (int, int) { return right - x, low - y },
		4: func(x, y int) (int, int) { return x, low - y },
		5: func(x, y int) (int, int) { return y, x },
		6: func(x, y int) (int, int) { return y, low - x },
		7: func(x, y int) (int, int) { return right - y, low - x },
		8: func(x, y int) (int, int) { return right - y, x },
	}[orientation]
	if from == nil {
		return m
	}
	if lies(orientation) {
		w, h = h, w
	}
	out := image.NewRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			fx, fy := from(x, y)
			copy(out.Pix[out.PixOffset(x, y):][:4], m.Pix[m.PixOffset(fx, fy):][:4])
		}
	}
	return out
}
