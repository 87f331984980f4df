package clean

import (
	"encoding/binary"
	"hash/crc32"
)

const pngSignature = "\x89PNG\r\n\x1a\n"

// keptInPNG are the chunks that show a picture, moving ones too: not texts, times, Exif, nor what nobody knows.
var keptInPNG = map[string]bool{
	"IHDR": true, "PLTE": true, "tRNS": true, "IDAT": true, "IEND": true, "gAMA": true, "cHRM": true, "sRGB": true, "iCCP": true, "cICP": true,
	"sBIT": true, "bKGD": true, "pHYs": true, "acTL": true, "fcTL": true, "fdAT": true,
}

// cleanPNG copies the chunks that show the picture, until its end.
func cleanPNG(file []byte) ([]byte, error) {
	out := append(make([]byte, 0, len(file)), pngSignature...)
	for rest := file[len(pngSignature):]; len(rest) >= 12; {
		size := uint64(binary.BigEndian.Uint32(rest)) + 12
		if size > uint64(len(rest)) {
			return nil, ErrBroken
		}
		chunk, name := rest[:size], string(rest[4:8])
		if keptInPNG[name] {
			if crc32.ChecksumIEEE(chunk[4:size-4]) != binary.BigEndian.Uint32(chunk[size-4:]) {
				return nil, ErrBroken
			}
			out = append(out, chunk...)
		}
		if name == "IEND" {
			return out, nil
		}
		rest = rest[size:]
	}
	return nil, ErrBroken
}
