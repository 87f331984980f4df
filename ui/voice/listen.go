package voice

import (
	"bytes"
	"context"
	"errors"
	"time"

	"vouch/app/files/sound"
	"vouch/ui/audio"
	"vouch/ui/shell"
)

// place is where a message is listened to.
type place struct {
	at    time.Duration
	end   chan struct{} // ends the playing that runs when it is closed; nil: none runs
	ended bool          // it was closed
}

// Playing says whether the message is being listened to.
func (m *Message) Playing() bool { return m.place.end != nil && !m.place.ended }

// Place is where it is listened to, or was at last.
func (m *Message) Place() time.Duration { return m.place.at }

// Play goes on listening to a message that is whole, from Place on.
func (m *Message) Play() {
	if m.state != Whole || m.place.end != nil {
		return
	}
	end, from := make(chan struct{}), m.place.at
	m.place.end, m.place.ended = end, false
	m.w.Ask(func(ctx context.Context, _ shell.Service) error { return m.play(ctx, end, from) }, m.played)
	m.on.Changed()
}

// Hush stops listening, until Play.
func (m *Message) Hush() {
	if m.Playing() {
		m.place.ended = true
		close(m.place.end)
		m.on.Changed()
	}
}

// play plays until end is closed or there is no more, beside the main goroutine.
func (m *Message) play(ctx context.Context, end <-chan struct{}, from time.Duration) error {
	content := m.tape.content() // stays as it is, as the message is whole
	s, err := sound.Open(ctx, bytes.NewReader(content), int64(len(content)))
	if err != nil {
		return err
	}
	defer s.Close()
	if err := s.Seek(from); err != nil {
		return err
	}
	p, err := audio.Play(ctx, m.backend, s, 1, m.reached)
	if err != nil {
		return err
	}
	select {
	case <-end:
	case <-p.Done():
	}
	p.Close()
	return p.Err()
}

// reached is on the playback's goroutine.
func (m *Message) reached(at time.Duration) {
	m.mu.Lock()
	m.at = at
	first := !m.told
	m.told = true
	m.mu.Unlock()
	if first {
		m.w.Soon(func() {
			m.look()
			m.on.Changed()
		})
	}
}

// look takes over the place that was reached.
func (m *Message) look() {
	m.mu.Lock()
	if m.told {
		m.place.at, m.told = m.at, false
	}
	m.mu.Unlock()
}

// played is called when a playing has ended. At the end of the message the next one begins from its begin.
func (m *Message) played(err error) {
	m.look()
	m.place.end, m.place.ended = nil, false
	if m.place.at >= m.length {
		m.place.at = 0
	}
	if m.state == Dropped {
		return
	}
	if err != nil && !errors.Is(err, context.Canceled) {
		m.w.Log.Info("play recording", "err", err)
		m.on.Failed(playFailed())
	}
	m.on.Changed()
}
