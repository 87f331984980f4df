package dialog

import "vouch/ui/draw"

// Fact is a line of the details: a word and what it is; digits is a fingerprint.
type Fact struct{ Word, Text, Digits string }

// Facts draws facts below each other, in two columns, and gives the lower edge.
func Facts(s *draw.Sheet, facts []Fact) (y float32) {
	left := float32(0)
	for _, f := range facts {
		left = max(left, s.Width(f.Word, draw.F12)+16)
	}
	left = min(left, s.W/3)
	for _, f := range facts {
		s.Word(f.Word, 0, y, s.K(20), draw.F12, draw.Muted)
		y += s.Para(draw.One(f.Text, draw.F13, draw.Fg), left, y, s.W-left-8, s.K(20))
		if f.Digits != "" {
			y += Fingerprint(s, f.Digits, left, y, s.W-left-8, draw.Font{Size: 12, Mono: true}, 17) + 4
		}
		y += 6
	}
	return y
}
