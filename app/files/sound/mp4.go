package sound

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io"

	"vouch/app/files/sound/mp4"
)

// mp4Packets are the samples of a track.
type mp4Packets struct {
	r       io.ReadSeeker
	samples []mp4.Sample
	at      int   // of the sample that is next
	place   int64 // where r stands
	buf     []byte
	// of Opus: the first frame of each so many samples
	firsts []int64
}

// every is how many samples stand for one of firsts.
const every = 64

func openMP4(ctx context.Context, r io.ReadSeeker, size int64) (track, error) {
	t, err := mp4.Read(r, size)
	switch {
	case errors.Is(err, mp4.ErrNoSound):
		return track{}, ErrKind
	case errors.Is(err, mp4.ErrBroken):
		return track{}, fmt.Errorf("%w: %w", ErrBroken, err)
	case err != nil:
		return track{}, err
	}
	p := &mp4Packets{r: r, samples: t.Samples, place: -1}
	switch t.Codec {
	case "Opus":
		return openMP4Opus(t, p)
	case "mp4a":
		return openAAC(ctx, t, p)
	}
	return track{}, ErrKind
}

// openMP4Opus reads a track as the Opus project's "Encapsulation of Opus in ISO Base Media File Format" v0.6.8 §4.3.2 has it.
func openMP4Opus(t *mp4.Track, p *mp4Packets) (track, error) {
	c := t.Config
	if len(c) < 11 || c[0] != 0 {
		return track{}, fmt.Errorf("%w: dOps of %d bytes", ErrBroken, len(c))
	}
	channels := int(c[1])
	if channels < 1 || channels > 2 || c[10] > 1 {
		return track{}, ErrKind
	}
	frames, err := p.count()
	if err != nil {
		return track{}, err
	}
	src, err := newOpus(p, channels, int16(binary.BigEndian.Uint16(c[8:])))
	if err != nil {
		return track{}, err
	}
	start, length := heard(t, opusRate, frames, int64(binary.BigEndian.Uint16(c[2:])))
	return track{MP4Opus, src, opusRate, channels, start, length}, nil
}

// heard gives by the edit of a track, which may be anything, which of its frames are heard; skip are those before them without an edit.
func heard(t *mp4.Track, rate int, frames, skip int64) (start, length int64) {
	if t.Skip >= 0 {
		skip = int64(float64(t.Skip) * float64(rate) / float64(t.Scale))
	}
	if skip >= frames {
		skip = 0
	}
	length = frames - skip
	if want := int64(float64(t.Length) * float64(rate) / float64(t.Scale)); want > 0 && want < length {
		length = want
	}
	return skip, length
}

// count reads all packets of Opus and counts their frames.
func (p *mp4Packets) count() (frames int64, err error) {
	for limit := maxFrames(opusRate); frames <= limit; {
		if p.at%every == 0 {
			p.firsts = append(p.firsts, frames)
		}
		b, err := p.next()
		if errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			return 0, err
		}
		frames += int64(opusFrames(b))
	}
	p.at = 0
	return frames, nil
}

func (p *mp4Packets) next() ([]byte, error) {
	if p.at == len(p.samples) {
		return nil, io.EOF
	}
	s := p.samples[p.at]
	p.at++
	if p.place != s.Offset {
		p.place = -1
		if _, err := p.r.Seek(s.Offset, io.SeekStart); err != nil {
			return nil, fmt.Errorf("seek sample: %w", err)
		}
	}
	if cap(p.buf) < s.Size {
		p.buf = make([]byte, mp4.MaxSample)
	}
	p.buf = p.buf[:s.Size]
	if _, err := io.ReadFull(p.r, p.buf); err != nil {
		return nil, broken("sample", err)
	}
	p.place = s.Offset + int64(s.Size)
	return p.buf, nil
}

func (p *mp4Packets) seek(frame int64) (int64, error) {
	i := 0
	for i+1 < len(p.firsts) && p.firsts[i+1] <= frame {
		i++
	}
	p.at = i * every
	return p.firsts[i], nil
}
