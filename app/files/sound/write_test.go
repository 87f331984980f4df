package sound_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"math"
	"os"
	"path/filepath"
	"strconv"
	"testing"
	"time"

	"vouch/app/files/sound"
)

// recorded writes samples in pieces as a device gives them.
func recorded(t testing.TB, w sound.Writer, samples []int16) {
	t.Helper()
	for len(samples) > 0 {
		n := min(len(samples), 441)
		if err := w.Write(samples[:n]); err != nil {
			t.Fatal(err)
		}
		samples = samples[n:]
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Errorf("closed again: %v", err)
	}
}

func oga(t testing.TB, samples []int16) []byte {
	t.Helper()
	var b bytes.Buffer
	w, err := sound.NewOpusWriter(&b)
	if err != nil {
		t.Fatal(err)
	}
	recorded(t, w, samples)
	return b.Bytes()
}

// What we write is what opusdec and ffprobe read: as long, as loud, at the promised rate; and we read it as opusdec does.
func TestOpusWeWriteIsReadByOthers(t *testing.T) {
	const length = 7*time.Second + 123*time.Millisecond
	said := voice(48000, 1, length)
	file := oga(t, said)
	path := filepath.Join(t.TempDir(), "voice"+sound.OpusEnding)
	if err := os.WriteFile(path, file, 0o600); err != nil {
		t.Fatal(err)
	}
	var probed struct {
		Streams []struct {
			Codec      string `json:"codec_name"`
			SampleRate string `json:"sample_rate"`
			Channels   int
		}
		Format struct{ Duration, Format_name string }
	}
	if err := json.Unmarshal(program(t, nil, "ffprobe", "-v", "error", "-of", "json", "-show_streams", "-show_format", path), &probed); err != nil {
		t.Fatal(err)
	}
	duration, _ := strconv.ParseFloat(probed.Format.Duration, 64)
	if s := probed.Streams; len(s) != 1 || s[0].Codec != "opus" || s[0].SampleRate != "48000" || s[0].Channels != 1 || math.Abs(duration-length.Seconds()) > 0.01 {
		t.Errorf("ffprobe says %+v", probed)
	}
	if rate := float64(len(file)) * 8 / length.Seconds(); rate < 24000 || rate > 40000 {
		t.Errorf("it takes %.0f bit/s", rate)
	}
	theirs := samplesOf(program(t, nil, "opusdec", "--quiet", "--force-wav", "--no-dither", path, "-"))[22:] // behind the header
	ours := rest(t, open(t, file))
	if len(ours) != len(said) {
		t.Errorf("%d samples, of %d", len(ours), len(said))
	}
	if d := len(theirs) - len(said); d < -2 || d > 2 {
		t.Errorf("opusdec has %d samples, of %d", len(theirs), len(said))
	}
	if like := likeness(ours, theirs); like < 50 {
		t.Errorf("we are like opusdec by %.1f dB", like)
	}
	if like := likeness(ours, said); like < 10 {
		t.Errorf("what comes out is like what was said by %.1f dB", like)
	}
	if got := loudness(theirs) / loudness(said); got < 0.9 || got > 1.1 {
		t.Errorf("%.2f times as loud", got)
	}
}

// A gain in the header is heard, as opusdec plays it.
func TestGain(t *testing.T) {
	file := oga(t, voice(48000, 1, 2*time.Second))
	loud := loudness(rest(t, open(t, file)))
	file[28+16], file[28+17] = 0, 0xFA // -6 dB, in OpusHead on the first page
	mend(file)
	got := rest(t, open(t, file))
	if r := loudness(got) / loud; math.Abs(r-0.501) > 0.01 {
		t.Errorf("%.3f as loud", r)
	}
	theirs := samplesOf(program(t, file, "opusdec", "--quiet", "--force-wav", "--no-dither", "-", "-"))[22:]
	if like := likeness(got, theirs); like < 50 {
		t.Errorf("we are like opusdec by %.1f dB", like)
	}
}

func TestWAVWeWriteIsReadByOthers(t *testing.T) {
	said := voice(48000, 1, 3*time.Second)
	var b bytes.Buffer
	recorded(t, sound.NewWAVWriter(&b), said)
	want := samplesOf(ffmpeg(t, wav(48000, 1, said), "-f", "wav", "-i", "-", "-ar", "16000", "-f", "s16le", "-"))
	got := judged(t, b.Bytes(), 16000, 1)
	ours := rest(t, open(t, b.Bytes()))
	if len(got) != len(said)/3 || len(ours) != len(got) || likeness(ours, got) < 90 {
		t.Errorf("%d samples for ffmpeg and %d for us, of %d", len(got), len(ours), len(said)/3)
	}
	if like := likeness(got, want); like < 35 {
		t.Errorf("it is like what ffmpeg makes of it by %.1f dB", like)
	}
}

// 16 kHz hold nothing above 8 kHz, and keep what is below.
func TestDownsamplingFolds(t *testing.T) {
	for _, c := range []struct{ hz, least, most float64 }{{100, 0.99, 1.01}, {1000, 0.99, 1.01}, {6500, 0.95, 1.01}, {9500, 0, 0.005}, {15000, 0, 0.001}, {20000, 0, 0.001}} {
		in := tone(c.hz, 48000, time.Second)
		var b bytes.Buffer
		recorded(t, sound.NewWAVWriter(&b), in)
		out := samplesOf(b.Bytes()[44:])
		if got := loudness(out[100:len(out)-100]) / loudness(in); got < c.least || got > c.most {
			t.Errorf("%.0f Hz come out at %.4f", c.hz, got)
		}
	}
}

type full struct{ left int }

var errFullDisk = errors.New("disk full")

func (f *full) Write(p []byte) (int, error) {
	if f.left -= len(p); f.left < 0 {
		return 0, errFullDisk
	}
	return len(p), nil
}

func TestFullDiskIsTold(t *testing.T) {
	w, err := sound.NewOpusWriter(&full{5000})
	if err != nil {
		t.Fatal(err)
	}
	if err = w.Write(voice(48000, 1, 5*time.Second)); err == nil {
		err = w.Close()
	}
	if !errors.Is(err, errFullDisk) {
		t.Errorf("Opus: %v", err)
	}
	v := sound.NewWAVWriter(&full{100})
	if err := v.Write(make([]int16, 48000)); err != nil {
		t.Fatal(err)
	}
	if err := v.Close(); !errors.Is(err, errFullDisk) {
		t.Errorf("WAV: %v", err)
	}
	if _, err := sound.NewOpusWriter(&full{}); !errors.Is(err, errFullDisk) {
		t.Errorf("Opus, at once: %v", err)
	}
}

// Nothing said is a message of nothing, which is refused when it is opened.
func TestNothingRecorded(t *testing.T) {
	file := oga(t, nil)
	if _, err := sound.Open(t.Context(), bytes.NewReader(file), int64(len(file))); !errors.Is(err, sound.ErrBroken) {
		t.Error(err)
	}
}
