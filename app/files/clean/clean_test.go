package clean_test

import (
	"bytes"
	"encoding/binary"
	"errors"
	"hash/crc32"
	"image"
	"image/color"
	"image/gif"
	"image/jpeg"
	"image/png"
	"strings"
	"testing"

	_ "golang.org/x/image/webp"

	"vouch/app/files/clean"
	"vouch/trust/bitmap"
)

// secret stands in every part that has to go.
const secret = "52.5200,13.4050 taken by alice"

func picture() image.Image {
	m := image.NewNRGBA(image.Rect(0, 0, 40, 24))
	for y := range 24 {
		for x := range 40 {
			m.SetNRGBA(x, y, color.NRGBA{uint8(6 * x), uint8(10 * y), uint8(x * y), 255})
		}
	}
	return m
}

// segment is a part of a JPEG.
func segment(mark byte, data string) []byte {
	return append([]byte{0xFF, mark, byte((len(data) + 2) >> 8), byte(len(data) + 2)}, data...)
}

// turn is Exif with a secret and the orientation 6.
const turn = "Exif\x00\x00MM\x00\x2a\x00\x00\x00\x08\x00\x01\x01\x12\x00\x03\x00\x00\x00\x01\x00\x06\x00\x00\x00\x00\x00\x00" + secret

func photo(t testing.TB) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := jpeg.Encode(&b, picture(), nil); err != nil {
		t.Fatal(err)
	}
	out := []byte{0xFF, 0xD8}
	for _, s := range [][]byte{segment(0xE0, "JFIF\x00\x01\x02\x00\x00\x01\x00\x01\x00\x00"), segment(0xE0, "JFXX\x00"+secret), segment(0xE1, turn),
		segment(0xE1, "http://ns.adobe.com/xap/1.0/\x00"+secret), segment(0xE2, "ICC_PROFILE\x00\x01\x01profile"), segment(0xE2, "MPF\x00"+secret),
		segment(0xED, "Photoshop 3.0\x00"+secret), segment(0xEE, "Adobe\x00\x64\x00\x00\x00\x00\x01"), segment(0xEF, secret), segment(0xFE, secret)} {
		out = append(out, s...)
	}
	return append(append(out, b.Bytes()[2:]...), "ftypmp42 a film "+secret...)
}

func chunk(name, data string) []byte {
	out := binary.BigEndian.AppendUint32(nil, uint32(len(data)))
	out = append(append(out, name...), data...)
	return binary.BigEndian.AppendUint32(out, crc32.ChecksumIEEE(out[4:]))
}

func drawing(t testing.TB) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := png.Encode(&b, picture()); err != nil {
		t.Fatal(err)
	}
	whole := b.Bytes()
	out := bytes.Clone(whole[:33]) // signature and IHDR
	for _, c := range [][]byte{chunk("tEXt", "Comment\x00"+secret), chunk("eXIf", secret), chunk("iTXt", secret), chunk("zTXt", secret), chunk("tIME", "1234567"), chunk("gAMA", "\x00\x00\xb1\x8f"), chunk("prVt", secret)} {
		out = append(out, c...)
	}
	return append(append(out, whole[33:]...), secret...)
}

func moving(t testing.TB) []byte {
	t.Helper()
	frame := image.NewPaletted(image.Rect(0, 0, 8, 8), color.Palette{color.Black, color.White})
	other := image.NewPaletted(image.Rect(0, 0, 8, 8), color.Palette{color.White, color.Black})
	var b bytes.Buffer
	if err := gif.EncodeAll(&b, &gif.GIF{Image: []*image.Paletted{frame, other}, Delay: []int{10, 20}, LoopCount: 3}); err != nil {
		t.Fatal(err)
	}
	whole := b.Bytes()
	at := bytes.Index(whole, []byte{0x21, 0xF9})
	out := bytes.Clone(whole[:at])
	for _, block := range []string{"\x21\xfe" + string(rune(len(secret))) + secret + "\x00", "\x21\xff\x0bXMP DataXMP" + string(rune(len(secret))) + secret + "\x00"} {
		out = append(out, block...)
	}
	return append(append(out, whole[at:]...), secret...)
}

// still is a WebP of one pixel, made extended, with what has to go.
func still() []byte {
	riff := func(name, data string) string {
		out := name + string(binary.LittleEndian.AppendUint32(nil, uint32(len(data)))) + data
		return out + strings.Repeat("\x00", len(data)%2)
	}
	body := "WEBP" + riff("VP8X", "\x0c\x00\x00\x00\x00\x00\x00\x00\x00\x00") +
		riff("VP8L", "\x2f\x00\x00\x00\x00\x07\xd0\xff\xfe\xf7\xbf\xff\x81\x88\xe8\x7f\x00") + riff("EXIF", turn) + riff("XMP ", secret) + riff("prvt", secret)
	return []byte("RIFF" + string(binary.LittleEndian.AppendUint32(nil, uint32(len(body)))) + body + secret)
}

func all(t testing.TB) map[clean.Kind][]byte {
	return map[clean.Kind][]byte{clean.JPEG: photo(t), clean.PNG: drawing(t), clean.GIF: moving(t), clean.WebP: still()}
}

func TestCleanPictureTellsNothing(t *testing.T) {
	for kind, file := range all(t) {
		t.Run(string(kind), func(t *testing.T) {
			if got := clean.KindOf(file); got != kind {
				t.Fatalf("it is %q", got)
			}
			if !bytes.Contains(file, []byte(secret)) {
				t.Fatal("there is nothing to clean")
			}
			got, err := clean.Picture(file)
			if err != nil {
				t.Fatal(err)
			}
			if bytes.Contains(got, []byte("taken by")) {
				t.Errorf("it still has what tells something: %q", got)
			}
			again, err := clean.Picture(got)
			if err != nil || !bytes.Equal(again, got) {
				t.Errorf("cleaned again it is another: %v", err)
			}
		})
	}
}

// No pixel changes, nor how the picture is turned, moves and has its colours.
func TestCleanPictureLooksTheSame(t *testing.T) {
	for kind, file := range all(t) {
		t.Run(string(kind), func(t *testing.T) {
			got, err := clean.Picture(file)
			if err != nil {
				t.Fatal(err)
			}
			before, _, err := image.Decode(bytes.NewReader(file))
			if err != nil && kind != clean.WebP { // what stands behind the end is an error for some
				t.Fatal(err)
			}
			after, _, err := image.Decode(bytes.NewReader(got))
			if err != nil {
				t.Fatal(err)
			}
			for y := after.Bounds().Min.Y; before != nil && y < after.Bounds().Max.Y; y++ {
				for x := after.Bounds().Min.X; x < after.Bounds().Max.X; x++ {
					if before.At(x, y) != after.At(x, y) {
						t.Fatalf("another pixel at %d, %d", x, y)
					}
				}
			}
		})
	}
	got, err := clean.Picture(photo(t))
	if err != nil {
		t.Fatal(err)
	}
	if n := bitmap.Orientation(got); n != 6 {
		t.Errorf("it is turned as %d", n)
	}
	for _, kept := range []string{"JFIF", "ICC_PROFILE", "Adobe"} {
		if !bytes.Contains(got, []byte(kept)) {
			t.Errorf("%s is gone", kept)
		}
	}
	if got, err = clean.Picture(moving(t)); err != nil {
		t.Fatal(err)
	}
	if g, err := gif.DecodeAll(bytes.NewReader(got)); err != nil || len(g.Image) != 2 || g.Delay[1] != 20 || g.LoopCount != 3 {
		t.Errorf("it moves otherwise: %v, %v", g, err)
	}
	if got, err = clean.Picture(still()); err != nil {
		t.Fatal(err)
	}
	if !bytes.Contains(got, []byte("EXIF\x1a")) {
		t.Error("how the WebP is turned is gone")
	}
}

// What is cut short is broken, and never a panic, nor a picture that lacks its end.
func TestHalfAPictureIsBroken(t *testing.T) {
	for kind, file := range all(t) {
		end := bytes.LastIndex(file, []byte(secret))
		if kind == clean.JPEG {
			end = bytes.Index(file, []byte("ftypmp42"))
		}
		for n := range end {
			got, err := clean.Picture(file[:n])
			if err == nil || !errors.Is(err, clean.ErrBroken) && !errors.Is(err, clean.ErrUnknown) {
				t.Fatalf("%s of %d bytes: %d bytes, %v", kind, n, len(got), err)
			}
		}
	}
	for _, other := range []string{"", "%PDF-1.7", "<svg/>", "RIFF\x00\x00\x00\x00WAVE", "\x00\x00\x00\x18ftypheic"} {
		if _, err := clean.Picture([]byte(other)); !errors.Is(err, clean.ErrUnknown) {
			t.Errorf("%q: %v", other, err)
		}
	}
}

func FuzzPicture(f *testing.F) {
	for _, file := range all(f) {
		f.Add(file)
	}
	f.Fuzz(func(t *testing.T, file []byte) {
		got, err := clean.Picture(file)
		if err != nil {
			return
		}
		if again, err := clean.Picture(got); err != nil || !bytes.Equal(again, got) {
			t.Fatalf("cleaned again it is another: %v\n%x\n%x", err, got, again)
		}
	})
}
