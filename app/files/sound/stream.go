package sound

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"time"
)

// Kind is a way in which sound is written in a file.
type Kind string

// The kinds that are played.
const (
	OggOpus Kind = "Ogg Opus"
	MP4Opus Kind = "MP4 Opus"
	MP4AAC  Kind = "MP4 AAC"
	MP3     Kind = "MP3"
	WAV     Kind = "WAV"
)

// source decodes one kind. Its frames are numbered from 0, with those that are decoded but not heard.
type source interface {
	// next gives the frames that follow, valid until the next call; none is no end. io.EOF: there are no more.
	next() ([]int16, error)
	// seek makes next give frames from at on, which is not behind frame, and so far before it that frame will come out right.
	seek(frame int64) (at int64, err error)
	close()
}

// track is what is known of a file before any of it plays.
type track struct {
	kind     Kind
	source   source
	rate     int
	channels int   // of source
	start    int64 // first frame that is heard
	frames   int64 // how many are heard
}

// Reader gives samples of 16 bits.
type Reader interface {
	// Read fills p with whole frames and gives the number of samples. io.EOF: the end is reached.
	Read(p []int16) (int, error)
}

// Stream is the sound of a file, decoded as it is read. It is for one goroutine.
type Stream struct {
	track
	at   int64   // of the next frame that Read gives, from the first that is heard
	skip int64   // frames of the source that come before it
	rest []int16 // frames that are decoded and not read yet
	err  error   // why there is no more
}

// Open finds out what r is, of size bytes, and how long it plays. The stream reads from r until it is closed, and fails with the
// cause of ctx once that is done. ErrKind, ErrBroken, ErrLong: see there.
func Open(ctx context.Context, r io.ReadSeeker, size int64) (s *Stream, err error) {
	if size > MaxSize {
		return nil, ErrLong
	}
	src := &bounded{ctx: ctx, src: r, size: size}
	var t track
	err = guard(func() error {
		t, err = open(ctx, src, size)
		return err
	})
	if err != nil {
		if t.source != nil {
			t.source.close()
		}
		return nil, fmt.Errorf("open sound: %w", err)
	}
	return &Stream{track: t, skip: t.start}, nil
}

func open(ctx context.Context, r *bounded, size int64) (t track, err error) {
	head := make([]byte, 16)
	n, err := io.ReadFull(r, head)
	if err != nil && !errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF) {
		return track{}, fmt.Errorf("read begin: %w", err)
	}
	if _, err := r.Seek(0, io.SeekStart); err != nil {
		return track{}, fmt.Errorf("go back to begin: %w", err)
	}
	switch head = head[:n]; {
	case bytes.HasPrefix(head, []byte("OggS")):
		t, err = openOgg(r)
	case len(head) >= 12 && string(head[4:8]) == "ftyp":
		t, err = openMP4(ctx, r, size)
	case len(head) >= 12 && string(head[:4]) == "RIFF" && string(head[8:12]) == "WAVE":
		t, err = openWAV(r, size)
	case bytes.HasPrefix(head, []byte("ID3")) || isMP3(head):
		t, err = openMP3(r, size)
	default:
		return track{}, ErrKind
	}
	switch {
	case err != nil:
		return t, err
	case t.frames <= 0:
		return t, fmt.Errorf("%w: there is nothing to hear", ErrBroken)
	case t.frames > maxFrames(t.rate):
		return t, ErrLong
	}
	return t, nil
}

// maxFrames is MaxLength in frames.
func maxFrames(rate int) int64 { return int64(MaxLength/time.Second) * int64(rate) }

// Kind is what the file is.
func (s *Stream) Kind() Kind { return s.kind }

// Rate is how many frames make a second.
func (s *Stream) Rate() int { return s.rate }

// Channels is how many samples make a frame: 1 or 2. Files with more channels are mixed into one.
func (s *Stream) Channels() int {
	if s.channels == 2 {
		return 2
	}
	return 1
}

// Frames is how many frames the whole has.
func (s *Stream) Frames() int64 { return s.frames }

// Duration is how long the whole plays.
func (s *Stream) Duration() time.Duration { return durationOf(s.frames, s.rate) }

// Position is where Read goes on.
func (s *Stream) Position() time.Duration { return durationOf(s.at, s.rate) }

func durationOf(frames int64, rate int) time.Duration {
	return time.Duration(frames) * time.Second / time.Duration(rate)
}

// Seek has Read go on at a time, which is brought between 0 and Duration.
func (s *Stream) Seek(to time.Duration) error {
	s.at = min(max(int64(to.Seconds()*float64(s.rate)), 0), s.frames)
	s.rest, s.err = nil, nil
	want := s.start + s.at
	s.err = guard(func() error {
		at, err := s.source.seek(want)
		s.skip = want - at
		return err
	})
	if s.err != nil {
		s.err = fmt.Errorf("seek in sound: %w", s.err)
	}
	return s.err
}

// Read decodes into p as many whole frames as are there and fit, and gives the number of samples. io.EOF: the end is reached. p holds at
// least a frame.
func (s *Stream) Read(p []int16) (n int, err error) {
	channels := s.Channels()
	for len(s.rest) == 0 {
		if err := s.decode(); err != nil {
			return 0, err
		}
	}
	n = copy(p[:len(p)/channels*channels], s.rest)
	s.rest = s.rest[n:]
	s.at += int64(n / channels)
	return n, nil
}

// decode fills rest with what the source gives next, of which nothing may be left.
func (s *Stream) decode() error {
	if s.err != nil {
		return s.err
	}
	left := s.frames - s.at
	if left == 0 {
		return io.EOF
	}
	var got []int16
	if err := guard(func() (err error) {
		got, err = s.source.next()
		return err
	}); err != nil {
		s.err = err
		if !errors.Is(err, io.EOF) {
			s.err = fmt.Errorf("decode sound: %w", err)
		}
		return s.err
	}
	skip := min(s.skip, int64(len(got)/s.channels))
	s.skip -= skip
	s.rest = mix(got[skip*int64(s.channels):], s.channels)
	s.rest = s.rest[:min(int64(len(s.rest)), left*int64(s.Channels()))]
	return nil
}

// mix makes one channel of more than two.
func mix(in []int16, channels int) []int16 {
	if channels <= 2 {
		return in
	}
	for i := range len(in) / channels {
		all := 0
		for _, v := range in[i*channels : (i+1)*channels] {
			all += int(v)
		}
		in[i] = int16(all / channels)
	}
	return in[:len(in)/channels]
}

// Close ends the stream; nothing may be called on it any more but Close. What it read from stays open.
func (s *Stream) Close() {
	if s.source != nil {
		_ = guard(func() error { s.source.close(); return nil })
		s.source = nil
	}
}

// guard makes an error of a panic: the libraries below were given what strangers sent.
func guard(f func() error) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("%w: decoder panicked: %v", ErrBroken, p)
		}
	}()
	return f()
}

// bounded is a file that ends with a context, and at its size.
type bounded struct {
	ctx  context.Context
	src  io.ReadSeeker
	at   int64
	size int64
}

func (b *bounded) Read(p []byte) (int, error) {
	if err := context.Cause(b.ctx); err != nil {
		return 0, err
	}
	if b.at >= b.size {
		return 0, io.EOF
	}
	n, err := b.src.Read(p[:min(int64(len(p)), b.size-b.at)])
	b.at += int64(n)
	return n, err
}

// Seek knows io.SeekStart alone.
func (b *bounded) Seek(offset int64, _ int) (int64, error) {
	if err := context.Cause(b.ctx); err != nil {
		return 0, err
	}
	at, err := b.src.Seek(offset, io.SeekStart)
	if err == nil {
		b.at = at
	}
	return at, err
}
