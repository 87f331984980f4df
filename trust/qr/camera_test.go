package qr

import (
	"fmt"
	"image"
	"image/color"
	"math"
	"math/rand/v2"
	"slices"
	"testing"
)

// shot says how a camera sees a code: turned, at an angle, out of focus, in bad light.
type shot struct {
	text               string
	edge               float64 // of the code with its quiet zone, in pixels of a frame of 1280 by 720
	turn, tilt, pan    float64 // degrees
	x, y               float64 // middle
	blur, noise        float64 // pixels; levels
	black, white, fall float64 // levels, and how much darker one side is
}

func (s shot) String() string {
	return fmt.Sprintf("%d letters, edge %.0f, turn %.0f, tilt %.0f, pan %.0f, blur %.1f, noise %.0f", len(s.text), s.edge, s.turn, s.tilt, s.pan, s.blur, s.noise)
}

// anyShot is a shot as they come: most are hard to read, few cannot be.
func anyShot(r *rand.Rand, text string) shot {
	between := func(a, b float64) float64 { return a + (b-a)*r.Float64() }
	s := shot{text: text, edge: between(480, 690), tilt: between(-28, 28), pan: between(-28, 28), blur: between(.4, 2.2), noise: between(0, 14),
		black: between(15, 70), white: between(170, 245), fall: between(0, .3)}
	s.turn = between(-20, 20)
	if r.IntN(3) == 0 {
		s.turn = between(0, 360)
	}
	s.x, s.y = 640+between(-200, 200), 360+between(-20, 20)
	return s
}

// take draws the shot with noise.
func (s shot) take(t testing.TB, r *rand.Rand) *image.Gray { return s.noisy(r, s.light(t)) }

// light is what comes from the code: for each pixel the mean of places under it, then blur.
func (s shot) light(t testing.TB) []float64 {
	t.Helper()
	code, err := Modules(s.text)
	if err != nil {
		t.Fatal(err)
	}
	const w, h = 1280, 720
	n := float64(len(code))
	rad := math.Pi / 180
	ct, st := math.Cos(s.turn*rad), math.Sin(s.turn*rad)
	const distance = 2200. // of the camera, in pixels
	// The plane of the code: a place (u, v) on it is at u·a + v·b in space.
	ca, sa, cb, sb := math.Cos(s.tilt*rad), math.Sin(s.tilt*rad), math.Cos(s.pan*rad), math.Sin(s.pan*rad)
	a, b := [3]float64{ct * cb, st * ca, ct*sb + st*sa}, [3]float64{-st * cb, ct * ca, -st*sb + ct*sa}
	light := make([]float64, w*h)
	shade := func(px, py float64) float64 {
		// Where the ray through the pixel meets the plane: u·a + v·b = k·(x, y, 0) with k by the distance.
		x, y := px-s.x, py-s.y
		// (u·a0+v·b0)·D/(D+u·a2+v·b2) = x, and so for y: two lines in u and v.
		m00, m01 := a[0]*distance-x*a[2], b[0]*distance-x*b[2]
		m10, m11 := a[1]*distance-y*a[2], b[1]*distance-y*b[2]
		det := m00*m11 - m01*m10
		u, v := (x*m11-y*m01)*distance/det, (y*m00-x*m10)*distance/det
		i, j := (u/s.edge+.5)*n, (v/s.edge+.5)*n
		dark := i >= 0 && j >= 0 && i < n && j < n && code[int(j)][int(i)]
		level := s.white
		if dark {
			level = s.black
		} else if i < -2 || j < -2 || i > n+2 || j > n+2 {
			level = (s.white + s.black) / 2 // a table
		}
		return level * (1 - s.fall*px/w)
	}
	for y := range h {
		for x := range w {
			sum := 0.
			for _, o := range [4]float64{.125, .375, .625, .875} {
				sum += shade(float64(x)+o, float64(y)+math.Mod(o*2.6, 1))
			}
			light[y*w+x] = sum / 4
		}
	}
	return gauss(light, w, h, s.blur)
}

// noisy makes a frame of the light of a shot.
func (s shot) noisy(r *rand.Rand, light []float64) *image.Gray {
	const w, h = 1280, 720
	out := image.NewGray(image.Rect(0, 0, w, h))
	for i, v := range light {
		out.Pix[i] = uint8(max(0, min(255, v+s.noise*r.NormFloat64())))
	}
	return out
}

func gauss(in []float64, w, h int, sigma float64) []float64 {
	n := int(math.Ceil(3 * sigma))
	kernel := make([]float64, 2*n+1)
	total := 0.
	for i := range kernel {
		kernel[i] = math.Exp(-float64((i-n)*(i-n)) / (2 * sigma * sigma))
		total += kernel[i]
	}
	pass := func(in []float64, step, length, lines, next int) []float64 {
		out := make([]float64, len(in))
		for l := range lines {
			for p := range length {
				sum := 0.
				for i, k := range kernel {
					sum += k * in[l*next+max(0, min(length-1, p+i-n))*step]
				}
				out[l*next+p*step] = sum / total
			}
		}
		return out
	}
	return pass(pass(in, 1, w, h, w), w, h, w, 1)
}

// texts are what codes with one, four and ten devices hold; ten are in three parts.
func texts(class int) []string {
	switch class {
	case 1:
		return []string{link(1)}
	case 4:
		return []string{link(4)}
	}
	return []string{link(4) + ";part=1-3", link(4) + ";part=2-3", link(2) + ";part=3-3"}
}

// TestFramesAreRead reads a handful of shots of each kind, as a camera gives them: the same one again with other noise.
func TestFramesAreRead(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 1))
	for _, s := range []shot{
		{edge: 600, x: 640, y: 360, black: 20, white: 235, blur: .5},
		{edge: 500, x: 640, y: 360, black: 20, white: 235, blur: .8, turn: 45, noise: 6},
		{edge: 600, x: 600, y: 360, black: 40, white: 220, blur: 1, turn: 200, tilt: 20, noise: 8},
		{edge: 620, x: 640, y: 360, black: 40, white: 200, blur: 1.2, turn: -8, tilt: -15, pan: 25, noise: 8, fall: .3},
		{edge: 640, x: 640, y: 360, black: 40, white: 200, blur: 1, turn: 12, tilt: 34, pan: -34, noise: 6},
	} {
		for _, class := range []int{1, 4, 10} {
			for _, text := range texts(class) {
				s.text = text
				var got []string
				var reader FrameReader
				light := s.light(t)
				for range 8 {
					if got = reader.Read(s.noisy(r, light)); got != nil {
						break
					}
				}
				if !slices.Equal(got, []string{text}) {
					t.Errorf("%v: read %q", s, got)
				}
			}
		}
	}
}

// TestNothingIsReadWhereThereIsNothing gives frames of noise, stripes and a code with a part torn off.
func TestNothingIsReadWhereThereIsNothing(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 2))
	noise, stripes := image.NewGray(image.Rect(0, 0, 640, 480)), image.NewGray(image.Rect(0, 0, 640, 480))
	for i := range noise.Pix {
		noise.Pix[i] = uint8(r.UintN(256))
		stripes.Pix[i] = uint8(i / 3 % 2 * 255)
	}
	torn := shot{text: link(4), edge: 500, x: 640, y: 360, black: 20, white: 235, blur: .5}.take(t, r)
	for y := 350; y < 720; y++ {
		for x := 600; x < 1280; x++ {
			torn.SetGray(x, y, color.Gray{Y: 128})
		}
	}
	var reader FrameReader
	for range 2 * len(ways) {
		for name, frame := range map[string]image.Image{"noise": noise, "stripes": stripes, "torn": torn, "tiny": image.NewGray(image.Rect(0, 0, 3, 3)), "flat": image.NewGray(image.Rect(0, 0, 100, 100))} {
			if got := reader.Read(frame); got != nil {
				t.Errorf("%s: %q", name, got)
			}
		}
	}
}
