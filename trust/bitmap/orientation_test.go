package bitmap

import (
	"strings"
	"testing"
)

// turned is the beginning of a JPEG with an orientation.
const turned = "\xff\xd8\xff\xe1\x00\x22Exif\x00\x00MM\x00\x2a\x00\x00\x00\x08\x00\x01\x01\x12\x00\x03\x00\x00\x00\x01\x00\x06\x00\x00\x00\x00\x00\x00"

func TestOrientationOfAJPEG(t *testing.T) {
	if n := Orientation([]byte(turned)); n != 6 {
		t.Errorf("it is to be turned as %d", n)
	}
	for n := range len(turned) - 1 {
		if got := Orientation([]byte(turned[:n])); got != 1 {
			t.Errorf("of its first %d bytes: %d", n, got)
		}
	}
	for _, other := range []string{strings.Replace(turned, "\x00\x06", "\x00\x09", 1), strings.Replace(turned, "Exif", "http", 1), strings.Replace(turned, "MM", "MN", 1)} {
		if got := Orientation([]byte(other)); got != 1 {
			t.Errorf("%q: %d", other, got)
		}
	}
}

func FuzzOrientation(f *testing.F) {
	for n := 0; n < len(turned); n += 7 {
		f.Add([]byte(turned[:n]))
	}
	f.Add([]byte(turned))
	f.Fuzz(func(t *testing.T, picture []byte) {
		if n := Orientation(picture); n < 1 || n > 8 {
			t.Errorf("%d", n)
		}
	})
}
