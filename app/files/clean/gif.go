package clean

import "bytes"

// Blocks of a GIF (GIF89a §20, §23–26).
const (
	gifImage     = 0x2C
	gifExtension = 0x21
	gifEnd       = 0x3B
	gifControl   = 0xF9
	gifText      = 0x01
	gifProgram   = 0xFF
)

// cleanGIF copies pictures with how long each is shown, texts that are drawn, and how often all is repeated. Comments and what
// programs have left goes.
func cleanGIF(file []byte) ([]byte, error) {
	if len(file) < 13 {
		return nil, ErrBroken
	}
	at := 13 + colors(file[10])
	if at > len(file) {
		return nil, ErrBroken
	}
	out := append(make([]byte, 0, len(file)), file[:at]...)
	for {
		if at >= len(file) {
			return nil, ErrBroken
		}
		start, kept := at, true
		switch file[at] {
		case gifEnd:
			return append(out, gifEnd), nil
		case gifImage:
			if at+10 >= len(file) {
				return nil, ErrBroken
			}
			at += 10 + colors(file[at+9]) + 1 // and the size of a code
		case gifExtension:
			if at+2 >= len(file) {
				return nil, ErrBroken
			}
			kept = keptInGIF(file[at+1], file[at+2:])
			at += 2
		default:
			return nil, ErrBroken
		}
		if at = pastBlocks(file, at); at < 0 {
			return nil, ErrBroken
		}
		if kept {
			out = append(out, file[start:at]...)
		}
	}
}

// keptInGIF tells whether an extension is needed; blocks are what it has.
func keptInGIF(label byte, blocks []byte) bool {
	switch label {
	case gifControl, gifText:
		return true
	case gifProgram:
		return bytes.HasPrefix(blocks, []byte("\x0bNETSCAPE2.0"))
	}
	return false
}

// colors is the length of the table of colours that a byte of flags announces.
func colors(flags byte) int {
	if flags&0x80 == 0 {
		return 0
	}
	return 3 << (flags&7 + 1)
}

// pastBlocks gives the place behind a row of blocks with their lengths, which one of length 0 ends; -1 where the file ends before.
func pastBlocks(file []byte, at int) int {
	for at < len(file) {
		size := int(file[at])
		at += 1 + size
		if size == 0 {
			return at
		}
	}
	return -1
}
