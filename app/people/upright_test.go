package people

import (
	"bytes"
	"encoding/binary"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"os"
	"path/filepath"
	"testing"
)

// exif is a JPEG with a segment of Exif, in one byte order.
func exif(t testing.TB, m image.Image, order binary.AppendByteOrder, orientation uint16) []byte {
	t.Helper()
	var plain bytes.Buffer
	if err := jpeg.Encode(&plain, m, &jpeg.Options{Quality: 95}); err != nil {
		t.Fatal(err)
	}
	tiff := []byte("II*\x00")
	if order == binary.AppendByteOrder(binary.BigEndian) {
		tiff = []byte("MM\x00*")
	}
	tiff = order.AppendUint32(tiff, 8)
	tiff = order.AppendUint16(tiff, 2)
	for _, entry := range [][2]uint16{{0x0100, 7}, {0x0112, orientation}} {
		tiff = order.AppendUint16(tiff, entry[0])
		tiff = order.AppendUint16(tiff, 3)
		tiff = order.AppendUint32(tiff, 1)
		tiff = order.AppendUint16(tiff, entry[1])
		tiff = append(tiff, 0, 0)
	}
	segment := append([]byte("Exif\x00\x00"), tiff...)
	out := append([]byte{0xFF, 0xD8, 0xFF, 0xE0, 0, 4, 'x', 'x', 0xFF, 0xE1}, byte((len(segment)+2)>>8), byte(len(segment)+2))
	return append(append(out, segment...), plain.Bytes()[2:]...)
}

// corners is a picture whose four corners tell how it is turned: red, green, blue and white, clockwise from the upper left.
func corners() image.Image {
	m := image.NewNRGBA(image.Rect(0, 0, 64, 64))
	for y := range 64 {
		for x := range 64 {
			c := color.NRGBA{255, 0, 0, 255}
			switch {
			case x >= 32 && y < 32:
				c = color.NRGBA{0, 255, 0, 255}
			case x >= 32:
				c = color.NRGBA{0, 0, 255, 255}
			case y >= 32:
				c = color.NRGBA{255, 255, 255, 255}
			}
			m.SetNRGBA(x, y, c)
		}
	}
	return m
}

func TestPicturesStandUpright(t *testing.T) {
	// Where the corners of what was stored are when it is shown, clockwise from the upper left (Exif 2.32 §4.6.4 A).
	for orientation, want := range map[uint16]string{1: "rgbw", 2: "grwb", 3: "bwrg", 4: "wbgr", 5: "rwbg", 6: "wrgb", 7: "bgrw", 8: "gbwr", 0: "rgbw", 9: "rgbw"} {
		for _, order := range []binary.AppendByteOrder{binary.LittleEndian, binary.BigEndian} {
			path := filepath.Join(t.TempDir(), "a.jpg")
			if err := os.WriteFile(path, exif(t, corners(), order, orientation), 0o600); err != nil {
				t.Fatal(err)
			}
			data, err := OwnPicture(path)
			if err != nil {
				t.Fatal(err)
			}
			m, err := png.Decode(bytes.NewReader(data))
			if err != nil {
				t.Fatal(err)
			}
			got := ""
			for _, at := range []image.Point{{40, 40}, {150, 40}, {150, 150}, {40, 150}} {
				r, g, b, _ := m.At(at.X, at.Y).RGBA()
				switch {
				case r > 0x8000 && g > 0x8000:
					got += "w"
				case r > 0x8000:
					got += "r"
				case g > 0x8000:
					got += "g"
				case b > 0x8000:
					got += "b"
				}
			}
			if got != want {
				t.Errorf("%v %d is shown as %s, want %s", order, orientation, got, want)
			}
		}
	}
}
