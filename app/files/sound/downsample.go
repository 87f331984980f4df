package sound

import "math"

const (
	downBy = RecordRate / wavRate
	taps   = 95 // of the filter: 7 kHz pass, from 9 kHz on they are gone
)

// lowpass is a sinc of 8 kHz under a Blackman window; its sum is 1.
var lowpass = func() (h [taps]float64) {
	sum := 0.0
	for i := range h {
		x := float64(i - taps/2)
		h[i] = 1.0 / downBy
		if x != 0 {
			h[i] = math.Sin(math.Pi*x/downBy) / (math.Pi * x)
		}
		w := 2 * math.Pi * float64(i+1) / (taps + 1)
		h[i] *= 0.42 - 0.5*math.Cos(w) + 0.08*math.Cos(2*w)
		sum += h[i]
	}
	for i := range h {
		h[i] /= sum
	}
	return h
}()

// downsampler makes 16 kHz of 48 kHz.
type downsampler struct {
	in    []int16 // those the filter still needs
	begun bool
}

// add appends the bytes of what comes out of samples.
func (d *downsampler) add(b []byte, samples []int16) []byte {
	if !d.begun { // the filter's middle is to lie on the first sample
		d.in, d.begun = make([]int16, taps/2), true
	}
	d.in = append(d.in, samples...)
	at := 0
	for ; at+taps <= len(d.in); at += downBy {
		v := 0.0
		for i, h := range lowpass {
			v += h * float64(d.in[at+i])
		}
		b = AppendSamples(b, []int16{int16(min(max(math.Round(v), math.MinInt16), math.MaxInt16))})
	}
	d.in = append(d.in[:0], d.in[at:]...)
	return b
}

// end appends what the filter holds back.
func (d *downsampler) end(b []byte) []byte { return d.add(b, make([]int16, taps/2)) }
