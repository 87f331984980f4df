package app

import (
	"context"
	"errors"
	"image"
	"io"

	"vouch/app/files/picture"
	"vouch/trust/bitmap"
)

// PictureOf names the picture of a message, and how it is wanted.
type PictureOf struct {
	Account, Chat, ID string
	Width, Height     int  // of the box, in pixels
	Fill              bool // its middle, in just that many pixels; else all of it, inside the box
}

// FilePicture is the picture of a message as it is drawn: upright, in the pixels that are wanted, not larger than it is unless it
// fills. Of one that moves it is the first frame. Nothing is shown that does not fit its tag. It may take a second, so it is for no
// goroutine that must not wait. KindConflict "id": it is not here; KindTampered: it is not what was sent; KindTooBig: it costs too
// much to be shown; KindInvalid "id": it is no picture that can be shown.
func (s *Service) FilePicture(ctx context.Context, c PictureOf) (*image.RGBA, error) {
	data, err := s.pictureBytes(ctx, c.Account, c.Chat, c.ID)
	if err != nil {
		return nil, err
	}
	draw := picture.Fit
	if c.Fill {
		draw = picture.Fill
	}
	m, err := draw(ctx, data, c.Width, c.Height)
	switch {
	case err == nil:
		return m, nil
	case ctx.Err() != nil:
		return nil, context.Cause(ctx)
	case errors.Is(err, bitmap.ErrCostly):
		return nil, &Error{Kind: KindTooBig, Param: "id", Err: err}
	}
	return nil, &Error{Kind: KindInvalid, Param: "id", Why: "no picture that can be shown", Err: err}
}

// FileMoving is the picture of a message as it moves, to be played by one goroutine. Its errors are those of FilePicture; KindInvalid
// "id" too where it does not move, or costs too much as it does.
func (s *Service) FileMoving(ctx context.Context, c PictureOf) (*picture.Moving, error) {
	data, err := s.pictureBytes(ctx, c.Account, c.Chat, c.ID)
	if err != nil {
		return nil, err
	}
	m, err := picture.Frames(data)
	if err != nil {
		return nil, &Error{Kind: KindInvalid, Param: "id", Why: "no picture that moves", Err: err}
	}
	return m, nil
}

// pictureBytes is the file of a message that may be a picture, in clear.
func (s *Service) pictureBytes(ctx context.Context, of, chat, id string) ([]byte, error) {
	_, from, err := s.clearFile(ctx, of, chat, id)
	if err != nil {
		return nil, err
	}
	defer from.Close()
	data, err := io.ReadAll(io.LimitReader(from, picture.Most+1))
	if err != nil {
		return nil, &Error{Kind: KindDisk, Err: err}
	}
	return data, nil
}
