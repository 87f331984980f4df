package clean_test

import (
	"bytes"
	"encoding/binary"
	"hash/crc32"
	"image"
	"image/jpeg"
	"image/png"
	"testing"

	"vouch/app/files/clean"
)

// profiled is a JPEG with a profile of a colour space in two segments.
func profiled(picture []byte, space string) []byte {
	segment := func(n byte, body string) []byte {
		body = "ICC_PROFILE\x00" + string([]byte{n, 2}) + body
		return append(binary.BigEndian.AppendUint16([]byte{0xFF, 0xE2}, uint16(len(body)+2)), body...)
	}
	return bytes.Join([][]byte{picture[:2], segment(1, "0123456789abcdef"+space+"the first half"), segment(2, "the second half"), picture[2:]}, nil)
}

// chunked is a PNG with a chunk behind its header.
func chunked(picture []byte, name, body string) []byte {
	chunk := append(binary.BigEndian.AppendUint32(nil, uint32(len(body))), name+body...)
	chunk = binary.BigEndian.AppendUint32(chunk, crc32.ChecksumIEEE(chunk[4:]))
	return bytes.Join([][]byte{picture[:33], chunk, picture[33:]}, nil)
}

// What was drawn anew has the colours of what it was drawn from, and nothing else of it.
func TestColoursAreKept(t *testing.T) {
	rgb, grey := image.NewRGBA(image.Rect(0, 0, 20, 10)), image.NewGray(image.Rect(0, 0, 20, 10))
	jpg := func(m image.Image) []byte {
		var b bytes.Buffer
		if err := jpeg.Encode(&b, m, nil); err != nil {
			t.Fatal(err)
		}
		return b.Bytes()
	}
	pic := func(m image.Image) []byte {
		var b bytes.Buffer
		if err := png.Encode(&b, m); err != nil {
			t.Fatal(err)
		}
		return b.Bytes()
	}
	for _, row := range []struct {
		name         string
		from, onto   []byte
		kept, absent string
	}{
		{"a profile of a JPEG", profiled(jpg(rgb), "RGB "), jpg(rgb), "the first half", "at home"},
		{"all of it", profiled(jpg(rgb), "RGB "), jpg(rgb), "the second half", "at home"},
		{"a profile of inks", profiled(jpg(rgb), "CMYK"), jpg(rgb), "", "half"},
		{"a profile that is cut short", profiled(jpg(rgb), "")[:30], jpg(rgb), "", "ICC"},
		{"no profile", jpg(rgb), jpg(rgb), "", "ICC"},
		{"of a PNG", chunked(chunked(pic(rgb), "iCCP", "a profile"), "tEXt", "at home"), pic(rgb), "a profile", "at home"},
		{"of a grey PNG", chunked(pic(grey), "iCCP", "a profile"), pic(rgb), "", "a profile"},
		{"of another kind", chunked(pic(rgb), "iCCP", "a profile"), jpg(rgb), "", "a profile"},
		{"of nothing", nil, jpg(rgb), "", "ICC"},
		{"of a beginning", []byte("\xFF\xD8\xFF"), jpg(rgb), "", "ICC"},
		{"of another beginning", []byte("\x89PNG\r\n\x1a\n"), pic(rgb), "", "iCCP"},
	} {
		got := clean.Colours(row.from, row.onto)
		if !bytes.Contains(got, []byte(row.kept)) || bytes.Contains(got, []byte(row.absent)) || row.kept == "" && !bytes.Equal(got, row.onto) {
			t.Errorf("%s: %q", row.name, got)
		}
		if row.name == "of a PNG" {
			continue // what it has is no profile, and a decoder need not look
		}
		if m, _, err := image.Decode(bytes.NewReader(got)); err != nil || m.Bounds() != rgb.Rect {
			t.Errorf("%s: %v", row.name, err)
		}
	}
}

func FuzzColours(f *testing.F) {
	f.Add([]byte("\xFF\xD8\xFF\xE2\x00\x00"))
	f.Add([]byte("\xFF\xD8\xFF\xE2\x00\x30ICC_PROFILE\x00\x01\x01"))
	f.Add([]byte("\x89PNG\r\n\x1a\n\x00\x00\x00\x0dIHDR"))
	jpg, pic := []byte("\xFF\xD8\xFF\xD9"), append([]byte("\x89PNG\r\n\x1a\n"), make([]byte, 40)...)
	f.Fuzz(func(t *testing.T, cleaned []byte) {
		for _, drawn := range [][]byte{jpg, pic} {
			if got := clean.Colours(cleaned, drawn); len(got) < len(drawn) || len(got) > len(drawn)+len(cleaned) {
				t.Errorf("%d bytes of %d and %d", len(got), len(drawn), len(cleaned))
			}
		}
	})
}
