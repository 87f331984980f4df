package clean

import (
	"bytes"
	"encoding/binary"

	"vouch/trust/bitmap"
)

// Markers of a JPEG (ITU-T T.81 §B.1.1.3).
const (
	markSOI  = 0xD8
	markEOI  = 0xD9
	markSOS  = 0xDA
	markAPP0 = 0xE0
	markICC  = 0xE2
	markDCT  = 0xEE // APP14, which says how colours are meant
	markCOM  = 0xFE
)

// cleanJPEG keeps tables, frames, scans, the profile of colours and how they are meant. What follows the end of the picture goes:
// cameras put a film there.
func cleanJPEG(file []byte) ([]byte, error) {
	out := make([]byte, 0, len(file))
	out = append(out, 0xFF, markSOI)
	turned := false
	rest := file[2:]
	for {
		for len(rest) > 0 && rest[0] == 0xFF { // any number of them may stand before a marker
			rest = rest[1:]
		}
		if len(rest) == 0 || rest[0] < 0xC0 || rest[0] >= 0xD0 && rest[0] <= markSOI {
			return nil, ErrBroken
		}
		mark := rest[0]
		if mark == markEOI {
			return append(out, 0xFF, markEOI), nil
		}
		if mark != markAPP0 && !turned { // APP0, where there is one, is the first
			out, turned = append(out, turning(bitmap.Orientation(file))...), true
		}
		if len(rest) < 3 {
			return nil, ErrBroken
		}
		size := 1 + int(binary.BigEndian.Uint16(rest[1:]))
		if size < 3 || size > len(rest) {
			return nil, ErrBroken
		}
		if keptInJPEG(mark, rest[3:size]) {
			out = append(append(out, 0xFF), rest[:size]...)
		}
		rest = rest[size:]
		if mark == markSOS {
			n := scanLength(rest)
			out, rest = append(out, rest[:n]...), rest[n:]
		}
		if len(rest) == 0 || rest[0] != 0xFF {
			return nil, ErrBroken
		}
	}
}

// keptInJPEG tells whether a segment is needed to show the picture.
func keptInJPEG(mark byte, segment []byte) bool {
	switch {
	case mark == markICC:
		return bytes.HasPrefix(segment, []byte("ICC_PROFILE\x00"))
	case mark == markAPP0:
		return bytes.HasPrefix(segment, []byte("JFIF\x00")) // JFXX has a small picture
	case mark == markDCT:
		return bytes.HasPrefix(segment, []byte("Adobe"))
	case mark > markAPP0 && mark <= 0xEF, mark == markCOM:
		return false
	}
	return mark >= 0xC0 && mark < markAPP0 // tables, frames, scans
}

// scanLength is how long the data of a scan are: until a marker that is neither a stuffed byte nor a restart.
func scanLength(data []byte) int {
	for i := 0; i+1 < len(data); i++ {
		if next := data[i+1]; data[i] == 0xFF && next != 0 && (next < 0xD0 || next > 0xD7) {
			return i
		}
	}
	return len(data)
}

// turning is a segment that says how the picture is to be turned and nothing else (Exif 2.32 §4.5.4, §4.6.4 A), or nothing.
func turning(orientation int) []byte {
	if orientation < 2 || orientation > 8 {
		return nil
	}
	return append([]byte{0xFF, 0xE1, 0, 34}, append([]byte("Exif\x00\x00"), tiff(orientation)...)...)
}

// tiff is a directory with the orientation alone (TIFF 6.0 §2).
func tiff(orientation int) []byte {
	return []byte{
		'M', 'M', 0, 42, 0, 0, 0, 8, // the directory follows
		0, 1, // with one entry,
		0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, byte(orientation), 0, 0, // the orientation, one short number
		0, 0, 0, 0, // and no directory behind it
	}
}
