//go:build windows || darwin

package qr

import (
	"context"
	"errors"

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
		return nil, errNotCopied
	case len(data) > most:
		return nil, errTooMuch
	}
	return data, nil
}

var (
	errNotCopied = errors.New("no picture was copied")
	errTooMuch   = errors.New("too large")
)
