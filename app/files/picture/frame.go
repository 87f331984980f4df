package picture

import (
	"bytes"
	"encoding/binary"
	"errors"
)

var errNoFrame = errors.New("moving picture without a frame")

// The parts of a WebP (RFC 9649 §2.7).
const (
	webpHead  = 12 // RIFF, size, WEBP
	chunkHead = 8
	moves     = 1 << 1 // in the flags of VP8X
	seesThru  = 1 << 4
	frameHead = 16 // of ANMF, before its picture
)

// firstFrame gives a still picture that a decoder knows for a WebP that moves; all else stays as it is.
func firstFrame(data []byte) ([]byte, error) {
	if len(data) < webpHead || string(data[:4]) != "RIFF" || string(data[8:webpHead]) != "WEBP" {
		return data, nil
	}
	extended := false
	for rest := data[webpHead:]; len(rest) >= chunkHead; {
		kind, size := string(rest[:4]), int(binary.LittleEndian.Uint32(rest[4:]))
		if size > len(rest)-chunkHead {
			break
		}
		body := rest[chunkHead : chunkHead+size]
		switch {
		case kind == "VP8X" && size >= 10:
			extended = body[0]&moves != 0
		case kind == "ANMF" && extended && size > frameHead:
			return still(body), nil
		}
		rest = rest[min(len(rest), chunkHead+size+size%2):]
	}
	if extended {
		return nil, errNoFrame
	}
	return data, nil
}

// still makes a file of its own of one frame.
func still(frame []byte) []byte {
	out := bytes.NewBuffer(nil)
	out.WriteString("RIFF\x00\x00\x00\x00WEBP")
	if picture := frame[frameHead:]; bytes.HasPrefix(picture, []byte("ALPH")) {
		out.WriteString("VP8X\x0a\x00\x00\x00")
		out.Write([]byte{seesThru, 0, 0, 0})
		out.Write(frame[6:12]) // its width and height, each less one
	}
	out.Write(frame[frameHead:])
	binary.LittleEndian.PutUint32(out.Bytes()[4:], uint32(out.Len()-chunkHead))
	return out.Bytes()
}
