// Package clean takes out of pictures what tells where, when and with what they were made, and leaves every pixel as it was. A file
// is not decoded: the parts that show the picture are copied as they are, and all others, known or not, are left out.
//
// JPEG (ITU-T T.81), PNG (W3C PNG, third edition), WebP (RFC 9649) and GIF (GIF89a) can be cleaned. How a picture is to be turned
// is kept, since without it it lies on its side.
package clean

import (
	"bytes"
	"errors"
)

var (
	// ErrUnknown is returned for what is no picture of a kind that can be cleaned.
	ErrUnknown = errors.New("no picture that can be cleaned")
	// ErrBroken is returned for a picture that ends too early, or is not written as its kind has it.
	ErrBroken = errors.New("picture is broken")
)

// Kind is a kind of picture, by the media type that IANA has.
type Kind string

// The kinds that can be cleaned; Unknown is any other file.
const (
	Unknown Kind = ""
	JPEG    Kind = "image/jpeg"
	PNG     Kind = "image/png"
	WebP    Kind = "image/webp"
	GIF     Kind = "image/gif"
)

// KindOf tells by its first bytes, of which twelve are enough, what a file claims to be.
func KindOf(head []byte) Kind {
	switch {
	case bytes.HasPrefix(head, []byte{0xFF, 0xD8, 0xFF}):
		return JPEG
	case bytes.HasPrefix(head, []byte(pngSignature)):
		return PNG
	case len(head) >= 12 && string(head[:4]) == "RIFF" && string(head[8:12]) == "WEBP":
		return WebP
	case bytes.HasPrefix(head, []byte("GIF87a")), bytes.HasPrefix(head, []byte("GIF89a")):
		return GIF
	}
	return Unknown
}

// Picture gives a picture without what is not needed to show it. ErrUnknown, ErrBroken: nothing was cleaned.
func Picture(file []byte) ([]byte, error) {
	switch KindOf(file) {
	case JPEG:
		return cleanJPEG(file)
	case PNG:
		return cleanPNG(file)
	case WebP:
		return cleanWebP(file)
	case GIF:
		return cleanGIF(file)
	}
	return nil, ErrUnknown
}
