package qr

import (
	"fmt"
	"image"

	"github.com/kbinani/screenshot"
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
