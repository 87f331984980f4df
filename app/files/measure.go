package files

import (
	"context"
	"errors"
	"io"
	"time"

	"vouch/app/fault"
	"vouch/app/files/filename"
	"vouch/app/files/picture"
	"vouch/app/files/sound"
	"vouch/app/history"
)

// mostDrawn is how long sound may play whose waveform is drawn: all of it is decoded for that.
const mostDrawn = sound.MaxRecording

// measured notes what a file is that has just come, and was held against its tag: how large a picture is, or how long sound plays.
// What its sender says of that counts no more.
func (s *Store) measured(ctx context.Context, f history.File) (history.File, error) {
	f.Width, f.Height, f.Moves, f.Length, f.Peaks = 0, 0, false, 0, nil
	sealed, size, err := s.Sealed(f.Stored)
	if err != nil {
		return f, &fault.Error{Kind: fault.KindDisk, Err: err}
	}
	defer sealed.Close()
	r, err := f.AESGCM().Decrypt(sealed, size)
	if err != nil {
		return f, &fault.Error{Kind: fault.KindDisk, Err: err}
	}
	if filename.Sound(f.Name) {
		f.Length, f.Peaks = heard(ctx, r, f.Size)
		return f, context.Cause(ctx) // else an end in the middle would say for good that it cannot be played
	}
	head, err := io.ReadAll(io.LimitReader(r, picture.HeadSize))
	if err != nil {
		return f, &fault.Error{Kind: fault.KindDisk, Err: err}
	}
	f.Width, f.Height = picture.Size(head)
	f.Moves = f.Width > 0 && picture.Moves(head)
	return f, nil
}

// heard is how long sound plays, to the millisecond, and its waveform; 0 and nil for what cannot be played here.
func heard(ctx context.Context, r io.ReadSeeker, size int64) (length int64, peaks []byte) {
	s, err := sound.Open(ctx, r, size)
	if err != nil {
		return 0, nil
	}
	defer s.Close()
	length = max(1, s.Duration().Milliseconds())
	if s.Duration() > mostDrawn+time.Second {
		return length, nil
	}
	if peaks, err = sound.Waveform(s); err != nil && !errors.Is(err, io.EOF) {
		return 0, nil // what breaks in the middle is for the system's player
	}
	return length, peaks
}
