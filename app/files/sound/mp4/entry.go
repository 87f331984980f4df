package mp4

import (
	"encoding/binary"
	"fmt"
)

// readEntry reads the first sample entry of stsd, §8.5.2 and §12.2.3.
func (t *Track) readEntry(stsd []byte) error {
	if len(stsd) < 8 {
		return fmt.Errorf("%w: no sample entry", ErrBroken)
	}
	header, length := measure(stsd[8:], int64(len(stsd)-8))
	if header == 0 || length < header+28 {
		return fmt.Errorf("%w: sample entry of %d bytes", ErrBroken, length)
	}
	entry := stsd[8+header : 8+length]
	t.Codec = string(stsd[12:16])
	// QuickTime writes more here in its versions 1 and 2, before the boxes.
	fixed := 28 + map[uint16]int{1: 16, 2: 36}[binary.BigEndian.Uint16(entry[8:])]
	if len(entry) < fixed {
		return fmt.Errorf("%w: sample entry of %d bytes", ErrBroken, length)
	}
	children := entry[fixed:]
	switch t.Codec {
	case "Opus":
		t.Config = inside(children, "dOps")
	case "mp4a":
		t.Config = inside(children, "esds")
		if t.Config == nil {
			t.Config = inside(children, "wave", "esds") // QuickTime
		}
		if len(t.Config) < 4 {
			return fmt.Errorf("%w: no esds", ErrBroken)
		}
		t.Config = t.Config[4:] // version and flags
	}
	return nil
}
