//go:build windows || darwin

package clipboard

import (
	"context"
	"slices"

	"golang.design/x/clipboard"
)

// copied gives what was copied last in the first of kinds that can be had, of at most most bytes: that is a PNG. Which files were
// copied the library does not say.
func copied(_ context.Context, kinds []string, most int) (kind string, data []byte, err error) {
	if !slices.Contains(kinds, "image/png") {
		return "", nil, ErrNone
	}
	if err := clipboard.Init(); err != nil {
		return "", nil, err
	}
	data = clipboard.Read(clipboard.FmtImage)
	switch {
	case len(data) == 0:
		return "", nil, ErrNone
	case len(data) > most:
		return "", nil, ErrTooLarge
	}
	return "image/png", data, nil
}
