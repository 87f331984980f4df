package qr

// scene is a picture in which a code is looked for.
type scene struct {
	*levels
	shades []int8 // of every pixel, as contrast gives them
}

func newScene(l *levels, radius int) *scene { return &scene{levels: l, shades: l.contrast(radius)} }

func (s *scene) within(x, y int) bool { return x >= 0 && y >= 0 && x < s.w && y < s.h }

// isDark tells whether a pixel counts as dark; none does outside.
func (s *scene) isDark(x, y int) bool { return s.within(x, y) && s.shades[y*s.w+x] > darkFrom }

// shade is how much darker a place is than its surroundings, from 127 to -127; 0 outside.
func (s *scene) shade(x, y float64) int {
	if x < 0 || y < 0 || x >= float64(s.w) || y >= float64(s.h) {
		return 0
	}
	return int(s.shades[int(y)*s.w+int(x)])
}
