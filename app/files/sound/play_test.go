package sound_test

import (
	"bytes"
	"math"
	"testing"
	"time"

	"vouch/app/files/sound"
)

// From wherever it is begun, the sound is the same.
func TestSeekComesToTheSameSound(t *testing.T) {
	for _, e := range encodings {
		t.Run(e.name, func(t *testing.T) {
			s := open(t, encode(t, e.ending, wav(48000, e.channels, voice(48000, e.channels, 4*time.Second)), e.args...))
			whole := rest(t, s)
			for _, to := range []time.Duration{0, 2345 * time.Millisecond, 20 * time.Millisecond, 3300 * time.Millisecond} {
				if err := s.Seek(to); err != nil {
					t.Fatal(err)
				}
				if d := s.Position() - to; d < -time.Millisecond || d > 0 {
					t.Errorf("%v: it stands at %v", to, s.Position())
				}
				from := int(s.Position().Seconds()*float64(s.Rate())+0.5) * s.Channels()
				got := rest(t, s)
				if len(got) != len(whole)-from {
					t.Fatalf("%v: %d samples, want %d", to, len(got), len(whole)-from)
				}
				if like := likeness(got, whole[from:]); like < 25 {
					t.Errorf("%v: it is like the whole by %.1f dB", to, like)
				}
			}
			for _, to := range []time.Duration{-time.Hour, time.Hour} {
				if err := s.Seek(to); err != nil {
					t.Fatal(err)
				}
				if d := s.Position(); d != 0 && d != s.Duration() {
					t.Errorf("%v: it stands at %v", to, d)
				}
			}
			if got := rest(t, s); len(got) != 0 {
				t.Errorf("%d samples behind the end", len(got))
			}
		})
	}
}

// Opus needs what comes before, also where the place that was sought is the first of what a seek finds.
func TestSeekGivesOpusWhatItNeeds(t *testing.T) {
	for _, e := range encodings[:3] {
		s := open(t, encode(t, e.ending, wav(48000, e.channels, voice(48000, e.channels, 3*time.Second)), e.args...))
		whole := rest(t, s)
		for to := 900 * time.Millisecond; to < 1400*time.Millisecond; to += 8 * time.Millisecond {
			if err := s.Seek(to); err != nil {
				t.Fatal(err)
			}
			got := make([]int16, 0, 2000)
			for len(got) < cap(got)/2 {
				n, err := s.Read(got[len(got):cap(got)])
				if err != nil {
					t.Fatal(err)
				}
				got = got[:len(got)+n]
			}
			if like := likeness(got, whole[int(to/time.Millisecond)*48*s.Channels():]); like < 20 {
				t.Errorf("%s from %v on: %.1f dB", e.name, to, like)
			}
		}
	}
}

// Two of a kind play at once without disturbing each other.
func TestTwoPlayAtOnce(t *testing.T) {
	for _, e := range encodings[:6] {
		file := encode(t, e.ending, wav(48000, e.channels, voice(48000, e.channels, time.Second)), e.args...)
		whole := rest(t, open(t, file))
		done := make(chan []int16)
		for range 2 {
			s := open(t, file)
			go func() {
				var out []int16
				buf := make([]int16, 999)
				for {
					n, err := s.Read(buf)
					out = append(out, buf[:n]...)
					if err != nil {
						done <- out
						return
					}
				}
			}()
		}
		for range 2 {
			if got := <-done; len(got) != len(whole) || likeness(got, whole) < 90 {
				t.Errorf("%s: another sound", e.name)
			}
		}
	}
}

func TestWaveform(t *testing.T) {
	for _, length := range []int{0, 1, 40, 64, 65, 1000, 48000, 100001, 3 * 48000} {
		samples := make([]int16, length)
		for i := range samples {
			if i >= length/2 {
				samples[i] = math.MinInt16 // louder than any other
			}
		}
		var p sound.Peaks
		for rest := samples; len(rest) > 0; {
			n := min(len(rest), 777)
			p.Add(rest[:n])
			rest = rest[n:]
		}
		got := p.Bytes()
		if len(got) != sound.NumPeaks {
			t.Fatalf("%d peaks", len(got))
		}
		if length < 64 {
			continue
		}
		for i, v := range got {
			if i < 31 && v != 0 || i > 32 && v != 255 {
				t.Errorf("%d samples: peak %d is %d", length, i, v)
			}
		}
	}
	s := open(t, wav(16000, 1, tone(440, 16000, 2*time.Second)))
	got, err := sound.Waveform(s)
	if err != nil {
		t.Fatal(err)
	}
	for i, v := range got {
		if v < 12000>>7-1 || v > 12000>>7 {
			t.Errorf("peak %d is %d", i, v)
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

func reader(samples []int16, rate, channels int, t testing.TB) sound.Reader {
	return open(t, wav(rate, channels, samples))
}

// At another speed a tone has its pitch and its loudness, and the length that the speed has it.
func TestSpeedKeepsPitch(t *testing.T) {
	for _, rate := range []int{8000, 44100} {
		for _, speed := range []float64{0.75, 1, 1.5, 2} {
			in := tone(440, rate, 2*time.Second)
			out := rest(t, sound.NewStretch(reader(in, rate, 1, t), rate, 1, speed))
			if got := pitch(out[rate/10:len(out)-rate/10], rate); math.Abs(got-440) > 2 {
				t.Errorf("%d Hz, %v times: pitch of %.1f Hz", rate, speed, got)
			}
			if d := float64(len(out))/float64(rate) - 2/speed; math.Abs(d) > 0.05 {
				t.Errorf("%d Hz, %v times: %.3f s too long", rate, speed, d)
			}
			if got := loudness(out[rate/10:len(out)-rate/10]) / loudness(in); got < 0.97 || got > 1.03 {
				t.Errorf("%d Hz, %v times: %.3f as loud", rate, speed, got)
			}
		}
	}
}

// As fast as it is, it is the same sound, but for the rounding.
func TestSpeedOfOneChangesNothing(t *testing.T) {
	for channels := 1; channels <= 2; channels++ {
		in := voice(48000, channels, 3*time.Second)
		out := rest(t, sound.NewStretch(reader(in, 48000, channels, t), 48000, channels, 1))
		if like := likeness(out, in); like < 60 || len(out) < len(in) {
			t.Errorf("%d channels: %d samples, of %d, %.1f dB", channels, len(out), len(in), like)
		}
	}
}

// The channels of a voice stay together and keep their pitch each.
func TestSpeedKeepsChannels(t *testing.T) {
	left, right := tone(300, 48000, 3*time.Second), tone(700, 48000, 3*time.Second)
	both := make([]int16, 2*len(left))
	for i := range left {
		both[2*i], both[2*i+1] = left[i], right[i]
	}
	out := rest(t, sound.NewStretch(reader(both, 48000, 2, t), 48000, 2, 2))
	for c, want := range []float64{300, 700} {
		var one []int16
		for i := c; i < len(out); i += 2 {
			one = append(one, out[i])
		}
		if got := pitch(one[4800:len(one)-4800], 48000); math.Abs(got-want) > 6 {
			t.Errorf("channel %d has %.1f Hz", c, got)
		}
	}
}

// A few samples, or none, are no trouble.
func TestSpeedOfLittle(t *testing.T) {
	for n := 1; n < 3000; n += 371 {
		out := rest(t, sound.NewStretch(reader(tone(440, 48000, time.Second)[:n], 48000, 1, t), 48000, 1, 2))
		if len(out) < n/2 || len(out) > n/2+2*960 {
			t.Errorf("%d samples make %d", n, len(out))
		}
	}
	s := open(t, wav(48000, 1, make([]int16, 100)))
	rest(t, s)
	if out := rest(t, sound.NewStretch(s, 48000, 1, 2)); len(bytes.Trim(bytesOf(out), "\x00")) != 0 {
		t.Error("sound out of nothing")
	}
}
