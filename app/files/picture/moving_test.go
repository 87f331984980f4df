package picture_test

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"image"
	"image/color"
	"image/gif"
	"testing"
	"time"

	"vouch/app/files/picture"
)

var clear = color.RGBA{}

// shot is a frame of one colour, w pixels wide from x on, of a GIF 4 pixels wide.
type shot struct {
	x, w     int
	color    color.RGBA
	delay    int // hundredths of a second
	disposal byte
}

func asGIF(t testing.TB, shots ...shot) []byte {
	t.Helper()
	g := &gif.GIF{Config: image.Config{Width: 4, Height: 2}, LoopCount: 0}
	for _, s := range shots {
		m := image.NewPaletted(image.Rect(s.x, 0, s.x+s.w, 2), color.Palette{clear, s.color})
		for i := range m.Pix {
			m.Pix[i] = 1
		}
		g.Image, g.Delay, g.Disposal = append(g.Image, m), append(g.Delay, s.delay), append(g.Disposal, s.disposal)
	}
	var b bytes.Buffer
	if err := gif.EncodeAll(&b, g); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// played are the frames of a round in letters of the colours, "." where nothing is, with how long each stands.
func played(t *testing.T, m *picture.Moving) (out []string) {
	t.Helper()
	for {
		shown, stands, ok, err := m.Next(t.Context(), 4, 2)
		if err != nil {
			t.Fatal(err)
		}
		if !ok {
			return out
		}
		word := ""
		for x := range shown.Rect.Dx() {
			if _, _, _, a := shown.At(x, 0).RGBA(); a == 0 {
				word += "."
			} else {
				word += near(shown.At(x, 0))
			}
		}
		out = append(out, word+" "+stands.String())
	}
}

func TestGIFsPlay(t *testing.T) {
	for name, row := range map[string]struct {
		shots []shot
		want  []string
	}{
		"one over the other":  {[]shot{{0, 4, red, 10, gif.DisposalNone}, {1, 2, blue, 50, gif.DisposalNone}}, []string{"rrrr 100ms", "rbbr 500ms"}},
		"cleared":             {[]shot{{0, 4, red, 10, gif.DisposalBackground}, {1, 2, blue, 10, gif.DisposalNone}}, []string{"rrrr 100ms", ".bb. 100ms"}},
		"taken back":          {[]shot{{0, 4, red, 10, gif.DisposalNone}, {1, 2, blue, 10, gif.DisposalPrevious}, {3, 1, green, 10, gif.DisposalNone}}, []string{"rrrr 100ms", "rbbr 100ms", "rrrg 100ms"}},
		"no time for a frame": {[]shot{{0, 4, red, 0, gif.DisposalNone}, {0, 4, blue, 1, gif.DisposalNone}, {0, 4, green, 2, gif.DisposalNone}}, []string{"rrrr 100ms", "bbbb 100ms", "gggg 20ms"}},
	} {
		m, err := picture.Frames(asGIF(t, row.shots...))
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		for round := range 2 {
			got := played(t, m)
			for i := range max(len(got), len(row.want)) {
				if i >= len(got) || i >= len(row.want) || got[i] != row.want[i] {
					t.Errorf("%s, round %d: %q, want %q", name, round, got, row.want)
					break
				}
			}
		}
	}
}

// animated is a WebP of single pixels at places of a whole of 4 by 2; flags say what becomes of each.
func animated(frames ...[3]byte) []byte {
	body := append([]byte("WEBP"), chunk("VP8X", "\x12\x00\x00\x00\x03\x00\x00\x01\x00\x00")...)
	for _, f := range frames {
		head := string([]byte{f[0] / 2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, f[1], 0, 0, f[2]})
		body = append(body, chunk("ANMF", head+string(lossy))...)
	}
	return append(binary.LittleEndian.AppendUint32([]byte("RIFF"), uint32(len(body))), body...)
}

func TestWebPsPlay(t *testing.T) {
	m, err := picture.Frames(animated([3]byte{0, 30, 1}, [3]byte{2, 200, 0}, [3]byte{0, 5, 2}))
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for {
		shown, stands, ok, err := m.Next(t.Context(), 4, 2)
		if err != nil {
			t.Fatal(err)
		}
		if !ok {
			break
		}
		word := ""
		for x := range 4 {
			if _, _, _, a := shown.At(x, 0).RGBA(); a == 0 {
				word += "."
			} else {
				word += "x"
			}
		}
		got = append(got, word+" "+stands.String())
	}
	if want := []string{"x... 30ms", "..x. 200ms", "x.x. 100ms"}; len(got) != 3 || got[0] != want[0] || got[1] != want[1] || got[2] != want[2] {
		t.Errorf("%q, want %q", got, want)
	}
}

// What does not move, or costs too much as it does, is shown still (gif-delay-0, webp-anim-loop, and bombs).
func TestWhatDoesNotPlay(t *testing.T) {
	many := make([]shot, 501)
	for i := range many {
		many[i] = shot{0, 1, red, 1, 0}
	}
	wide := asGIF(t, shot{0, 4, red, 10, 0}, shot{0, 4, blue, 10, 0})
	binary.LittleEndian.PutUint16(wide[6:], 65_535)
	binary.LittleEndian.PutUint16(wide[8:], 65_535)
	for name, data := range map[string][]byte{"nothing": nil, "one frame": asGIF(t, shot{0, 4, red, 10, 0}), "a JPEG": asJPEG(t, corners(4, 4), 1), "501 frames": asGIF(t, many...), "65,535 wide": wide, "a WebP of one frame": moving(pixel), "cut in the head": wide[:14]} {
		if _, err := picture.Frames(data); err == nil || name != "cut in the head" && !errors.Is(err, picture.ErrStill) {
			t.Errorf("%s: %v", name, err)
		}
		if name != "501 frames" && name != "65,535 wide" && name != "a WebP of one frame" && picture.Moves(data) {
			t.Errorf("%s says that it moves", name)
		}
	}
	if !picture.Moves(asGIF(t, shot{0, 4, red, 10, 0}, shot{0, 4, blue, 10, 0})) || !picture.Moves(animated([3]byte{})) {
		t.Error("what moves does not say so")
	}
	ctx, end := context.WithCancel(t.Context())
	end()
	m, err := picture.Frames(asGIF(t, shot{0, 4, red, 10, 0}, shot{0, 4, blue, 10, 0}))
	if err != nil {
		t.Fatal(err)
	}
	if _, _, _, err := m.Next(ctx, 4, 2); !errors.Is(err, context.Canceled) {
		t.Errorf("behind its end: %v", err)
	}
}

func FuzzFrames(f *testing.F) {
	f.Add(asGIF(f, shot{0, 4, red, 10, 0}, shot{1, 2, blue, 10, gif.DisposalPrevious}))
	f.Add(animated([3]byte{0, 30, 1}, [3]byte{2, 200, 0}))
	f.Fuzz(func(t *testing.T, data []byte) {
		picture.Moves(data)
		m, err := picture.Frames(data)
		if err != nil {
			return
		}
		for range 10 {
			shown, stands, ok, err := m.Next(t.Context(), 8, 8)
			if err != nil || !ok {
				return
			}
			if stands < 20*time.Millisecond || shown.Rect.Dx() > 8 || shown.Rect.Dy() > 8 {
				t.Errorf("%v for %v", shown.Rect, stands)
			}
		}
	})
}
