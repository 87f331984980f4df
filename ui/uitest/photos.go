package uitest

import (
	"bytes"
	"image"
	"image/color"
	"image/png"
	"math"
	"time"

	"vouch/app/view"
)

// Photo is a PNG of hills below a sky, other ones for another seed.
func Photo(w, h int, seed float64) []byte {
	m := image.NewNRGBA(image.Rect(0, 0, w, h))
	for x := range w {
		at := float64(x) / float64(max(w, h))
		far := .55 + .08*math.Sin(5*at+seed) + .03*math.Sin(17*at+2*seed)
		near := .75 + .1*math.Sin(3*at+2*seed) + .02*math.Sin(23*at+seed)
		for y := range h {
			down := float64(y) / float64(h)
			c := color.NRGBA{uint8(120 + 100*down), uint8(160 + 60*down), 235, 255}
			switch {
			case down > near:
				c = color.NRGBA{uint8(40 + 30*math.Sin(seed)), uint8(120 - 60*(down-near)), 60, 255}
			case down > far:
				c = color.NRGBA{100, uint8(130 + 20*math.Sin(seed)), 150, 255}
			}
			m.SetNRGBA(x, y, c)
		}
	}
	var b bytes.Buffer
	_ = png.Encode(&b, m) // a bytes.Buffer takes everything
	return b.Bytes()
}

// Peaks is the waveform of somebody who speaks.
func Peaks() []byte {
	out := make([]byte, 64)
	for i := range out {
		at := float64(i)
		out[i] = byte(255 * math.Abs(math.Sin(at/3)*math.Sin(at/11+.5)))
	}
	return out
}

// VoiceScene is a chat with sound: of both sides, with a waveform and without.
func VoiceScene() *view.Snapshot {
	s := FilesScene()
	voice := func(id string, own bool, clock string, length time.Duration, peaks []byte) *view.Row {
		r := Text(id, Bob, "Bob", "", At(20, clock))
		if own {
			r = Own(id, "", At(20, clock), view.MessageRead)
		}
		r.Encrypted, r.Trust = true, view.TrustVerified
		r.File = &view.FileView{Name: "voice.oga", Size: 80_000, State: view.FileHere, Length: length, Peaks: peaks}
		return r
	}
	s.Rows = []*view.Row{
		voice("v1", false, "14:00", 42*time.Second, Peaks()), voice("v2", false, "14:01", 7*time.Second, Peaks()),
		voice("v3", true, "14:02", 63*time.Second, Peaks()[20:52]), voice("v4", true, "14:10", 50*time.Minute, nil),
	}
	return s
}

// PicturesScene is a chat with pictures: one by one, wide and high, one that cannot be shown, and several in a row. photos are what
// the service has of them.
func PicturesScene() (scene *view.Snapshot, photos map[string][]byte) {
	s := FilesScene()
	photos = map[string][]byte{}
	picture := func(id string, own bool, clock string, w, h int) *view.Row {
		r := Text(id, Bob, "Bob", "", At(20, clock))
		if own {
			r = Own(id, "", At(20, clock), view.MessageDelivered)
		}
		r.Encrypted, r.Trust = true, view.TrustVerified
		r.File = &view.FileView{Name: "picture.png", Size: 1000, State: view.FileHere, Width: w, Height: h}
		if id != "broken" {
			photos[id] = Photo(w, h, float64(len(photos)))
		}
		return r
	}
	words := Text("w", Bob, "Bob", "The way up. The last one is from the top:", At(20, "14:02"))
	words.Encrypted, words.Trust = true, view.TrustVerified
	high := picture("high", true, "14:20", 180, 300)
	high.File.Moves = true
	s.Rows = []*view.Row{
		picture("wide", false, "14:00", 1200, 500), picture("broken", true, "14:01", 200, 100), words,
		picture("a", false, "14:03", 300, 400), picture("b", false, "14:03", 400, 300), picture("c", false, "14:04", 300, 300),
		picture("d", false, "14:04", 800, 200), picture("e", false, "14:05", 300, 300),
		picture("small", true, "14:07", 24, 24), high,
	}
	return s, photos
}
