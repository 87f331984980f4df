package qr

import (
	"bytes"
	"context"
	"errors"
	"image"
	"image/png"
	"testing"

	"github.com/pion/mediadevices/pkg/frame"
	"github.com/pion/mediadevices/pkg/prop"

	codes "vouch/trust/qr"
)

func codeOf(t *testing.T, text string) image.Image {
	t.Helper()
	data, err := codes.PNG(text, 400)
	if err != nil {
		t.Fatal(err)
	}
	m, err := png.Decode(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// closing counts how often a source is closed.
type closing struct {
	FrameSource
	live  bool
	times int
}

func (c *closing) Live() bool   { return c.live }
func (c *closing) Close() error { c.times++; return nil }

// TestScan feeds frames from pictures through the way that those of a camera take.
func TestScan(t *testing.T) {
	blank := image.NewGray(image.Rect(0, 0, 300, 300))
	one, two := codeOf(t, "xmpp:alice@example.org"), codeOf(t, "xmpp:bob@example.org")
	for _, c := range []struct {
		name     string
		pictures []image.Image
		most     int
		want     []string
		err      error
	}{
		{"nothing in it", []image.Image{blank}, 9, nil, codes.ErrNoCode},
		{"no pictures", nil, 9, nil, codes.ErrNoCode},
		{"the second has one", []image.Image{blank, one}, 9, []string{"xmpp:alice@example.org"}, nil},
		{"both have one", []image.Image{one, two}, 9, []string{"xmpp:alice@example.org", "xmpp:bob@example.org"}, nil},
		{"the first is enough", []image.Image{one, two}, 1, []string{"xmpp:alice@example.org"}, nil},
	} {
		for _, live := range []bool{false, true} {
			source := &closing{FrameSource: Stills(c.pictures...), live: live}
			var got []string
			err := Scan(t.Context(), source, nil, func(texts []string) bool {
				got = append(got, texts...)
				return len(got) < c.most
			})
			if !errors.Is(err, c.err) || len(got) != len(c.want) || source.times != 1 {
				t.Errorf("%s, live %t: %q, %v, closed %d times", c.name, live, got, err, source.times)
			}
		}
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := Scan(ctx, Stills(one), nil, func([]string) bool { return true }); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
}

func TestTheModeOfACamera(t *testing.T) {
	mode := func(w, h int, rate float32, f frame.Format) prop.Media {
		return prop.Media{Video: prop.Video{Width: w, Height: h, FrameRate: rate, FrameFormat: f}}
	}
	for _, c := range []struct {
		name  string
		modes []prop.Media
		want  prop.Media
	}{
		{"the wanted size", []prop.Media{mode(640, 480, 30, frame.FormatYUYV), mode(1280, 720, 30, frame.FormatMJPEG), mode(1920, 1080, 30, frame.FormatMJPEG)}, mode(1280, 720, 30, frame.FormatMJPEG)},
		{"enough frames before no compression", []prop.Media{mode(1280, 720, 5, frame.FormatYUYV), mode(1280, 720, 30, frame.FormatMJPEG)}, mode(1280, 720, 30, frame.FormatMJPEG)},
		{"not more than 30 frames", []prop.Media{mode(1280, 720, 60, frame.FormatMJPEG), mode(1280, 720, 30, frame.FormatYUYV)}, mode(1280, 720, 30, frame.FormatYUYV)},
		{"large rather than tiny", []prop.Media{mode(320, 240, 30, frame.FormatYUYV), mode(2560, 1600, 30, frame.FormatMJPEG)}, mode(2560, 1600, 30, frame.FormatMJPEG)},
	} {
		if got, ok := bestMode(c.modes); !ok || got != c.want {
			t.Errorf("%s: %+v", c.name, got.Video)
		}
	}
	if _, ok := bestMode(nil); ok {
		t.Error("a mode of none")
	}
}
