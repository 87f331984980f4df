package listen

import (
	"bytes"
	"context"
	"math"
	"slices"
	"sync"
	"testing"
	"time"

	"vouch/app"
	"vouch/app/files/sound"
	"vouch/ui/audio"
	"vouch/ui/shell"
	"vouch/ui/uitest"
)

func TestMain(m *testing.M) { uitest.Main(m) }

// message is six seconds of a tone.
func message(t *testing.T) []byte {
	t.Helper()
	var b bytes.Buffer
	w, err := sound.NewOpusWriter(&b)
	if err != nil {
		t.Fatal(err)
	}
	tone := make([]int16, 6*sound.RecordRate)
	for i := range tone {
		tone[i] = int16(8000 * math.Sin(2*math.Pi*440*float64(i)/sound.RecordRate))
	}
	if err := w.Write(tone); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// deck has loudspeakers that take as much as the test lets them.
type deck struct {
	mu      sync.Mutex
	now     *tape // the one opened last
	opened  int
	refuses error
	changed func() // one runs, or does not any more
}

// tape is one of them.
type tape struct {
	deck    *deck
	calls   audio.Callbacks
	format  audio.Format
	running bool
	begun   bool
}

func (d *deck) Capture(context.Context, audio.Format, audio.Callbacks) (audio.Device, error) {
	return nil, audio.ErrNoDevice
}

func (d *deck) Playback(_ context.Context, f audio.Format, c audio.Callbacks) (audio.Device, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.refuses != nil {
		return nil, d.refuses
	}
	d.now = &tape{deck: d, calls: c, format: f}
	d.opened++
	return d.now, nil
}

func (t *tape) set(running bool) error {
	t.deck.mu.Lock()
	defer t.deck.mu.Unlock()
	t.running, t.begun = running, t.begun || running
	t.deck.changed()
	return nil
}

func (t *tape) Start() error { return t.set(true) }
func (t *tape) Stop() error  { return t.set(false) }
func (t *tape) Close()       { _ = t.set(false) }

// take has the last one play as much as is there of a time, where it runs.
func (d *deck) take(of time.Duration) (ran bool) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.now == nil || !d.now.running {
		return false
	}
	d.now.calls.Samples(make([]int16, int(of.Seconds()*float64(d.now.format.Rate))*d.now.format.Channels))
	return true
}

// begun says whether one has run.
func (d *deck) begun() bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.now != nil && d.now.begun
}

func (d *deck) runs() bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.now != nil && d.now.running
}

// bench is a player of messages a, b and c; what is no sound is n.
type bench struct {
	*Player
	t      *testing.T
	w      *shell.Shell
	deck   *deck
	next   map[string]string
	ended  []string
	failed []error
}

func newBench(t *testing.T) *bench {
	w, s := uitest.Stage(t, uitest.Look{})
	one := message(t)
	s.Files = map[string][]byte{"a": one, "b": one, "c": one, "n": []byte("words")}
	b := &bench{t: t, w: w, deck: &deck{changed: func() { w.Later(func() {}) }}, next: map[string]string{}}
	b.Player = New(w, b.deck, Events{Changed: func(Key) {}, Next: func(k Key) string {
		b.ended = append(b.ended, k.ID)
		return b.next[k.ID]
	}, Failed: func(err error) { b.failed = append(b.failed, err) }})
	t.Cleanup(b.Stop)
	return b
}

func of(id string) Key { return Key{uitest.Alice, uitest.Bob, id} }

// until lets the deck play until something has come, by a clock that goes ten times as fast as that of a device.
func (b *bench) until(what string, come func() bool) {
	b.t.Helper()
	var last time.Time
	uitest.Await(b.t, b.w, what, func() bool {
		if come() {
			return true
		}
		if now := time.Now(); now.Sub(last) >= 5*time.Millisecond && b.deck.take(50*time.Millisecond) {
			last = now
			time.AfterFunc(5*time.Millisecond, func() { b.w.Later(func() {}) })
		}
		return false
	})
}

// A message plays to its end, and then those that follow.
func TestTheNextFollows(t *testing.T) {
	b := newBench(t)
	b.next["a"] = "b"
	b.Press(of("a"))
	if !b.State(of("a")).Plays || b.State(of("b")).Plays {
		t.Error("it does not say that it plays")
	}
	b.until("the end", func() bool { return len(b.ended) == 2 })
	if !slices.Equal(b.ended, []string{"a", "b"}) || b.State(of("b")).Plays || b.State(of("a")).At != 0 {
		t.Errorf("%q ended, %+v", b.ended, b.State(of("a")))
	}
}

// Pressed again it pauses, and goes on; another one takes its place, and it goes on later where it was left.
func TestPausingAndGoingOn(t *testing.T) {
	b := newBench(t)
	b.Press(of("a"))
	b.until("half a second", func() bool { return b.State(of("a")).At >= 500*time.Millisecond })
	b.Press(of("a"))
	uitest.Await(t, b.w, "the pause", func() bool { return !b.deck.runs() })
	at := b.State(of("a")).At
	if b.State(of("a")).Plays {
		t.Error("a pause plays")
	}
	b.Press(of("a"))
	b.until("more", func() bool { return b.State(of("a")).At > at })
	b.Press(of("b"))
	left := b.State(of("a")).At
	b.until("the other", func() bool { return b.State(of("b")).At > 0 })
	if b.State(of("a")).Plays || left < at {
		t.Errorf("the first is at %v, %+v", left, b.State(of("a")))
	}
	b.Press(of("a"))
	if b.State(of("a")).At != left {
		t.Errorf("it goes on at %v, was left at %v", b.State(of("a")).At, left)
	}
	b.until("the end", func() bool { return len(b.ended) > 0 })
	if b.deck.opened != 3 || b.ended[0] != "a" {
		t.Errorf("%d devices, %q ended", b.deck.opened, b.ended)
	}
}

// A pause that is asked for before there is a device holds.
func TestPausingBeforeItPlays(t *testing.T) {
	b := newBench(t)
	b.Press(of("a"))
	b.Press(of("a"))
	uitest.Await(t, b.w, "the pause", func() bool { return b.deck.begun() && !b.deck.runs() })
	b.Stop()
	if len(b.failed) > 0 || b.State(of("a")).Plays {
		t.Errorf("%v", b.failed)
	}
}

func TestSeeking(t *testing.T) {
	b := newBench(t)
	b.Seek(of("a"), 1500*time.Millisecond) // begins there
	if s := b.State(of("a")); !s.Plays || s.At != 1500*time.Millisecond {
		t.Errorf("%+v", s)
	}
	b.until("what follows", func() bool { return b.State(of("a")).At > 1600*time.Millisecond })
	b.Seek(of("a"), 100*time.Millisecond)
	uitest.Await(t, b.w, "the place", func() bool { return len(b.now.deeds) == 0 })
	b.until("the beginning", func() bool { s := b.State(of("a")); return s.At > 100*time.Millisecond && s.At < 1500*time.Millisecond })
	b.until("the end", func() bool { return len(b.ended) == 1 })
}

func TestSpeedStays(t *testing.T) {
	b := newBench(t)
	var got []float64
	for range 4 {
		got = append(got, b.Speed())
		b.Faster()
	}
	if !slices.Equal(got, []float64{1, 1.5, 2, 1}) {
		t.Errorf("%v", got)
	}
	b.w.App.Preferences().SetFloat(shell.SpeedKey, 100)
	if b.Speed() != 1 {
		t.Errorf("%v", b.Speed())
	}
}

func TestWhatDoesNotPlaySaysSo(t *testing.T) {
	b := newBench(t)
	b.next["n"] = "a"
	b.Press(of("n"))
	b.until("the failure", func() bool { return len(b.failed) == 1 })
	if app.KindOf(b.failed[0]) != app.KindInvalid || len(b.ended) > 0 || b.State(of("n")).Plays {
		t.Errorf("%v, %q", b.failed, b.ended)
	}
	b.deck.refuses = audio.ErrNoDevice
	b.Press(of("a"))
	b.until("the failure", func() bool { return len(b.failed) == 2 })
	b.deck.refuses = nil
	b.Press(of("a"))
	b.until("the end", func() bool { return len(b.ended) == 1 })
}
