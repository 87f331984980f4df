package sound

import (
	"errors"
	"io"
	"math"
)

// Stretch plays faster or slower and keeps the pitch: pieces of the sound are laid over each other at another distance than they had
// (overlap-add), each at the place where it fits best on what is there (WSOLA; Verhelst and Roelands, ICASSP 1993).
type Stretch struct {
	src      Reader
	channels int
	speed    float64
	hop      int // frames between pieces that come out; a piece is two hops long
	reach    int // how far from its place a piece is looked for
	window   []float64

	in   []int16   // frames from base on
	base int64     // the frame of the source that in begins with
	tail []float64 // second half of the last piece, under its window
	last int64     // where that piece began
	n    int64     // number of the piece that is next
	out  []int16   // what is ready
	err  error     // of the source
	done bool
}

// NewStretch reads src, which has one or two channels, at a speed between 0.5 and 4.
func NewStretch(src Reader, rate, channels int, speed float64) *Stretch {
	s := &Stretch{src: src, channels: channels, speed: min(max(speed, 0.5), 4), hop: max(rate/50, 8), reach: max(rate/100, 4)}
	s.window = make([]float64, 2*s.hop) // two of them laid over each other by half are 1 everywhere
	for i := range s.window {
		s.window[i] = 0.5 - 0.5*math.Cos(math.Pi*(float64(i)+0.5)/float64(s.hop))
	}
	return s
}

// Read fills p with whole frames. io.EOF: all of the source has been played.
func (s *Stretch) Read(p []int16) (int, error) {
	for len(s.out) == 0 {
		if s.done {
			return 0, s.err
		}
		s.piece()
	}
	n := copy(p[:len(p)/s.channels*s.channels], s.out)
	s.out = s.out[n:]
	return n, nil
}

// piece lays the next piece over the last one.
func (s *Stretch) piece() {
	at := int64(float64(s.n) * float64(s.hop) * s.speed)
	s.fill(at + int64(2*s.hop+s.reach))
	if !errors.Is(s.err, io.EOF) && s.err != nil || s.base+s.have() <= at {
		s.done = true
		s.out = s.lay(nil)
		return
	}
	if s.n > 0 {
		at = s.best(at)
	}
	s.out = s.lay(s.frames(at, 2*s.hop))
	s.last, s.n = at, s.n+1
	// Nothing before what follows this piece, or the next one's reach, is needed again.
	next := int64(float64(s.n)*float64(s.hop)*s.speed) - int64(s.reach)
	if drop := min(next, at+int64(s.hop)) - s.base; drop > 0 {
		drop = min(drop, s.have())
		s.in = append(s.in[:0], s.in[drop*int64(s.channels):]...)
		s.base += drop
	}
}

func (s *Stretch) have() int64 { return int64(len(s.in) / s.channels) }

// fill reads up to the frame end, or the end of the source.
func (s *Stretch) fill(end int64) {
	var buf [4096]int16
	for s.err == nil && s.base+s.have() < end {
		n, err := s.src.Read(buf[:])
		s.in, s.err = append(s.in, buf[:n]...), err
	}
}

// frames gives n frames from at on; what is behind the end is silent.
func (s *Stretch) frames(at int64, n int) []int16 {
	from := min(max(at-s.base, 0), s.have()) * int64(s.channels)
	got := s.in[from:min(from+int64(n*s.channels), int64(len(s.in)))]
	if len(got) < n*s.channels {
		got = append(make([]int16, 0, n*s.channels), got...)[:n*s.channels]
	}
	return got
}

// best finds the place near at from where the sound is most like what would follow the last piece.
func (s *Stretch) best(at int64) int64 {
	follow := s.frames(s.last+int64(s.hop), s.hop)
	low := max(at-int64(s.reach), s.base)
	all := s.frames(low, 2*s.reach+s.hop)
	// Where nothing fits better, as in a pause, it stays where it was to be.
	look := func(best, from, to, step, every int) int {
		score := func(d int) float64 { return alike(follow, all[d*s.channels:], every*s.channels) }
		top := score(best)
		for d := max(from, 0); d <= min(to, 2*s.reach); d += step {
			if v := score(d); v > top {
				top, best = v, d
			}
		}
		return best
	}
	const coarse = 4
	d := look(int(at-low), 0, 2*s.reach, coarse, coarse)
	d = look(d, d-coarse, d+coarse, 1, 1)
	return low + int64(d)
}

// alike is the correlation of two pieces by every so many samples, made independent of how loud b is.
func alike(a, b []int16, every int) float64 {
	var ab, bb float64
	for i := 0; i < len(a); i += every {
		ab += float64(a[i]) * float64(b[i])
		bb += float64(b[i]) * float64(b[i])
	}
	return ab / math.Sqrt(bb+1)
}

// lay lays a piece over the tail of the last one, gives the hop that is finished by it, and keeps its tail. No piece: the tail alone.
func (s *Stretch) lay(piece []int16) []int16 {
	n := s.hop * s.channels
	out := make([]int16, n)
	for i := range out {
		v := 0.0
		if s.tail != nil {
			v = s.tail[i]
		}
		if piece != nil {
			w := s.window[i/s.channels]
			if s.tail == nil {
				w = 1 // nothing is there to fade over from
			}
			v += w * float64(piece[i])
		}
		out[i] = int16(min(max(math.Round(v), math.MinInt16), math.MaxInt16))
	}
	if piece != nil {
		if s.tail == nil {
			s.tail = make([]float64, n)
		}
		for i := range s.tail {
			s.tail[i] = s.window[s.hop+i/s.channels] * float64(piece[n+i])
		}
	}
	return out
}
