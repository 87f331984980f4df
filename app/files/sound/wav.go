package sound

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"math"
)

const (
	wavPCM        = 1
	wavFloat      = 3
	wavExtensible = 0xFFFE // the first two bytes of its GUID are one of the above
	wavChunks     = 1000   // before the data
)

// wavSource reads WAV (RIFF, "Multimedia Programming Interface and Data Specifications" 1.0): whole numbers of 8 to 32 bits, or
// floating-point ones of 32.
type wavSource struct {
	r        io.ReadSeeker
	from     int64 // where the data begin
	frames   int64
	at       int64 // of the next frame
	channels int
	bits     int
	float    bool
	bytes    []byte
	out      []int16
}

const wavAtOnce = 1024 // frames

func openWAV(r io.ReadSeeker, size int64) (track, error) {
	w, rate, err := readWAV(r, size)
	if err != nil {
		return track{}, err
	}
	w.bytes, w.out = make([]byte, wavAtOnce*w.width()), make([]int16, wavAtOnce*w.channels)
	_, err = w.seek(0)
	return track{WAV, w, rate, w.channels, 0, w.frames}, err
}

// readWAV reads the chunks up to the data. Of what these claim no more is believed than is there.
func readWAV(r io.ReadSeeker, size int64) (w *wavSource, rate int, err error) {
	head := make([]byte, 8)
	at := int64(12)
	for range wavChunks {
		if _, err := r.Seek(at, io.SeekStart); err != nil {
			return nil, 0, fmt.Errorf("seek chunk: %w", err)
		}
		if _, err := io.ReadFull(r, head); err != nil {
			return nil, 0, broken("chunk", err)
		}
		at += 8
		length := int64(binary.LittleEndian.Uint32(head[4:]))
		switch string(head[:4]) {
		case "fmt ":
			if w, rate, err = readFormat(r, length); err != nil {
				return nil, 0, err
			}
		case "data":
			if w == nil {
				return nil, 0, fmt.Errorf("%w: data without a format", ErrBroken)
			}
			if length == 0 { // as of a program that could not go back
				length = math.MaxUint32
			}
			w.from, w.frames = at, min(length, size-at)/int64(w.width())
			return w, rate, nil
		}
		at += length + length&1
	}
	return nil, 0, fmt.Errorf("%w: too many chunks", ErrBroken)
}

func readFormat(r io.Reader, length int64) (*wavSource, int, error) {
	b := make([]byte, min(length, 40))
	if _, err := io.ReadFull(r, b); err != nil || len(b) < 16 {
		return nil, 0, broken("format", err)
	}
	format := binary.LittleEndian.Uint16(b)
	if format == wavExtensible && len(b) == 40 {
		format = binary.LittleEndian.Uint16(b[24:])
	}
	w := &wavSource{r: r.(io.ReadSeeker), channels: int(binary.LittleEndian.Uint16(b[2:])), bits: int(binary.LittleEndian.Uint16(b[14:])), float: format == wavFloat}
	rate := binary.LittleEndian.Uint32(b[4:])
	known := format == wavPCM && (w.bits == 8 || w.bits == 16 || w.bits == 24 || w.bits == 32) || format == wavFloat && w.bits == 32
	if !known || w.channels < 1 || w.channels > 8 || rate < 1000 || rate > 192000 || int(binary.LittleEndian.Uint16(b[12:])) != w.width() {
		return nil, 0, ErrKind
	}
	return w, int(rate), nil
}

// width is how many bytes a frame takes.
func (w *wavSource) width() int { return w.channels * w.bits / 8 }

func (w *wavSource) next() ([]int16, error) {
	n := int(min(wavAtOnce, w.frames-w.at))
	if n == 0 {
		return nil, io.EOF
	}
	b := w.bytes[:n*w.width()]
	if _, err := io.ReadFull(w.r, b); errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		return nil, fmt.Errorf("%w: data end early", ErrBroken)
	} else if err != nil {
		return nil, fmt.Errorf("read data: %w", err)
	}
	w.at += int64(n)
	out := w.out[:n*w.channels]
	for i := range out {
		switch {
		case w.float:
			v := float64(math.Float32frombits(binary.LittleEndian.Uint32(b[4*i:])))
			if math.IsNaN(v) {
				v = 0
			}
			out[i] = int16(min(max(v*32768, math.MinInt16), math.MaxInt16))
		case w.bits == 8: // from 0 to 255
			out[i] = int16(int(b[i])-128) << 8
		default: // the two highest bytes
			out[i] = int16(binary.LittleEndian.Uint16(b[(i+1)*w.bits/8-2:]))
		}
	}
	return out, nil
}

func (w *wavSource) seek(frame int64) (int64, error) {
	w.at = frame
	if _, err := w.r.Seek(w.from+frame*int64(w.width()), io.SeekStart); err != nil {
		return 0, fmt.Errorf("seek data: %w", err)
	}
	return frame, nil
}

func (w *wavSource) close() {}
