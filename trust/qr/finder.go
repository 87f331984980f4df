package qr

import (
	"cmp"
	"math"
	"slices"
)

// mark is what may be one of the three marks in the corners of a code (ISO/IEC 18004 §5.3.2).
type mark struct {
	x, y   float64 // its middle
	module float64 // width of a module, in pixels
	seen   int     // on how many lines
}

const (
	maxMarks = 20
	// darkFrom is from which contrast on a pixel counts as dark; below it is noise.
	darkFrom = 19
)

// marks finds the places where dark and light are as 1:1:3:1:1 along a row and along a column.
func (s *scene) marks() []mark {
	var found []mark
	step := 1 + s.h/500 // the middle of a mark is three modules high
	for y := 0; y < s.h; y += step {
		found = s.marksOfRow(y, found)
	}
	found = slices.DeleteFunc(found, func(m mark) bool { return m.seen < 2 })
	slices.SortFunc(found, func(a, b mark) int { return cmp.Compare(b.seen, a.seen) })
	return found[:min(len(found), maxMarks)]
}

func (s *scene) marksOfRow(y int, found []mark) []mark {
	row := s.shades[y*s.w : (y+1)*s.w]
	var runs [5]int // the last five, the newest at the end
	length, dark := 0, false
	for x := 0; x <= s.w; x++ {
		if x < s.w && (row[x] > darkFrom) == dark {
			length++
			continue
		}
		copy(runs[:], runs[1:])
		runs[4] = length
		length = 1
		if dark && like11311(runs) {
			if m, ok := s.across(x-runs[4]-runs[3]-runs[2]/2-1, y); ok {
				found = addMark(found, m)
			}
		}
		dark = !dark
	}
	return found
}

// like11311 tells whether five runs are as those through the middle of a mark.
func like11311(r [5]int) bool {
	total := r[0] + r[1] + r[2] + r[3] + r[4]
	if r[0] == 0 || total < 9 {
		return false
	}
	module := float64(total) / 7
	slack := module*.62 + .4
	off := func(n int, want float64) bool { return math.Abs(float64(n)-want*module) > want*slack }
	return !off(r[0], 1) && !off(r[1], 1) && !off(r[2], 3) && !off(r[3], 1) && !off(r[4], 1)
}

// across holds a mark that was seen along a row against the column through its middle, and finds its true middle.
func (s *scene) across(x, y int) (mark, bool) {
	column, top, ok := s.through(x, y, 0, 1)
	if !ok || !like11311(column) {
		return mark{}, false
	}
	cy := float64(top) + float64(column[0]+column[1]) + float64(column[2])/2
	again, left, ok := s.through(x, int(cy), 1, 0)
	if !ok || !like11311(again) {
		return mark{}, false
	}
	cx := float64(left) + float64(again[0]+again[1]) + float64(again[2])/2
	wide, high := sum(again), sum(column)
	if wide > 2*high || high > 2*wide {
		return mark{}, false
	}
	return mark{x: cx, y: cy, module: float64(wide+high) / 14, seen: 1}, true
}

// through gives the five runs through a point along a row or a column, and where the first of them begins.
func (s *scene) through(x, y, dx, dy int) (runs [5]int, from int, ok bool) {
	if !s.isDark(x, y) {
		return runs, 0, false
	}
	walk := func(dx, dy int) (lengths [3]int, end int) {
		px, py, want := x, y, true
		for i := range 3 {
			for s.within(px, py) && s.isDark(px, py) == want {
				lengths[i]++
				px, py = px+dx, py+dy
			}
			want = !want
		}
		return lengths, px*abs(dx) + py*abs(dy)
	}
	back, end := walk(-dx, -dy)
	ahead, _ := walk(dx, dy)
	return [5]int{back[2], back[1], back[0] + ahead[0] - 1, ahead[1], ahead[2]}, end + 1, true
}

func addMark(found []mark, m mark) []mark {
	for i := range found {
		f := &found[i]
		if near := 2 * max(f.module, m.module); math.Abs(f.x-m.x) < near && math.Abs(f.y-m.y) < near {
			n := float64(f.seen)
			f.x, f.y, f.module = (f.x*n+m.x)/(n+1), (f.y*n+m.y)/(n+1), (f.module*n+m.module)/(n+1)
			f.seen++
			return found
		}
	}
	return append(found, m)
}

// corner is three marks as they stand in a code: top left, top right, bottom left.
type corner struct {
	marks [3]mark
	at    [3]int // which they are
	odd   float64
}

// corners are the triples that may be the marks of one code, the likely ones first.
func corners(found []mark) (out []corner) {
	for i := range found {
		for j := i + 1; j < len(found); j++ {
			for k := j + 1; k < len(found); k++ {
				if c, ok := cornerOf(found, i, j, k); ok {
					out = append(out, c)
				}
			}
		}
	}
	slices.SortFunc(out, func(a, b corner) int { return cmp.Compare(a.odd, b.odd) })
	return out
}

func cornerOf(found []mark, i, j, k int) (corner, bool) {
	at := [3]int{i, j, k}
	// The top left is opposite the longest side.
	length := func(a, b int) float64 { return math.Hypot(found[a].x-found[b].x, found[a].y-found[b].y) }
	switch a, b, c := length(j, k), length(i, k), length(i, j); {
	case b >= a && b >= c:
		at = [3]int{j, i, k}
	case c >= a && c >= b:
		at = [3]int{k, i, j}
	}
	a, b, c := found[at[0]], found[at[1]], found[at[2]]
	ux, uy, vx, vy := b.x-a.x, b.y-a.y, c.x-a.x, c.y-a.y
	if ux*vy-uy*vx < 0 { // the top right is clockwise before the bottom left
		at[1], at[2] = at[2], at[1]
		b, c = c, b
	}
	u, v := math.Hypot(ux, uy), math.Hypot(vx, vy)
	small, large := min(a.module, b.module, c.module), max(a.module, b.module, c.module)
	slant, legs, modules := math.Abs(ux*vx+uy*vy)/(u*v), max(u, v)/min(u, v), large/small
	if min(u, v) < 12*small || max(u, v) > 190*large || slant > .5 || legs > 2 || modules > 2 {
		return corner{}, false
	}
	return corner{marks: [3]mark{a, b, c}, at: at, odd: slant + (legs - 1) + 1.5*(modules-1) - .02*float64(min(a.seen, b.seen, c.seen))}, true
}

func sum(r [5]int) int { return r[0] + r[1] + r[2] + r[3] + r[4] }

func abs(n int) int { return max(n, -n) }
