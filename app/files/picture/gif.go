package picture

import (
	"bytes"
	"encoding/binary"
	"errors"
	"image"
	"slices"
	"time"
)

// The blocks of a GIF (GIF89a §15 and §20 to §27).
const (
	gifExtension = 0x21
	gifControl   = 0xF9 // of the frame that follows
	gifImage     = 0x2C
	gifTrailer   = 0x3B
	gifScreen    = 13 // signature and screen descriptor
)

var errGIF = errors.New("no GIF that can be read")

// gifFrames cuts a GIF into files of one frame each. What it is cut short of is left out.
func gifFrames(data []byte) (*Moving, error) {
	if len(data) < gifScreen || !bytes.HasPrefix(data, []byte("GIF8")) {
		return nil, ErrStill
	}
	begin := gifScreen + tableSize(data[10])
	if begin > len(data) {
		return nil, errGIF
	}
	m := &Moving{width: int(binary.LittleEndian.Uint16(data[6:])), height: int(binary.LittleEndian.Uint16(data[8:]))}
	head, control := data[:begin], []byte(nil)
	for rest := data[begin:]; len(rest) > 0 && len(m.frames) <= mostFrames; {
		size, ok := blockSize(rest)
		if !ok {
			break
		}
		block := rest[:size]
		rest = rest[size:]
		switch {
		case block[0] == gifTrailer:
			return m, nil
		case block[0] == gifExtension && block[1] == gifControl:
			control = block
		case block[0] == gifImage:
			m.frames = append(m.frames, gifFrame(head, control, block))
			control = nil
		}
	}
	return m, nil
}

// gifFrame is one frame with what comes before it.
func gifFrame(head, control, block []byte) frame {
	at := func(i int) int { return int(binary.LittleEndian.Uint16(block[i:])) }
	f := frame{delay: usual, area: image.Rect(at(1), at(3), at(1)+at(5), at(3)+at(7))}
	if len(control) >= 8 {
		f.delay = delayOf(time.Duration(binary.LittleEndian.Uint16(control[4:])) * 10 * time.Millisecond)
		switch control[3] >> 2 & 7 {
		case 2:
			f.after = cleared
		case 3:
			f.after = takenBack
		}
	}
	f.still = slices.Concat(head, control, block, []byte{gifTrailer})
	return f
}

// tableSize is the size of the table of colours that a byte of flags announces.
func tableSize(flags byte) int {
	if flags&0x80 == 0 {
		return 0
	}
	return 3 << (flags&7 + 1)
}

// blockSize is the size of the block that data begins with.
func blockSize(data []byte) (size int, ok bool) {
	switch data[0] {
	case gifTrailer:
		return 1, true
	case gifExtension:
		size = 2
	case gifImage:
		if len(data) < 10 {
			return 0, false
		}
		size = 10 + tableSize(data[9]) + 1 // and the size of a code
	default:
		return 0, false
	}
	for { // parts, each with its size before it, until an empty one
		if size >= len(data) {
			return 0, false
		}
		n := int(data[size])
		size += 1 + n
		if n == 0 {
			return size, size <= len(data)
		}
	}
}
