package app

import (
	"context"
	"errors"
	"io"

	"vouch/app/files/sound"
)

// Sound is the sound of a message, decoded as it is read. It is for one goroutine.
type Sound struct {
	*sound.Stream
	file io.Closer
}

// Close ends it, and closes the file.
func (s *Sound) Close() error {
	s.Stream.Close()
	return s.file.Close()
}

// OpenSound opens the sound in r, of size bytes, which it closes in the end, or where it fails. Its errors are those of package sound.
func OpenSound(ctx context.Context, r io.ReadSeekCloser, size int64) (*Sound, error) {
	stream, err := sound.Open(ctx, r, size)
	if err != nil {
		return nil, errors.Join(err, r.Close())
	}
	return &Sound{stream, r}, nil
}

// SoundOf names the sound of a message.
type SoundOf struct{ Account, Chat, ID string }

// FileSound opens the sound of a message, after all of its file was held against its tag. It reads from the file until it is closed,
// or ctx is done. KindConflict "id": it is not here; KindTampered: it is not what was sent; KindInvalid "id": it is no sound that can
// be played here; KindTooBig: it is too long for that.
func (s *Service) FileSound(ctx context.Context, c SoundOf) (*Sound, error) {
	f, from, err := s.clearFile(ctx, c.Account, c.Chat, c.ID)
	if err != nil {
		return nil, err
	}
	out, err := OpenSound(ctx, from, f.Size)
	switch {
	case err == nil:
		return out, nil
	case errors.Is(err, sound.ErrLong):
		return nil, &Error{Kind: KindTooBig, Param: "id", Err: err}
	case errors.Is(err, sound.ErrKind), errors.Is(err, sound.ErrBroken):
		return nil, &Error{Kind: KindInvalid, Param: "id", Why: "no sound that can be played here", Err: err}
	}
	return nil, &Error{Kind: KindDisk, Err: err}
}
