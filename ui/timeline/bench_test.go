package timeline

import (
	"fmt"
	"slices"
	"testing"
	"time"
)

const many = 100_000

// fresh gives bubbles with words that were not measured before.
func fresh(prefix string, from, to int) []*Row {
	rows := bubbles(from, to)
	for i, r := range rows {
		r.ID = fmt.Sprint(prefix, from+i)
		r.Text = fmt.Sprintf("%s %d%s %s", r.Text, i, prefix, r.Text)
	}
	return rows
}

func BenchmarkMeasure(b *testing.B) {
	list(b, Events{}, nil)
	rows := fresh("m", 0, 1000)
	for i := 0; b.Loop(); i++ {
		measure(rows[i%len(rows)], 600, false)
	}
}

func BenchmarkOpen(b *testing.B) {
	rows := fresh("o", 0, many)
	l := list(b, Events{}, nil)
	for b.Loop() {
		l.SetRows(nil)
		l.Reset()
		clear(l.heights)
		l.SetRows(rows)
	}
}

func BenchmarkScroll(b *testing.B) {
	l := list(b, Events{}, fresh("s", 0, many))
	for b.Loop() {
		l.ScrollBy(40)
	}
}

func BenchmarkAppend(b *testing.B) {
	rows := fresh("a", 0, many)
	l := list(b, Events{}, rows)
	for i := 0; b.Loop(); i++ {
		rows = append(rows, fresh("b", i, i+1)...)
		l.SetRows(rows)
	}
}

func BenchmarkPrepend200(b *testing.B) {
	rows := fresh("p", 0, many)
	l := list(b, Events{}, rows)
	l.ToTop()
	for i := 0; b.Loop(); i++ {
		rows = append(fresh(fmt.Sprint("q", i), 0, 200), rows[:many]...)
		l.SetRows(rows)
	}
}

// TestTheNumberOfRowsDoesNotMatter holds the cost of a step against that of measuring one bubble, with 100,000 rows.
// The ratios are several times what was measured, so that only another order of cost breaks them: a list that walks
// through all rows costs thousands of bubbles a step.
func TestTheNumberOfRowsDoesNotMatter(t *testing.T) {
	rows := fresh("r", 0, many)
	l := list(t, Events{}, rows)
	words := fresh("w", 0, 400)
	one := middle(len(words), func(i int) { measure(words[i], 600, false) })
	var more [20][]*Row
	for i := range more {
		more[i] = fresh(fmt.Sprint("y", i), 0, 200)
	}
	for _, c := range []struct {
		name  string
		times int
		most  float64
		step  func(i int)
	}{
		{"a step of scrolling", 200, 15, func(int) { l.ScrollBy(40) }},
		{"appending one at the end", 50, 15, func(i int) {
			l.ToEnd()
			rows = append(rows, fresh("x", i, i+1)...)
			l.SetRows(rows)
		}},
		{"prepending 200 in the middle", len(more), 40, func(i int) {
			l.To("r500")
			rows = append(more[i], rows...)
			l.SetRows(rows)
		}},
	} {
		cost := middle(c.times, c.step)
		ratio := float64(cost) / float64(one)
		t.Logf("%s: %v, %.1f bubbles of %v", c.name, cost, ratio, one)
		if ratio > c.most {
			t.Errorf("%s costs as much as measuring %.0f bubbles, more than %.0f", c.name, ratio, c.most)
		}
	}
}

// middle is the middle of what n steps cost: on a busy machine some cost anything.
func middle(n int, step func(i int)) time.Duration {
	cost := make([]time.Duration, n)
	for i := range n {
		begin := time.Now()
		step(i)
		cost[i] = time.Since(begin)
	}
	slices.Sort(cost)
	return cost[n/2]
}
