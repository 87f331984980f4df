package picture

import (
	"bytes"
	"encoding/binary"
	"errors"
	"image"
	"time"
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

// isWebP tells a WebP by how it begins.
func isWebP(data []byte) bool {
	return len(data) >= webpHead && string(data[:4]) == "RIFF" && string(data[8:webpHead]) == "WEBP"
}

// Moves tells whether the picture that begins with head says that it moves. That it does not say so is no promise.
func Moves(head []byte) bool {
	if isWebP(head) {
		return len(head) > webpHead+chunkHead && string(head[webpHead:webpHead+4]) == "VP8X" && head[webpHead+chunkHead]&moves != 0
	}
	m, err := gifFrames(head)
	return err == nil && len(m.frames) > 1
}

// webpFrames cuts a WebP into files of one frame each (RFC 9649 §2.7.1). What it is cut short of is left out.
func webpFrames(data []byte) (*Moving, error) {
	m := &Moving{}
	for rest := data[webpHead:]; len(rest) >= chunkHead && len(m.frames) <= mostFrames; {
		kind, size := string(rest[:4]), int(binary.LittleEndian.Uint32(rest[4:]))
		if size > len(rest)-chunkHead {
			break
		}
		body := rest[chunkHead : chunkHead+size]
		switch {
		case kind == "VP8X" && size >= 10 && body[0]&moves != 0:
			m.width, m.height = 1+uint24(body[4:]), 1+uint24(body[7:])
		case kind == "ANMF" && size > frameHead && m.width > 0:
			m.frames = append(m.frames, webpFrame(body))
		}
		rest = rest[min(len(rest), chunkHead+size+size%2):]
	}
	return m, nil
}

func webpFrame(body []byte) frame {
	at := image.Pt(2*uint24(body), 2*uint24(body[3:]))
	f := frame{still: still(body), delay: delayOf(time.Duration(uint24(body[12:])) * time.Millisecond), replaces: body[15]&2 != 0}
	f.area = image.Rectangle{at, at.Add(image.Pt(1+uint24(body[6:]), 1+uint24(body[9:])))}
	if body[15]&1 != 0 {
		f.after = cleared
	}
	return f
}

func uint24(b []byte) int { return int(b[0]) | int(b[1])<<8 | int(b[2])<<16 }

// firstFrame gives a still picture that a decoder knows for a WebP that moves; all else stays as it is.
func firstFrame(data []byte) ([]byte, error) {
	if !isWebP(data) {
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
