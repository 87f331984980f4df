package qr

import (
	"bytes"
	"fmt"
	"image"
	"image/png"

	"github.com/kbinani/screenshot"
	"golang.design/x/clipboard"
)

// Screen is what all displays show now. ErrNoScreen: the system does not say.
func Screen() (FrameSource, error) {
	var pictures []image.Image
	for n := range screenshot.NumActiveDisplays() {
		picture, err := screenshot.CaptureDisplay(n)
		if err != nil {
			return nil, fmt.Errorf("read screen: %w: %w", ErrNoScreen, err)
		}
		pictures = append(pictures, picture)
	}
	if len(pictures) == 0 {
		return nil, fmt.Errorf("read screen: %w: no display", ErrNoScreen)
	}
	return Stills(pictures...), nil
}

// maxPixels bounds a picture of the clipboard.
const maxPixels = 50_000_000

// Clipboard is the picture that was copied last. ErrNoPicture: there is none, or the clipboard cannot be read.
func Clipboard() (FrameSource, error) {
	if err := clipboard.Init(); err != nil {
		return nil, fmt.Errorf("read clipboard: %w: %w", ErrNoPicture, err)
	}
	data := clipboard.Read(clipboard.FmtImage)
	conf, err := png.DecodeConfig(bytes.NewReader(data))
	if err != nil || conf.Width <= 0 || conf.Height <= 0 || conf.Width > maxPixels/conf.Height {
		return nil, fmt.Errorf("read clipboard: %w", ErrNoPicture)
	}
	picture, err := png.Decode(bytes.NewReader(data))
	if err != nil {
		return nil, fmt.Errorf("read clipboard: %w: %w", ErrNoPicture, err)
	}
	return Stills(picture), nil
}
