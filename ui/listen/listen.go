// Package listen plays the sound of messages, one at a time: where it was left, at the speed that the user likes, and then the one
// that follows. All of it belongs to the main goroutine; devices and decoders work beside it.
package listen

import (
	"context"
	"time"

	"vouch/app"
	"vouch/ui/audio"
	"vouch/ui/shell"
)

// Key names the sound of a message.
type Key struct{ Account, Chat, ID string }

// Events are what a Player tells and asks. None may be nil.
type Events struct {
	Changed func(Key)        // it looks different now
	Next    func(Key) string // the message whose sound follows, or ""
	Failed  func(error)
}

// Player plays.
type Player struct {
	w       *shell.Shell
	backend audio.Backend
	events  Events
	now     *playing              // nil: nothing plays
	left    map[Key]time.Duration // where it goes on
}

// playing is what plays, or is about to.
type playing struct {
	key    Key
	stop   context.CancelFunc
	deeds  chan func(*audio.Player) error // what the user wants of it, in that order, also before there is a device
	at     time.Duration
	paused bool
	over   bool // it was stopped: what it tells is for nobody
}

// State is how the sound of a message looks.
type State struct {
	Plays bool
	At    time.Duration
	Speed float64
}

// speeds are those that are gone through.
var speeds = []float64{1, 1.5, 2}

// New makes a player that plays nothing yet, and nothing at all where b is nil.
func New(w *shell.Shell, b audio.Backend, e Events) *Player {
	return &Player{w: w, backend: b, events: e, left: map[Key]time.Duration{}}
}

// State says how the sound of a message looks.
func (p *Player) State(k Key) State {
	s := State{At: p.left[k], Speed: p.Speed()}
	if n := p.now; n != nil && n.key == k {
		s.Plays, s.At = !n.paused, n.at
	}
	return s
}

// Speed is how fast all sound plays.
func (p *Player) Speed() float64 {
	speed := p.w.App.Preferences().FloatWithFallback(shell.SpeedKey, 1)
	for _, s := range speeds {
		if s == speed {
			return s
		}
	}
	return 1
}

// Press plays the sound of a message from where it was left, or has it pause.
func (p *Player) Press(k Key) {
	if n := p.now; n != nil && n.key == k {
		p.pause(n)
		return
	}
	p.Stop()
	p.begin(k)
}

// Seek goes on at a time, and begins to play there.
func (p *Player) Seek(k Key, to time.Duration) {
	n := p.now
	if n == nil || n.key != k {
		p.Stop()
		p.left[k] = to
		p.begin(k)
		return
	}
	n.at = to
	n.do(func(player *audio.Player) error { return player.Seek(to) })
	p.events.Changed(k)
}

// Left has the sound of a message go on at a time, once it is pressed.
func (p *Player) Left(k Key, at time.Duration) {
	p.left[k] = at
	p.events.Changed(k)
}

// Faster goes to the next speed, and from the last to the first.
func (p *Player) Faster() {
	speed, is := speeds[0], p.Speed()
	for _, s := range speeds {
		if s > is {
			speed = s
			break
		}
	}
	p.w.App.Preferences().SetFloat(shell.SpeedKey, speed)
	if n := p.now; n != nil {
		n.do(func(player *audio.Player) error { return player.SetSpeed(speed) })
	}
}

// Stop has nothing play. What played goes on there when it is pressed again.
func (p *Player) Stop() {
	if n := p.now; n != nil {
		p.left[n.key] = n.at
		n.over, p.now = true, nil
		n.stop()
		p.events.Changed(n.key)
	}
}

func (p *Player) pause(n *playing) {
	if n.paused = !n.paused; n.paused {
		n.do((*audio.Player).Pause)
	} else {
		n.do((*audio.Player).Resume)
	}
	p.events.Changed(n.key)
}

// do has something done beside the main goroutine, since it waits for the device. More than a hand can press is left out.
func (n *playing) do(deed func(*audio.Player) error) {
	select {
	case n.deeds <- deed:
	default:
	}
}

// begin opens the sound and a device, and waits beside the main goroutine until it has ended.
func (p *Player) begin(k Key) {
	if p.backend == nil {
		p.events.Failed(audio.ErrNoDevice)
		return
	}
	ctx, stop := context.WithCancel(context.Background())
	n := &playing{key: k, stop: stop, deeds: make(chan func(*audio.Player) error, 64), at: p.left[k]}
	from, speed := n.at, p.Speed()
	p.now = n
	p.events.Changed(k)
	p.w.Ask(func(of context.Context, s shell.Service) error {
		defer stop()
		defer context.AfterFunc(of, stop)()
		return p.play(ctx, s, n, from, speed)
	}, func(err error) { p.ended(n, err) })
}

// play runs beside the main goroutine.
func (p *Player) play(ctx context.Context, s shell.Service, n *playing, from time.Duration, speed float64) error {
	source, err := s.FileSound(ctx, app.SoundOf(n.key))
	if err != nil {
		return err
	}
	defer source.Close()
	if from < source.Duration() {
		if err := source.Seek(from); err != nil {
			return err
		}
	}
	player, err := audio.Play(ctx, p.backend, source, speed, func(at time.Duration) {
		p.w.Soon(func() { p.heard(n, at) })
	})
	if err != nil {
		return err
	}
	defer player.Close()
	for {
		select {
		case <-player.Done():
			return player.Err()
		case deed := <-n.deeds:
			if err := deed(player); err != nil {
				return err
			}
		}
	}
}

// heard is told the place that is heard.
func (p *Player) heard(n *playing, at time.Duration) {
	if n.over || n.paused || p.now != n {
		return
	}
	n.at = at
	p.events.Changed(n.key)
}

// ended is told that a sound has ended, and goes on with the one that follows.
func (p *Player) ended(n *playing, err error) {
	if n.over || p.now != n {
		return
	}
	p.now = nil
	if err != nil {
		p.left[n.key] = n.at
		p.w.Log.Warn("play sound", "err", err)
		p.events.Changed(n.key)
		p.events.Failed(err)
		return
	}
	delete(p.left, n.key)
	p.events.Changed(n.key)
	if id := p.events.Next(n.key); id != "" {
		p.begin(Key{n.key.Account, n.key.Chat, id})
	}
}
