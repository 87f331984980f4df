package clipboard

import (
	"context"
	"fmt"
)

// Offer is one of the kinds in which other programs get what was copied. Nobody changes Data any more.
type Offer struct {
	Kind string // media type
	Data []byte
}

// FileOffers offer a file of this computer, which stays where it is, as file managers do.
func FileOffers(path string) []Offer {
	uri := uriOf(path)
	return []Offer{{"text/uri-list", []byte(uri + "\r\n")}, {gnomeFiles, []byte("copy\n" + uri)}}
}

// Copy takes the clipboard and gives other programs what they ask for of offers, the best of which is the first, until something else
// is copied or ctx ends; then nothing of it is left. On Windows and macOS the system keeps it instead, and Copy returns at once. An
// error says that the clipboard could not be taken: errors.ErrUnsupported where the system takes none of the kinds.
func Copy(ctx context.Context, offers ...Offer) error {
	if err := offer(ctx, offers); err != nil {
		return fmt.Errorf("copy: %w", err)
	}
	return nil
}
