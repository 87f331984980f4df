package main

import (
	"fmt"
	"io"
	"slices"
	"strings"
)

// Columns of the table: whose figures stand there.
const (
	colVouch    = "Vouch"
	colHeadless = "Vouch --headless"
	colDino     = "Dino"
	colGajim    = "Gajim"
	colBare     = "bare sockets"
	colWindow   = "bare window"
)

var columns = []string{colVouch, colHeadless, colDino, colGajim, colBare, colWindow}

// unit is how a figure is written.
type unit func(float64) string

func percent(v float64) string { return fmt.Sprintf("%.2f %%", 100*v) }
func perSecond(v float64) string {
	return fmt.Sprintf("%.1f/s", v)
}
func mebibytes(v float64) string { return fmt.Sprintf("%.0f MiB", v/(1<<20)) }
func times(v float64) string     { return fmt.Sprintf("%.2f ×", v) }

func seconds(v float64) string {
	if v < 0.1 {
		return fmt.Sprintf("%.1f ms", 1000*v)
	}
	return fmt.Sprintf("%.2f s", v)
}

// row is a line of the table: one thing that is measured.
type row struct {
	what   string
	unit   unit
	floors []string // columns that Vouch's figure is divided by
}

// sheet collects figures and writes them as a table. A figure that was measured several times is their median.
type sheet struct {
	rows    []*row
	figures map[*row]map[string][]float64 // by row and column
	missing map[*row]map[string]string    // why there is none
}

func newSheet() *sheet {
	return &sheet{figures: map[*row]map[string][]float64{}, missing: map[*row]map[string]string{}}
}

// put adds a figure to a row, which comes into being with its first one.
func (s *sheet) put(r *row, column string, v float64) {
	s.add(r)
	s.figures[r][column] = append(s.figures[r][column], v)
}

// lack says why a row has no figure in a column.
func (s *sheet) lack(r *row, column, why string) {
	s.add(r)
	s.missing[r][column] = why
}

func (s *sheet) add(r *row) {
	if s.figures[r] == nil {
		s.figures[r], s.missing[r] = map[string][]float64{}, map[string]string{}
		s.rows = append(s.rows, r)
	}
}

// write writes the table in Markdown, and below it why figures are missing.
func (s *sheet) write(w io.Writer) {
	fmt.Fprintf(w, "| | %s | Vouch is |\n|---|%s---|\n", strings.Join(columns, " | "), strings.Repeat("---:|", len(columns)))
	var reasons []string
	for _, r := range s.rows {
		cells := []string{r.what}
		for _, column := range columns {
			cell := ""
			if figures := s.figures[r][column]; len(figures) > 0 {
				cell = r.unit(median(figures))
			} else if why, missing := s.missing[r][column]; missing {
				cell = "—"
				if reason := fmt.Sprintf("* %s: %s", column, why); !slices.Contains(reasons, reason) {
					reasons = append(reasons, reason)
				}
			}
			cells = append(cells, cell)
		}
		fmt.Fprintf(w, "| %s | %s |\n", strings.Join(cells, " | "), s.ratios(r))
	}
	if len(reasons) > 0 {
		fmt.Fprintf(w, "\n—: not measured.\n\n%s\n", strings.Join(reasons, "\n"))
	}
}

// ratios tells Vouch's figure as multiples of what it is held against.
func (s *sheet) ratios(r *row) string {
	own := s.figures[r][colVouch]
	if len(own) == 0 {
		own = s.figures[r][colHeadless]
	}
	var all []string
	for _, column := range r.floors {
		if other := s.figures[r][column]; len(own) > 0 && len(other) > 0 && median(other) > 0 {
			all = append(all, fmt.Sprintf("%.2f × %s", median(own)/median(other), column))
		}
	}
	return strings.Join(all, ", ")
}

// median is the middle one, or the mean of the two in the middle; 0 of none.
func median(all []float64) float64 {
	if len(all) == 0 {
		return 0
	}
	sorted := slices.Sorted(slices.Values(all))
	n := len(sorted)
	return (sorted[(n-1)/2] + sorted[n/2]) / 2
}
