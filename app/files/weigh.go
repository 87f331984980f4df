package files

import (
	"bytes"
	"context"
	"fmt"
	"image"
	"io"

	"vouch/app/files/clean"
	"vouch/app/files/filename"
	"vouch/app/files/picture"
)

// Weighed is how large a file is in each of the ways in which it can be sent, in bytes in clear.
type Weighed struct {
	Original int64
	Cleaned  int64       // as Original for what is no picture
	Scaled   int64       // 0 where scaling makes it no smaller, or it is none that is scaled
	Look     *image.RGBA // the picture inside the box that was asked for; nil where none can be drawn
}

// Weigh makes of a file what would be sent of it, and keeps nothing. The picture is drawn inside a square of side pixels. It may take
// seconds, so it is for no goroutine that must not wait. ErrNoFile, ErrChanged.
func Weigh(ctx context.Context, path string, side int) (Weighed, error) {
	f, info, err := openRegular(path)
	if err != nil {
		return Weighed{}, err
	}
	defer f.Close()
	out := Weighed{Original: info.Size(), Cleaned: info.Size()}
	head := make([]byte, filename.HeadSize)
	n, err := io.ReadFull(f, head)
	if err != nil && err != io.EOF && err != io.ErrUnexpectedEOF {
		return Weighed{}, fmt.Errorf("read file: %w", err)
	}
	if clean.KindOf(head[:n]) == clean.Unknown || info.Size() > mostPicture {
		return out, nil
	}
	data, err := io.ReadAll(io.MultiReader(bytes.NewReader(head[:n]), io.LimitReader(f, info.Size()+1)))
	if err != nil {
		return Weighed{}, fmt.Errorf("read picture: %w", err)
	}
	if int64(len(data)) != info.Size() {
		return Weighed{}, ErrChanged
	}
	return WeighBytes(ctx, data, side), context.Cause(ctx)
}

// WeighBytes is Weigh for what is in no file. The bytes are only read.
func WeighBytes(ctx context.Context, data []byte, side int) Weighed {
	out := Weighed{Original: int64(len(data)), Cleaned: int64(len(data))}
	if clean.KindOf(data) == clean.Unknown {
		return out
	}
	if m, err := picture.Fit(ctx, data, side, side); err == nil {
		out.Look = m
	}
	cleaned := made(ctx, data, AsCleaned)
	out.Cleaned = int64(len(cleaned.data))
	if small, _, err := scaled(ctx, cleaned.data); err == nil && !cleaned.broken {
		out.Scaled = int64(len(small))
	}
	return out
}

// version is a picture as it is sent.
type version struct {
	data   []byte
	ending string // that its name must have, or "" for the one it has
	broken bool   // it could not be cleaned, and is as it was
}

// made makes of a picture what is sent of it. Whatever cannot be done to it is left.
func made(ctx context.Context, data []byte, as As) version {
	if as == AsOriginal {
		return version{data: data}
	}
	cleaned, err := clean.Picture(data)
	if err != nil {
		return version{data: data, broken: true}
	}
	out := version{data: cleaned}
	if as != AsScaled {
		return out
	}
	if small, ending, err := scaled(ctx, cleaned); err == nil {
		return version{data: small, ending: ending}
	}
	return out
}
