package chat

import (
	"bytes"
	"image/png"
	"io"
	"net/http"
	"os"
	"strings"

	"vouch/trust/bitmap"
	"vouch/ui/clipboard"
)

// mostCopiedArea bounds a picture that is copied in another kind than its own, in pixels.
const mostCopiedArea = 50_000_000

// fileOffers are the kinds in which other programs get a file: as a file, and a picture also as such. It reads the file.
func fileOffers(path string) []clipboard.Offer {
	return append(pictureOffers(path), clipboard.FileOffers(path)...)
}

// pictureOffers are a picture as a PNG, which every program takes, and in its own bytes. There are none of what is no picture, or too
// large a one.
func pictureOffers(path string) []clipboard.Offer {
	f, err := os.Open(path)
	if err != nil {
		return nil
	}
	defer f.Close()
	data, err := io.ReadAll(io.LimitReader(f, clipboard.MaxPicture+1))
	kind := http.DetectContentType(data)
	if err != nil || len(data) > clipboard.MaxPicture || !strings.HasPrefix(kind, "image/") {
		return nil
	}
	own := clipboard.Offer{Kind: kind, Data: data}
	if kind == "image/png" || bitmap.Orientation(data) > 1 { // one that is to be turned is turned by who gets its own bytes
		return []clipboard.Offer{own}
	}
	picture, err := bitmap.Decode(data, bitmap.Bounds{Bytes: clipboard.MaxPicture, Area: mostCopiedArea})
	if err != nil {
		return nil
	}
	var out bytes.Buffer
	if err := (&png.Encoder{CompressionLevel: png.BestSpeed}).Encode(&out, picture); err != nil || out.Len() > clipboard.MaxPicture {
		return []clipboard.Offer{own}
	}
	return []clipboard.Offer{{Kind: "image/png", Data: out.Bytes()}, own}
}
