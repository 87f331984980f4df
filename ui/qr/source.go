package qr

import (
	"context"
	"errors"
	"image"
	"io"
)

// Errors of sources. Others are those of the system.
var (
	ErrNoCamera  = errors.New("no camera")
	ErrBusy      = errors.New("the camera is in use")
	ErrDenied    = errors.New("the camera may not be used")
	ErrNoScreen  = errors.New("the screen cannot be read")
	ErrNoPicture = errors.New("no picture in the clipboard")
)

// FrameSource gives pictures to search for codes. One goroutine calls Frame; Close may be called from any, also while Frame
// waits, and more than once.
type FrameSource interface {
	// Frame gives the next picture, which is the caller's to keep. io.EOF says that there are no more.
	Frame(ctx context.Context) (image.Image, error)
	// Live says whether the pictures are of a camera: many, each as good as the next.
	Live() bool
	// Close ends the source and frees the device behind it before it returns.
	Close() error
}

// stills are a few pictures, each given once.
type stills struct{ left []image.Image }

// Stills is a source of pictures that are there.
func Stills(pictures ...image.Image) FrameSource { return &stills{pictures} }

func (s *stills) Frame(ctx context.Context) (image.Image, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	if len(s.left) == 0 {
		return nil, io.EOF
	}
	next := s.left[0]
	s.left = s.left[1:]
	return next, nil
}

func (s *stills) Live() bool   { return false }
func (s *stills) Close() error { return nil }
