package files

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"image/jpeg"
	"image/png"
	"path/filepath"
	"strings"

	"vouch/app/files/clean"
	"vouch/app/files/picture"
)

const (
	// MostScaled is the longer side of a picture that was scaled, in pixels.
	MostScaled = 1920
	jpegGrade  = 85
)

// errUnscaled is returned for a picture that is better sent as it is.
var errUnscaled = errors.New("picture is not scaled")

// scaled makes of a cleaned picture one with its longer side of MostScaled pixels, upright, and with nothing in it but its pixels and how
// their colours are meant; ending is what its name ends with then. A PNG stays one, so that writing in it stays sharp; what is seen
// through stays so. errUnscaled: it is not larger than that, it moves, or what would come out is not at least a tenth smaller than data.
func scaled(ctx context.Context, data []byte) (out []byte, ending string, err error) {
	kind := clean.KindOf(data)
	if w, h := picture.Size(data); kind == clean.Unknown || kind == clean.GIF || max(w, h) <= MostScaled || picture.Moves(data) || isAPNG(data) {
		return nil, "", errUnscaled
	}
	m, err := picture.Fit(ctx, data, MostScaled, MostScaled)
	if err != nil {
		return nil, "", fmt.Errorf("scale picture: %w", err)
	}
	var b bytes.Buffer
	if kind == clean.PNG || !m.Opaque() {
		ending, err = "png", png.Encode(&b, m)
	} else {
		ending, err = "jpg", jpeg.Encode(&b, m, &jpeg.Options{Quality: jpegGrade})
	}
	if err != nil {
		return nil, "", fmt.Errorf("write scaled picture: %w", err)
	}
	if out = clean.Colours(data, b.Bytes()); len(out) > len(data)/10*9 {
		return nil, "", errUnscaled
	}
	return out, ending, context.Cause(ctx)
}

// isAPNG tells a PNG that moves: it says so before its first picture (PNG, third edition, §11.3.6.1).
func isAPNG(data []byte) bool {
	still, moves := bytes.Index(data, []byte("IDAT")), bytes.Index(data, []byte("acTL"))
	return clean.KindOf(data) == clean.PNG && moves >= 0 && moves < still
}

// withEnding is a name with another ending, unless it has one of the same kind.
func withEnding(name, ending string) string {
	old := filepath.Ext(name)
	if is := strings.ToLower(strings.TrimPrefix(old, ".")); is == ending || ending == "jpg" && is == "jpeg" {
		return name
	}
	return strings.TrimSuffix(name, old) + "." + ending
}
