package qr

import (
	"fmt"

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
