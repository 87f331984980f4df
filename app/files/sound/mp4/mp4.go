// Package mp4 finds the sound of an MP4 file (ISO/IEC 14496-12): with which codec it was encoded, and where its samples lie. It reads
// the boxes that it knows the way to and no others, so that nothing can be nested deeper than it goes, and believes no count that
// does not fit in the bytes that are there. Files in fragments are not read.
package mp4

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"
)

var (
	// ErrNoSound is returned for a file without sound, with pictures that move, or written in a way that is not read here.
	ErrNoSound = errors.New("no MP4 with sound alone")
	// ErrBroken is returned for a file that is not written as the standard has it.
	ErrBroken = errors.New("MP4 is broken")
)

const (
	maxMovie = 16 << 20 // of the moov box, in bytes
	maxBoxes = 10000    // in the file and in each box
	// MaxSamples is how many samples a track may have; at 20 ms each they play for almost three hours.
	MaxSamples = 1 << 19
	// MaxSample is how large one may be, in bytes.
	MaxSample = 64 << 10
)

// Track is the sound of a file.
type Track struct {
	Codec  string // the type of its sample entry, as "mp4a" or "Opus"
	Config []byte // of mp4a: the ES_Descriptor (ISO/IEC 14496-1); of Opus: the content of dOps
	Scale  int64  // units of a second, at least 1
	// Skip is how much at the begin is not heard, by the first edit, in units; -1 if there is no edit.
	Skip int64
	// Length is how much is heard, by that edit, in units; 0 if all is.
	Length  int64
	Samples []Sample
}

// Sample is where one sample lies in the file, in bytes. It is within the file.
type Sample struct {
	Offset int64
	Size   int
}

// Read finds the sound of a file of size bytes. ErrNoSound, ErrBroken: see there.
func Read(r io.ReadSeeker, size int64) (*Track, error) {
	movie, err := readMovie(r, size)
	if err != nil {
		return nil, err
	}
	var sound []byte
	for t := range boxes(movie) {
		if t.kind != "trak" {
			continue
		}
		switch handler := inside(t.body, "mdia", "hdlr"); {
		case len(handler) < 12:
		case string(handler[8:12]) == "vide":
			return nil, ErrNoSound
		case string(handler[8:12]) == "soun" && sound == nil:
			sound = t.body
		}
	}
	if sound == nil {
		return nil, ErrNoSound
	}
	scale := int64(1)
	if h := inside(movie, "mvhd"); len(h) >= 24 {
		scale = scaleOf(h)
	}
	return readTrack(sound, scale, size)
}

// readMovie finds the moov box and reads it.
func readMovie(r io.ReadSeeker, size int64) ([]byte, error) {
	head := make([]byte, 16)
	at := int64(0)
	for range maxBoxes {
		if size-at < 8 {
			return nil, ErrNoSound
		}
		if _, err := r.Seek(at, io.SeekStart); err != nil {
			return nil, fmt.Errorf("seek box: %w", err)
		}
		n, err := io.ReadFull(r, head[:min(16, size-at)])
		if err != nil {
			return nil, fmt.Errorf("read box: %w", err)
		}
		header, length := measure(head[:n], size-at)
		if header == 0 {
			return nil, fmt.Errorf("%w: a box of %d bytes", ErrBroken, length)
		}
		if string(head[4:8]) != "moov" {
			at += length
			continue
		}
		if length > maxMovie {
			return nil, fmt.Errorf("%w: %d bytes of tables", ErrBroken, length)
		}
		if _, err := r.Seek(at+header, io.SeekStart); err != nil {
			return nil, fmt.Errorf("seek moov: %w", err)
		}
		movie := make([]byte, length-header)
		if _, err := io.ReadFull(r, movie); err != nil {
			return nil, fmt.Errorf("read moov: %w", err)
		}
		return movie, nil
	}
	return nil, fmt.Errorf("%w: more than %d boxes", ErrBroken, maxBoxes)
}

// readTrack reads what is needed of a trak box; scale is that of the whole file.
func readTrack(trak []byte, scale, size int64) (*Track, error) {
	t := &Track{Scale: 1, Skip: -1}
	if h := inside(trak, "mdia", "mdhd"); len(h) >= 24 {
		t.Scale = scaleOf(h)
	}
	t.readEdit(inside(trak, "edts", "elst"), scale)
	tables := inside(trak, "mdia", "minf", "stbl")
	if err := t.readEntry(inside(tables, "stsd")); err != nil {
		return nil, err
	}
	var err error
	t.Samples, err = samples(tables, size)
	return t, err
}

// scaleOf reads the units of a second out of mvhd (§8.2.2) and mdhd (§8.4.2), which begin alike.
func scaleOf(h []byte) int64 {
	at := 12
	if h[0] == 1 {
		at = 20
	}
	return max(int64(binary.BigEndian.Uint32(h[at:])), 1)
}

// readEdit reads the first edit that is not empty, §8.6.6. Its length is in the units of the file, and its begin in those of the track.
func (t *Track) readEdit(b []byte, scale int64) {
	if len(b) < 8 {
		return
	}
	entry := 12
	if b[0] == 1 {
		entry = 20
	}
	for e := b[8:]; len(e) >= entry; e = e[entry:] {
		length, begin := int64(binary.BigEndian.Uint32(e)), int64(int32(binary.BigEndian.Uint32(e[4:])))
		if entry == 20 {
			length, begin = int64(binary.BigEndian.Uint64(e)), int64(binary.BigEndian.Uint64(e[8:]))
		}
		if begin < 0 {
			continue // silence before the begin
		}
		const most = 1 << 40 // beyond which nothing is believed, and nothing overflows
		if begin < most && length >= 0 && length < most>>10 {
			t.Skip = begin
			t.Length = int64(float64(length) * float64(t.Scale) / float64(scale))
		}
		return
	}
}
