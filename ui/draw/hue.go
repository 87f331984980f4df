package draw

import (
	"crypto/sha1"
	"encoding/binary"
	"image/color"
	"math"
	"sync"
)

// DiscColor is the ground of the avatar of an address; white text on it is readable.
func DiscColor(jid string) color.Color { return consistent(jid, 70, 45) }

// NameColor is the colour of a person's name as text, by the bare JID or whatever else tells them from others.
func (l Look) NameColor(jid string) color.Color {
	if l.Dark {
		return consistent(jid, 70, 75)
	}
	return consistent(jid, 80, 40)
}

type shade struct {
	jid   string
	s, li float64
}

var shades sync.Map // shade → color.NRGBA

func consistent(jid string, s, li float64) color.Color {
	k := shade{jid, s, li}
	if c, ok := shades.Load(k); ok {
		return c.(color.NRGBA)
	}
	c := hsluv(hue(jid), s, li)
	shades.Store(k, c)
	return c
}

// hue is the angle of an address in degrees, XEP-0392 v1.0.1 §5.1: the first two octets of the digest, least first.
func hue(jid string) float64 {
	h := sha1.Sum([]byte(jid))
	return float64(binary.LittleEndian.Uint16(h[:2])) / 65536 * 360
}

// hsluv gives the colour of hue, saturation and lightness (0 to 360, 0 to 100, 0 to 100). Saturation is the share of
// the largest chroma that sRGB has at this hue and lightness, which is found by halving.
func hsluv(h, s, l float64) color.NRGBA {
	lo, hi := 0.0, 300.0
	for range 40 {
		mid := (lo + hi) / 2
		inside := true
		for _, v := range lchuv(l, mid, h) {
			inside = inside && v >= 0 && v <= 1
		}
		if inside {
			lo = mid
		} else {
			hi = mid
		}
	}
	var out [3]uint8
	for i, g := range lchuv(l, lo*s/100, h) {
		if g <= 0.0031308 {
			g *= 12.92
		} else {
			g = 1.055*math.Pow(g, 1/2.4) - 0.055
		}
		out[i] = uint8(math.Round(max(0, min(1, g)) * 255))
	}
	return color.NRGBA{R: out[0], G: out[1], B: out[2], A: 255}
}

// lchuv gives linear sRGB of a CIE LCh(uv) colour with the white point D65.
func lchuv(l, c, h float64) [3]float64 {
	sin, cos := math.Sincos(h * math.Pi / 180)
	u, v := c*cos/(13*l)+0.19783, c*sin/(13*l)+0.46832
	y := math.Pow((l+16)/116, 3)
	if l <= 8 {
		y = l * 27 / 24389
	}
	x := y * 9 * u / (4 * v)
	z := y * (12 - 3*u - 20*v) / (4 * v)
	return [3]float64{3.24097*x - 1.53738*y - 0.49861*z, -0.96924*x + 1.87597*y + 0.04156*z, 0.05563*x - 0.20398*y + 1.05697*z}
}
