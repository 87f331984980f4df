package app

import (
	"bytes"
	"errors"
	"fmt"
	"image"
	_ "image/gif" // formats that image.Decode knows
	_ "image/jpeg"
	"image/png"
	"os"

	"golang.org/x/image/draw"
	_ "golang.org/x/image/webp"
)

// The bounds of pictures, held before anything is decoded. Pictures of others are looked at unasked, so theirs are tighter.
const (
	maxSide     = 2048     // pixels of a picture of others
	maxOwnSide  = 12_000   // pixels of a file of the user's
	maxOwnArea  = 64 << 20 // pixels of it
	maxOwnBytes = 32 << 20
	faceSide    = 96  // pixels of a picture as it is kept
	ownSide     = 192 // pixels of a picture as it is published
)

// shrinkFace makes a small square PNG of a picture that somebody else chose. Of one that moves the first frame is taken.
func shrinkFace(picture []byte) ([]byte, error) {
	cfg, format, err := image.DecodeConfig(bytes.NewReader(picture))
	if err != nil {
		return nil, fmt.Errorf("look at picture: %w", err)
	}
	if cfg.Width < 1 || cfg.Height < 1 || cfg.Width > maxSide || cfg.Height > maxSide {
		return nil, fmt.Errorf("look at picture: %s of %d×%d pixels", format, cfg.Width, cfg.Height)
	}
	return square(picture, faceSide)
}

// OwnPicture is the picture in a file as SetAvatar would publish it, a square PNG. It reads and decodes the file, so it is not
// for a window's main goroutine. KindInvalid: it cannot be used.
func (s *Service) OwnPicture(path string) ([]byte, error) {
	picture, err := readOwnPicture(path)
	if err != nil {
		return nil, &Error{Kind: KindInvalid, Param: "path", Detail: "no picture that can be used", Err: err}
	}
	return picture, nil
}

// readOwnPicture makes a square PNG for others of a file of the user's. Nothing but the pixels goes along: not where and
// with what it was taken.
func readOwnPicture(path string) ([]byte, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, err
	}
	if !info.Mode().IsRegular() || info.Size() > maxOwnBytes {
		return nil, errors.New("no file, or too large")
	}
	picture, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	cfg, _, err := image.DecodeConfig(bytes.NewReader(picture))
	if err != nil {
		return nil, err
	}
	if cfg.Width < 1 || cfg.Height < 1 || cfg.Width > maxOwnSide || cfg.Height > maxOwnSide || cfg.Width*cfg.Height > maxOwnArea {
		return nil, fmt.Errorf("%d×%d pixels", cfg.Width, cfg.Height)
	}
	return square(picture, ownSide)
}

// square cuts the middle out of a picture whose size is known to be bearable, scales it, and turns it as its camera noted. A
// decoder that panics fails.
func square(picture []byte, side int) (out []byte, err error) {
	defer func() {
		if r := recover(); r != nil {
			out, err = nil, fmt.Errorf("decode picture: %v", r)
		}
	}()
	whole, _, err := image.Decode(bytes.NewReader(picture))
	if err != nil {
		return nil, fmt.Errorf("decode picture: %w", err)
	}
	b := whole.Bounds()
	d := min(b.Dx(), b.Dy())
	if d < 1 {
		return nil, errors.New("decode picture: empty")
	}
	from := image.Rect(0, 0, d, d).Add(b.Min).Add(image.Pt((b.Dx()-d)/2, (b.Dy()-d)/2))
	small := image.NewNRGBA(image.Rect(0, 0, side, side))
	draw.CatmullRom.Scale(small, small.Bounds(), whole, from, draw.Src, nil)
	var buf bytes.Buffer
	if err := png.Encode(&buf, upright(small, orientation(picture))); err != nil {
		return nil, fmt.Errorf("encode picture: %w", err)
	}
	return buf.Bytes(), nil
}
