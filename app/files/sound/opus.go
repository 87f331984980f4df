package sound

import (
	"math"

	"github.com/tphakala/go-opus/opus"
)

const (
	opusRate    = 48000
	opusLongest = 5760 // frames of the longest packet, 120 ms, RFC 6716 §3.2
	// opusBefore are the frames that a decoder needs before those that shall come out right, RFC 7845 §4.6.
	opusBefore = 3840
)

// packets are those of a stream, whatever holds them.
type packets interface {
	// next gives the next packet, valid until the next call. io.EOF: there are no more.
	next() ([]byte, error)
	// seek makes next give packets from the frame at on, which is not behind frame.
	seek(frame int64) (at int64, err error)
}

// opusSource decodes Opus.
type opusSource struct {
	packets packets
	decoder *opus.Decoder
	gain    float64
	out     []int16
	chans   int
}

// newOpus decodes for one or two channels; gain is that of RFC 7845 §5.1, in 1/256 dB.
func newOpus(p packets, channels int, gain int16) (*opusSource, error) {
	if channels < 1 || channels > 2 {
		return nil, ErrKind
	}
	d, err := opus.NewDecoder(opusRate, channels)
	if err != nil {
		return nil, err
	}
	return &opusSource{p, d, math.Pow(10, float64(gain)/(20*256)), make([]int16, opusLongest*channels), channels}, nil
}

func (o *opusSource) next() ([]int16, error) {
	p, err := o.packets.next()
	if err != nil {
		return nil, err
	}
	frames := opusFrames(p)
	if frames == 0 {
		return nil, nil
	}
	n, err := o.decoder.Decode(p, o.out)
	if err != nil || n != frames { // as if it had been lost, so that all after it keeps its place
		clear(o.out)
		_, _ = o.decoder.Decode(nil, o.out[:frames*o.chans])
	}
	out := o.out[:frames*o.chans]
	if o.gain != 1 {
		for i, v := range out {
			out[i] = int16(min(max(float64(v)*o.gain, math.MinInt16), math.MaxInt16))
		}
	}
	return out, nil
}

func (o *opusSource) seek(frame int64) (int64, error) {
	o.decoder.Reset()
	return o.packets.seek(max(frame-opusBefore, 0))
}

func (o *opusSource) close() {}

// opusFrames is how many frames a packet makes; none if it is no packet.
func opusFrames(p []byte) int {
	n, err := opus.PacketDuration(p)
	if err != nil {
		return 0
	}
	return n
}
