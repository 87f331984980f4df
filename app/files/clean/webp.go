package clean

import (
	"bytes"
	"encoding/binary"

	"vouch/trust/bitmap"
)

// The chunks that show a picture (RFC 9649 §2.7), and those within a frame of one that moves.
var (
	keptInWebP  = map[string]bool{"VP8 ": true, "VP8L": true, "VP8X": true, "ALPH": true, "ANIM": true, "ANMF": true, "ICCP": true}
	keptInFrame = map[string]bool{"VP8 ": true, "VP8L": true, "ALPH": true}
)

// Bits of the first byte of a VP8X chunk (RFC 9649 §2.7.1), and its size.
const (
	hasExif  = 0x08
	hasXMP   = 0x04
	vp8xSize = 10
)

// anmfHead is how much stands before the chunks of a frame: where it is, how large, and how long it is shown.
const anmfHead = 16

// cleanWebP copies the chunks that show the picture, and says in its header that there are no others.
func cleanWebP(file []byte) ([]byte, error) {
	end := uint64(binary.LittleEndian.Uint32(file[4:])) + 8
	if end > uint64(len(file)) || end < 12 {
		return nil, ErrBroken
	}
	out := append(make([]byte, 0, len(file)), file[:12]...)
	extended, shown, orientation := -1, false, 1
	err := eachChunk(file[12:end], func(name string, data []byte) error {
		if name == "EXIF" {
			orientation = bitmap.TIFFOrientation(bytes.TrimPrefix(data, []byte("Exif\x00\x00")))
		}
		if !keptInWebP[name] {
			return nil
		}
		switch name {
		case "VP8X":
			if len(data) != vp8xSize {
				return ErrBroken
			}
			extended = len(out)
		case "ANMF":
			frame, err := cleanFrame(data)
			if err != nil {
				return err
			}
			data, shown = frame, true
		case "VP8 ", "VP8L":
			shown = true
		}
		out = appendChunk(out, name, data)
		return nil
	})
	if err != nil {
		return nil, err
	}
	if !shown {
		return nil, ErrBroken
	}
	if extended >= 0 {
		out[extended+8] &^= hasExif | hasXMP
		if orientation > 1 {
			out[extended+8] |= hasExif
			out = appendChunk(out, "EXIF", tiff(orientation))
		}
	}
	binary.LittleEndian.PutUint32(out[4:], uint32(len(out)-8))
	return out, nil
}

// cleanFrame is cleanWebP for a frame.
func cleanFrame(frame []byte) ([]byte, error) {
	if len(frame) < anmfHead {
		return nil, ErrBroken
	}
	out := append(make([]byte, 0, len(frame)), frame[:anmfHead]...)
	err := eachChunk(frame[anmfHead:], func(name string, data []byte) error {
		if keptInFrame[name] {
			out = appendChunk(out, name, data)
		}
		return nil
	})
	return out, err
}

// eachChunk goes through chunks (RFC 9649 §2.3). ErrBroken: the last one is not whole.
func eachChunk(chunks []byte, do func(name string, data []byte) error) error {
	for len(chunks) > 0 {
		if len(chunks) < 8 {
			return ErrBroken
		}
		size := uint64(binary.LittleEndian.Uint32(chunks[4:])) + 8
		if size+size%2 > uint64(len(chunks)) {
			return ErrBroken
		}
		if err := do(string(chunks[:4]), chunks[8:size]); err != nil {
			return err
		}
		chunks = chunks[size+size%2:]
	}
	return nil
}

func appendChunk(to []byte, name string, data []byte) []byte {
	to = binary.LittleEndian.AppendUint32(append(to, name...), uint32(len(data)))
	to = append(to, data...)
	if len(data)%2 == 1 {
		to = append(to, 0)
	}
	return to
}
