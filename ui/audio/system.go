package audio

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"sync/atomic"
	"time"
	"unsafe"

	"github.com/gen2brain/malgo"
)

// System has the devices that the system takes for the usual ones: on Linux those of PulseAudio, which PipeWire serves as well, or else
// of ALSA; on Windows those of WASAPI, on macOS those of Core Audio. The libraries of Linux are opened when a device is, so that the
// program starts without them.
type System struct{}

var _ Backend = System{}

// backends in the order in which they are asked. The null device, which miniaudio would take at last, is none of them: a recording of
// silence is worse than an error.
var backends = map[string][]malgo.Backend{
	"windows": {malgo.BackendWasapi, malgo.BackendDsound, malgo.BackendWinmm},
	"darwin":  {malgo.BackendCoreaudio},
	"linux":   {malgo.BackendPulseaudio, malgo.BackendAlsa},
}

// Capture opens the microphone.
func (System) Capture(ctx context.Context, f Format, c Callbacks) (Device, error) {
	return openSystem(ctx, backends[runtime.GOOS], malgo.Capture, f, c)
}

// Playback opens the loudspeaker.
func (System) Playback(ctx context.Context, f Format, c Callbacks) (Device, error) {
	return openSystem(ctx, backends[runtime.GOOS], malgo.Playback, f, c)
}

// systemDevice is a device of miniaudio.
type systemDevice struct {
	context *malgo.AllocatedContext
	device  *malgo.Device
	resting atomic.Bool // it was stopped from here
	gone    atomic.Bool
}

// openSystem opens a device. What does not answer in time is closed as soon as it does, which may be never: a server that hangs takes a
// thread along.
func openSystem(ctx context.Context, from []malgo.Backend, kind malgo.DeviceType, f Format, c Callbacks) (Device, error) {
	if len(from) == 0 {
		return nil, ErrNoDevice
	}
	d := &systemDevice{}
	d.resting.Store(true)
	if err := within(ctx.Done(), func() error { return d.open(from, kind, f, c) }, d.free); err != nil {
		if ended := context.Cause(ctx); ended != nil {
			err = ended
		}
		return nil, err
	}
	return d, nil
}

// within waits for f, which asks the system, as long as that may take, and no longer than until cut. If f comes back later, late is
// called.
func within(cut <-chan struct{}, f func() error, late func()) error {
	done := make(chan error)
	given := make(chan struct{})
	defer close(given)
	go func() {
		err := f()
		select {
		case done <- err:
		case <-given:
			if late != nil {
				late()
			}
		}
	}()
	timer := time.NewTimer(answerTime)
	defer timer.Stop()
	select {
	case err := <-done:
		return named(err)
	case <-cut:
		return ErrSilent
	case <-timer.C:
		return ErrSilent
	}
}

// named gives the errors of miniaudio their names.
func named(err error) error {
	switch {
	case err == nil:
		return nil
	case errors.Is(err, malgo.ErrAccessDenied):
		return fmt.Errorf("%w: %w", ErrRefused, err)
	default:
		return fmt.Errorf("%w: %w", ErrNoDevice, err)
	}
}

func (d *systemDevice) open(from []malgo.Backend, kind malgo.DeviceType, f Format, c Callbacks) (err error) {
	var pinner runtime.Pinner
	defer pinner.Unpin()
	name := []byte("Vouch\x00") // as mixers show it; copied by the call
	pinner.Pin(&name[0])
	config := malgo.ContextConfig{}
	config.Pulse.PApplicationName = &name[0]
	if d.context, err = malgo.InitContext(from, config, nil); err != nil {
		return err
	}
	device := malgo.DefaultDeviceConfig(kind)
	device.SampleRate = uint32(f.Rate)
	device.PeriodSizeInMilliseconds, device.Periods = 20, 3
	device.Playback.Format, device.Playback.Channels = malgo.FormatS16, uint32(f.Channels)
	device.Capture.Format, device.Capture.Channels = malgo.FormatS16, uint32(f.Channels)
	d.device, err = malgo.InitDevice(d.context.Context, device, malgo.DeviceCallbacks{
		Data: func(out, in []byte, _ uint32) {
			if len(in) > 0 {
				p := samplesOf(in)
				if lost := len(p) - c.Samples(p); lost > 0 {
					c.Lost(lost)
				}
			}
			if len(out) > 0 { // was filled with silence
				c.Samples(samplesOf(out))
			}
		},
		Stop: func() {
			if !d.resting.Load() && !d.gone.Swap(true) {
				c.Gone(ErrGone)
			}
		},
	})
	if err != nil {
		d.free()
	}
	return err
}

// samplesOf looks at the bytes of a device as samples: they are of the machine's byte order, and of at least a sample's alignment, as
// miniaudio was asked for samples of 16 bits.
func samplesOf(b []byte) []int16 {
	return unsafe.Slice((*int16)(unsafe.Pointer(unsafe.SliceData(b))), len(b)/2)
}

func (d *systemDevice) Start() error {
	d.resting.Store(false)
	return within(nil, d.device.Start, nil)
}

func (d *systemDevice) Stop() error {
	d.resting.Store(true)
	return within(nil, d.device.Stop, nil)
}

func (d *systemDevice) Close() {
	d.resting.Store(true)
	_ = within(nil, func() error { d.free(); return nil }, nil)
}

// free ends the device and what it was asked from. It waits for the device's thread.
func (d *systemDevice) free() {
	if d.device != nil {
		d.device.Uninit()
		d.device = nil
	}
	if d.context != nil {
		_ = d.context.Uninit()
		d.context.Free()
		d.context = nil
	}
}
