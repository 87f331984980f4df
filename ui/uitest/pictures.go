package uitest

import (
	"bytes"
	"image"
	"image/png"
	"os"
	"path/filepath"
	"testing"
)

// update writes the pictures anew instead of comparing with them; look at every one that changed.
var update = os.Getenv("UPDATE_PICTURES") != ""

// Compare holds a picture against testdata/NAME.png.
func Compare(t *testing.T, name string, got image.Image) {
	t.Helper()
	file := filepath.Join("testdata", name+".png")
	var out bytes.Buffer
	if err := png.Encode(&out, got); err != nil {
		t.Fatal(err)
	}
	if update {
		if err := os.WriteFile(file, out.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatalf("%v (UPDATE_PICTURES=1 makes it; look at it)", err)
	}
	if bytes.Equal(data, out.Bytes()) {
		return
	}
	want, err := png.Decode(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	if n := different(got, want); n > 0 {
		failed := filepath.Join(t.ArtifactDir(), name+".png")
		if err := os.WriteFile(failed, out.Bytes(), 0o644); err != nil {
			t.Error(err)
		}
		t.Errorf("%d pixels differ from %s; what was drawn is in %s (-artifacts keeps it)", n, file, failed)
	}
}

func different(a, b image.Image) (n int) {
	if a.Bounds() != b.Bounds() {
		return a.Bounds().Dx() * a.Bounds().Dy()
	}
	for y := a.Bounds().Min.Y; y < a.Bounds().Max.Y; y++ {
		for x := a.Bounds().Min.X; x < a.Bounds().Max.X; x++ {
			r1, g1, b1, _ := a.At(x, y).RGBA()
			r2, g2, b2, _ := b.At(x, y).RGBA()
			if far(r1, r2) || far(g1, g2) || far(b1, b2) {
				n++
			}
		}
	}
	return n
}

// far allows for rounding of one in 256.
func far(a, b uint32) bool { return max(a, b)-min(a, b) > 0x101 }
