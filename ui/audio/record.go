package audio

import (
	"context"
	"errors"
	"fmt"
	"math"
	"sync/atomic"
	"time"

	"vouch/app/files/sound"
)

// Level is how loud it was during a tenth of a second.
type Level struct {
	Peak     float64       // of all samples, 0 to 1
	Loudness float64       // their root mean square, 0 to 1
	Length   time.Duration // of all that was recorded
}

const levelFrames = sound.RecordRate / 10

// Recorder is a recording under way. Its methods may be called from any goroutine.
type Recorder struct {
	ctx    context.Context
	writer sound.Writer
	level  func(Level)
	ring   *ring
	device Device
	gone   chan error
	asked  chan func()
	done   chan struct{}

	lost   atomic.Int64 // samples for which there was no room
	length atomic.Int64 // samples that were recorded

	// Of the goroutine alone.
	paused  bool
	stopped bool
	samples int // of the level that is measured
	peak    int
	squares float64
	buf     []int16
	err     error
}

// Record begins to record one channel at sound.RecordRate into w, until Stop, until the device is gone or w is full, or until ctx is done,
// which leaves w unfinished. level is called ten times for a second of sound, on the recording's goroutine, and must not wait.
func Record(ctx context.Context, b Backend, w sound.Writer, level func(Level)) (*Recorder, error) {
	r := &Recorder{
		ctx: ctx, writer: w, level: level, ring: newRing(4 * sound.RecordRate), gone: make(chan error, 1),
		asked: make(chan func()), done: make(chan struct{}), buf: make([]int16, levelFrames),
	}
	device, err := b.Capture(ctx, Format{sound.RecordRate, 1}, Callbacks{
		Samples: r.ring.put,
		Lost:    func(n int) { r.lost.Add(int64(n)) },
		Gone:    func(err error) { tellGone(r.gone, err) },
	})
	if err != nil {
		return nil, fmt.Errorf("open microphone: %w", err)
	}
	if err := device.Start(); err != nil {
		device.Close()
		return nil, fmt.Errorf("start microphone: %w", err)
	}
	r.device = device
	go r.run()
	return r, nil
}

// tellGone never waits: the first word counts.
func tellGone(gone chan<- error, err error) {
	select {
	case gone <- err:
	default:
	}
}

func (r *Recorder) run() {
	defer close(r.done)
	defer r.device.Close()
	silent := time.NewTimer(beginTime)
	defer silent.Stop()
	for r.err == nil && !r.stopped {
		select {
		case <-r.ctx.Done():
			r.err = context.Cause(r.ctx)
		case <-r.ring.wake:
			r.err = r.drain()
			silent.Reset(silentTime)
		case err := <-r.gone:
			r.err = errors.Join(r.drain(), err)
		case <-silent.C:
			if !r.paused {
				r.err = ErrSilent
			}
		case f := <-r.asked:
			f()
			silent.Reset(beginTime)
		}
	}
}

// drain writes what the device has brought.
func (r *Recorder) drain() error {
	for {
		n := r.ring.take(r.buf[:levelFrames-r.samples])
		if n == 0 {
			return nil
		}
		err := r.writer.Write(r.buf[:n])
		r.length.Add(int64(n))
		r.measure(r.buf[:n])
		if err != nil {
			return fmt.Errorf("write recording: %w", err)
		}
	}
}

func (r *Recorder) measure(p []int16) {
	for _, v := range p {
		r.peak = max(r.peak, int(v), -int(v))
		r.squares += float64(v) * float64(v)
	}
	if r.samples += len(p); r.samples < levelFrames {
		return
	}
	if r.level != nil {
		r.level(Level{float64(r.peak) / 32768, math.Sqrt(r.squares/levelFrames) / 32768, r.Length()})
	}
	r.samples, r.peak, r.squares = 0, 0, 0
}

// do runs f on the recording's goroutine, unless that has ended.
func (r *Recorder) do(f func() error) (err error) {
	ran := make(chan struct{})
	select {
	case r.asked <- func() { err = f(); close(ran) }:
		<-ran
		return err
	case <-r.done:
		return r.err
	}
}

// Pause has the microphone rest until Resume.
func (r *Recorder) Pause() error {
	return r.do(func() error {
		if r.paused {
			return nil
		}
		if err := r.device.Stop(); err != nil {
			return fmt.Errorf("pause recording: %w", err)
		}
		r.paused = true
		return r.drain()
	})
}

// Resume goes on.
func (r *Recorder) Resume() error {
	return r.do(func() error {
		if !r.paused {
			return nil
		}
		if err := r.device.Start(); err != nil {
			return fmt.Errorf("go on recording: %w", err)
		}
		r.paused = false
		return nil
	})
}

// Length is how long the recording is.
func (r *Recorder) Length() time.Duration {
	return time.Duration(r.length.Load()) * time.Second / sound.RecordRate
}

// Lost is how much of it is missing, because the machine was too busy.
func (r *Recorder) Lost() time.Duration {
	return time.Duration(r.lost.Load()) * time.Second / sound.RecordRate
}

// Done is closed when the recording has ended, by itself too: Err says why.
func (r *Recorder) Done() <-chan struct{} { return r.done }

// Err is why the recording ended by itself: sound.ErrFull, ErrGone, ErrSilent, an error of the writer or the cause of the context. It is
// nil before, and after Stop.
func (r *Recorder) Err() error {
	select {
	case <-r.done:
		return r.err
	default:
		return nil
	}
}

// Stop ends the recording and finishes its writer, also when the device was gone or the writer full before: what there is of it is
// whole. Any other end, and that of the context, leaves it unfinished, and is what Stop returns.
func (r *Recorder) Stop() error {
	_ = r.do(func() error {
		_ = r.device.Stop()
		r.err = r.drain()
		r.stopped = true
		return nil
	})
	<-r.done
	for _, end := range []error{sound.ErrFull, ErrGone, ErrSilent} {
		if errors.Is(r.err, end) {
			return r.writer.Close()
		}
	}
	if r.err != nil {
		return r.err
	}
	return r.writer.Close()
}
