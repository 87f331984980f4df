package picture

import (
	"context"
	"errors"
	"fmt"
	"image"
	"time"

	"golang.org/x/image/draw"

	"vouch/trust/bitmap"
)

// What a picture that moves may cost.
const (
	mostFrames = 500
	mostMoving = 64_000_000 // pixels of all frames
	mostCanvas = 16_000_000 // pixels of the whole
	shortest   = 20 * time.Millisecond
	usual      = 100 * time.Millisecond // of a frame that asks for less than the shortest, as browsers do
)

// ErrStill is returned for a picture that does not move, or whose movement costs too much to be shown.
var ErrStill = errors.New("picture does not move")

// Moving is a picture that moves. Its frames are decoded one by one as it plays: only the whole is held, and one frame. It is for one
// goroutine at a time.
type Moving struct {
	width, height int
	frames        []frame
	next          int
	whole         *image.RGBA
	before        *image.RGBA // what the next frame is drawn over, where the last one is taken back
}

// frame is one frame as a file of its own.
type frame struct {
	still    []byte
	area     image.Rectangle // where it stands
	delay    time.Duration
	after    disposal
	replaces bool // it takes the place of what is below, and is not drawn over it
}

// disposal is what becomes of a frame when its time is over.
type disposal int

const (
	stays disposal = iota
	cleared
	takenBack
)

// Frames looks at a GIF or WebP for its frames. Nothing is decoded yet. ErrStill: it has not more than one, or they cost too much.
func Frames(data []byte) (*Moving, error) {
	split := gifFrames
	if isWebP(data) {
		split = webpFrames
	}
	m, err := split(data)
	if err != nil {
		return nil, err
	}
	pixels := 0
	for _, f := range m.frames {
		pixels += f.area.Dx() * f.area.Dy()
	}
	switch {
	case len(m.frames) < 2 || len(m.frames) > mostFrames:
		return nil, fmt.Errorf("%w: %d frames", ErrStill, len(m.frames))
	case m.width < 1 || m.height < 1 || m.width > mostCanvas/m.height || pixels > mostMoving:
		return nil, fmt.Errorf("%w: %d×%d pixels, %d in all frames", ErrStill, m.width, m.height, pixels)
	}
	return m, nil
}

// Next decodes the next frame, and gives the whole as it is then, fitted into a box of pixels, and for how long it stands. ok is false
// behind the last frame; then it begins anew.
func (m *Moving) Next(ctx context.Context, width, height int) (shown *image.RGBA, stands time.Duration, ok bool, err error) {
	if m.next == len(m.frames) {
		m.next, m.whole, m.before = 0, nil, nil
		return nil, 0, false, nil
	}
	if err := context.Cause(ctx); err != nil {
		return nil, 0, false, err
	}
	select {
	case turn <- struct{}{}:
		defer func() { <-turn }()
	case <-ctx.Done():
		return nil, 0, false, context.Cause(ctx)
	}
	f := m.frames[m.next]
	picture, err := bitmap.Decode(f.still, bitmap.Bounds{Bytes: Most, Area: mostCanvas})
	if err != nil {
		return nil, 0, false, fmt.Errorf("decode frame %d: %w", m.next, err)
	}
	m.draw(f, picture)
	m.next++
	w, h := Inside(m.width, m.height, width, height)
	return scale(m.whole, m.whole.Rect, image.Pt(w, h)), f.delay, true, nil
}

// draw has the frame before end, and draws this one.
func (m *Moving) draw(f frame, picture image.Image) {
	if m.whole == nil {
		m.whole = image.NewRGBA(image.Rect(0, 0, m.width, m.height))
	} else {
		switch last := m.frames[m.next-1]; last.after {
		case cleared:
			draw.Draw(m.whole, last.area, image.Transparent, image.Point{}, draw.Src)
		case takenBack:
			copy(m.whole.Pix, m.before.Pix)
		}
	}
	if f.after == takenBack {
		if m.before == nil {
			m.before = image.NewRGBA(m.whole.Rect)
		}
		copy(m.before.Pix, m.whole.Pix)
	}
	op := draw.Over
	if f.replaces {
		op = draw.Src
	}
	draw.Draw(m.whole, f.area.Intersect(m.whole.Rect), picture, picture.Bounds().Min, op)
}

// delayOf is how long a frame stands.
func delayOf(d time.Duration) time.Duration {
	if d < shortest {
		return usual
	}
	return d
}
