package mp4

import (
	"encoding/binary"
	"iter"
)

// box is a box and what it holds, a view into the file.
type box struct {
	kind string
	body []byte
}

// measure reads the header of a box, §4.2: how long it is, and the box with it, of which rest bytes are there. No header: it is
// broken.
func measure(head []byte, rest int64) (header, length int64) {
	if len(head) < 8 {
		return 0, 0
	}
	header, length = 8, int64(binary.BigEndian.Uint32(head))
	switch {
	case length == 0: // up to the end
		length = rest
	case length == 1 && len(head) >= 16:
		header, length = 16, int64(binary.BigEndian.Uint64(head[8:]))
	}
	if length < header || length > rest {
		return 0, length
	}
	return header, length
}

// boxes gives the boxes in b, up to one that is broken.
func boxes(b []byte) iter.Seq[box] {
	return func(yield func(box) bool) {
		for range maxBoxes {
			header, length := measure(b, int64(len(b)))
			if header == 0 || !yield(box{string(b[4:8]), b[header:length]}) {
				return
			}
			b = b[length:]
		}
	}
}

// inside gives what the first box holds on that way down, and nil if there is none.
func inside(b []byte, way ...string) []byte {
	for _, kind := range way {
		var found []byte
		for x := range boxes(b) {
			if x.kind == kind {
				found = x.body
				break
			}
		}
		b = found
	}
	return b
}
