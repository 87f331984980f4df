package voice

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"vouch/app/files/sound"
	"vouch/ui/audio"
	"vouch/ui/shell"
	"vouch/ui/uitest"
	"vouch/ui/words"
)

func TestMain(m *testing.M) { uitest.Main(m) }

// bench is a message that is made in a window, and what it tells.
type bench struct {
	*testing.T
	*Message
	w    *shell.Shell
	said []string // of what went wrong
}

func begin(t *testing.T, a audio.Backend) *bench {
	t.Helper()
	return beginAs(t, a, false)
}

// beginAs is begin for a message that is to be WAV, or not.
func beginAs(t *testing.T, a audio.Backend, wav bool) *bench {
	t.Helper()
	w, _ := uitest.Stage(t, uitest.Look{})
	b := &bench{T: t, w: w}
	if m, ok := a.(*uitest.Mic); ok {
		m.Turned = func() { w.Soon(func() {}) } // for who awaits it
	}
	b.Message = New(w, a, wav, Events{Changed: func() {}, Failed: func(text string) { b.said = append(b.said, text) }})
	return b
}

func (b *bench) await(what string, come func() bool) {
	b.Helper()
	uitest.Await(b.T, b.w, what, come)
}

func (b *bench) awaitState(s State) {
	b.Helper()
	b.await("state", func() bool { return b.State() == s && !b.Busy() })
}

// say speaks into the microphone, and has it heard.
func (b *bench) say(m *uitest.Mic, samples []int16) {
	b.Helper()
	b.await("microphone", m.Runs)
	before := b.Length()
	m.Say(b.T, samples)
	b.await("sound", func() bool { return b.Length() >= before+time.Duration(len(samples))*time.Second/sound.RecordRate })
}

// take ends the message and gives its samples.
func (b *bench) take() []int16 {
	b.Helper()
	var file []byte
	b.Take(func(content []byte) { file = content })
	b.await("file", func() bool { return file != nil })
	s, got := uitest.Decoded(b.T, file)
	if s.Kind() != sound.OggOpus || s.Rate() != sound.RecordRate || s.Channels() != 1 {
		b.Errorf("%s of %d Hz and %d channels", s.Kind(), s.Rate(), s.Channels())
	}
	return got
}

func (b *bench) told(keys ...string) {
	b.Helper()
	want := ""
	for i, k := range keys {
		if i > 0 {
			want += " "
		}
		want += words.Tr(k)
	}
	if want == "" && len(b.said) == 0 {
		return
	}
	if len(b.said) != 1 || b.said[0] != want {
		b.Errorf("it says %q, want %q", b.said, want)
	}
	b.said = nil
}

func same(t *testing.T, got, want []int16) {
	t.Helper()
	if len(got) != len(want) {
		t.Errorf("%d samples, want %d", len(got), len(want))
	}
	if a := uitest.Alike(got, want); a < 0.97 {
		t.Errorf("the sound is another: %.3f", a)
	}
}

// From one file to the other, as from microphone to loudspeaker: what is heard and what is sent is what was said.
func TestWhatIsSaidIsHeardAndSent(t *testing.T) {
	dir, said := t.TempDir(), uitest.Speech(1500*time.Millisecond)
	in, out := filepath.Join(dir, "in.wav"), filepath.Join(dir, "out.wav")
	wav := sound.AppendSamples(sound.WAVHeader(sound.RecordRate, 1, int64(2*len(said))), said)
	if err := os.WriteFile(in, wav, 0o600); err != nil {
		t.Fatal(err)
	}
	b := begin(t, audio.Files{In: in, Out: out})
	b.awaitState(Paused) // the file is at its end, and the microphone gone with it
	b.told("voice.gone", "voice.kept")
	if b.Length() != 1500*time.Millisecond {
		t.Errorf("%v were recorded", b.Length())
	}
	b.Stop()
	b.awaitState(Whole)
	b.Play()
	farthest := time.Duration(0)
	b.await("end", func() bool { farthest = max(farthest, b.Place()); return !b.Playing() })
	if b.Place() != 0 || farthest == 0 {
		t.Errorf("it was listened to up to %v, and stands at %v", farthest, b.Place())
	}
	file, err := os.ReadFile(out)
	if err != nil {
		t.Fatal(err)
	}
	_, heard := uitest.Decoded(t, file)
	same(t, heard, said)
	same(t, b.take(), said)
	b.told()
}

// For those whose program plays no Ogg it is WAV, heard before as well as sent.
func TestAMessageAsWAV(t *testing.T) {
	m, said := &uitest.Mic{}, uitest.Speech(time.Second)
	b := beginAs(t, m, true)
	b.say(m, said)
	b.Stop()
	b.awaitState(Whole)
	var file []byte
	b.Take(func(content []byte) { file = content })
	b.await("file", func() bool { return file != nil })
	s, got := uitest.Decoded(t, file)
	if s.Kind() != sound.WAV || s.Duration() != time.Second || len(got) == 0 {
		t.Errorf("%s of %v", s.Kind(), s.Duration())
	}
	at := time.Date(2026, 3, 4, 5, 6, 0, 0, time.UTC)
	if wav, ogg := b.Name(at), begin(t, &uitest.Mic{}).Name(at); !strings.HasSuffix(wav, " 05.06.wav") || !strings.HasSuffix(ogg, " 05.06.oga") {
		t.Errorf("%q, %q", wav, ogg)
	}
}

// Paused, the microphone is closed; what is said then is nowhere, and what comes after follows without a gap.
func TestAPauseLeavesNothingOpen(t *testing.T) {
	m, said := &uitest.Mic{}, uitest.Speech(2*time.Second)
	b := begin(t, m)
	if b.State() != Opening {
		t.Error("it records before there is a microphone")
	}
	b.say(m, said[:sound.RecordRate])
	if b.State() != Recording {
		t.Errorf("state %d", b.State())
	}
	b.Pause()
	b.awaitState(Paused)
	if m.Runs() {
		t.Error("the microphone is still open")
	}
	m.Say(t, uitest.Speech(time.Second))
	b.Resume()
	b.say(m, said[sound.RecordRate:])
	same(t, b.take(), said)
	if m.Opened() != 2 || m.Runs() {
		t.Errorf("the microphone was opened %d times, and runs: %t", m.Opened(), m.Runs())
	}
	b.told()
}

// What was recorded until the microphone was unplugged is kept, and goes on with another one.
func TestAMicrophoneThatGoesAway(t *testing.T) {
	m, said := &uitest.Mic{}, uitest.Speech(time.Second)
	b := begin(t, m)
	b.say(m, said[:sound.RecordRate/2])
	m.Unplug()
	b.awaitState(Paused)
	b.told("voice.gone", "voice.kept")
	m.Err = audio.ErrNoDevice
	b.Resume()
	b.await("answer", func() bool { return len(b.said) > 0 })
	b.awaitState(Paused)
	b.told("voice.noMicrophone", "voice.kept")
	m.Err = nil
	b.Resume()
	b.say(m, said[sound.RecordRate/2:])
	same(t, b.take(), said)
	b.told()
}

// Why there is no recording is said, each in words of its own, and nothing stays of it.
func TestWhyNothingIsRecorded(t *testing.T) {
	for err, key := range map[error]string{audio.ErrNoDevice: "voice.noMicrophone", audio.ErrRefused: "voice.refused", audio.ErrSilent: "voice.silent", os.ErrInvalid: "voice.failed"} {
		b := begin(t, &uitest.Mic{Err: err})
		b.awaitState(Dropped)
		b.told(key)
	}
	m := &uitest.Mic{}
	b := begin(t, m)
	b.await("microphone", m.Runs)
	b.Take(func([]byte) { t.Error("nothing is given") })
	b.awaitState(Dropped) // nothing was said, so there is nothing
	b.told()
}

// full is a writer that is full after the next samples.
type full struct{ sound.Writer }

func (f full) Write(p []int16) error { return errors.Join(f.Writer.Write(p), sound.ErrFull) }

// A message that is as long as can be ends by itself, and is whole.
func TestAFullMessageIsWhole(t *testing.T) {
	m, said := &uitest.Mic{}, uitest.Speech(time.Second)
	b := begin(t, m)
	b.say(m, said[:sound.RecordRate/2])
	b.Pause()
	b.awaitState(Paused)
	b.tape.writer = full{b.tape.writer}
	b.Resume()
	b.await("microphone", m.Runs)
	m.Say(t, said[sound.RecordRate/2:][:sound.RecordRate/10])
	b.awaitState(Whole)
	if want := words.Tr("voice.full", "Minutes", "15") + " " + words.Tr("voice.kept"); len(b.said) != 1 || b.said[0] != want {
		t.Errorf("it says %q", b.said)
	}
	b.said = nil
	b.Resume()
	if b.State() != Whole || m.Runs() {
		t.Errorf("state %d", b.State())
	}
	same(t, b.take(), said[:sound.RecordRate*6/10])
}

// A microphone that does not answer holds up nothing: the message is thrown away at once, and the microphone closed when it does answer.
func TestAMicrophoneThatHangs(t *testing.T) {
	m := &uitest.Mic{Hangs: make(chan struct{})}
	b := begin(t, m)
	orders := b.w.Queue.TakeOrders()
	ended := make(chan struct{})
	go func() { b.w.Queue.CarryOut(t.Context(), orders[0]); close(ended) }()
	b.Pause()
	b.Resume() // not before the first has ended
	if b.State() != Paused || !b.Busy() {
		t.Errorf("state %d", b.State())
	}
	b.Drop()
	if b.State() != Dropped {
		t.Error("it is still there")
	}
	close(m.Hangs)
	<-ended
	if m.Opened() != 1 || m.Runs() {
		t.Error("the microphone stays open")
	}
}

// Listening stops and goes on at its place, and says where nothing can be heard.
func TestListeningGoesOnWhereItStopped(t *testing.T) {
	m := &uitest.Mic{Files: audio.Files{Out: filepath.Join(t.TempDir(), "out.wav")}}
	b := begin(t, m)
	b.say(m, uitest.Speech(3*time.Second))
	b.Stop()
	b.awaitState(Whole)
	b.Play()
	b.await("place", func() bool { return b.Place() > 0 })
	b.Rest()
	if b.Playing() {
		t.Error("it plays")
	}
	b.await("end", func() bool { return !b.Busy() })
	at := b.Place() // 0 where the loudspeaker, which is as fast as can be, was at the end
	b.Play()
	b.await("end", func() bool { return !b.Playing() && !b.Busy() })
	file, err := os.ReadFile(m.Out)
	if err != nil {
		t.Fatal(err)
	}
	if _, heard := uitest.Decoded(t, file); len(heard) > 3*sound.RecordRate-int(at.Seconds()*sound.RecordRate)+sound.RecordRate/100 {
		t.Errorf("after a pause at %v %d samples were heard", at, len(heard))
	}
	m.Files.Out = filepath.Join(t.TempDir(), "none", "out.wav")
	b.Play()
	b.await("word", func() bool { return len(b.said) > 0 })
	b.told("voice.notHeard")
	if b.State() != Whole {
		t.Error("the recording is lost")
	}
}

// Thrown away, nothing is there to be taken.
func TestWhatIsThrownAwayIsGone(t *testing.T) {
	m := &uitest.Mic{}
	b := begin(t, m)
	b.say(m, uitest.Speech(time.Second))
	b.Drop()
	b.Take(func([]byte) { t.Error("it is given away") })
	b.Stop()
	b.Resume()
	b.await("end", func() bool { return !m.Runs() && !b.Busy() })
	if b.State() != Dropped {
		t.Error("it is back")
	}
}
