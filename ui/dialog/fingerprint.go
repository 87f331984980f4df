package dialog

import (
	"vouch/ui/draw"
	"vouch/ui/words"
)

// Fingerprint draws eight groups of eight, four in a line or two where the width is short, and gives its height.
func Fingerprint(s *draw.Sheet, digits string, x, y, w float32, f draw.Font, line float32) float32 {
	lh := s.K(line)
	if len(digits) != 64 {
		s.Word(words.Tr("device.noFingerprint"), x, y, lh, draw.F12, draw.Muted)
		return lh
	}
	gap := s.K(12)
	g := s.Width("00000000", f) + gap
	columns := 4
	if 4*g-gap > w {
		columns = 2
	}
	for n := range 8 {
		s.Word(digits[8*n:8*n+8], x+float32(n%columns)*g, y+float32(n/columns)*lh, lh, f, draw.Fg)
	}
	return float32(8/columns) * lh
}
