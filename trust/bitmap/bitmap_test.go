package bitmap

import (
	"bytes"
	"encoding/binary"
	"errors"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"testing"
)

// progressive is a JPEG of n scans that say nothing, in 18 bytes each.
func progressive(side, n int) []byte {
	var b bytes.Buffer
	b.Write([]byte{0xFF, 0xD8, 0xFF, 0xDB, 0, 67, 0})
	b.Write(bytes.Repeat([]byte{1}, 64))
	b.Write([]byte{0xFF, 0xC2, 0, 11, 8, byte(side >> 8), byte(side), byte(side >> 8), byte(side), 1, 1, 0x11, 0})
	b.Write(append(append([]byte{0xFF, 0xC4, 0, 20, 0x10, 1}, make([]byte, 15)...), 0xE0)) // one code: the end of 2^14 blocks
	for range n {
		b.Write([]byte{0xFF, 0xDA, 0, 8, 1, 1, 0x00, 1, 63, 0x00, 0x7E, 0xFC, 0xFD, 0xF9, 0xFB, 0xF3, 0xF7, 0xE7})
	}
	b.Write([]byte{0xFF, 0xD9})
	return b.Bytes()
}

func plain(t *testing.T, side int) []byte {
	t.Helper()
	m := image.NewNRGBA(image.Rect(0, 0, side, side))
	for i := range side {
		m.Set(i, i, color.NRGBA{uint8(i), 255, 0, 255})
	}
	var b bytes.Buffer
	if err := jpeg.Encode(&b, m, nil); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// in puts a segment behind the beginning of a JPEG.
func in(picture []byte, marker byte, content []byte) []byte {
	head := binary.BigEndian.AppendUint16([]byte{0xFF, marker}, uint16(len(content)+2))
	return append(append(append([]byte{0xFF, 0xD8}, head...), content...), picture[2:]...)
}

func TestScansAreCountedBeforeThePictureIsDecoded(t *testing.T) {
	for _, row := range []struct {
		name    string
		picture []byte
		scans   int
		costly  bool
	}{
		{"an ordinary one", plain(t, 64), 1, false},
		{"ten scans", progressive(64, 10), 10, false},
		{"as many as may be", progressive(64, 50), 50, false},
		{"one more", progressive(64, 51), 51, true},
		{"a thousand", progressive(2048, 1000), 51, true},
		{"a small picture inside", in(plain(t, 64), 0xE1, progressive(64, 100)), 1, false},
		{"bytes that fill", bytes.ReplaceAll(progressive(64, 51), []byte{0xFF, 0xDA}, []byte{0xFF, 0xFF, 0xFF, 0xDA}), 51, true},
		{"what no marker is between them", bytes.ReplaceAll(progressive(64, 51), []byte{0xFF, 0xDA}, []byte{1, 2, 0xFF, 0, 0xFF, 0xD3, 0xFF, 0xDA}), 51, true},
		{"what follows the end", append(plain(t, 64), progressive(64, 100)...), 1, false},
	} {
		t.Run(row.name, func(t *testing.T) {
			if n := scans(row.picture, MostScans); n != row.scans {
				t.Errorf("%d scans", n)
			}
			m, err := Decode(row.picture, Bounds{})
			if errors.Is(err, ErrCostly) != row.costly || (err == nil) == row.costly || (m == nil) != row.costly {
				t.Errorf("%v", err)
			}
		})
	}
}

func TestBoundsOfPictures(t *testing.T) {
	var b bytes.Buffer
	if err := png.Encode(&b, image.NewGray(image.Rect(0, 0, 40, 20))); err != nil {
		t.Fatal(err)
	}
	for name, bounds := range map[string]Bounds{"bytes": {Bytes: b.Len() - 1}, "side": {Side: 39}, "area": {Area: 799}} {
		if _, err := Decode(b.Bytes(), bounds); !errors.Is(err, ErrCostly) {
			t.Errorf("%s: %v", name, err)
		}
	}
	for name, row := range map[string]struct {
		picture []byte
		costly  bool
	}{"a baseline JPEG": {plain(t, 64), false}, "a progressive one": {progressive(64, 10), true}, "bytes that fill": {append([]byte{0xFF, 0xD8, 0xFF, 0xFF}, plain(t, 64)[3:]...), false}} {
		if _, err := Decode(row.picture, Bounds{Progressive: 64*64 - 1}); errors.Is(err, ErrCostly) != row.costly {
			t.Errorf("%s: %v", name, err)
		}
		if _, err := Decode(row.picture, Bounds{Progressive: 64 * 64}); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	if m, err := Decode(b.Bytes(), Bounds{Bytes: b.Len(), Side: 40, Area: 800}); err != nil || m.Bounds().Dx() != 40 {
		t.Errorf("%v", err)
	}
	for _, none := range []string{"", "GIF89a", "\xff\xd8", "RIFF\x00\x00\x00\x00WEBPVP8L"} {
		if _, err := Decode([]byte(none), Bounds{}); err == nil || errors.Is(err, ErrCostly) {
			t.Errorf("%q: %v", none, err)
		}
	}
}

func TestBytesWithoutLossAreCounted(t *testing.T) {
	chunk := func(kind string, size int) []byte {
		return append(binary.LittleEndian.AppendUint32([]byte(kind), uint32(size)), make([]byte, size+size%2)...)
	}
	webp := append([]byte("RIFF\x00\x00\x00\x00WEBP"), bytes.Join([][]byte{chunk("VP8X", 10), chunk("ALPH", 1001), chunk("VP8 ", 5000), chunk("VP8L", 200)}, nil)...)
	if n := lossless(webp); n != 1201 {
		t.Errorf("%d bytes", n)
	}
	if n := lossless(webp[:len(webp)-100]); n != 1101 {
		t.Errorf("of what is cut short, %d bytes", n)
	}
	if err := count("webp", append([]byte("RIFF\x00\x00\x00\x00WEBP"), chunk("VP8L", MostLossless+1)...)); !errors.Is(err, ErrCostly) {
		t.Errorf("%v", err)
	}
}

func FuzzCount(f *testing.F) {
	f.Add(progressive(8, 3))
	f.Add([]byte("RIFF\x00\x00\x00\x00WEBPVP8L\xff\xff\xff\xff"))
	f.Fuzz(func(t *testing.T, data []byte) {
		if n := scans(data, 5); n < 0 || n > 6 {
			t.Errorf("%d scans", n)
		}
		if n := lossless(data); n < 0 || n > len(data) {
			t.Errorf("%d bytes of %d", n, len(data))
		}
	})
}
