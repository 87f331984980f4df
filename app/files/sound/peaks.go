package sound

import (
	"errors"
	"io"
)

// NumPeaks is how many peaks a waveform has.
const NumPeaks = 64

// Peaks makes a waveform while samples go by, without knowing how many will come: its bins grow. The zero value is ready; it is for one
// goroutine.
type Peaks struct {
	bins  []int // the highest sample of each bin; at most twice NumPeaks
	width int   // samples of a bin
	fill  int   // samples in the last one
}

// Add takes the samples that come next, of however many channels.
func (p *Peaks) Add(samples []int16) {
	if p.width == 0 {
		p.width = 1
	}
	for _, v := range samples {
		if len(p.bins) == 0 || p.fill == p.width {
			if len(p.bins) == 2*NumPeaks {
				p.halve()
			}
			p.bins, p.fill = append(p.bins, 0), 0
		}
		last := &p.bins[len(p.bins)-1]
		*last = max(*last, int(v), -int(v))
		p.fill++
	}
}

// halve makes one bin of two.
func (p *Peaks) halve() {
	for i := range NumPeaks {
		p.bins[i] = max(p.bins[2*i], p.bins[2*i+1])
	}
	p.bins, p.width = p.bins[:NumPeaks], 2*p.width
	p.fill = p.width
}

// Bytes gives NumPeaks peaks over all that was added: 0 is silence, and 255 as loud as can be.
func (p *Peaks) Bytes() []byte {
	out := make([]byte, NumPeaks)
	for i := range out {
		from := i * len(p.bins) / NumPeaks
		to := max((i+1)*len(p.bins)/NumPeaks, from+1)
		high := 0
		for _, v := range p.bins[min(from, len(p.bins)):min(to, len(p.bins))] {
			high = max(high, v)
		}
		out[i] = byte(min(high>>7, 255))
	}
	return out
}

// Waveform decodes the rest of a stream, from where it stands, and gives its peaks.
func Waveform(s *Stream) ([]byte, error) {
	var p Peaks
	buf := make([]int16, 8192)
	for {
		n, err := s.Read(buf)
		p.Add(buf[:n])
		if errors.Is(err, io.EOF) {
			return p.Bytes(), nil
		} else if err != nil {
			return nil, err
		}
	}
}
