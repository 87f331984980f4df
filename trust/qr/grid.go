package qr

import (
	"cmp"
	"math"
	"slices"
)

// point is a place in a picture, or, in modules, in a code.
type point struct{ x, y float64 }

// grid lays a code of size modules over a picture. The middle of the first module is at .5, .5.
type grid struct {
	size   int
	pins   [4]point // where in the picture the places of pinned are
	pinned [4]point // top left, top right, bottom left marks, and a fourth place at the bottom right
	m      [8]float64
}

func newGrid(size int, pins [4]point) *grid {
	n := float64(size)
	g := &grid{size: size, pins: pins, pinned: [4]point{{3.5, 3.5}, {n - 3.5, 3.5}, {3.5, n - 3.5}, {n - 6.5, n - 6.5}}}
	if size == 21 {
		g.pinned[3] = point{n - 3.5, n - 3.5}
	}
	return g
}

// solve finds the perspective that takes the pinned places to their pins; false when there is none.
func (g *grid) solve() bool {
	var a [8][9]float64
	for i, p := range g.pinned {
		q := g.pins[i]
		a[2*i] = [9]float64{p.x, p.y, 1, 0, 0, 0, -p.x * q.x, -p.y * q.x, q.x}
		a[2*i+1] = [9]float64{0, 0, 0, p.x, p.y, 1, -p.x * q.y, -p.y * q.y, q.y}
	}
	for col := range 8 {
		best := col
		for r := col; r < 8; r++ {
			if math.Abs(a[r][col]) > math.Abs(a[best][col]) {
				best = r
			}
		}
		if math.Abs(a[best][col]) < 1e-9 {
			return false
		}
		a[col], a[best] = a[best], a[col]
		for r := range 8 {
			if r == col || a[r][col] == 0 {
				continue
			}
			f := a[r][col] / a[col][col]
			for c := col; c < 9; c++ {
				a[r][c] -= f * a[col][c]
			}
		}
	}
	for i := range 8 {
		g.m[i] = a[i][8] / a[i][i]
	}
	return true
}

// at is where in the picture a place of the code is.
func (g *grid) at(x, y float64) (float64, float64) {
	d := g.m[6]*x + g.m[7]*y + 1
	return (g.m[0]*x + g.m[1]*y + g.m[2]) / d, (g.m[3]*x + g.m[4]*y + g.m[5]) / d
}

// fit tells how well what every code has lies under the grid: 1 for perfectly, about 0 for not at all.
func (s *scene) fit(g *grid, known []cell) float64 {
	total := 0
	for _, c := range known {
		v := s.shade(g.at(c.x, c.y))
		if !c.dark {
			v = -v
		}
		total += v
	}
	return float64(total) / float64(127*len(known))
}

// settle moves the pins, first far and then less, as long as the grid fits better.
func (s *scene) settle(g *grid, known []cell, module float64) float64 {
	best := s.fit(g, known)
	for step := module; step > module/10; step /= 2 {
		for range 4 {
			moved := false
			for i := range g.pins {
				for _, d := range []point{{step, 0}, {-step, 0}, {0, step}, {0, -step}} {
					before := *g
					g.pins[i].x += d.x
					g.pins[i].y += d.y
					if g.solve() {
						if f := s.fit(g, known); f > best+1e-6 {
							best, moved = f, true
							continue
						}
					}
					*g = before
				}
			}
			if !moved {
				break
			}
		}
	}
	return best
}

// grids lays codes of the sizes that the marks allow over the picture; those that fit well come first.
func (s *scene) grids(c corner) []*grid {
	type laid struct {
		*grid
		known []cell
		fit   float64
	}
	var out []laid
	better := func(a, b laid) int { return cmp.Compare(b.fit, a.fit) }
	a, b, d := c.marks[0], c.marks[1], c.marks[2]
	for _, size := range s.sizes(c) {
		known := patterns(size)
		flat := newGrid(size, [4]point{{a.x, a.y}, {b.x, b.y}, {d.x, d.y}, s.flat(c, size)})
		if !flat.solve() || s.fit(flat, known.corners) < minCorners {
			continue
		}
		for _, pin := range s.fourths(c, size) {
			g := *flat
			if g.pins[3] = pin; g.solve() {
				out = append(out, laid{&g, known.some, s.fit(&g, known.some)})
			}
		}
	}
	slices.SortStableFunc(out, better)
	out = out[:min(len(out), 4)]
	module := (a.module + b.module + d.module) / 3
	for i := range out {
		out[i].fit = s.settle(out[i].grid, out[i].known, module)
	}
	slices.SortStableFunc(out, better)
	var grids []*grid
	for _, l := range out[:min(len(out), 2)] {
		if l.fit > minFit {
			grids = append(grids, l.grid)
		}
	}
	return grids
}

// What a grid must fit at least: the marks in the corners before anything is moved, and everything in the end.
const (
	minCorners = .2
	minFit     = .25
)

// sizes are how many modules wide the code can be, the likely ones first.
func (s *scene) sizes(c corner) []int {
	a, b, d := c.marks[0], c.marks[1], c.marks[2]
	along := func(p, q mark) float64 {
		length := math.Hypot(q.x-p.x, q.y-p.y)
		m := (s.moduleAlong(p, q) + s.moduleAlong(q, p)) / 2
		return length / m
	}
	n := (along(a, b)+along(a, d))/2 + 7
	version := (n - 17) / 4
	var out []int
	for _, v := range []int{int(math.Round(version)), int(math.Floor(version)), int(math.Ceil(version)), int(math.Round(version)) + 1, int(math.Round(version)) - 1} {
		if size := 17 + 4*v; v >= 1 && v <= 40 && !slices.Contains(out, size) {
			out = append(out, size)
		}
	}
	return out
}

// moduleAlong is the width of a module of a mark on the line to another one.
func (s *scene) moduleAlong(p, q mark) float64 {
	length := math.Hypot(q.x-p.x, q.y-p.y)
	dx, dy := (q.x-p.x)/length, (q.y-p.y)/length
	there, ok1 := s.toEdge(p, dx, dy)
	back, ok2 := s.toEdge(p, -dx, -dy)
	switch {
	case ok1 && ok2:
		return (there + back) / 7
	case ok1:
		return there / 3.5
	case ok2:
		return back / 3.5
	}
	return p.module
}

// toEdge is how far it is from the middle of a mark to its outer edge.
func (s *scene) toEdge(p mark, dx, dy float64) (float64, bool) {
	want, turns := true, 0
	for d := 0.; d < 8*p.module; d += .25 {
		x, y := int(p.x+dx*d), int(p.y+dy*d)
		if !s.within(x, y) {
			return 0, false
		}
		if s.isDark(x, y) != want {
			want = !want
			if turns++; turns == 3 {
				return d, d > 2*p.module
			}
		}
	}
	return 0, false
}

// flat is where the fourth pin is without perspective.
func (s *scene) flat(c corner, size int) point {
	a, b, d := c.marks[0], c.marks[1], c.marks[2]
	part := 1.
	if size > 21 {
		part = 1 - 3/float64(size-7)
	}
	return point{a.x + part*(b.x-a.x+d.x-a.x), a.y + part*(b.y-a.y+d.y-a.y)}
}

// fourths are the places where the fourth pin may be: the mark for alignment at the bottom right (§5.3.5) is looked for
// round where it would be without perspective.
func (s *scene) fourths(c corner, size int) []point {
	flat := s.flat(c, size)
	if size == 21 {
		return []point{flat}
	}
	a, b, d := c.marks[0], c.marks[1], c.marks[2]
	n := float64(size)
	right := point{(b.x - a.x) / (n - 7), (b.y - a.y) / (n - 7)} // a module to the right, and one down
	down := point{(d.x - a.x) / (n - 7), (d.y - a.y) / (n - 7)}
	type candidate struct {
		point
		like float64
	}
	var found []candidate
	reach := max(4, .2*n)
	for i := -reach; i <= reach; i += .5 {
		for j := -reach; j <= reach; j += .5 {
			p := point{flat.x + i*right.x + j*down.x, flat.y + i*right.y + j*down.y}
			if like := s.alignment(p, right, down); like > .35 {
				found = append(found, candidate{p, like - .15*math.Hypot(i, j)/reach})
			}
		}
	}
	slices.SortFunc(found, func(a, b candidate) int { return cmp.Compare(b.like, a.like) })
	var out []point
	for _, f := range found {
		if !slices.ContainsFunc(out, func(o point) bool { return math.Hypot(o.x-f.x, o.y-f.y) < 2*math.Hypot(right.x, right.y) }) {
			if out = append(out, f.point); len(out) == 3 {
				break
			}
		}
	}
	return append(out, flat)
}

// alignment tells how much a place looks like the middle of a mark for alignment.
func (s *scene) alignment(p, right, down point) float64 {
	if s.shade(p.x, p.y) <= 0 {
		return 0
	}
	total := 0
	for j := -2.; j <= 2; j++ {
		for i := -2.; i <= 2; i++ {
			v := s.shade(p.x+i*right.x+j*down.x, p.y+i*right.y+j*down.y)
			if max(math.Abs(i), math.Abs(j)) == 1 {
				v = -v
			}
			total += v
		}
		if j <= 0 && total < 0 {
			return 0
		}
	}
	return float64(total) / (25 * 127)
}
