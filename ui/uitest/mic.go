package uitest

import (
	"bytes"
	"context"
	"math"
	"sync"
	"testing"
	"time"

	"vouch/app/files/sound"
	"vouch/ui/audio"
)

// Mic is a microphone that a test speaks into, with a loudspeaker that writes a file. Its methods may be called from any goroutine.
type Mic struct {
	audio.Files               // the loudspeaker
	Err         error         // of opening it
	Hangs       chan struct{} // opening it waits until this is closed; nil: it does not
	Turned      func()        // called when it begins to run or ends, on whatever goroutine; may be nil

	mu     sync.Mutex // guards what follows
	heard  audio.Callbacks
	runs   bool
	opened int
}

// Capture implements audio.Backend.
func (m *Mic) Capture(_ context.Context, _ audio.Format, c audio.Callbacks) (audio.Device, error) {
	if m.Hangs != nil {
		<-m.Hangs
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.Err != nil {
		return nil, m.Err
	}
	m.heard, m.opened = c, m.opened+1
	return openMic{m}, nil
}

// Opened says how often it was opened.
func (m *Mic) Opened() int {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.opened
}

// Runs says whether it is open and runs.
func (m *Mic) Runs() bool {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.runs
}

// Say is heard, if the microphone runs: at most as much as a recording can wait with, which is four seconds.
func (m *Mic) Say(t testing.TB, samples []int16) {
	t.Helper()
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.runs && m.heard.Samples(samples) != len(samples) {
		t.Fatal("more was said than can be heard at once")
	}
}

// Unplug ends it.
func (m *Mic) Unplug() {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.runs = false
	m.heard.Gone(audio.ErrGone)
}

func (m *Mic) run(on bool) {
	m.mu.Lock()
	m.runs = on
	m.mu.Unlock()
	if m.Turned != nil {
		m.Turned()
	}
}

type openMic struct{ m *Mic }

func (d openMic) Start() error { d.m.run(true); return nil }
func (d openMic) Stop() error  { d.m.run(false); return nil }
func (d openMic) Close()       { d.m.run(false) }

// Speech is sound whose pitch goes up and whose loudness goes up and down, so that each place in it sounds like no other.
func Speech(length time.Duration) []int16 {
	out := make([]int16, int(length.Seconds()*sound.RecordRate))
	phase := 0.0
	for i := range out {
		at := float64(i) / sound.RecordRate
		phase += 2 * math.Pi * (200 + 150*at) / sound.RecordRate
		out[i] = int16(12000 * math.Sin(phase) * (0.25 + 0.75*math.Abs(math.Sin(2.6*at))*math.Abs(math.Cos(1.1*at))))
	}
	return out
}

// Alike tells how much two sounds are the same, from 0 to 1, which is their correlation.
func Alike(a, b []int16) float64 {
	var ab, aa, bb float64
	for i := range min(len(a), len(b)) {
		x, y := float64(a[i]), float64(b[i])
		ab, aa, bb = ab+x*y, aa+x*x, bb+y*y
	}
	return ab / math.Sqrt(aa*bb)
}

// Decoded are the samples in a file of sound, which has one channel.
func Decoded(t testing.TB, file []byte) (*sound.Stream, []int16) {
	t.Helper()
	s, err := sound.Open(t.Context(), bytes.NewReader(file), int64(len(file)))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.Close)
	var out []int16
	buf := make([]int16, 4096)
	for {
		n, err := s.Read(buf)
		if out = append(out, buf[:n]...); err != nil {
			return s, out
		}
	}
}
