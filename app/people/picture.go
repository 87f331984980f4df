package people

import (
	"bytes"
	"errors"
	"fmt"
	"image"
	"image/png"
	"os"

	"golang.org/x/image/draw"

	"vouch/app/fault"
	"vouch/trust/bitmap"
)

// The bounds of pictures, held before anything is decoded. Pictures of others are looked at unasked, so theirs are tighter.
var (
	ofOthers = bitmap.Bounds{Side: 2048}
	ofUsers  = bitmap.Bounds{Bytes: 32 << 20, Side: 12_000, Area: 64 << 20}
)

const (
	faceSide = 96  // pixels of a picture as it is kept
	ownSide  = 192 // pixels of a picture as it is published
)

// shrinkFace makes a small square PNG of a picture that somebody else chose. Of one that moves the first frame is taken.
func shrinkFace(data []byte) ([]byte, error) { return square(data, ofOthers, faceSide) }

// OwnPicture is the picture in a file as SetAvatar publishes it, a square PNG. It reads and decodes the file, so it is for no
// goroutine that must not wait. KindInvalid: it cannot be used.
func OwnPicture(path string) ([]byte, error) {
	picture, err := readOwnPicture(path)
	if err != nil {
		return nil, &fault.Error{Kind: fault.KindInvalid, Param: "path", Why: "no picture that can be used", Err: err}
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
	if !info.Mode().IsRegular() || info.Size() > int64(ofUsers.Bytes) {
		return nil, errors.New("no file, or too large")
	}
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	return square(data, ofUsers, ownSide)
}

// square cuts the middle out of a picture, scales it, and turns it as its camera noted.
func square(data []byte, bounds bitmap.Bounds, side int) ([]byte, error) {
	whole, err := bitmap.Decode(data, bounds)
	if err != nil {
		return nil, err
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
	if err := png.Encode(&buf, upright(small, bitmap.Orientation(data))); err != nil {
		return nil, fmt.Errorf("encode picture: %w", err)
	}
	return buf.Bytes(), nil
}
