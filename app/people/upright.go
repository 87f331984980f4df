package people

import "image"

// upright turns a square picture as its orientation says.
func upright(m *image.NRGBA, orientation int) *image.NRGBA {
	last := m.Bounds().Dx() - 1
	from := map[int]func(x, y int) (int, int){
		2: func(x, y int) (int, int) { return last - x, y },
		3: func(x, y int) (int, int) { return last - x, last - y },
		4: func(x, y int) (int, int) { return x, last - y },
		5: func(x, y int) (int, int) { return y, x },
		6: func(x, y int) (int, int) { return y, last - x },
		7: func(x, y int) (int, int) { return last - y, last - x },
		8: func(x, y int) (int, int) { return last - y, x },
	}[orientation]
	if from == nil {
		return m
	}
	out := image.NewNRGBA(m.Bounds())
	for y := range last + 1 {
		for x := range last + 1 {
			out.SetNRGBA(x, y, m.NRGBAAt(from(x, y)))
		}
	}
	return out
}
