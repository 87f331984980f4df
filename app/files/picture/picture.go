// Package picture makes the pictures of files ready for a screen: upright, in the very pixels that they are drawn with. What they
// cost is counted before they are decoded, and one is decoded at a time in the whole program: the memory of one is bounded.
package picture

import (
	"context"
	"fmt"
	"image"

	"golang.org/x/image/draw"

	"vouch/trust/bitmap"
)

// HeadSize is how much of a picture Size looks at, in bytes: cameras write previews and profiles before the size.
const HeadSize = 1 << 20

// Most is the size of a picture that is shown, in bytes.
const Most = 32 << 20

// ofChats bounds what is decoded.
var ofChats = bitmap.Bounds{Bytes: Most, Side: 16_384, Area: 50_000_000, Progressive: 14_000_000}

// turn is held by who decodes.
var turn = make(chan struct{}, 1)

// Size is how large the picture is that begins with head as it is shown, in pixels. It is 0, 0 for what is no picture, and for one
// that costs too much to be shown.
func Size(head []byte) (width, height int) {
	width, height, err := bitmap.Size(head)
	if err != nil || max(width, height) > ofChats.Side || width < 1 || height < 1 || width > ofChats.Area/height {
		return 0, 0
	}
	if lies(bitmap.Orientation(head)) {
		width, height = height, width
	}
	return width, height
}

// Fit decodes a picture, turns it upright and makes it fit into a box of pixels; it is not made larger. Of one that moves it is the
// first frame. It waits until no other is decoded, and may take a second, so it is for no goroutine that must not wait.
// bitmap.ErrCostly: it is over a bound.
func Fit(ctx context.Context, data []byte, width, height int) (*image.RGBA, error) {
	return render(ctx, data, width, height, func(b image.Rectangle, width, height int) (image.Rectangle, image.Point) {
		w, h := Inside(b.Dx(), b.Dy(), width, height)
		return b, image.Pt(w, h)
	})
}

// Fill is Fit for a picture of just that many pixels: its middle, as much as has the form of the box.
func Fill(ctx context.Context, data []byte, width, height int) (*image.RGBA, error) {
	return render(ctx, data, width, height, func(b image.Rectangle, width, height int) (image.Rectangle, image.Point) {
		w, h := b.Dx(), max(1, b.Dx()*height/max(1, width))
		if h > b.Dy() {
			w, h = max(1, b.Dy()*width/max(1, height)), b.Dy()
		}
		part := image.Rect(0, 0, w, h).Add(b.Min).Add(image.Pt((b.Dx()-w)/2, (b.Dy()-h)/2))
		return part, image.Pt(width, height)
	})
}

// render decodes a picture and draws the part of it that cut gives for a box, in as many pixels as cut says.
func render(ctx context.Context, data []byte, width, height int, cut func(whole image.Rectangle, width, height int) (image.Rectangle, image.Point)) (*image.RGBA, error) {
	if width < 1 || height < 1 {
		return nil, fmt.Errorf("draw picture: no room in %d×%d", width, height)
	}
	select {
	case turn <- struct{}{}:
		defer func() { <-turn }()
	case <-ctx.Done():
		return nil, context.Cause(ctx)
	}
	still, err := firstFrame(data)
	if err != nil {
		return nil, err
	}
	whole, err := bitmap.Decode(still, ofChats)
	if err != nil {
		return nil, err
	}
	if err := context.Cause(ctx); err != nil {
		return nil, err
	}
	how := bitmap.Orientation(data)
	if lies(how) {
		width, height = height, width
	}
	part, size := cut(whole.Bounds(), width, height)
	return upright(scale(whole, part, size), how), nil
}

// Inside is the size of a picture that fits into a box, in the unit of both; it is not made larger. No side is less than one.
func Inside(width, height, boxWidth, boxHeight int) (int, int) {
	if width < 1 || height < 1 || boxWidth < 1 || boxHeight < 1 {
		return 0, 0
	}
	if width <= boxWidth && height <= boxHeight {
		return width, height
	}
	if width*boxHeight > height*boxWidth {
		return boxWidth, max(1, (height*boxWidth+width/2)/width)
	}
	return max(1, (width*boxHeight+height/2)/height), boxHeight
}

// scale makes a part of a picture smaller or larger. Where it is far from its size it is first brought near by the quick way: the
// thorough one reads each pixel several times.
func scale(whole image.Image, part image.Rectangle, size image.Point) *image.RGBA {
	if part.Dx() > 4*size.X && part.Dy() > 4*size.Y {
		near := image.NewRGBA(image.Rectangle{Max: size.Mul(2)})
		draw.ApproxBiLinear.Scale(near, near.Rect, whole, part, draw.Src, nil)
		whole, part = near, near.Rect
	}
	out := image.NewRGBA(image.Rectangle{Max: size})
	if part.Size() == size {
		draw.Draw(out, out.Rect, whole, part.Min, draw.Src)
	} else {
		draw.CatmullRom.Scale(out, out.Rect, whole, part, draw.Src, nil)
	}
	return out
}
