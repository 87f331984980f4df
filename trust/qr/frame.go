package qr

import (
	"image"
	"slices"

	"github.com/makiuchi-d/gozxing/qrcode/decoder"
)

// FrameReader reads the frames of a camera, one after the other, quickly: each as it is, and, where nothing is found, once
// more in one of several other ways, which take turns. The zero FrameReader is ready. One goroutine at a time uses it.
type FrameReader struct {
	turn int
}

// ways are how a frame is looked at a second time.
var ways = []func(*levels) *levels{
	(*levels).halved,
	(*levels).blurred,
	(*levels).sharpened,
	func(l *levels) *levels { return l.halved().blurred() },
}

// surroundings, in parts of the height of a frame, of a pixel that is to be dark or light.
const (
	nearby = 18
	wide   = 6
)

// Read finds the codes in a frame, each text once. It gives up where Read takes its time: the next frame comes soon.
func (r *FrameReader) Read(frame image.Image) []string {
	l := levelsOf(grayOf(frame))
	if l.w < 21 || l.h < 21 {
		return nil
	}
	if texts := readLevels(l, l.h/nearby); texts != nil {
		return texts
	}
	turn := r.turn
	r.turn++
	other := ways[turn%len(ways)](l)
	radius := other.h / wide
	if turn/len(ways)%2 == 1 {
		radius = other.h / nearby
	}
	return readLevels(other, radius)
}

// readLevels is one look at a picture.
func readLevels(l *levels, radius int) (texts []string) {
	s := newScene(l, radius)
	var used []int
	tried := 0
	for _, c := range corners(s.marks()) {
		if slices.ContainsFunc(c.at[:], func(i int) bool { return slices.Contains(used, i) }) {
			continue
		}
		grids := s.grids(c)
		if len(grids) == 0 {
			continue
		}
		if tried++; tried > maxTries {
			break
		}
		if text, ok := s.decode(grids); ok {
			used = append(used, c.at[:]...)
			if !slices.Contains(texts, text) {
				texts = append(texts, text)
			}
		}
	}
	return texts
}

// maxTries is how many triples of marks that look like a code are read.
const maxTries = 4

// decode reads the code that lies under one of the grids.
func (s *scene) decode(grids []*grid) (string, bool) {
	for _, g := range grids {
		levels := s.sample(g)
		if evenness(levels) < 4 {
			continue
		}
		for _, sharpen := range []float64{0, .15, .35} {
			result, err := decoder.NewDecoder().DecodeBoolMapWithoutHint(modules(levels, sharpen))
			if err == nil && result.GetText() != "" {
				return result.GetText(), true
			}
		}
	}
	return "", false
}
