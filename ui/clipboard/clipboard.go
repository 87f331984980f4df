// Package clipboard reads what other programs have copied, and offers them what was copied here, without a library that the user may
// lack: from the X server, through the compositor's wl-paste and wl-copy, or from Windows and macOS. Texts are none of its business:
// the toolkit has them.
package clipboard

import (
	"context"
	"errors"
	"time"
)

// Errors of the clipboard. Others are those of the system.
var (
	ErrNone     = errors.New("nothing of that kind was copied")
	ErrTooLarge = errors.New("too large")
	ErrSilent   = errors.New("no answer")
)

// The bounds of what is read.
const (
	MaxPicture = 32 << 20 // bytes
	MaxFiles   = 50
	maxList    = 1 << 20          // bytes of a list of files
	stepTime   = 2 * time.Second  // for each step of the program that has it
	allTime    = 10 * time.Second // for all of it
)

// pictures are the media types of pictures that are asked for, the best first; lists those of files.
var (
	pictures = []string{"image/png", "image/webp", "image/jpeg", "image/gif"}
	lists    = []string{"text/uri-list", gnomeFiles}
)

// Content is what was copied: files, or a picture.
type Content struct {
	Files   []string // of this computer, by absolute path, MaxFiles at most; nobody has looked whether they are there
	Left    int      // what was copied with them and is no such file, or too many
	Picture []byte   // in the bytes that the other program gives it in; nil for files
	Kind    string   // the media type that it says it is of
}

// Read gives the files that were copied last or, where there are none, the picture. ErrNone: there is neither. It waits for the
// program that has the clipboard, which may be this one, so it is not for a window's main goroutine.
func Read(ctx context.Context) (Content, error) {
	ctx, cancel := context.WithTimeout(ctx, allTime)
	defer cancel()
	_, list, err := copied(ctx, lists, maxList)
	if err == nil {
		if files, left := filesIn(string(list)); len(files) > 0 {
			return Content{Files: files, Left: left}, nil
		}
	} else if !errors.Is(err, ErrNone) && !errors.Is(err, ErrTooLarge) {
		return Content{}, err // it would not answer the second time either
	}
	kind, picture, err := copied(ctx, pictures, MaxPicture)
	return Content{Picture: picture, Kind: kind}, err
}

// Picture is the picture that was copied last. ErrNone: there is none. It waits as Read does.
func Picture(ctx context.Context) ([]byte, error) {
	ctx, cancel := context.WithTimeout(ctx, allTime)
	defer cancel()
	_, picture, err := copied(ctx, pictures, MaxPicture)
	return picture, err
}
