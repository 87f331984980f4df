package app

import (
	"context"

	"vouch/app/files"
)

// Weigh asks how large a file would be as it is sent: one of this computer, or Content where there is one.
type Weigh struct {
	Path    string
	Content []byte
	Side    int // of the square inside which its picture is drawn, in pixels
}

// Weighed is how large a file is as SendFile and SendContent send it.
type Weighed = files.Weighed

// Weigh makes of a file what would be sent, and keeps nothing: its sizes are those that are sent. It may take seconds, so it is for no
// goroutine that must not wait. Its errors are those of SendFile about a path.
func (s *Service) Weigh(ctx context.Context, c Weigh) (Weighed, error) {
	if c.Content != nil {
		return files.WeighBytes(ctx, c.Content, c.Side), nil
	}
	w, err := files.Weigh(ctx, c.Path, c.Side)
	if err != nil {
		return w, attachError(err)
	}
	return w, nil
}
