// Package clipboard reads what other programs have copied, without a library that the user may lack: from the X server, from the
// compositor through wl-paste, or from Windows and macOS. Texts are none of its business: the toolkit has them.
package clipboard

import (
	"context"
	"errors"
	"time"
)

// Errors of reading. Others are those of the system.
var (
	ErrNone     = errors.New("nothing of that kind was copied")
	ErrTooLarge = errors.New("too large")
	ErrSilent   = errors.New("no answer")
)

// The bounds of what is read.
const (
	MaxPicture = 32 << 20         // bytes
	allTime    = 10 * time.Second // for all of it; an owner that does not answer a step is given up sooner
)

// Picture is the picture that was copied last, in the bytes that the program gives it in that it was copied in. ErrNone: there is
// none. It waits for that program, which may be this one, so it is not for a window's main goroutine.
func Picture(ctx context.Context) ([]byte, error) {
	ctx, cancel := context.WithTimeout(ctx, allTime)
	defer cancel()
	return copied(ctx, MaxPicture)
}
