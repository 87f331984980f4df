package qr

import (
	"context"
	"fmt"

	"vouch/trust/bitmap"
	"vouch/ui/clipboard"
)

const maxPixels = 50_000_000

// Clipboard is the picture that was copied last. ErrNoPicture: there is none, or the clipboard cannot be read. It waits for the
// program that the picture was copied in, so it is not for a window's main goroutine: that program may be this one.
func Clipboard() (FrameSource, error) {
	data, err := clipboard.Picture(context.Background())
	if err != nil {
		return nil, fmt.Errorf("read clipboard: %w: %w", ErrNoPicture, err)
	}
	picture, err := bitmap.Decode(data, bitmap.Bounds{Bytes: clipboard.MaxPicture, Area: maxPixels})
	if err != nil {
		return nil, fmt.Errorf("read clipboard: %w: %w", ErrNoPicture, err)
	}
	return Stills(picture), nil
}
