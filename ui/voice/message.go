package voice

import (
	"context"
	"errors"
	"sync"
	"time"

	"vouch/app/files/sound"
	"vouch/ui/audio"
	"vouch/ui/shell"
)

// State is how far a message is.
type State int

// The states, in their order. A message is Paused and Recording as often as the user likes.
const (
	Opening   State = iota // nothing has come from the microphone yet
	Recording              // it is heard
	Paused                 // it can go on
	Whole                  // it is over: it can be listened to
	Dropped                // there is none any more
)

// mostLevels is how many levels are kept, of a tenth of a second each.
const mostLevels = 120

// Message is a voice message that is being made. All of it belongs to the main goroutine.
type Message struct {
	w       *shell.Shell
	backend audio.Backend
	on      Events

	state  State
	tape   tape
	length time.Duration
	before time.Duration // what there was before this stretch
	end    chan struct{} // ends the stretch that runs when it is closed; nil: none runs
	ended  bool          // it was closed
	over   bool          // the message is to be whole once the stretch has ended
	then   func()        // what comes after that; may be nil
	levels []float64     // of the last seconds, 0 to 1
	place  place

	mu    sync.Mutex // guards what follows, which devices tell
	fresh []audio.Level
	at    time.Duration
	told  bool // the main goroutine will look at at
}

// Events are what a message tells, on the main goroutine.
type Events struct {
	Changed func()            // it is to be drawn anew: another state, or another level or place
	Failed  func(text string) // something went wrong, in words for people
}

// New begins to record, as WAV or as Ogg Opus. What it tells does not come before it returns.
func New(w *shell.Shell, b audio.Backend, wav bool, on Events) *Message {
	m := &Message{w: w, backend: b, on: on, tape: tape{wav: wav}}
	m.record()
	return m
}

// Name is what the message is called that was recorded at a moment.
func (m *Message) Name(at time.Time) string {
	if m.tape.wav {
		return named(at) + sound.WAVEnding
	}
	return named(at) + sound.OpusEnding
}

// State is how far the message is.
func (m *Message) State() State { return m.state }

// Length is how long it is, as far as that has been heard of.
func (m *Message) Length() time.Duration { return m.length }

// Busy says whether a device is about to end something, so that nothing new can begin.
func (m *Message) Busy() bool { return m.ended || m.place.ended }

// Pause stops to record, until Resume.
func (m *Message) Pause() {
	if m.state == Opening || m.state == Recording {
		m.state = Paused
		m.endStretch()
		m.on.Changed()
	}
}

// Resume goes on recording.
func (m *Message) Resume() {
	if m.state == Paused && m.end == nil {
		m.record()
		m.on.Changed()
	}
}

// Stop ends the message, so that it can be listened to.
func (m *Message) Stop() { m.finish(nil) }

// Take ends the message and gives what was recorded, whole, in a file of Ogg Opus; nothing, where nothing was.
func (m *Message) Take(then func(content []byte)) {
	m.finish(func() { then(m.tape.content()) })
}

// Rest stops whatever a device does, and keeps what was recorded.
func (m *Message) Rest() {
	m.Pause()
	m.Hush()
}

// Drop throws the message away.
func (m *Message) Drop() {
	if m.state == Dropped {
		return
	}
	m.state, m.then = Dropped, nil
	m.endStretch()
	m.Hush()
	m.on.Changed()
}

func (m *Message) finish(then func()) {
	switch {
	case m.state == Dropped:
	case m.state == Whole && then != nil:
		m.Hush()
		then()
	case m.state == Whole:
	default:
		m.state, m.over = Paused, true
		if then != nil {
			m.then = then
		}
		if m.end != nil {
			m.endStretch()
		} else {
			m.conclude()
		}
		m.on.Changed()
	}
}

// record begins a stretch.
func (m *Message) record() {
	m.state, m.before = Opening, m.length
	end := make(chan struct{})
	m.end, m.ended = end, false
	m.w.Ask(func(ctx context.Context, _ shell.Service) error { return m.stretch(ctx, end) }, m.recorded)
}

func (m *Message) endStretch() {
	if m.end != nil && !m.ended {
		m.ended = true
		close(m.end)
	}
}

// stretch records until end is closed or it ends by itself, beside the main goroutine, which leaves the tape alone meanwhile.
func (m *Message) stretch(ctx context.Context, end <-chan struct{}) error {
	if err := m.tape.begin(); err != nil {
		return err
	}
	r, err := audio.Record(ctx, m.backend, &m.tape, m.heard)
	if err != nil {
		return err
	}
	select {
	case <-end:
	case <-r.Done():
	}
	_ = r.Stop() // is also what Err says
	if lost := r.Lost(); lost > 0 {
		m.w.Log.Warn("recording", "lost", lost)
	}
	return r.Err()
}

// heard is on the recording's goroutine.
func (m *Message) heard(l audio.Level) {
	m.mu.Lock()
	m.fresh = append(m.fresh, l)
	first := len(m.fresh) == 1
	m.mu.Unlock()
	if first { // else the main goroutine comes by for the one before
		m.w.Soon(func() {
			if m.hear() {
				m.on.Changed()
			}
		})
	}
}

// hear takes over what was heard, and says whether that was anything.
func (m *Message) hear() bool {
	m.mu.Lock()
	fresh := m.fresh
	m.fresh = nil
	m.mu.Unlock()
	if len(fresh) == 0 {
		return false
	}
	for _, l := range fresh {
		m.levels = append(m.levels, l.Peak)
		m.length = m.before + l.Length
	}
	m.levels = m.levels[max(0, len(m.levels)-mostLevels):]
	if m.state == Opening {
		m.state = Recording
	}
	return true
}

// recorded is called when a stretch has ended. What there is of it is kept, whatever ended it.
func (m *Message) recorded(err error) {
	m.hear()
	m.end, m.ended = nil, false
	m.length = m.tape.length()
	if m.state == Dropped {
		return
	}
	m.state = Paused
	switch {
	case errors.Is(err, context.Canceled): // the window ends
	case err != nil:
		m.w.Log.Info("record", "err", err)
		m.on.Failed(recordFailed(err, m.length > 0))
	}
	switch {
	case m.length == 0:
		m.state = Dropped
	case m.over || errors.Is(err, sound.ErrFull):
		m.conclude()
	}
	m.on.Changed()
}

// conclude makes the message whole: nothing is recorded any more.
func (m *Message) conclude() {
	if err := m.tape.close(); err != nil {
		m.w.Log.Warn("record", "err", err)
		m.state = Dropped
		m.on.Failed(recordFailed(err, false))
		return
	}
	m.state = Whole
	if then := m.then; then != nil {
		m.then = nil
		then()
	}
}
