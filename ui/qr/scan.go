package qr

import (
	"context"
	"errors"
	"image"
	"io"

	codes "vouch/trust/qr"
)

// Scan searches the pictures of a source for codes until found has seen enough, the source has no more, or ctx ends; the
// source is closed then. seen, which may be nil, gets every picture; found gets the texts of the codes in one, and says
// whether to go on. Both are called on the caller's goroutine. The error is that of the source; codes.ErrNoCode when it had
// an end and there was no code in it.
func Scan(ctx context.Context, source FrameSource, seen func(image.Image), found func(texts []string) (more bool)) (err error) {
	defer func() { err = errors.Join(err, source.Close()) }()
	var reader codes.FrameReader
	any := false
	for {
		picture, err := source.Frame(ctx)
		switch {
		case errors.Is(err, io.EOF):
			if !any {
				return codes.ErrNoCode
			}
			return nil
		case err != nil:
			return err
		}
		if seen != nil {
			seen(picture)
		}
		var texts []string
		if source.Live() {
			texts = reader.Read(picture)
		} else {
			texts = codes.Read(picture)
		}
		if len(texts) == 0 {
			continue
		}
		any = true
		if !found(texts) {
			return nil
		}
	}
}
