package files_test

import (
	"bytes"
	"encoding/binary"
	"hash/crc32"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"math/rand/v2"
	"strings"
	"testing"

	"vouch/app/files"
)

// gradient is a picture whose corners differ, as photographs are: light from one to the other, and some noise.
func gradient(w, h int) *image.RGBA {
	m := image.NewRGBA(image.Rect(0, 0, w, h))
	noise := rand.New(rand.NewChaCha8([32]byte{7}))
	for y := range h {
		for x := range w {
			m.SetRGBA(x, y, color.RGBA{uint8(x * 255 / w), uint8(y * 255 / h), uint8(noise.IntN(64)), 255})
		}
	}
	return m
}

func jpegOf(t testing.TB, m image.Image, quality int) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := jpeg.Encode(&b, m, &jpeg.Options{Quality: quality}); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func pngOf(t testing.TB, m image.Image) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := png.Encode(&b, m); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// taken puts what a camera writes into a JPEG: how it is to be turned, and where it was.
func taken(jpeg []byte, orientation byte) []byte {
	exif := "Exif\x00\x00MM\x00\x2a\x00\x00\x00\x08\x00\x01\x01\x12\x00\x03\x00\x00\x00\x01\x00" + string(orientation) + "\x00\x00\x00\x00\x00\x00at home"
	return append(append([]byte{0xFF, 0xD8, 0xFF, 0xE1, 0, byte(len(exif) + 2)}, exif...), jpeg[2:]...)
}

// inPNG puts a chunk behind the header of a PNG.
func inPNG(picture []byte, kind string, body string) []byte {
	const head = 8 + 25
	chunk := append(binary.BigEndian.AppendUint32(nil, uint32(len(body))), kind+body...)
	chunk = binary.BigEndian.AppendUint32(chunk, crc32.ChecksumIEEE(chunk[4:]))
	return bytes.Join([][]byte{picture[:head], chunk, picture[head:]}, nil)
}

// What is scaled is smaller, upright, of its kind, and says nothing of its origin; the size that is said is the size that is sent.
func TestScaledPictures(t *testing.T) {
	s, _ := store(t)
	big := gradient(2400, 100)
	seeThru := gradient(2400, 100)
	for i := range seeThru.Pix {
		seeThru.Pix[i] /= 2
	}
	tall := jpegOf(t, big, 95)
	for _, row := range []struct {
		name, file string
		data       []byte
		want       string // its name
		w, h       int
		scaled     bool
	}{
		{"a JPEG", "a.JPG", tall, "a.JPG", 1920, 80, true},
		{"one that lies on its side", "a.jpeg", taken(tall, 6), "a.jpeg", 80, 1920, true},
		{"one that stands on its head", "a.jpeg", taken(tall, 3), "a.jpeg", 1920, 80, true},
		{"a PNG stays one", "a.png", inPNG(inPNG(pngOf(t, big), "gAMA", "\x00\x00\xb1\x8f"), "tEXt", "where\x00at home"), "a.png", 1920, 80, true},
		{"what is seen through stays so", "a.png", pngOf(t, seeThru), "a.png", 1920, 80, true},
		{"a PNG under another name", "shot.jpg", pngOf(t, big), "shot.png", 1920, 80, true},
		{"not larger than that", "a.jpg", jpegOf(t, gradient(1920, 100), 95), "a.jpg", 1920, 100, false},
		{"monal#740: scaling makes it larger", "a.jpg", jpegOf(t, gradient(1930, 300), 20), "a.jpg", 1930, 300, false},
		{"a PNG that moves", "a.png", inPNG(pngOf(t, big), "acTL", "\x00\x00\x00\x02\x00\x00\x00\x00"), "a.png", 2400, 100, false},
		{"half of one", "a.jpg", tall[:len(tall)/2], "a.jpg", 2400, 100, false},
		{"no picture", "a.txt", []byte(strings.Repeat("text ", 9000)), "a.txt", 0, 0, false},
		{"nothing", "a.jpg", nil, "a.jpg", 0, 0, false},
	} {
		t.Run(row.name, func(t *testing.T) {
			path := write(t, row.file, row.data)
			weighed, err := files.Weigh(t.Context(), path, 32)
			if err != nil {
				t.Fatal(err)
			}
			if (weighed.Scaled > 0) != row.scaled || weighed.Original != int64(len(row.data)) || weighed.Scaled > weighed.Cleaned*9/10 {
				t.Errorf("%+v", weighed)
			}
			got, err := s.Attach(t.Context(), path, files.AsScaled)
			if err != nil {
				t.Fatal(err)
			}
			want := weighed.Cleaned
			if row.scaled {
				want = weighed.Scaled
			}
			if got.Size != want || got.Name != row.want || got.Width != row.w || got.Height != row.h {
				t.Errorf("%s of %d bytes, %d×%d; said were %d", got.Name, got.Size, got.Width, got.Height, want)
			}
			back, err := clear(t, s, got.Stored, got.Key)
			if err != nil || strings.Contains(back, "at home") || row.scaled && (got.Origin || strings.Contains(back, "Exif")) {
				t.Errorf("it says where it was made: %v", err)
			}
			if !row.scaled {
				return
			}
			if strings.Contains(string(row.data), "gAMA") != strings.Contains(back, "gAMA") {
				t.Error("how its colours are meant is not what it was")
			}
			m, kind, err := image.Decode(strings.NewReader(back))
			if err != nil || kind == "png" != bytes.HasPrefix(row.data, []byte("\x89PNG")) {
				t.Fatalf("%s, %v", kind, err)
			}
			if m.(interface{ Opaque() bool }).Opaque() != !strings.Contains(row.name, "through") {
				t.Error("what was seen through is not, or the other way round")
			}
			if cleaned, err := s.Attach(t.Context(), path, files.AsCleaned); err != nil || cleaned.Size != weighed.Cleaned {
				t.Errorf("not scaled it has %d bytes, %v; said were %d", cleaned.Size, err, weighed.Cleaned)
			}
		})
	}
}

// A picture that lies on its side is turned: what was left below is left above, and so on.
func TestScaledPictureStandsUpright(t *testing.T) {
	s, _ := store(t)
	lying := taken(jpegOf(t, gradient(2400, 100), 95), 6) // to be turned to the right
	got, err := s.AttachBytes(t.Context(), "a.jpg", lying, files.AsScaled)
	if err != nil {
		t.Fatal(err)
	}
	back, err := clear(t, s, got.Stored, got.Key)
	if err != nil {
		t.Fatal(err)
	}
	m, err := jpeg.Decode(strings.NewReader(back))
	if err != nil {
		t.Fatal(err)
	}
	near := func(x, y int, red, green uint32) {
		t.Helper()
		r, g, _, _ := m.At(x, y).RGBA()
		if d := int(r>>8) - int(red); d*d > 900 {
			t.Errorf("at %d, %d red is %d", x, y, r>>8)
		}
		if d := int(g>>8) - int(green); d*d > 900 {
			t.Errorf("at %d, %d green is %d", x, y, g>>8)
		}
	}
	near(76, 5, 0, 0) // what was above at the left is above at the right
	near(76, 1910, 255, 0)
	near(5, 5, 0, 255)
	near(5, 1910, 255, 255)
}

// What is drawn beside the name of a picture is upright and inside its square; of what is none nothing is.
func TestLookOfWhatIsWeighed(t *testing.T) {
	weighed := files.WeighBytes(t.Context(), taken(jpegOf(t, gradient(400, 200), 90), 6), 32)
	if weighed.Look == nil || weighed.Look.Bounds().Size() != image.Pt(16, 32) || weighed.Scaled != 0 {
		t.Errorf("%+v", weighed)
	}
	if got := files.WeighBytes(t.Context(), []byte("\xff\xd8\xff no picture"), 32); got.Look != nil || got.Cleaned != got.Original {
		t.Errorf("%+v", got)
	}
	if _, err := files.Weigh(t.Context(), t.TempDir(), 32); err == nil {
		t.Error("a folder has a size")
	}
}
