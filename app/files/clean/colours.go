package clean

import (
	"bytes"
	"encoding/binary"
)

const (
	iccName  = "ICC_PROFILE\x00"
	iccSpace = 4 + len(iccName) + 2 + 16 // where the first segment of a profile says whose colours it is about (ICC.1:2022 §7.2)
	pngHead  = len(pngSignature) + 25    // with IHDR
	pngKind  = len(pngSignature) + 8 + 9 // where IHDR says how pixels are written (PNG, third edition, §11.2.1)
)

// Colours gives drawn, which was drawn anew from what Picture has cleaned and has red, green and blue, what cleaned says about how its
// colours are meant: without that those of many cameras look dull. Where the two are not JPEGs or PNGs both, and where it is about
// other colours than red, green and blue, drawn stays as it is.
func Colours(cleaned, drawn []byte) []byte {
	kind := KindOf(cleaned)
	switch {
	case kind != KindOf(drawn):
	case kind == JPEG:
		return inserted(drawn, 2, profileOfJPEG(cleaned))
	case kind == PNG && len(cleaned) > pngHead && len(drawn) > pngHead && cleaned[pngKind]&2 != 0: // else it is grey
		return inserted(drawn, pngHead, coloursOfPNG(cleaned))
	}
	return drawn
}

func inserted(data []byte, at int, more []byte) []byte {
	return bytes.Join([][]byte{data[:at], more, data[at:]}, nil)
}

// profileOfJPEG gives the segments of a profile for red, green and blue.
func profileOfJPEG(cleaned []byte) (out []byte) {
	for rest := cleaned[2:]; len(rest) >= 4 && rest[0] == 0xFF && rest[1] != markSOS; {
		size := 2 + int(binary.BigEndian.Uint16(rest[2:]))
		if size < 4 || size > len(rest) {
			break
		}
		if segment := rest[:size]; segment[1] == markICC && bytes.HasPrefix(segment[4:], []byte(iccName)) {
			if out == nil && (size < iccSpace+4 || string(segment[iccSpace:iccSpace+4]) != "RGB ") {
				return nil
			}
			out = append(out, segment...)
		}
		rest = rest[size:]
	}
	return out
}

// coloursOfPNG gives the chunks about colours, all of which stand before the picture.
func coloursOfPNG(cleaned []byte) (out []byte) {
	for rest := cleaned[len(pngSignature):]; len(rest) >= 12; {
		size := uint64(binary.BigEndian.Uint32(rest)) + 12
		name := string(rest[4:8])
		if size > uint64(len(rest)) || name == "IDAT" {
			break
		}
		switch name {
		case "iCCP", "gAMA", "cHRM", "sRGB", "cICP":
			out = append(out, rest[:size]...)
		}
		rest = rest[size:]
	}
	return out
}
