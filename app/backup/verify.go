package backup

import (
	"context"
	"errors"
	"io"
)

// Summary is what a backup has, all of it whole.
type Summary struct {
	Manifest Manifest
	Members  []Member // without end.json
	Left     []string // the names of those that are not known
}

// Verify reads all of a backup and holds it against its end. Its errors are those of Open and Next. progress may be nil; it is called
// on the same goroutine.
func Verify(ctx context.Context, src io.Reader, passphrase string, progress func(Progress)) (Summary, error) {
	r, err := open(ctx, src, passphrase, bounds, progress)
	if err != nil {
		return Summary{}, err
	}
	for {
		if _, err := r.Next(); errors.Is(err, io.EOF) {
			return Summary{r.manifest, r.seen, r.left}, nil
		} else if err != nil {
			return Summary{}, err
		}
	}
}
