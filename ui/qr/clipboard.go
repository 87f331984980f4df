package qr

import (
	"context"
	"fmt"
	"time"

	"vouch/trust/bitmap"
)

// The bounds of a picture of the clipboard.
const (
	maxCopied = 32 << 20 // bytes
	maxPixels = 50_000_000
	copyTime  = 10 * time.Second // for all of it
)

// Clipboard is the picture that was copied last. ErrNoPicture: there is none, or the clipboard cannot be read. It waits for the
// program that the picture was copied in, so it is not for a window's main goroutine: that program may be this one.
func Clipboard() (FrameSource, error) {
	ctx, cancel := context.WithTimeout(context.Background(), copyTime)
	defer cancel()
	data, err := copied(ctx, maxCopied)
	if err != nil {
		return nil, fmt.Errorf("read clipboard: %w: %w", ErrNoPicture, err)
	}
	picture, err := bitmap.Decode(data, bitmap.Bounds{Bytes: maxCopied, Area: maxPixels})
	if err != nil {
		return nil, fmt.Errorf("read clipboard: %w: %w", ErrNoPicture, err)
	}
	return Stills(picture), nil
}
