package audio

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"sync"
	"time"

	"vouch/app/files/sound"
)

// Files has a file in place of the microphone and another one, of WAV, in place of the loudspeaker, both as fast as the other side
// keeps up. At its end the microphone is gone.
type Files struct {
	In  string // what is heard: one channel, at the rate that is asked for
	Out string // what was played, whole after Close
}

var _ Backend = Files{}

// Capture opens In.
func (f Files) Capture(ctx context.Context, format Format, c Callbacks) (Device, error) {
	file, err := os.Open(f.In)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrNoDevice, err)
	}
	info, err := file.Stat()
	if err != nil {
		return nil, errors.Join(ErrNoDevice, err, file.Close())
	}
	s, err := sound.Open(ctx, file, info.Size())
	if err != nil {
		return nil, errors.Join(ErrNoDevice, err, file.Close())
	}
	if s.Rate() != format.Rate || s.Channels() != format.Channels {
		return nil, errors.Join(fmt.Errorf("%w: file of %d Hz and %d channels", ErrNoDevice, s.Rate(), s.Channels()), file.Close())
	}
	buf, rest := make([]int16, format.samples(time.Second/50)), []int16(nil)
	return &fileDevice{
		step: func() (moved bool, err error) {
			if len(rest) == 0 {
				n, err := s.Read(buf)
				if err != nil {
					return false, errors.Join(ErrGone, err)
				}
				rest = buf[:n]
			}
			n := c.Samples(rest)
			rest = rest[n:]
			return n > 0, nil
		},
		gone:  c.Gone,
		close: func() { s.Close(); _ = file.Close() },
	}, nil
}

// Playback makes Out.
func (f Files) Playback(_ context.Context, format Format, c Callbacks) (Device, error) {
	file, err := os.OpenFile(f.Out, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrNoDevice, err)
	}
	size := int64(0)
	head := func() error {
		_, err := file.WriteAt(sound.WAVHeader(format.Rate, format.Channels, size), 0)
		return err
	}
	if err := head(); err != nil {
		return nil, errors.Join(ErrNoDevice, err, file.Close())
	}
	if _, err := file.Seek(0, io.SeekEnd); err != nil {
		return nil, errors.Join(ErrNoDevice, err, file.Close())
	}
	buf := make([]int16, format.samples(time.Second/50))
	return &fileDevice{
		step: func() (moved bool, err error) {
			n := c.Samples(buf)
			size += int64(2 * n)
			if _, err := file.Write(sound.AppendSamples(nil, buf[:n])); err != nil {
				return false, errors.Join(ErrGone, err)
			}
			return n > 0, nil
		},
		gone:  c.Gone,
		close: func() { _ = head(); _ = file.Close() },
	}, nil
}

// fileDevice runs a file as the thread of a device would.
type fileDevice struct {
	step  func() (moved bool, err error)
	gone  func(error)
	close func()

	mu    sync.Mutex
	stop  chan struct{} // nil while it rests
	ended chan struct{}
}

func (d *fileDevice) Start() error {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.stop != nil {
		return nil
	}
	d.stop, d.ended = make(chan struct{}), make(chan struct{})
	go d.run(d.stop, d.ended)
	return nil
}

func (d *fileDevice) run(stop <-chan struct{}, ended chan<- struct{}) {
	defer close(ended)
	for {
		moved, err := d.step()
		if err != nil {
			d.gone(err)
			return
		}
		wait := time.Duration(0)
		if !moved { // the other side is not that fast
			wait = time.Millisecond
		}
		select {
		case <-stop:
			return
		case <-time.After(wait):
		}
	}
}

func (d *fileDevice) Stop() error {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.stop != nil {
		close(d.stop)
		<-d.ended
		d.stop = nil
	}
	return nil
}

func (d *fileDevice) Close() {
	_ = d.Stop()
	if d.close != nil {
		d.close()
		d.close = nil
	}
}
