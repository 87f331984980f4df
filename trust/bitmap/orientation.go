package bitmap

import (
	"bytes"
	"encoding/binary"
)

// Orientation is how a JPEG wants to be turned when it is shown: the value of the tag of that name (Exif 2.32 §4.6.4 A), from
// 1 for as it is to 8. What is no JPEG, has no such tag, or makes no sense is 1.
func Orientation(picture []byte) int {
	if !bytes.HasPrefix(picture, []byte{0xFF, 0xD8}) {
		return 1
	}
	for rest := picture[2:]; len(rest) >= 4 && rest[0] == 0xFF; {
		marker, size := rest[1], int(binary.BigEndian.Uint16(rest[2:]))
		if marker == 0xDA || size < 2 || len(rest) < 2+size { // the picture itself begins, or nothing that can be read
			return 1
		}
		if tiff, ok := bytes.CutPrefix(rest[4:2+size], []byte("Exif\x00\x00")); ok && marker == 0xE1 {
			return TIFFOrientation(tiff)
		}
		rest = rest[2+size:]
	}
	return 1
}

// TIFFOrientation looks for the tag in the first directory of what Exif has (TIFF 6.0 §2).
func TIFFOrientation(tiff []byte) int {
	if len(tiff) < 8 {
		return 1
	}
	var order binary.ByteOrder = binary.LittleEndian
	switch string(tiff[:4]) {
	case "II*\x00":
	case "MM\x00*":
		order = binary.BigEndian
	default:
		return 1
	}
	at := uint64(order.Uint32(tiff[4:]))
	if at+2 > uint64(len(tiff)) {
		return 1
	}
	entries := tiff[at+2:]
	for range order.Uint16(tiff[at:]) {
		if len(entries) < 12 {
			return 1
		}
		const tag, short = 0x0112, 3
		if order.Uint16(entries) == tag && order.Uint16(entries[2:]) == short && order.Uint32(entries[4:]) == 1 {
			if n := int(order.Uint16(entries[8:])); n >= 1 && n <= 8 {
				return n
			}
			return 1
		}
		entries = entries[12:]
	}
	return 1
}
