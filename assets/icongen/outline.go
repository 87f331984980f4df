package main

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"math"
	"regexp"
	"strings"

	"github.com/fyne-io/oksvg"
	"github.com/srwiley/rasterx"
	"golang.org/x/image/math/fixed"
)

// zoom is how much finer than the grid curves are flattened.
const zoom = 8

var (
	element = regexp.MustCompile(`<[^>]*/>`)
	corner  = regexp.MustCompile(`(<rect[^>]*) rx="([^"]*)"`)
	width   = regexp.MustCompile(`stroke-width="([^"]*)"`)
	data    = regexp.MustCompile(` d="([^"]*)"`)
)

// outline gives the fill of what a round pen of the given width draws along shapes. The reader of SVG flattens each
// part of a path; a bar stands for every piece and a disc for every end and corner, all clockwise, so they unite.
func outline(shapes string, pen float64) (string, error) {
	var out strings.Builder
	for _, el := range element.FindAllString(shapes, -1) {
		half := pen / 2
		if w := width.FindStringSubmatch(el); w != nil {
			if _, err := fmt.Sscan(w[1], &half); err != nil {
				return "", fmt.Errorf("read stroke-width %q: %w", w[1], err)
			}
			half /= 2
		}
		for _, part := range parts(el) {
			points, err := flatten(part)
			if err != nil {
				return "", err
			}
			out.WriteString(strip(points, half))
		}
	}
	return out.String(), nil
}

// parts splits a path at its moves, since the reader gives one line for all of them.
func parts(el string) []string {
	d := data.FindStringSubmatch(el)
	if d == nil {
		return []string{corner.ReplaceAllString(el, `$1 rx="$2" ry="$2"`)}
	}
	var out []string
	for _, sub := range strings.Split(d[1], "M")[1:] {
		out = append(out, `<path d="M`+sub+`"/>`)
	}
	return out
}

// flatten gives the points x, y, x, y … of one part on the grid.
func flatten(part string) ([]float64, error) {
	icon, err := oksvg.ReadIconStream(strings.NewReader(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24">` + part + `</svg>`))
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", part, err)
	}
	icon.SetTarget(0, 0, 24*zoom, 24*zoom)
	r := &recorder{}
	icon.Draw(rasterx.NewDasher(24*zoom, 24*zoom, r), 1)
	if strings.HasPrefix(part, "<path") && !strings.Contains(part, "z") && len(r.points) > 2 {
		r.points = r.points[:len(r.points)-2] // filling has closed it
	}
	for i := range r.points {
		r.points[i] /= 64 * zoom
	}
	return r.points, nil
}

// strip is a line of half width w through the points.
func strip(p []float64, w float64) string {
	var b strings.Builder
	before, from := math.Inf(1), 0
	for i := 2; i+1 < len(p); i += 2 {
		x1, y1, x2, y2 := p[from], p[from+1], p[i], p[i+1]
		to := math.Atan2(y2-y1, x2-x1)
		if i+3 < len(p) { // as long as the next point lies the same way, leave this one out
			next := math.Atan2(p[i+3]-y2, p[i+2]-x2)
			if math.Abs(math.Remainder(next-to, 2*math.Pi)) < .14 || math.Hypot(x2-x1, y2-y1) < .01 {
				continue
			}
		}
		from = i
		if math.Abs(math.Remainder(to-before, 2*math.Pi)) < .5 {
			b.WriteString(bar(x1-.2*math.Cos(to), y1-.2*math.Sin(to), x2, y2, w)) // laps over its neighbour a little
		} else {
			b.WriteString(disc(true, x1, y1, w) + bar(x1, y1, x2, y2, w))
		}
		before = to
	}
	if n := len(p); n > 1 {
		b.WriteString(disc(true, p[n-2], p[n-1], w))
	}
	return b.String()
}

// polygon is closed, and clockwise or (a hole) the other way round, whichever way its points are given.
func polygon(clockwise bool, p ...float64) string {
	var b strings.Builder
	n, area := len(p)/2, 0.0
	for i := range n {
		j := (i + 1) % n
		area += p[2*i]*p[2*j+1] - p[2*j]*p[2*i+1]
	}
	for i := range n {
		k := i
		if clockwise != (area > 0) {
			k = n - 1 - i
		}
		fmt.Fprintf(&b, "%c%.2f %.2f", "ML"[min(i, 1)], p[2*k], p[2*k+1])
	}
	return b.String() + "z"
}

func disc(clockwise bool, x, y, r float64) string {
	sweep := 1
	if !clockwise {
		sweep = 0
	}
	return fmt.Sprintf("M%.2f %.2fa%g %g 0 0 %d %g 0a%g %g 0 0 %d %g 0z", x-r, y, r, r, sweep, 2*r, r, r, sweep, -2*r)
}

// bar goes from one point to the other with half width r.
func bar(x1, y1, x2, y2, r float64) string {
	l := math.Hypot(x2-x1, y2-y1)
	ux, uy := (x2-x1)/l*r, (y2-y1)/l*r
	return polygon(true, x1+uy, y1-ux, x2+uy, y2-ux, x2-uy, y2+ux, x1-uy, y1+ux)
}

// recorder is a scanner that writes the points down instead of filling.
type recorder struct{ points []float64 }

func (r *recorder) Line(p fixed.Point26_6) {
	r.points = append(r.points, float64(p.X), float64(p.Y))
}
func (r *recorder) Start(p fixed.Point26_6)                { r.Line(p) }
func (r *recorder) GetPathExtent() (e fixed.Rectangle26_6) { return e }
func (r *recorder) Draw()                                  {}
func (r *recorder) SetBounds(int, int)                     {}
func (r *recorder) SetColor(any)                           {}
func (r *recorder) SetWinding(bool)                        {}
func (r *recorder) Clear()                                 {}
func (r *recorder) SetClip(image.Rectangle)                {}

// application is the program's own icon: a tick in a speech bubble.
func application() ([]byte, error) {
	check, err := outline(`<path d="M26.5 36.5l6.5 6.5 12.5-13.5"/>`, 4.5)
	if err != nil {
		return nil, fmt.Errorf("outline the tick of vouch.svg: %w", err)
	}
	return fmt.Appendf(nil, `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 72 72">`+
		`<path fill="#4650c4" d="M18 0h36a18 18 0 0 1 18 18v36a18 18 0 0 1-18 18h-36a18 18 0 0 1-18-18v-36a18 18 0 0 1 18-18z"/>`+
		`<path fill="#ffffff" d="M20 22h32a5 5 0 0 1 5 5v18a5 5 0 0 1-5 5H37l-9 8v-8h-8a5 5 0 0 1-5-5V27a5 5 0 0 1 5-5z"/>`+
		`<path fill="#4650c4" d="%s"/></svg>`+"\n", check), nil
}

func raster(picture []byte, side int) ([]byte, error) {
	icon, err := oksvg.ReadIconStream(bytes.NewReader(picture))
	if err != nil {
		return nil, err
	}
	icon.SetTarget(0, 0, float64(side), float64(side))
	img := image.NewRGBA(image.Rect(0, 0, side, side))
	scanner := rasterx.NewScannerGV(side, side, img, img.Bounds())
	scanner.SetColor(color.Black)
	icon.Draw(rasterx.NewDasher(side, side, scanner), 1)
	var out bytes.Buffer
	if err := png.Encode(&out, img); err != nil {
		return nil, err
	}
	return out.Bytes(), nil
}
