//go:build linux

package audio_test

import (
	"bufio"
	"errors"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"vouch/app/files/sound"
	"vouch/ui/audio"
)

// pulse starts a PulseAudio of its own, whose only sink goes nowhere and whose only source is what goes there. For this process it is the
// only one there is.
func pulse(t *testing.T) *exec.Cmd {
	t.Helper()
	dir := t.TempDir()
	socket := filepath.Join(dir, "native")
	for name, value := range map[string]string{"HOME": dir, "XDG_RUNTIME_DIR": dir, "XDG_CONFIG_HOME": dir, "PULSE_SERVER": "unix:" + socket, "DBUS_SESSION_BUS_ADDRESS": "unix:path=" + dir + "/none"} {
		t.Setenv(name, value)
	}
	cmd := exec.Command("pulseaudio", "-n", "--daemonize=no", "--use-pid-file=no", "--exit-idle-time=-1", "--disable-shm=yes", "--log-target=stderr", "--log-level=info",
		"--load=module-null-sink sink_name=nowhere rate=48000", "--load=module-native-protocol-unix auth-anonymous=1 socket="+socket)
	out, err := cmd.StderrPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatalf("pulseaudio: %v: run make deps", err)
	}
	t.Cleanup(func() {
		_ = cmd.Process.Signal(syscall.SIGCONT)
		_ = cmd.Process.Kill()
		_ = cmd.Wait()
	})
	started := make(chan struct{})
	go func() {
		for in := bufio.NewScanner(out); in.Scan(); {
			if strings.Contains(in.Text(), "Daemon startup complete") {
				close(started)
			}
		}
	}()
	select {
	case <-started:
	case <-time.After(time.Minute):
		t.Fatal("pulseaudio does not start")
	}
	return cmd
}

// What is played through the system's loudspeaker is what its microphone hears, where that listens to it: the tone at its pitch, and all
// of it. Samples are counted, as a busy machine takes its time.
func TestSoundGoesThroughTheSystem(t *testing.T) {
	pulse(t)
	const rate = 24000
	var w kept
	levels := make(chan audio.Level, 10000)
	r, err := audio.Record(t.Context(), audio.System{}, &w, func(l audio.Level) { levels <- l })
	if err != nil {
		t.Fatal(err)
	}
	<-levels // it has begun
	var told []time.Duration
	p, err := audio.Play(t.Context(), audio.System{}, openFile(t, file(t, rate, steady(440, rate, 2*time.Second))), 1, func(at time.Duration) { told = append(told, at) })
	if err != nil {
		t.Fatal(err)
	}
	<-p.Done()
	if p.Err() != nil {
		t.Fatal(p.Err())
	}
	if told[len(told)-1] != 2*time.Second {
		t.Errorf("told %v at the end", told[len(told)-1])
	}
	quiet := 0
	for quiet < 5 { // until the last of it has been heard
		if l := <-levels; l.Peak < 0.01 {
			quiet++
		} else {
			quiet = 0
		}
	}
	if err := r.Stop(); err != nil || w.closed != 1 {
		t.Fatal(err)
	}
	// A busy machine leaves gaps, which are silent, and belong to no period of the tone.
	heard, longest, begin := 0, []int16(nil), 0
	for i := 0; i <= len(w.samples); i += 48 {
		if i+48 <= len(w.samples) && peak(w.samples[i:i+48]) > 3000 {
			heard += 48
			continue
		}
		if i-begin > len(longest) {
			longest = w.samples[begin:min(i, len(w.samples))]
		}
		begin = i + 48
	}
	if d := float64(heard)/sound.RecordRate - 2; math.Abs(d) > 0.1 {
		t.Errorf("the tone was heard %.3f s too long", d)
	}
	if hz := pitch(longest, sound.RecordRate); math.Abs(hz-440) > 3 {
		t.Errorf("it has %.1f Hz over %d samples", hz, len(longest))
	}
}

func peak(p []int16) (high int) {
	for _, v := range p {
		high = max(high, int(v), -int(v))
	}
	return high
}

// A pause takes the microphone's hand away from it: the server sees no stream that runs.
func TestPausedMicrophoneRests(t *testing.T) {
	pulse(t)
	levels := make(chan audio.Level, 10000)
	r, err := audio.Record(t.Context(), audio.System{}, &kept{}, func(l audio.Level) { levels <- l })
	if err != nil {
		t.Fatal(err)
	}
	<-levels
	if err := r.Pause(); err != nil {
		t.Fatal(err)
	}
	if state := corked(t); state != "yes" {
		t.Errorf("in the pause, corked: %s", state)
	}
	if err := r.Resume(); err != nil {
		t.Fatal(err)
	}
	for len(levels) > 0 {
		<-levels
	}
	<-levels
	if state := corked(t); state != "no" {
		t.Errorf("after it, corked: %s", state)
	}
	if err := r.Stop(); err != nil {
		t.Fatal(err)
	}
	if state := corked(t); state != "" {
		t.Errorf("after the end, corked: %s", state)
	}
}

// corked asks the server whether what records rests; nothing if nothing records.
func corked(t *testing.T) string {
	t.Helper()
	out, err := exec.Command("pactl", "list", "source-outputs").CombinedOutput()
	if err != nil {
		t.Fatalf("pactl: %v: run make deps\n%s", err, out)
	}
	_, after, _ := strings.Cut(string(out), "Corked: ")
	state, _, _ := strings.Cut(after, "\n")
	return state
}

// A server that ends takes its devices along, which is said.
func TestServerGoes(t *testing.T) {
	cmd := pulse(t)
	levels := make(chan audio.Level, 10000)
	w := &kept{}
	r, err := audio.Record(t.Context(), audio.System{}, w, func(l audio.Level) { levels <- l })
	if err != nil {
		t.Fatal(err)
	}
	<-levels
	p, err := audio.Play(t.Context(), audio.System{}, openFile(t, file(t, 48000, steady(440, 48000, time.Minute))), 1, nil)
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	<-r.Done()
	<-p.Done()
	for _, err := range []error{r.Err(), p.Err()} {
		if !errors.Is(err, audio.ErrGone) && !errors.Is(err, audio.ErrSilent) {
			t.Error(err)
		}
	}
	if err := r.Stop(); err != nil || w.closed != 1 || len(w.samples) < sound.RecordRate/10 {
		t.Errorf("%v: %d samples, closed %d times", err, len(w.samples), w.closed)
	}
}

// A server that hangs holds nobody up for ever.
func TestServerHangs(t *testing.T) {
	cmd := pulse(t)
	r, err := audio.Record(t.Context(), audio.System{}, &kept{}, nil)
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Process.Signal(syscall.SIGSTOP); err != nil {
		t.Fatal(err)
	}
	begin := time.Now()
	if _, err := audio.Record(t.Context(), audio.System{}, &kept{}, nil); !errors.Is(err, audio.ErrSilent) {
		t.Errorf("a second recording: %v", err)
	}
	<-r.Done()
	if !errors.Is(r.Err(), audio.ErrSilent) {
		t.Errorf("the first: %v", r.Err())
	}
	if err := r.Stop(); err != nil {
		t.Error(err)
	}
	if d := time.Since(begin); d > 40*time.Second {
		t.Errorf("it took %v", d)
	}
}

// Without a server and without a card there is no device, which is said at once and in words.
func TestNoServer(t *testing.T) {
	dir := t.TempDir()
	for name, value := range map[string]string{"HOME": dir, "XDG_RUNTIME_DIR": dir, "PULSE_SERVER": "unix:" + dir + "/none", "ALSA_CONFIG_PATH": empty(t)} {
		t.Setenv(name, value)
	}
	if _, err := audio.Record(t.Context(), audio.System{}, &kept{}, nil); !errors.Is(err, audio.ErrNoDevice) {
		t.Error(err)
	}
	s := openFile(t, file(t, 48000, steady(440, 48000, time.Second)))
	if _, err := audio.Play(t.Context(), audio.System{}, s, 1, nil); !errors.Is(err, audio.ErrNoDevice) {
		t.Error(err)
	}
}

func empty(t *testing.T) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "alsa.conf")
	if err := os.WriteFile(path, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}
