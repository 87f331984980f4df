package qr

import (
	"bytes"
	"fmt"
	"image"
	"image/draw"
	"image/png"

	"github.com/skip2/go-qrcode"
)

// Modules are the dark modules of the code of a text, by row, with the quiet zone of four around it (ISO/IEC 18004 §5.3.8),
// at error correction level L: a screen has no dirt, and fewer modules are larger. A text too long for a code is an error.
func Modules(text string) ([][]bool, error) {
	q, err := qrcode.New(text, qrcode.Low)
	if err != nil {
		return nil, fmt.Errorf("draw code: %w", err)
	}
	return q.Bitmap(), nil
}

// PNG is the code of a text as a picture of at least pixels width and height, every module the same number of pixels wide.
func PNG(text string, pixels int) ([]byte, error) {
	q, err := qrcode.New(text, qrcode.Low)
	if err != nil {
		return nil, fmt.Errorf("draw code: %w", err)
	}
	modules := len(q.Bitmap())
	png, err := q.PNG((pixels + modules - 1) / modules * modules)
	if err != nil {
		return nil, fmt.Errorf("draw code: %w", err)
	}
	return png, nil
}

// PNGs is PNG for several texts, with their codes in rows of two on one picture.
func PNGs(texts []string, pixels int) ([]byte, error) {
	if len(texts) == 1 {
		return PNG(texts[0], pixels)
	}
	rows := (len(texts) + 1) / 2
	var codes []image.Image
	side := 0
	for _, text := range texts {
		data, err := PNG(text, pixels)
		if err != nil {
			return nil, err
		}
		code, err := png.Decode(bytes.NewReader(data))
		if err != nil {
			return nil, fmt.Errorf("draw code: %w", err)
		}
		codes = append(codes, code)
		side = max(side, code.Bounds().Dx())
	}
	page := image.NewGray(image.Rect(0, 0, 2*side, rows*side))
	draw.Draw(page, page.Bounds(), image.White, image.Point{}, draw.Src)
	for i, code := range codes {
		at := image.Pt(i%2*side, i/2*side)
		draw.Draw(page, code.Bounds().Add(at), code, image.Point{}, draw.Src)
	}
	var out bytes.Buffer
	if err := png.Encode(&out, page); err != nil {
		return nil, fmt.Errorf("draw code: %w", err)
	}
	return out.Bytes(), nil
}
