// Package audio records from a microphone and plays to loudspeakers. What is recorded goes to a sound.Writer and what plays comes from
// a Source as sound.Stream is one; where the devices are is behind a Backend: System has those of the system, and Files has WAV files
// in their place, by the same path.
//
// A device's thread only copies samples out of a ring or into it. One goroutine for each recording and each playback does all else, and
// ends with its context. Calls wait for the system, at most for a few seconds each, so none is for a goroutine that must not wait.
package audio

import (
	"context"
	"errors"
	"time"
)

var (
	// ErrNoDevice is returned where there is no microphone, no loudspeaker, or nothing that would know of them.
	ErrNoDevice = errors.New("no sound device")
	// ErrRefused is returned where the system does not let the program use the device.
	ErrRefused = errors.New("sound device refused")
	// ErrGone is returned for a device that ended by itself: it was unplugged, or what serves it went away.
	ErrGone = errors.New("sound device gone")
	// ErrSilent is returned for a device that does not answer, or has neither given nor taken anything for a while.
	ErrSilent = errors.New("sound device does not answer")
)

const (
	// answerTime is how long one call to the system may take.
	answerTime = 5 * time.Second
	// beginTime is how long a device may take to begin, of which some need seconds.
	beginTime = 10 * time.Second
	// silentTime is how long it may do nothing after that. PulseAudio's devices tell of no other end.
	silentTime = 5 * time.Second
)

// Format is what samples of 16 bits mean.
type Format struct {
	Rate     int // frames a second
	Channels int // samples a frame, interleaved
}

// Callbacks are what a device calls while it runs, on a thread of its own, which must not be held up.
type Callbacks struct {
	// Samples hands over what was recorded, or asks for what is to be played, whole frames, and tells how many of them could be taken
	// or were there.
	Samples func(p []int16) int
	// Lost says of what was recorded how many samples could not be taken and are gone, as the device cannot wait.
	Lost func(samples int)
	// Gone says, at most once, that the device has ended by itself.
	Gone func(error)
}

// Backend opens devices. ErrNoDevice, ErrRefused, ErrSilent: see there.
type Backend interface {
	// Capture opens a microphone, which does not run yet.
	Capture(ctx context.Context, f Format, c Callbacks) (Device, error)
	// Playback opens a loudspeaker, which does not run yet.
	Playback(ctx context.Context, f Format, c Callbacks) (Device, error)
}

// Device is an open device.
type Device interface {
	// Start has it run, also after Stop.
	Start() error
	// Stop has it rest. What it still holds may be lost.
	Stop() error
	// Close ends it. No callback runs after it, but for a device that did not answer.
	Close()
}
