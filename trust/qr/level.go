package qr

import "image"

// levels is a gray picture with the sums that give the mean of any rectangle of it at once.
type levels struct {
	w, h int
	pix  []uint8
	sums []uint32 // (w+1)·(h+1): sums[y][x] is over all pixels above and left of x, y
}

// levelsOf copies nothing where the rows of a picture lie behind each other.
func levelsOf(g *image.Gray) *levels {
	b := g.Bounds()
	l := &levels{w: b.Dx(), h: b.Dy()}
	if g.Stride == l.w {
		l.pix = g.Pix[:l.w*l.h]
	} else {
		l.pix = make([]uint8, 0, l.w*l.h)
		for y := range l.h {
			l.pix = append(l.pix, g.Pix[y*g.Stride:y*g.Stride+l.w]...)
		}
	}
	l.sum()
	return l
}

func (l *levels) sum() {
	row := l.w + 1
	l.sums = make([]uint32, row*(l.h+1))
	for y := range l.h {
		line := uint32(0)
		above, here := l.sums[y*row:(y+1)*row], l.sums[(y+1)*row:(y+2)*row]
		for x, v := range l.pix[y*l.w : (y+1)*l.w] {
			line += uint32(v)
			here[x+1] = above[x+1] + line
		}
	}
}

// contrast tells of every pixel how much darker it is than its surroundings: 127 for 40 levels of 256 and more, -127 for as
// much lighter.
func (l *levels) contrast(radius int) []int8 {
	out := make([]int8, l.w*l.h)
	row := l.w + 1
	for y := range l.h {
		y0, y1 := max(0, y-radius), min(l.h, y+radius+1)
		top, bottom := l.sums[y0*row:(y0+1)*row], l.sums[y1*row:(y1+1)*row]
		line, marks := l.pix[y*l.w:(y+1)*l.w], out[y*l.w:(y+1)*l.w]
		inner := 1 / float32((2*radius+1)*(y1-y0))
		for x, v := range line {
			x0, x1, part := x-radius, x+radius+1, inner
			if x0 < 0 || x1 > l.w {
				x0, x1 = max(0, x0), min(l.w, x1)
				part = 1 / float32((x1-x0)*(y1-y0))
			}
			mean := float32(bottom[x1]-top[x1]-bottom[x0]+top[x0]) * part
			marks[x] = int8(max(-127, min(127, (mean-float32(v))*127/40)))
		}
	}
	return out
}

// blurred is the picture with every pixel the mean of the nine round it, which takes noise away.
func (l *levels) blurred() *levels {
	out := &levels{w: l.w, h: l.h, pix: make([]uint8, l.w*l.h)}
	copy(out.pix, l.pix)
	row := l.w + 1
	for y := 1; y < l.h-1; y++ {
		top, bottom := l.sums[(y-1)*row:y*row], l.sums[(y+2)*row:(y+3)*row]
		for x := 1; x < l.w-1; x++ {
			out.pix[y*l.w+x] = uint8((bottom[x+2] - top[x+2] - bottom[x-1] + top[x-1]) / 9)
		}
	}
	out.sum()
	return out
}

// sharpened moves every pixel away from the mean of those round it, against blur.
func (l *levels) sharpened() *levels {
	const radius = 3
	out := &levels{w: l.w, h: l.h, pix: make([]uint8, l.w*l.h)}
	copy(out.pix, l.pix)
	row := l.w + 1
	for y := radius; y < l.h-radius; y++ {
		top, bottom := l.sums[(y-radius)*row:], l.sums[(y+radius+1)*row:]
		for x := radius; x < l.w-radius; x++ {
			x0, x1 := x-radius, x+radius+1
			mean := int(bottom[x1]-top[x1]-bottom[x0]+top[x0]) / ((2*radius + 1) * (2*radius + 1))
			out.pix[y*l.w+x] = uint8(max(0, min(255, 3*int(l.pix[y*l.w+x])-2*mean)))
		}
	}
	out.sum()
	return out
}

// halved is the picture at half its size, each pixel the mean of four.
func (l *levels) halved() *levels {
	out := &levels{w: l.w / 2, h: l.h / 2}
	out.pix = make([]uint8, out.w*out.h)
	for y := range out.h {
		a, b := l.pix[2*y*l.w:], l.pix[(2*y+1)*l.w:]
		for x := range out.w {
			out.pix[y*out.w+x] = uint8((int(a[2*x]) + int(a[2*x+1]) + int(b[2*x]) + int(b[2*x+1]) + 2) / 4)
		}
	}
	out.sum()
	return out
}

// at is the level between pixels; the middle of the first one is at .5, .5.
func (l *levels) at(x, y float64) float64 {
	x, y = x-.5, y-.5
	if x < 0 || y < 0 || x >= float64(l.w-1) || y >= float64(l.h-1) {
		return float64(l.pix[max(0, min(l.h-1, int(y+.5)))*l.w+max(0, min(l.w-1, int(x+.5)))])
	}
	ix, iy := int(x), int(y)
	fx, fy := x-float64(ix), y-float64(iy)
	i := iy*l.w + ix
	top := float64(l.pix[i])*(1-fx) + float64(l.pix[i+1])*fx
	bottom := float64(l.pix[i+l.w])*(1-fx) + float64(l.pix[i+l.w+1])*fx
	return top*(1-fy) + bottom*fy
}
