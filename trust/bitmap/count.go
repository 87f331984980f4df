package bitmap

import (
	"bytes"
	"encoding/binary"
)

// scans counts the scans of a JPEG (ITU-T T.81 §B.1), until there are more than most.
func scans(data []byte, most int) (n int) {
	for i := 2; n <= most; {
		at := bytes.IndexByte(data[min(i, len(data)):], 0xFF) // what is between two markers is skipped, as decoders do
		if at < 0 {
			break
		}
		for i += at; i < len(data) && data[i] == 0xFF; i++ { // any number of them may fill
		}
		if i >= len(data) {
			break
		}
		marker := data[i]
		i++
		switch {
		case marker == 0, marker >= 0xD0 && marker <= 0xD7: // a byte of the picture, a restart
			continue
		case marker == 0xD9: // the end
			return n
		case marker == 0xDA:
			n++
		}
		if len(data)-i < 2 {
			break
		}
		i += int(binary.BigEndian.Uint16(data[i:]))
	}
	return n
}

// isProgressive tells whether a JPEG is coded so that its scans build on one another (ITU-T T.81 §G). All that is not plainly coded
// otherwise is.
func isProgressive(data []byte) bool {
	for i := 2; i+4 <= len(data) && data[i] == 0xFF; {
		switch marker := data[i+1]; {
		case marker == 0xFF:
			i++
			continue
		case marker == 0xC0, marker == 0xC1:
			return false
		case marker == 0xC2:
			return true
		}
		i += 2 + int(binary.BigEndian.Uint16(data[i+2:]))
	}
	return true
}

// lossless counts the bytes of a WebP that are coded without loss: the picture, or its transparency (RFC 9649 §2).
func lossless(data []byte) (n int) {
	for rest := data[min(12, len(data)):]; len(rest) >= 8; {
		size := int(binary.LittleEndian.Uint32(rest[4:]))
		if kind := string(rest[:4]); kind == "VP8L" || kind == "ALPH" {
			n += min(size, len(rest)-8)
		}
		next := 8 + size + size%2
		if next > len(rest) {
			break
		}
		rest = rest[next:]
	}
	return n
}
