package sound_test

import (
	"bytes"
	"encoding/binary"
	"errors"
	"io"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"testing"
	"time"

	"vouch/app/files/sound"
)

// voice makes something between a voice and a test tone: a gliding fundamental with four overtones in syllables, and a pause. The second
// channel, if there is one, is an octave higher.
func voice(rate, channels int, length time.Duration) []int16 {
	frames := int(length.Seconds() * float64(rate))
	out := make([]int16, frames*channels)
	for c := range channels {
		phase := 0.0
		for i := range frames {
			t := float64(i) / float64(rate)
			phase += 2 * math.Pi * (160 + 60*math.Sin(2*t)) * float64(c+1) / float64(rate)
			v := 0.0
			for k := 1; k <= 5; k++ {
				v += math.Sin(float64(k)*phase) / float64(k)
			}
			syllable := math.Pow(math.Sin(math.Pi*3*t), 2)
			if math.Mod(t, 2) > 1.6 {
				syllable = 0
			}
			out[i*channels+c] = int16(9000 * v * syllable)
		}
	}
	return out
}

func tone(hz float64, rate int, length time.Duration) []int16 {
	out := make([]int16, int(length.Seconds()*float64(rate)))
	for i := range out {
		out[i] = int16(12000 * math.Sin(2*math.Pi*hz*float64(i)/float64(rate)))
	}
	return out
}

func bytesOf(samples []int16) []byte {
	var out []byte
	for _, v := range samples {
		out = binary.LittleEndian.AppendUint16(out, uint16(v))
	}
	return out
}

func samplesOf(b []byte) []int16 {
	out := make([]int16, len(b)/2)
	for i := range out {
		out[i] = int16(binary.LittleEndian.Uint16(b[2*i:]))
	}
	return out
}

// wav is a file of WAV with these samples.
func wav(rate, channels int, samples []int16) []byte {
	return append(sound.WAVHeader(rate, channels, int64(2*len(samples))), bytesOf(samples)...)
}

// program runs one of the judges.
func program(t testing.TB, stdin []byte, name string, args ...string) []byte {
	t.Helper()
	var out, errs bytes.Buffer
	cmd := exec.Command(name, args...)
	cmd.Stdin, cmd.Stdout, cmd.Stderr = bytes.NewReader(stdin), &out, &errs
	if err := cmd.Run(); err != nil {
		t.Fatalf("%s: %v: run make deps\n%s", name, err, errs.String())
	}
	return out.Bytes()
}

func ffmpeg(t testing.TB, stdin []byte, args ...string) []byte {
	t.Helper()
	return program(t, stdin, "ffmpeg", append([]string{"-hide_banner", "-v", "error", "-y"}, args...)...)
}

// encode has ffmpeg make a file of WAV into one with that ending.
func encode(t testing.TB, ending string, from []byte, args ...string) []byte {
	t.Helper()
	path := filepath.Join(t.TempDir(), "voice"+ending)
	ffmpeg(t, from, append(append([]string{"-f", "wav", "-i", "-"}, args...), path)...)
	out, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// judged is what ffmpeg decodes out of a file.
func judged(t testing.TB, file []byte, rate, channels int, args ...string) []int16 {
	t.Helper()
	path := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(path, file, 0o600); err != nil {
		t.Fatal(err)
	}
	args = append(append(args, "-i", path), "-f", "s16le", "-ar", strconv.Itoa(rate), "-ac", strconv.Itoa(channels), "-")
	return samplesOf(ffmpeg(t, nil, args...))
}

func open(t testing.TB, file []byte) *sound.Stream {
	t.Helper()
	s, err := sound.Open(t.Context(), bytes.NewReader(file), int64(len(file)))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.Close)
	return s
}

func rest(t testing.TB, s sound.Reader) (out []int16) {
	t.Helper()
	buf := make([]int16, 1000)
	for {
		n, err := s.Read(buf)
		out = append(out, buf[:n]...)
		if errors.Is(err, io.EOF) {
			return out
		} else if err != nil {
			t.Fatal(err)
		}
	}
}

// likeness is how far below b the difference of a and b is, in dB.
func likeness(a, b []int16) float64 {
	var signal, noise float64
	for i := range min(len(a), len(b)) {
		d := float64(a[i]) - float64(b[i])
		signal += float64(b[i]) * float64(b[i])
		noise += d * d
	}
	return 10 * math.Log10((signal+1)/(noise+1))
}

func loudness(s []int16) float64 {
	sum := 0.0
	for _, v := range s {
		sum += float64(v) * float64(v)
	}
	return math.Sqrt(sum / float64(max(len(s), 1)))
}

// encodings are files as other programs send them.
var encodings = []struct {
	name, ending   string
	kind           sound.Kind
	rate, channels int
	args           []string
	judge          string  // the decoder of ffmpeg, if it has several
	like           float64 // to what it decodes, in dB
}{
	{"Ogg Opus, voice", ".ogg", sound.OggOpus, 48000, 1, []string{"-c:a", "libopus", "-b:a", "16k", "-application", "voip"}, "libopus", 40},
	{"Ogg Opus, 60 ms, stereo", ".opus", sound.OggOpus, 48000, 2, []string{"-c:a", "libopus", "-b:a", "48k", "-frame_duration", "60"}, "libopus", 40},
	{"Opus in MP4", ".mp4", sound.MP4Opus, 48000, 1, []string{"-c:a", "libopus", "-b:a", "32k"}, "libopus", 40},
	{"AAC as Monal sends it", ".m4a", sound.MP4AAC, 32000, 1, []string{"-c:a", "aac", "-b:a", "48k"}, "", 50},
	{"AAC, stereo", ".m4a", sound.MP4AAC, 44100, 2, []string{"-c:a", "aac", "-b:a", "96k", "-movflags", "+faststart"}, "", 50},
	{"MP3", ".mp3", sound.MP3, 44100, 2, []string{"-c:a", "libmp3lame", "-b:a", "96k"}, "", 50},
	{"MP3 of changing rate", ".mp3", sound.MP3, 48000, 1, []string{"-c:a", "libmp3lame", "-q:a", "4", "-write_id3v1", "1", "-metadata", "title=voice"}, "", 50},
	{"MP3 of low rate", ".mp3", sound.MP3, 24000, 1, []string{"-c:a", "libmp3lame", "-b:a", "32k"}, "", 50},
	{"MP3 of low rate, stereo", ".mp3", sound.MP3, 22050, 2, []string{"-c:a", "libmp3lame", "-b:a", "64k"}, "", 50},
	{"WAV", ".wav", sound.WAV, 16000, 1, []string{"-c:a", "pcm_s16le"}, "", 90},
	{"WAV of 24 bits", ".wav", sound.WAV, 44100, 2, []string{"-c:a", "pcm_s24le"}, "", 60},
	{"WAV of 8 bits", ".wav", sound.WAV, 8000, 1, []string{"-c:a", "pcm_u8"}, "", 90},
	{"WAV of floats", ".wav", sound.WAV, 48000, 1, []string{"-c:a", "pcm_f32le"}, "", 60},
}

// What others send sounds as ffmpeg plays it, sample by sample, and is as long.
func TestSoundsAsFFmpegPlaysIt(t *testing.T) {
	const length = 3 * time.Second
	for _, e := range encodings {
		t.Run(e.name, func(t *testing.T) {
			file := encode(t, e.ending, wav(48000, e.channels, voice(48000, e.channels, length)), append(e.args, "-ar", strconv.Itoa(e.rate))...)
			s := open(t, file)
			if s.Kind() != e.kind || s.Rate() != e.rate {
				t.Fatalf("it is %s of %d Hz", s.Kind(), s.Rate())
			}
			got := rest(t, s)
			var judge []string
			if e.judge != "" {
				judge = []string{"-c:a", e.judge}
			}
			want := judged(t, file, e.rate, s.Channels(), judge...)
			if d := len(got) - len(want); d < -e.rate/20 || d > e.rate/20 {
				t.Errorf("%d samples; ffmpeg has %d", len(got), len(want))
			}
			if d := s.Duration() - length; d < -60*time.Millisecond || d > 60*time.Millisecond {
				t.Errorf("it plays for %v", s.Duration())
			}
			if int64(len(got)/s.Channels()) != s.Frames() {
				t.Errorf("%d frames came, of %d", len(got)/s.Channels(), s.Frames())
			}
			like := likeness(got, want)
			t.Logf("%d samples, %d; %.1f dB; loudness %.0f, %.0f", len(got), len(want), like, loudness(got), loudness(want))
			if like < e.like {
				t.Errorf("it is like ffmpeg's by %.1f dB, want %.0f", like, e.like)
			}
		})
	}
}
