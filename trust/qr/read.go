package qr

import (
	"errors"
	"fmt"
	"image"
	"image/draw"
	"io"
	"os"
	"slices"

	"github.com/makiuchi-d/gozxing"
	multi "github.com/makiuchi-d/gozxing/multi/qrcode"
	"github.com/makiuchi-d/gozxing/qrcode"

	"vouch/trust/bitmap"
)

const (
	maxFile   = 32 << 20 // bytes
	maxPixels = 50_000_000
)

// Errors of reading pictures.
var (
	ErrNoPicture = errors.New("not a picture")        // of a kind that is read: PNG, JPEG, GIF, WebP
	ErrTooLarge  = errors.New("picture is too large") // more than 50 megapixels or 32 MiB, or bitmap.ErrCostly
	ErrNoCode    = errors.New("no code in the picture")
)

// ReadFile finds the codes in a picture file. Errors: ErrNoPicture, ErrTooLarge, ErrNoCode, and those of the file.
func ReadFile(path string) ([]string, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("read picture: %w", err)
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return nil, fmt.Errorf("read picture: %w", err)
	}
	if !info.Mode().IsRegular() {
		return nil, fmt.Errorf("read picture: %w", ErrNoPicture)
	}
	return ReadFrom(f)
}

// ReadFrom is ReadFile for a picture that comes from elsewhere.
func ReadFrom(in io.Reader) ([]string, error) {
	data, err := io.ReadAll(io.LimitReader(in, maxFile+1))
	if err != nil {
		return nil, fmt.Errorf("read picture: %w", err)
	}
	whole, err := bitmap.Decode(data, bitmap.Bounds{Bytes: maxFile, Area: maxPixels})
	switch {
	case errors.Is(err, bitmap.ErrCostly):
		return nil, fmt.Errorf("read picture: %w: %w", ErrTooLarge, err)
	case err != nil:
		return nil, fmt.Errorf("read picture: %w: %w", ErrNoPicture, err)
	}
	texts := Read(whole)
	if len(texts) == 0 {
		return nil, ErrNoCode
	}
	return texts, nil
}

// Read finds the codes in a picture, each text once; it takes the time it needs.
func Read(picture image.Image) (texts []string) {
	gray := grayOf(picture)
	source := gozxing.NewLuminanceSourceFromImage(gray)
	for _, binarizer := range []gozxing.Binarizer{gozxing.NewHybridBinarizer(source), gozxing.NewGlobalHistgramBinarizer(source)} {
		bits, err := gozxing.NewBinaryBitmap(binarizer)
		if err != nil {
			continue
		}
		hints := map[gozxing.DecodeHintType]any{gozxing.DecodeHintType_TRY_HARDER: true}
		if results, err := multi.NewQRCodeMultiReader().DecodeMultiple(bits, hints); err == nil {
			for _, r := range results {
				if t := r.GetText(); !slices.Contains(texts, t) {
					texts = append(texts, t)
				}
			}
		}
		if len(texts) == 0 {
			if r, err := qrcode.NewQRCodeReader().Decode(bits, hints); err == nil {
				texts = append(texts, r.GetText())
			}
		}
	}
	return texts
}

// grayOf is a picture without colour, on white where it is transparent.
func grayOf(picture image.Image) *image.Gray {
	if g, ok := picture.(*image.Gray); ok {
		return g
	}
	b := picture.Bounds()
	g := image.NewGray(image.Rect(0, 0, b.Dx(), b.Dy()))
	draw.Draw(g, g.Bounds(), image.White, image.Point{}, draw.Src)
	draw.Draw(g, g.Bounds(), picture, b.Min, draw.Over)
	return g
}
