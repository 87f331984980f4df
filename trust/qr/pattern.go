package qr

import (
	"math"
	"sync"

	"github.com/makiuchi-d/gozxing/qrcode/decoder"
)

// cell is the middle of a module that is the same in every code of its size.
type cell struct {
	x, y float64
	dark bool
}

// shape is what is the same in all codes of a size.
type shape struct {
	corners []cell // the marks in the corners with their edges
	some    []cell // of everything, enough to find the place by
}

// enough is how many cells tell whether a grid fits.
const enough = 300

var shapes sync.Map // size → shape

// patterns are the marks in the corners with their edges, the timing lines and the marks for alignment (ISO/IEC 18004 §5.3).
func patterns(size int) shape {
	if p, ok := shapes.Load(size); ok {
		return p.(shape)
	}
	var all []cell
	add := func(x, y int, dark bool) { all = append(all, cell{float64(x) + .5, float64(y) + .5, dark}) }
	for _, at := range [][2]int{{3, 3}, {size - 4, 3}, {3, size - 4}} {
		for dy := -4; dy <= 4; dy++ {
			for dx := -4; dx <= 4; dx++ {
				x, y, ring := at[0]+dx, at[1]+dy, max(abs(dx), abs(dy))
				if x >= 0 && y >= 0 && x < size && y < size {
					add(x, y, ring != 2 && ring != 4)
				}
			}
		}
	}
	out := shape{corners: all}
	for i := 8; i < size-8; i++ {
		add(i, 6, i%2 == 0)
		add(6, i, i%2 == 0)
	}
	for _, at := range alignments(size) {
		for dy := -2; dy <= 2; dy++ {
			for dx := -2; dx <= 2; dx++ {
				add(at[0]+dx, at[1]+dy, max(abs(dx), abs(dy)) != 1)
			}
		}
	}
	// Every third or so: an odd step does not always meet the same columns.
	for i, step := 0, 1|len(all)/enough; i < len(all); i += step {
		out.some = append(out.some, all[i])
	}
	shapes.Store(size, out)
	return out
}

// alignments are the middles of the marks for alignment.
func alignments(size int) (out [][2]int) {
	version, err := decoder.Version_GetVersionForNumber((size - 17) / 4)
	if err != nil {
		return nil
	}
	centres := version.GetAlignmentPatternCenters()
	for _, y := range centres {
		for _, x := range centres {
			inCorner := x < 9 && y < 9 || x < 9 && y > size-10 || x > size-10 && y < 9
			if !inCorner {
				out = append(out, [2]int{x, y})
			}
		}
	}
	return out
}

// sample reads the modules under a grid: for each how dark it is.
func (s *scene) sample(g *grid) [][]float64 {
	out := make([][]float64, g.size)
	const off = .2 // the mean of five places in a module takes noise away
	for y := range out {
		out[y] = make([]float64, g.size)
		for x := range out[y] {
			cx, cy := float64(x)+.5, float64(y)+.5
			v := 2 * s.level(g, cx, cy)
			v += s.level(g, cx-off, cy-off) + s.level(g, cx+off, cy-off) + s.level(g, cx-off, cy+off) + s.level(g, cx+off, cy+off)
			out[y][x] = -v / 6
		}
	}
	return out
}

func (s *scene) level(g *grid, x, y float64) float64 {
	px, py := g.at(x, y)
	return s.levels.at(px, py)
}

// modules decides for each module whether it is dark: darker than the modules round it, after what their blur has put into
// it is taken away.
func modules(levels [][]float64, sharpen float64) [][]bool {
	n := len(levels)
	at := func(x, y int) float64 { return levels[max(0, min(n-1, y))][max(0, min(n-1, x))] }
	sharp := make([][]float64, n)
	for y := range sharp {
		sharp[y] = make([]float64, n)
		for x := range sharp[y] {
			v := levels[y][x]
			sharp[y][x] = v + sharpen*(4*v-at(x-1, y)-at(x+1, y)-at(x, y-1)-at(x, y+1))
		}
	}
	sums := make([][]float64, n+1)
	sums[0] = make([]float64, n+1)
	for y := range n {
		sums[y+1] = make([]float64, n+1)
		line := 0.
		for x := range n {
			line += levels[y][x]
			sums[y+1][x+1] = sums[y][x+1] + line
		}
	}
	const round = 5
	out := make([][]bool, n)
	for y := range out {
		out[y] = make([]bool, n)
		y0, y1 := max(0, y-round), min(n, y+round+1)
		for x := range out[y] {
			x0, x1 := max(0, x-round), min(n, x+round+1)
			mean := (sums[y1][x1] - sums[y0][x1] - sums[y1][x0] + sums[y0][x0]) / float64((x1-x0)*(y1-y0))
			out[y][x] = sharp[y][x] > mean
		}
	}
	return out
}

// evenness is half the distance between the dark and the light modules; small where there is no code.
func evenness(levels [][]float64) float64 {
	sum, n := 0., 0.
	mean := 0.
	for _, row := range levels {
		for _, v := range row {
			mean += v
			n++
		}
	}
	mean /= n
	for _, row := range levels {
		for _, v := range row {
			sum += math.Abs(v - mean)
		}
	}
	return sum / n
}
