// Package bitmap decodes pictures that somebody else has made: what they cost is counted before.
//
// Of a picture that moves the first frame is taken. A GIF ends behind it; a WebP that moves is not decoded at all.
package bitmap

import (
	"bytes"
	"errors"
	"fmt"
	"image"
	_ "image/gif" // the kinds that are decoded
	_ "image/jpeg"
	_ "image/png"

	_ "golang.org/x/image/webp"
)

// ErrCostly is a picture over a bound.
var ErrCostly = errors.New("picture costs too much")

// Bounds is what a picture may cost; zero is no bound.
type Bounds struct {
	Bytes int
	Side  int // pixels of the longer one
	Area  int // pixels

	Progressive int // pixels of a progressive JPEG, which takes 14 bytes for each while it is decoded
}

const (
	// MostScans of a JPEG are decoded: each goes over the whole picture, and may take 18 bytes. Encoders make about ten, and
	// thirty where they try to be small.
	MostScans = 50
	// MostLossless bytes of a WebP may be coded without loss: each of its tables of codes has 2,328 entries, and may take four
	// bytes.
	MostLossless = 256 << 10
)

// Decode decodes a PNG, JPEG, GIF or WebP. ErrCostly: it is over a bound, and was not decoded. A decoder that panics fails. It may
// take a second, where the bounds allow it.
func Decode(data []byte, bounds Bounds) (whole image.Image, err error) {
	defer func() {
		if r := recover(); r != nil {
			whole, err = nil, fmt.Errorf("decode picture: %v", r)
		}
	}()
	if bounds.Bytes > 0 && len(data) > bounds.Bytes {
		return nil, fmt.Errorf("look at picture: %w: %d bytes", ErrCostly, len(data))
	}
	cfg, format, err := image.DecodeConfig(bytes.NewReader(data))
	if err != nil {
		return nil, fmt.Errorf("look at picture: %w", err)
	}
	if w, h := cfg.Width, cfg.Height; w < 1 || h < 1 || bounds.Side > 0 && max(w, h) > bounds.Side || bounds.Area > 0 && w > bounds.Area/h {
		return nil, fmt.Errorf("look at picture: %w: %s of %d×%d pixels", ErrCostly, format, w, h)
	}
	if err := count(format, data); err != nil {
		return nil, fmt.Errorf("look at picture: %w", err)
	}
	if format == "jpeg" && bounds.Progressive > 0 && cfg.Width > bounds.Progressive/cfg.Height && isProgressive(data) {
		return nil, fmt.Errorf("look at picture: %w: progressive, of %d×%d pixels", ErrCostly, cfg.Width, cfg.Height)
	}
	if whole, _, err = image.Decode(bytes.NewReader(data)); err != nil {
		return nil, fmt.Errorf("decode picture: %w", err)
	}
	return whole, nil
}

// Size is how large a picture is as it is written, in pixels, before it is turned. Nothing but its head is read.
func Size(data []byte) (width, height int, err error) {
	defer func() {
		if r := recover(); r != nil {
			width, height, err = 0, 0, fmt.Errorf("look at picture: %v", r)
		}
	}()
	cfg, _, err := image.DecodeConfig(bytes.NewReader(data))
	if err != nil {
		return 0, 0, fmt.Errorf("look at picture: %w", err)
	}
	return cfg.Width, cfg.Height, nil
}

// count holds the bounds that do not follow from the size of a picture.
func count(format string, data []byte) error {
	switch format {
	case "jpeg":
		if scans(data, MostScans) > MostScans {
			return fmt.Errorf("%w: more than %d scans", ErrCostly, MostScans)
		}
	case "webp":
		if n := lossless(data); n > MostLossless {
			return fmt.Errorf("%w: %d bytes without loss", ErrCostly, n)
		}
	}
	return nil
}
