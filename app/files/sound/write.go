package sound

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"time"

	"github.com/tphakala/go-opus/oggopus"
)

// RecordRate is the rate of what is written, in frames a second, of one channel.
const RecordRate = 48000

const (
	opusBitrate = 32000
	wavRate     = 16000
)

// ErrFull is returned for samples beyond MaxRecording, which are left out.
var ErrFull = errors.New("recording is as long as can be")

// Writer writes a message of one channel at RecordRate. Write takes samples as they come; Close ends the message, without which it is
// not whole, and leaves what it was written to open. A Writer is for one goroutine.
type Writer interface {
	Write(samples []int16) error
	Close() error
}

// count counts samples up to MaxRecording.
type count struct{ samples int }

const maxSamples = int(MaxRecording/time.Second) * RecordRate

// take gives as many of samples as may still be written, and ErrFull if those are not all.
func (c *count) take(samples []int16) ([]int16, error) {
	if left := maxSamples - c.samples; len(samples) > left {
		c.samples = maxSamples
		return samples[:left], ErrFull
	}
	c.samples += len(samples)
	return samples, nil
}

// OpusWriter writes Ogg Opus (RFC 7845) in packets of 20 ms, of 32 kbit/s, to a file whose name ends in OpusEnding.
type OpusWriter struct {
	count
	out   *oggopus.Encoder
	bytes []byte
}

// OpusEnding is the one by which others know the file: Conversations takes it as audio/ogg.
const OpusEnding = ".oga"

var (
	_ Writer = (*OpusWriter)(nil)
	_ Writer = (*WAVWriter)(nil)
)

// NewOpusWriter begins a message.
func NewOpusWriter(w io.Writer) (*OpusWriter, error) {
	// Without the constraint the encoder takes more than it was allowed.
	out, err := oggopus.NewEncoder(w, oggopus.Config{SampleRate: RecordRate, Channels: 1, Bitrate: opusBitrate, ConstrainedVBR: true, Vendor: "Vouch"})
	if err != nil {
		return nil, fmt.Errorf("begin Ogg Opus: %w", err)
	}
	return &OpusWriter{out: out}, nil
}

// Write encodes samples. ErrFull: there is no more room for all of them.
func (o *OpusWriter) Write(samples []int16) error {
	samples, full := o.take(samples)
	o.bytes = AppendSamples(o.bytes[:0], samples)
	if _, err := o.out.Write(o.bytes); err != nil {
		return fmt.Errorf("write Ogg Opus: %w", err)
	}
	return full
}

// Close writes what is left.
func (o *OpusWriter) Close() error {
	if err := o.out.Close(); err != nil {
		return fmt.Errorf("end Ogg Opus: %w", err)
	}
	return nil
}

// AppendSamples appends samples as WAV has them, which is their bytes from the lowest.
func AppendSamples(b []byte, samples []int16) []byte {
	for _, v := range samples {
		b = binary.LittleEndian.AppendUint16(b, uint16(v))
	}
	return b
}

// WAVWriter writes WAV of 16 bits at 16 kHz, for programs that play no Ogg. As the size stands at the begin, all is kept in memory until
// Close, 1.9 MB a minute.
type WAVWriter struct {
	count
	w    io.Writer
	down downsampler
	data []byte
	done bool
}

// WAVEnding is the ending of its name.
const WAVEnding = ".wav"

// NewWAVWriter begins a message.
func NewWAVWriter(w io.Writer) *WAVWriter { return &WAVWriter{w: w} }

// Write takes samples. ErrFull: there is no more room for all of them.
func (w *WAVWriter) Write(samples []int16) error {
	samples, full := w.take(samples)
	w.data = w.down.add(w.data, samples)
	return full
}

// Close writes all of the file.
func (w *WAVWriter) Close() error {
	if w.done {
		return nil
	}
	w.done = true
	w.data = w.down.end(w.data)
	if _, err := w.w.Write(append(WAVHeader(wavRate, 1, int64(len(w.data))), w.data...)); err != nil {
		return fmt.Errorf("write WAV: %w", err)
	}
	return nil
}

// WAVHeader is what stands before the data of a WAV file of 16 bits.
func WAVHeader(rate, channels int, data int64) []byte {
	b := append(binary.LittleEndian.AppendUint32([]byte("RIFF"), uint32(36+data)), "WAVEfmt "...)
	b = binary.LittleEndian.AppendUint32(b, 16)
	b = binary.LittleEndian.AppendUint16(b, wavPCM)
	b = binary.LittleEndian.AppendUint16(b, uint16(channels))
	b = binary.LittleEndian.AppendUint32(b, uint32(rate))
	b = binary.LittleEndian.AppendUint32(b, uint32(rate*channels*2))
	b = binary.LittleEndian.AppendUint16(b, uint16(channels*2))
	b = binary.LittleEndian.AppendUint16(b, 16)
	return binary.LittleEndian.AppendUint32(append(b, "data"...), uint32(data))
}
