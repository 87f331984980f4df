package audio

import (
	"context"
	"errors"
	"fmt"
	"io"
	"time"

	"vouch/app/files/sound"
)

// Source is what can be played. It is used by the playback's goroutine alone, and stays open at its end.
type Source interface {
	sound.Reader
	Rate() int
	Channels() int
	Duration() time.Duration
	Position() time.Duration
	Seek(to time.Duration) error
}

var _ Source = (*sound.Stream)(nil)

// Player is a playback under way. Its methods may be called from any goroutine.
type Player struct {
	ctx    context.Context
	source Source
	tell   func(at time.Duration)
	format Format
	ring   *ring
	device Device
	gone   chan error
	asked  chan func()
	done   chan struct{}

	// Of the goroutine alone.
	speed  float64
	reader sound.Reader  // source, or it at another speed
	base   time.Duration // where reader began
	told   time.Duration
	ended  bool // reader has
	paused bool
	closed bool
	buf    []int16
	rest   []int16
	err    error
}

const (
	aheadTime = time.Second / 2  // how much is decoded ahead
	afterTime = time.Second / 5  // how long devices take for what they hold
	tellTime  = time.Second / 20 // how far apart places are told
)

// Play begins to play s from where it stands, at a speed, until its end, until Close or until ctx is done. tell is called with the place
// that is heard, twenty times a second of sound, on the playback's goroutine, and must not wait.
func Play(ctx context.Context, b Backend, s Source, speed float64, tell func(at time.Duration)) (*Player, error) {
	f := Format{s.Rate(), s.Channels()}
	p := &Player{
		ctx: ctx, source: s, tell: tell, format: f, ring: newRing(f.samples(aheadTime)), gone: make(chan error, 1),
		asked: make(chan func()), done: make(chan struct{}), buf: make([]int16, f.samples(tellTime)), speed: speed,
	}
	p.begin()
	device, err := b.Playback(ctx, f, Callbacks{Samples: p.give, Gone: func(err error) { tellGone(p.gone, err) }})
	if err != nil {
		return nil, fmt.Errorf("open loudspeaker: %w", err)
	}
	p.device = device
	if err := p.fill(); err != nil {
		device.Close()
		return nil, fmt.Errorf("play: %w", err)
	}
	if err := device.Start(); err != nil {
		device.Close()
		return nil, fmt.Errorf("start loudspeaker: %w", err)
	}
	go p.run()
	return p, nil
}

// samples is how many make up a time.
func (f Format) samples(d time.Duration) int {
	return max(int(d.Seconds()*float64(f.Rate)), 1) * f.Channels
}

// give is on the device's thread.
func (p *Player) give(out []int16) int {
	defer p.ring.signal()
	return p.ring.take(out)
}

func (p *Player) run() {
	defer close(p.done)
	defer p.device.Close()
	silent := time.NewTimer(beginTime)
	defer silent.Stop()
	for p.err == nil && !p.closed {
		select {
		case <-p.ctx.Done():
			p.err = context.Cause(p.ctx)
		case <-p.ring.wake:
			silent.Reset(silentTime)
			p.err = p.step()
		case err := <-p.gone:
			p.err = err
		case <-silent.C:
			if !p.paused {
				p.err = ErrSilent
			}
		case f := <-p.asked:
			f()
			silent.Reset(beginTime)
		}
	}
}

// step decodes ahead, tells the place, and ends once all has been heard.
func (p *Player) step() error {
	if err := p.fill(); err != nil {
		return fmt.Errorf("play: %w", err)
	}
	at := p.at()
	if at-p.told >= tellTime || at < p.told {
		p.report(at)
	}
	if _, missed := p.ring.counts(); p.ended && len(p.rest) == 0 && missed >= int64(p.format.samples(afterTime)) {
		p.report(p.source.Duration())
		p.closed = true
	}
	return nil
}

func (p *Player) report(at time.Duration) {
	p.told = at
	if p.tell != nil {
		p.tell(at)
	}
}

// at is the place that is heard: where it began, and what has gone out since.
func (p *Player) at() time.Duration {
	taken, _ := p.ring.counts()
	out := float64(taken) / float64(p.format.Channels*p.format.Rate)
	return min(p.base+time.Duration(out*p.speed*float64(time.Second)), p.source.Duration())
}

// begin reads from where the source stands.
func (p *Player) begin() {
	p.ring.empty()
	p.base, p.ended, p.rest = p.source.Position(), false, nil
	p.reader = p.source
	if p.speed != 1 {
		p.reader = sound.NewStretch(p.source, p.format.Rate, p.format.Channels, p.speed)
	}
}

// fill decodes until the ring is full or the source at its end.
func (p *Player) fill() error {
	for {
		p.rest = p.rest[p.ring.put(p.rest):]
		if len(p.rest) > 0 || p.ended {
			return nil
		}
		n, err := p.reader.Read(p.buf)
		p.rest = p.buf[:n]
		if errors.Is(err, io.EOF) {
			p.ended = true
			p.ring.forgive()
		} else if err != nil {
			return err
		}
	}
}

// do runs f on the playback's goroutine. After the end it is the playback's error.
func (p *Player) do(f func() error) (err error) {
	ran := make(chan struct{})
	select {
	case p.asked <- func() { err = f(); close(ran) }:
		<-ran
		return err
	case <-p.done:
		return p.err
	}
}

// Pause rests until Resume.
func (p *Player) Pause() error {
	return p.do(func() error {
		if p.paused {
			return nil
		}
		if err := p.device.Stop(); err != nil {
			return fmt.Errorf("pause playback: %w", err)
		}
		p.paused = true
		p.report(p.at())
		return nil
	})
}

// Resume goes on.
func (p *Player) Resume() error {
	return p.do(func() error {
		if !p.paused {
			return nil
		}
		if err := p.device.Start(); err != nil {
			return fmt.Errorf("go on playing: %w", err)
		}
		p.paused = false
		return nil
	})
}

// Seek goes on at a time, which is brought between 0 and the source's duration. A pause stays one.
func (p *Player) Seek(to time.Duration) error {
	return p.do(func() error { return p.jump(to) })
}

// SetSpeed goes on at another speed, from the place that is heard.
func (p *Player) SetSpeed(speed float64) error {
	return p.do(func() error {
		at := p.at()
		p.speed = speed
		return p.jump(at)
	})
}

func (p *Player) jump(to time.Duration) error {
	if err := p.source.Seek(to); err != nil {
		p.err = fmt.Errorf("play: %w", err)
		return p.err
	}
	p.begin()
	p.report(p.base)
	p.err = p.fill()
	return p.err
}

// Done is closed when the playback has ended: Err says why.
func (p *Player) Done() <-chan struct{} { return p.done }

// Err is why the playback ended before its end: ErrGone, ErrSilent, an error of the source or the cause of the context. It is nil before,
// at the source's end, and after Close.
func (p *Player) Err() error {
	select {
	case <-p.done:
		return p.err
	default:
		return nil
	}
}

// Close ends the playback, and waits for it.
func (p *Player) Close() {
	_ = p.do(func() error { p.closed = true; return nil })
	<-p.done
}
