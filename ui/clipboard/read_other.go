//go:build windows || darwin

package clipboard

import (
	"context"

	"golang.design/x/clipboard"
)

// copied gives the picture that was copied last, a PNG of at most most bytes.
func copied(_ context.Context, most int) ([]byte, error) {
	if err := clipboard.Init(); err != nil {
		return nil, err
	}
	data := clipboard.Read(clipboard.FmtImage)
	switch {
	case len(data) == 0:
		return nil, ErrNone
	case len(data) > most:
		return nil, ErrTooLarge
	}
	return data, nil
}
