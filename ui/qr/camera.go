package qr

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"image"
	"image/draw"
	"io"
	"os"
	"slices"
	"strings"
	"sync"
	"syscall"

	"github.com/pion/mediadevices/pkg/driver"
	_ "github.com/pion/mediadevices/pkg/driver/camera" // registers the cameras of the system
	"github.com/pion/mediadevices/pkg/frame"
	"github.com/pion/mediadevices/pkg/io/video"
	"github.com/pion/mediadevices/pkg/prop"
)

// The size of frames that is wanted: smaller ones have too few pixels for codes with four keys, larger ones take long.
const (
	wantedWidth  = 1280
	wantedHeight = 720
)

// Camera is a camera of the system. Its ID stays as long as it is plugged in.
type Camera struct{ ID, Name string }

// Cameras lists the cameras that are plugged in now, the system's own choice first.
func Cameras() (out []Camera) {
	for _, d := range drivers() {
		out = append(out, Camera{d.Info().Label, nameOf(d.Info())})
	}
	return out
}

// opening guards the list of drivers while it is made anew: a driver that is in use must stay in it.
var opening sync.Mutex

func drivers() []driver.Driver {
	opening.Lock()
	defer opening.Unlock()
	inUse := func(d driver.Driver) bool { return d.Status() != driver.StateClosed }
	if !slices.ContainsFunc(driver.GetManager().Query(driver.FilterVideoRecorder()), inUse) {
		rediscover()
	}
	found := driver.GetManager().Query(driver.FilterAnd(driver.FilterVideoRecorder(), driver.FilterDeviceType(driver.Camera)))
	slices.SortFunc(found, func(a, b driver.Driver) int {
		return cmp.Or(cmp.Compare(b.Info().Priority, a.Info().Priority), cmp.Compare(a.Info().Label, b.Info().Label))
	})
	return found
}

// nameOf is what a camera is called: without the bus behind it, which Linux tells.
func nameOf(i driver.Info) string {
	name, _, _ := strings.Cut(i.Name, ";")
	if name = strings.TrimSpace(name); name == "" {
		name, _, _ = strings.Cut(i.Label, ";")
	}
	return name
}

// filming reads the frames of a camera on a goroutine of its own and keeps the newest.
type filming struct {
	device driver.Driver
	frames chan image.Image // one slot
	ended  chan struct{}    // closed after the last frame; err is set then
	err    error
	close  sync.Once
	closed error
}

// OpenCamera begins to film; "" is the first camera. Errors: ErrNoCamera, ErrBusy, ErrDenied.
func OpenCamera(id string) (FrameSource, error) {
	all := drivers()
	at := slices.IndexFunc(all, func(d driver.Driver) bool { return id == "" || d.Info().Label == id })
	if at < 0 {
		return nil, ErrNoCamera
	}
	d := all[at]
	if err := d.Open(); err != nil {
		return nil, cameraError(err)
	}
	mode, ok := bestMode(d.Properties())
	if !ok {
		return nil, errors.Join(fmt.Errorf("open camera: %w: no format that can be read", ErrNoCamera), d.Close())
	}
	recorder, ok := d.(driver.VideoRecorder)
	if !ok {
		return nil, errors.Join(fmt.Errorf("open camera: %w: it does not film", ErrNoCamera), d.Close())
	}
	reader, err := recorder.VideoRecord(mode)
	if err != nil {
		return nil, cameraError(err) // the driver has closed it
	}
	c := &filming{device: d, frames: make(chan image.Image, 1), ended: make(chan struct{})}
	go c.film(reader)
	return c, nil
}

// bestMode is the one nearest to the wanted size; of several the one that is not compressed, with the most frames up to 30.
func bestMode(modes []prop.Media) (prop.Media, bool) {
	if len(modes) == 0 {
		return prop.Media{}, false
	}
	off := func(m prop.Media) int {
		n := abs(m.Width-wantedWidth) + abs(m.Height-wantedHeight)
		if m.Width < 640 || m.Height < 480 {
			n += 10_000
		}
		return n
	}
	rate := func(m prop.Media) float32 { return min(m.FrameRate, 30) }
	packed := func(m prop.Media) int {
		if m.FrameFormat == frame.FormatMJPEG {
			return 1
		}
		return 0
	}
	return slices.MinFunc(modes, func(a, b prop.Media) int {
		return cmp.Or(cmp.Compare(off(a), off(b)), cmp.Compare(int(rate(b))/10, int(rate(a))/10), cmp.Compare(packed(a), packed(b)), cmp.Compare(rate(b), rate(a)))
	}), true
}

// film keeps reading until the camera is closed, so that the driver never waits for us.
func (c *filming) film(r video.Reader) {
	defer close(c.ended)
	for {
		picture, release, err := r.Read()
		if err != nil {
			c.err = err
			return
		}
		gray := grayCopy(picture)
		release()
		select {
		case <-c.frames: // nobody has taken the one before
		default:
		}
		c.frames <- gray
	}
}

func (c *filming) Frame(ctx context.Context) (image.Image, error) {
	select {
	case picture := <-c.frames:
		return picture, nil
	case <-ctx.Done():
		return nil, ctx.Err()
	case <-c.ended:
		if errors.Is(c.err, io.EOF) {
			return nil, io.EOF
		}
		return nil, cameraError(c.err)
	}
}

func (c *filming) Live() bool { return true }

func (c *filming) Close() error {
	c.close.Do(func() {
		if err := c.device.Close(); err != nil {
			c.closed = fmt.Errorf("close camera: %w", err)
		}
		<-c.ended
	})
	return c.closed
}

// grayCopy is a picture without colour, in memory of its own: that of a driver is written again.
func grayCopy(picture image.Image) *image.Gray {
	b := picture.Bounds()
	out := image.NewGray(image.Rect(0, 0, b.Dx(), b.Dy()))
	if ycc, ok := picture.(*image.YCbCr); ok {
		for y := range b.Dy() {
			from := ycc.YOffset(b.Min.X, b.Min.Y+y)
			copy(out.Pix[y*out.Stride:(y+1)*out.Stride], ycc.Y[from:])
		}
		return out
	}
	draw.Draw(out, out.Bounds(), picture, b.Min, draw.Src)
	return out
}

func cameraError(err error) error {
	switch {
	case errors.Is(err, os.ErrPermission):
		return fmt.Errorf("open camera: %w: %w", ErrDenied, err)
	case errors.Is(err, syscall.EBUSY):
		return fmt.Errorf("open camera: %w: %w", ErrBusy, err)
	case errors.Is(err, os.ErrNotExist):
		return fmt.Errorf("open camera: %w: %w", ErrNoCamera, err)
	}
	return fmt.Errorf("open camera: %w", err)
}

func abs(n int) int { return max(n, -n) }
