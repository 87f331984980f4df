package audio_test

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"
	"time"

	"vouch/app/files/sound"
	"vouch/ui/audio"
)

// dead is a backend whose devices open, and then do nothing until the test has them.
type dead struct {
	callbacks audio.Callbacks
	closed    int
	fail      error
}

func (d *dead) Capture(_ context.Context, _ audio.Format, c audio.Callbacks) (audio.Device, error) {
	d.callbacks = c
	return d, nil
}

func (d *dead) Playback(_ context.Context, _ audio.Format, c audio.Callbacks) (audio.Device, error) {
	d.callbacks = c
	return d, nil
}

func (d *dead) Start() error { return d.fail }
func (d *dead) Stop() error  { return nil }
func (d *dead) Close()       { d.closed++ }

// A device that does nothing ends what it was for, but not while it rests.
func TestSilentDevice(t *testing.T) {
	in := file(t, 48000, said(48000, time.Second))
	synctest.Test(t, func(t *testing.T) {
		d, w := &dead{}, &kept{}
		r, err := audio.Record(t.Context(), d, w, nil)
		if err != nil {
			t.Fatal(err)
		}
		if err := r.Pause(); err != nil {
			t.Fatal(err)
		}
		time.Sleep(time.Hour) // of the bubble
		if r.Err() != nil {
			t.Fatalf("it ended in its pause: %v", r.Err())
		}
		if err := r.Resume(); err != nil {
			t.Fatal(err)
		}
		d.callbacks.Samples(make([]int16, 500))
		begin := time.Now()
		<-r.Done()
		if !errors.Is(r.Err(), audio.ErrSilent) || time.Since(begin) > time.Minute {
			t.Errorf("%v after %v", r.Err(), time.Since(begin))
		}
		if err := r.Stop(); err != nil || len(w.samples) != 500 || w.closed != 1 || d.closed != 1 {
			t.Errorf("%v: %d samples, closed %d times, device %d times", err, len(w.samples), w.closed, d.closed)
		}
	})
	synctest.Test(t, func(t *testing.T) {
		d := &dead{}
		p, err := audio.Play(t.Context(), d, openFile(t, in), 1, nil)
		if err != nil {
			t.Fatal(err)
		}
		<-p.Done()
		if !errors.Is(p.Err(), audio.ErrSilent) || d.closed != 1 {
			t.Errorf("%v, closed %d times", p.Err(), d.closed)
		}
	})
}

// A device that is gone keeps what was recorded, and a context that is done does not finish it.
func TestDeviceGoneAndContextDone(t *testing.T) {
	in := file(t, 48000, said(48000, time.Second))
	synctest.Test(t, func(t *testing.T) {
		d, w := &dead{}, &kept{}
		r, err := audio.Record(t.Context(), d, w, nil)
		if err != nil {
			t.Fatal(err)
		}
		d.callbacks.Samples(make([]int16, 500))
		d.callbacks.Gone(audio.ErrGone)
		d.callbacks.Gone(audio.ErrGone) // once too often
		<-r.Done()
		if err := r.Stop(); err != nil || !errors.Is(r.Err(), audio.ErrGone) || len(w.samples) != 500 || w.closed != 1 || d.closed != 1 {
			t.Errorf("%v, %v: %d samples, closed %d times, device %d times", err, r.Err(), len(w.samples), w.closed, d.closed)
		}
	})
	synctest.Test(t, func(t *testing.T) {
		left := errors.New("window closed")
		ctx, cancel := context.WithCancelCause(t.Context())
		d, loud, w := &dead{}, &dead{}, &kept{}
		r, err := audio.Record(ctx, d, w, nil)
		if err != nil {
			t.Fatal(err)
		}
		p, err := audio.Play(ctx, loud, openFile(t, in), 1, nil)
		if err != nil {
			t.Fatal(err)
		}
		cancel(left)
		<-r.Done()
		<-p.Done()
		if err := r.Stop(); !errors.Is(err, left) || w.closed != 0 || d.closed != 1 || loud.closed != 1 || !errors.Is(p.Err(), left) {
			t.Errorf("%v, %v; closed %d times, devices %d and %d times", err, p.Err(), w.closed, d.closed, loud.closed)
		}
	})
	d := &dead{fail: audio.ErrRefused}
	if _, err := audio.Record(t.Context(), d, &kept{}, nil); !errors.Is(err, audio.ErrRefused) || d.closed != 1 {
		t.Errorf("%v, closed %d times", err, d.closed)
	}
	if _, err := audio.Play(t.Context(), d, openFile(t, in), 1, nil); !errors.Is(err, audio.ErrRefused) || d.closed != 2 {
		t.Errorf("%v, closed %d times", err, d.closed)
	}
}

// What comes faster than it is taken is counted, not lost without a word.
func TestLostSamplesAreCounted(t *testing.T) {
	d := &dead{}
	w := &blocking{begun: make(chan struct{}), free: make(chan struct{})}
	r, err := audio.Record(t.Context(), d, w, nil)
	if err != nil {
		t.Fatal(err)
	}
	d.callbacks.Samples(make([]int16, 100))
	<-w.begun
	p := make([]int16, sound.RecordRate)
	taken := 0
	for range 6 {
		n := d.callbacks.Samples(p)
		d.callbacks.Lost(len(p) - n)
		taken += n
	}
	close(w.free)
	if err := r.Stop(); err != nil {
		t.Fatal(err)
	}
	if taken != 4*sound.RecordRate || r.Lost() != 2*time.Second || w.count != taken+100 {
		t.Errorf("%d taken, %v lost, %d written", taken, r.Lost(), w.count)
	}
}

// blocking is a writer whose first write waits.
type blocking struct {
	begun, free chan struct{}
	count       int
}

func (b *blocking) Write(p []int16) error {
	if b.count == 0 {
		close(b.begun)
		<-b.free
	}
	b.count += len(p)
	return nil
}

func (b *blocking) Close() error { return nil }
