package audio_test

import (
	"bytes"
	"errors"
	"math"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"vouch/app/files/sound"
	"vouch/ui/audio"
)

// said is a tone whose pitch goes up, so that each place in it sounds like no other.
func said(rate int, length time.Duration) []int16 {
	out := make([]int16, int(length.Seconds()*float64(rate)))
	phase := 0.0
	for i := range out {
		phase += 2 * math.Pi * (200 + 300*float64(i)/float64(rate)) / float64(rate)
		out[i] = int16(12000 * math.Sin(phase))
	}
	return out
}

func steady(hz float64, rate int, length time.Duration) []int16 {
	out := make([]int16, int(length.Seconds()*float64(rate)))
	for i := range out {
		out[i] = int16(12000 * math.Sin(2*math.Pi*hz*float64(i)/float64(rate)))
	}
	return out
}

func file(t *testing.T, rate int, samples []int16) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "in.wav")
	b := sound.AppendSamples(sound.WAVHeader(rate, 1, int64(2*len(samples))), samples)
	if err := os.WriteFile(path, b, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func open(t *testing.T, b []byte) *sound.Stream {
	t.Helper()
	s, err := sound.Open(t.Context(), bytes.NewReader(b), int64(len(b)))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.Close)
	return s
}

func openFile(t *testing.T, path string) *sound.Stream {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return open(t, b)
}

func all(t *testing.T, r sound.Reader) (out []int16) {
	t.Helper()
	buf := make([]int16, 1000)
	for {
		n, err := r.Read(buf)
		if out = append(out, buf[:n]...); err != nil {
			return out
		}
	}
}

// pitch is the frequency of a tone, by how often it rises through zero.
func pitch(s []int16, rate int) float64 {
	first, last, n := -1, 0, 0
	for i := 1; i < len(s); i++ {
		if s[i-1] < 0 && s[i] >= 0 {
			if first < 0 {
				first = i
			} else {
				n++
			}
			last = i
		}
	}
	return float64(n) * float64(rate) / float64(last-first)
}

// kept is a writer that keeps what it gets.
type kept struct {
	samples []int16
	closed  int
	most    int
	err     error
}

func (k *kept) Write(p []int16) error {
	if k.most > 0 && len(k.samples)+len(p) > k.most {
		k.samples = append(k.samples, p[:k.most-len(k.samples)]...)
		return k.err
	}
	k.samples = append(k.samples, p...)
	return nil
}

func (k *kept) Close() error { k.closed++; return nil }

func equal(t *testing.T, got, want []int16) {
	t.Helper()
	if len(got) != len(want) {
		t.Errorf("%d samples, want %d", len(got), len(want))
	}
	for i := range min(len(got), len(want)) {
		if got[i] != want[i] {
			t.Fatalf("sample %d is %d, want %d", i, got[i], want[i])
		}
	}
}

// A recording has every sample in order, and a level for every tenth of a second.
func TestRecordingIsWhatWasHeard(t *testing.T) {
	want := said(sound.RecordRate, 3*time.Second+21*time.Millisecond)
	var levels []audio.Level
	w := &kept{}
	r, err := audio.Record(t.Context(), audio.Files{In: file(t, sound.RecordRate, want)}, w, func(l audio.Level) { levels = append(levels, l) })
	if err != nil {
		t.Fatal(err)
	}
	<-r.Done()
	if !errors.Is(r.Err(), audio.ErrGone) {
		t.Errorf("it ended by %v", r.Err())
	}
	if err := r.Stop(); err != nil || w.closed != 1 {
		t.Errorf("%v; closed %d times", err, w.closed)
	}
	equal(t, w.samples, want)
	if r.Length() != 3021*time.Millisecond || r.Lost() != 0 {
		t.Errorf("%v, %v lost", r.Length(), r.Lost())
	}
	if len(levels) != 30 {
		t.Fatalf("%d levels", len(levels))
	}
	for i, l := range levels {
		if math.Abs(l.Peak-12000.0/32768) > 0.01 || math.Abs(l.Loudness-12000.0/32768/math.Sqrt2) > 0.02 || l.Length.Round(100*time.Millisecond) != time.Duration(i+1)*100*time.Millisecond {
			t.Errorf("level %d is %+v", i, l)
		}
	}
}

// From the microphone to a file of Ogg Opus and back to the loudspeaker.
func TestVoiceMessageThereAndBack(t *testing.T) {
	want := steady(440, sound.RecordRate, 2*time.Second)
	var message bytes.Buffer
	w, err := sound.NewOpusWriter(&message)
	if err != nil {
		t.Fatal(err)
	}
	r, err := audio.Record(t.Context(), audio.Files{In: file(t, sound.RecordRate, want)}, w, nil)
	if err != nil {
		t.Fatal(err)
	}
	<-r.Done()
	if err := r.Stop(); err != nil {
		t.Fatal(err)
	}
	out := filepath.Join(t.TempDir(), "out.wav")
	p, err := audio.Play(t.Context(), audio.Files{Out: out}, open(t, message.Bytes()), 1, nil)
	if err != nil {
		t.Fatal(err)
	}
	<-p.Done()
	got := all(t, openFile(t, out))
	if len(got) != len(want) || math.Abs(pitch(got[4800:], sound.RecordRate)-440) > 1 {
		t.Errorf("%d samples of %.1f Hz", len(got), pitch(got[4800:], sound.RecordRate))
	}
}

func TestPausedRecordingGoesOn(t *testing.T) {
	want := said(sound.RecordRate, 2*time.Second)
	w := &kept{}
	heard := make(chan struct{}, 100)
	r, err := audio.Record(t.Context(), audio.Files{In: file(t, sound.RecordRate, want)}, w, func(audio.Level) { heard <- struct{}{} })
	if err != nil {
		t.Fatal(err)
	}
	<-heard
	for range 2 {
		if err := r.Pause(); err != nil && !errors.Is(err, audio.ErrGone) {
			t.Fatal(err)
		}
	}
	length := r.Length()
	for len(heard) > 0 {
		<-heard
	}
	if r.Length() != length || len(heard) > 0 {
		t.Error("it went on in its pause")
	}
	for range 2 {
		if err := r.Resume(); err != nil && !errors.Is(err, audio.ErrGone) {
			t.Fatal(err)
		}
	}
	<-r.Done()
	if err := r.Stop(); err != nil {
		t.Fatal(err)
	}
	equal(t, w.samples, want)
}

// However a recording ends, it is clear whether it is whole.
func TestEndsOfARecording(t *testing.T) {
	lost := errors.New("disk full")
	for _, c := range []struct {
		name   string
		writer *kept
		end    error
		stop   error
	}{
		{"full", &kept{most: 30000, err: sound.ErrFull}, sound.ErrFull, nil},
		{"no disk", &kept{most: 30000, err: lost}, lost, lost},
	} {
		r, err := audio.Record(t.Context(), audio.Files{In: file(t, sound.RecordRate, said(sound.RecordRate, 2*time.Second))}, c.writer, nil)
		if err != nil {
			t.Fatal(err)
		}
		<-r.Done()
		if err := r.Stop(); !errors.Is(r.Err(), c.end) || !errors.Is(err, c.stop) || c.stop == nil && err != nil {
			t.Errorf("%s: %v, %v", c.name, r.Err(), err)
		}
		if len(c.writer.samples) != 30000 || c.writer.closed == 1 != (c.stop == nil) {
			t.Errorf("%s: %d samples, closed %d times", c.name, len(c.writer.samples), c.writer.closed)
		}
		if err := r.Pause(); !errors.Is(err, c.end) {
			t.Errorf("%s: pause after the end: %v", c.name, err)
		}
	}
}

func TestNoDevice(t *testing.T) {
	if _, err := audio.Record(t.Context(), audio.Files{In: "missing.wav"}, &kept{}, nil); !errors.Is(err, audio.ErrNoDevice) {
		t.Error(err)
	}
	if _, err := audio.Record(t.Context(), audio.Files{In: file(t, 8000, said(8000, time.Second))}, &kept{}, nil); !errors.Is(err, audio.ErrNoDevice) {
		t.Errorf("of another rate: %v", err)
	}
	s := openFile(t, file(t, 48000, said(48000, time.Second)))
	if _, err := audio.Play(t.Context(), audio.Files{Out: filepath.Join("missing", "out.wav")}, s, 1, nil); !errors.Is(err, audio.ErrNoDevice) {
		t.Error(err)
	}
}

// played plays with what a test does meanwhile, and gives what went out.
func played(t *testing.T, in []int16, rate int, speed float64, meanwhile func(*audio.Player)) (out []int16, told []time.Duration) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "out.wav")
	p, err := audio.Play(t.Context(), audio.Files{Out: path}, openFile(t, file(t, rate, in)), speed, func(at time.Duration) { told = append(told, at) })
	if err != nil {
		t.Fatal(err)
	}
	if meanwhile != nil {
		meanwhile(p)
	}
	<-p.Done()
	if p.Err() != nil {
		t.Fatal(p.Err())
	}
	p.Close()
	return all(t, openFile(t, path)), told
}

// What is played is all of it, and the places that are told go on to the end.
func TestPlaybackIsWhatWasRead(t *testing.T) {
	in := said(24000, 2*time.Second)
	out, told := played(t, in, 24000, 1, nil)
	equal(t, out, in)
	if len(told) < 4 || told[len(told)-1] != 2*time.Second {
		t.Fatalf("told %v", told)
	}
	for i := 1; i < len(told); i++ {
		if told[i] < told[i-1] {
			t.Errorf("%v after %v", told[i], told[i-1])
		}
	}
}

func TestPlaybackAtTwiceTheSpeed(t *testing.T) {
	out, told := played(t, steady(440, 24000, 3*time.Second), 24000, 2, nil)
	if d := float64(len(out))/24000 - 1.5; math.Abs(d) > 0.05 || math.Abs(pitch(out[2400:len(out)-2400], 24000)-440) > 2 {
		t.Errorf("%.3f s too long, %.1f Hz", d, pitch(out[2400:len(out)-2400], 24000))
	}
	if told[len(told)-1] != 3*time.Second {
		t.Errorf("told %v at the end", told[len(told)-1])
	}
}

// A pause ends nothing, and what is sought is what comes out after it.
func TestPlaybackIsPausedAndSought(t *testing.T) {
	in := said(24000, 4*time.Second)
	out, told := played(t, in, 24000, 1, func(p *audio.Player) {
		for _, err := range []error{p.Pause(), p.Pause(), p.Seek(3 * time.Second)} {
			if err != nil {
				t.Fatal(err)
			}
		}
		select {
		case <-p.Done():
			t.Error("it ended in its pause")
		default:
		}
		if err := p.Resume(); err != nil {
			t.Fatal(err)
		}
	})
	equal(t, out[len(out)-24000:], in[3*24000:])
	sought := slices.Index(told, 3*time.Second)
	if sought < 0 || slices.Min(told[sought:]) != 3*time.Second {
		t.Errorf("told %v", told)
	}
	if len(out) > 4*24000 || told[len(told)-1] != 4*time.Second {
		t.Errorf("%d samples, told %v", len(out), told)
	}
}

// Another speed goes on where it was heard.
func TestSpeedChangesOnTheWay(t *testing.T) {
	in := said(24000, 4*time.Second)
	out, _ := played(t, in, 24000, 1, func(p *audio.Player) {
		for _, err := range []error{p.Pause(), p.Seek(2 * time.Second), p.SetSpeed(2), p.Resume()} {
			if err != nil {
				t.Fatal(err)
			}
		}
	})
	tail := out[len(out)-24000:]
	if hz := pitch(tail[:2400], 24000); math.Abs(hz-830) > 25 { // 200 + 300·2 at its begin, going up twice as fast
		t.Errorf("%.0f Hz where it was sought", hz)
	}
	if hz := pitch(tail[len(tail)-2400:len(tail)-480], 24000); hz < 1300 || hz > 1410 {
		t.Errorf("%.0f Hz at the end", hz)
	}
}

// A source that fails ends the playback with its error.
func TestSourceFails(t *testing.T) {
	b := sound.AppendSamples(sound.WAVHeader(48000, 1, 2*480000), said(48000, 10*time.Second))
	failing := &failingFile{Reader: bytes.NewReader(b)}
	s, err := sound.Open(t.Context(), failing, int64(len(b)))
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	failing.most = 300000
	p, err := audio.Play(t.Context(), audio.Files{Out: filepath.Join(t.TempDir(), "out.wav")}, s, 1, nil)
	if err != nil {
		t.Fatal(err)
	}
	<-p.Done()
	if !errors.Is(p.Err(), errLost) {
		t.Error(p.Err())
	}
}

var errLost = errors.New("disk lost")

type failingFile struct {
	*bytes.Reader
	most, read int
}

func (f *failingFile) Read(p []byte) (int, error) {
	n, err := f.Reader.Read(p)
	if f.read += n; f.most > 0 && f.read > f.most {
		return 0, errLost
	}
	return n, err
}
