package picture_test

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"hash/crc32"
	"image"
	"image/color"
	"image/gif"
	"image/jpeg"
	"image/png"
	"testing"

	"vouch/app/files/picture"
	"vouch/trust/bitmap"
)

// corners is a picture of four colours, twice as wide as high.
func corners(w, h int) *image.RGBA {
	m := image.NewRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			m.Set(x, y, [2][2]color.RGBA{{red, green}, {blue, white}}[2*y/h][2*x/w])
		}
	}
	return m
}

var (
	red   = color.RGBA{255, 0, 0, 255}
	green = color.RGBA{0, 255, 0, 255}
	blue  = color.RGBA{0, 0, 255, 255}
	white = color.RGBA{255, 255, 255, 255}
)

func asJPEG(t testing.TB, m image.Image, orientation int) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := jpeg.Encode(&b, m, &jpeg.Options{Quality: 100}); err != nil {
		t.Fatal(err)
	}
	exif := "Exif\x00\x00MM\x00\x2a\x00\x00\x00\x08\x00\x01\x01\x12\x00\x03\x00\x00\x00\x01\x00" + string(rune(orientation)) + "\x00\x00\x00\x00\x00\x00"
	return append(append([]byte{0xFF, 0xD8, 0xFF, 0xE1, 0, byte(len(exif) + 2)}, exif...), b.Bytes()[2:]...)
}

func asPNG(t testing.TB, m image.Image) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := png.Encode(&b, m); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// near tells the colour that a pixel is nearest to, by the first letter of its name.
func near(c color.Color) string {
	r, g, b, _ := c.RGBA()
	switch high := [3]bool{r > 0x8000, g > 0x8000, b > 0x8000}; high {
	case [3]bool{true, false, false}:
		return "r"
	case [3]bool{false, true, false}:
		return "g"
	case [3]bool{false, false, true}:
		return "b"
	case [3]bool{true, true, true}:
		return "w"
	}
	return "?"
}

// A picture that lies on its side is turned, and its size is told as it stands (dino#522, yaxim#255).
func TestPicturesStandUpright(t *testing.T) {
	lying := corners(64, 32)
	for orientation, want := range map[int]string{1: "rgbw", 2: "grwb", 3: "wbgr", 4: "bwrg", 5: "rbgw", 6: "brwg", 7: "wgbr", 8: "gwrb"} {
		data := asJPEG(t, lying, orientation)
		wide := image.Pt(64, 32)
		if orientation > 4 {
			wide = image.Pt(32, 64)
		}
		if w, h := picture.Size(data); image.Pt(w, h) != wide {
			t.Errorf("%d: size is told as %d×%d", orientation, w, h)
		}
		for _, box := range []int{64, 16} {
			m, err := picture.Fit(t.Context(), data, box, box)
			if err != nil {
				t.Fatal(err)
			}
			if size := m.Rect.Size(); size != wide.Mul(box).Div(64) {
				t.Errorf("%d in %d: drawn as %v", orientation, box, size)
			}
			w, h := m.Rect.Dx(), m.Rect.Dy()
			got := near(m.At(w/4, h/4)) + near(m.At(3*w/4, h/4)) + near(m.At(w/4, 3*h/4)) + near(m.At(3*w/4, 3*h/4))
			if got != want {
				t.Errorf("%d in %d: %s, want %s", orientation, box, got, want)
			}
		}
	}
}

func TestPicturesFit(t *testing.T) {
	for _, row := range []struct{ w, h, boxW, boxH, wantW, wantH int }{
		{100, 50, 200, 200, 100, 50}, // not made larger
		{100, 50, 40, 40, 40, 20},
		{50, 100, 40, 40, 20, 40},
		{4000, 3000, 600, 300, 400, 300},
		{10_000, 1, 100, 100, 100, 1},
		{1, 10_000, 100, 100, 1, 100},
		{0, 5, 10, 10, 0, 0},
		{5, 5, 0, 10, 0, 0},
	} {
		if w, h := picture.Inside(row.w, row.h, row.boxW, row.boxH); w != row.wantW || h != row.wantH {
			t.Errorf("%+v: %d×%d", row, w, h)
		}
	}
	for _, side := range []int{1, 33, 300} { // by one step, and by two
		m, err := picture.Fit(t.Context(), asPNG(t, corners(300, 300)), side, side)
		if err != nil || m.Rect.Size() != image.Pt(side, side) {
			t.Errorf("%d: %v, %v", side, m.Rect, err)
		}
	}
	if _, err := picture.Fit(t.Context(), asPNG(t, corners(4, 4)), 0, 10); err == nil {
		t.Error("a picture fits where no room is")
	}
}

// What fills a box is the middle of the picture as it stands, and has the size of the box.
func TestPicturesFill(t *testing.T) {
	stripes := image.NewRGBA(image.Rect(0, 0, 90, 30))
	for x := range 90 {
		for y := range 30 {
			stripes.Set(x, y, []color.RGBA{red, green, blue}[x/30])
		}
	}
	for _, row := range []struct {
		orientation, w, h int
		want              string // at the upper left, in the middle, at the lower right
	}{{1, 20, 20, "ggg"}, {6, 20, 20, "ggg"}, {1, 60, 20, "rgb"}, {6, 20, 60, "rgb"}, {8, 20, 60, "bgr"}, {3, 60, 20, "bgr"}, {1, 4, 20, "ggg"}} {
		m, err := picture.Fill(t.Context(), asJPEG(t, stripes, row.orientation), row.w, row.h)
		if err != nil || m.Rect.Size() != image.Pt(row.w, row.h) {
			t.Fatalf("%+v: %v, %v", row, m.Rect, err)
		}
		if got := near(m.At(2, 2)) + near(m.At(row.w/2, row.h/2)) + near(m.At(row.w-2, row.h-2)); got != row.want {
			t.Errorf("%+v: %s", row, got)
		}
	}
	if m, err := picture.Fill(t.Context(), asPNG(t, corners(1, 1)), 30, 7); err != nil || m.Rect.Size() != image.Pt(30, 7) {
		t.Errorf("one pixel fills %v, %v", m.Rect, err)
	}
}

func TestWhatCostsTooMuchIsNotShown(t *testing.T) {
	claims := asPNG(t, corners(4, 4))
	binary.BigEndian.PutUint32(claims[16:], 40_000)
	binary.BigEndian.PutUint32(claims[29:], crc32.ChecksumIEEE(claims[12:29]))
	for name, data := range map[string][]byte{"a side of 40,000": claims, "all of 65,535": []byte("GIF89a\xff\xff\xff\xff\x00\x00\x00"), "too many bytes": append(asPNG(t, corners(4, 4)), make([]byte, picture.Most)...)} {
		if _, err := picture.Fit(t.Context(), data, 10, 10); !errors.Is(err, bitmap.ErrCostly) {
			t.Errorf("%s: %v", name, err)
		}
		if w, h := picture.Size(data); name != "too many bytes" && (w != 0 || h != 0) {
			t.Errorf("%s: it is told as %d×%d", name, w, h)
		}
	}
	for name, data := range map[string][]byte{"nothing": nil, "half a JPEG": asJPEG(t, corners(64, 64), 1)[:400], "a text": []byte("GIF of a boat")} {
		if _, err := picture.Fit(t.Context(), data, 10, 10); err == nil || errors.Is(err, bitmap.ErrCostly) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// Of what moves the first frame stands: a WebP holds it in a file of another form.
func TestTheFirstFrameOfWhatMoves(t *testing.T) {
	var b bytes.Buffer
	frame := func(c color.Color) *image.Paletted {
		m := image.NewPaletted(image.Rect(0, 0, 8, 8), color.Palette{c})
		return m
	}
	if err := gif.EncodeAll(&b, &gif.GIF{Image: []*image.Paletted{frame(red), frame(blue)}, Delay: []int{0, 0}}); err != nil {
		t.Fatal(err)
	}
	for name, data := range map[string][]byte{"GIF": b.Bytes(), "WebP": moving(pixel), "WebP that is seen through": moving(append(chunk("ALPH", "\x00\xff"), lossy...))} {
		m, err := picture.Fit(t.Context(), data, 4, 4)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if name == "GIF" && near(m.At(2, 2)) != "r" {
			t.Errorf("%s: %v", name, m.At(2, 2))
		}
	}
	for name, data := range map[string][]byte{"no frame": moving(nil), "cut short": moving(pixel)[:60]} {
		if _, err := picture.Fit(t.Context(), data, 4, 4); err == nil {
			t.Errorf("%s: it is shown", name)
		}
	}
}

// pixel is what a WebP has of one pixel, coded without loss.
var pixel = chunk("VP8L", "\x2f\x00\x00\x00\x10\x07\x10\x11\x11\x88\x88\xfe\x07\x00")

// lossy is one coded with loss, which may have a part for what is seen through beside it.
var lossy = chunk("VP8 ", "\x30\x01\x00\x9d\x01\x2a\x01\x00\x01\x00\x02\x00\x34\x25\xa4\x00\x03\x70\x00\xfe\xfb\x94\x00\x00")

func chunk(kind, body string) []byte {
	return append(binary.LittleEndian.AppendUint32([]byte(kind), uint32(len(body))), body+"\x00"[:len(body)%2]...)
}

// moving is a WebP of one frame that claims to move (RFC 9649 §2.7.1).
func moving(frames ...[]byte) []byte {
	body := append([]byte("WEBP"), chunk("VP8X", "\x12\x00\x00\x00\x00\x00\x00\x00\x00\x00")...)
	body = append(body, chunk("ANIM", "\x00\x00\x00\x00\x00\x00")...)
	for _, f := range frames {
		if f != nil {
			body = append(body, chunk("ANMF", string(make([]byte, 16))+string(f))...)
		}
	}
	return append(binary.LittleEndian.AppendUint32([]byte("RIFF"), uint32(len(body))), body...)
}

func TestFittingEndsWithItsContext(t *testing.T) {
	ctx, end := context.WithCancelCause(t.Context())
	why := errors.New("the window is closed")
	end(why)
	if _, err := picture.Fit(ctx, asPNG(t, corners(4, 4)), 4, 4); !errors.Is(err, why) {
		t.Errorf("%v", err)
	}
}

func FuzzFit(f *testing.F) {
	f.Add(asJPEG(f, corners(8, 4), 6))
	f.Add(asPNG(f, corners(8, 4)))
	f.Add(moving(pixel))
	f.Fuzz(func(t *testing.T, data []byte) {
		if w, h := picture.Size(data); w > 1<<10 || h > 1<<10 {
			return // slow, and as any other
		}
		m, err := picture.Fit(t.Context(), data, 16, 8)
		if err == nil && (m.Rect.Dx() > 16 || m.Rect.Dy() > 8 || m.Rect.Empty()) {
			t.Errorf("it is drawn as %v", m.Rect)
		}
	})
}
