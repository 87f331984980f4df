package sound_test

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"
	"time"

	"vouch/app/files/sound"
)

// bits writes and reads bits, the highest first.
type bits struct{ b []byte }

func (w *bits) put(v uint, n int) {
	for n--; n >= 0; n-- {
		w.b = append(w.b, byte(v>>n&1))
	}
}

func (w *bits) bytes() []byte {
	out := make([]byte, (len(w.b)+7)/8)
	for i, v := range w.b {
		out[i/8] |= v << (7 - i%8)
	}
	return out
}

func bitsOf(b []byte) *bits {
	w := &bits{}
	for _, v := range b {
		w.put(uint(v), 8)
	}
	return w
}

// withSBR puts what makes HE-AAC of it into a raw data block of AAC (ISO/IEC 14496-3 §4.4.2.1): a fill element with the data of spectral
// band replication (§4.4.2.8), before the element that ends the block. Everything in it is 0 but what makes it one envelope at a level.
func withSBR(block []byte, level uint) []byte {
	w := bitsOf(block)
	end := bytes.LastIndexByte(w.b, 1) - 2 // ID_END is three ones, and zeros follow
	w.b = w.b[:end]
	sbr := &bits{}
	sbr.put(13, 4) // EXT_SBR_DATA
	sbr.put(1, 1)  // with a header:
	sbr.put(0, 1)  // bs_amp_res
	sbr.put(9, 4)  // bs_start_freq
	sbr.put(6, 4)  // bs_stop_freq
	sbr.put(0, 3)  // bs_xover_band
	sbr.put(0, 4)  // reserved, and no more of a header
	sbr.put(0, 1)  // bs_data_extra
	sbr.put(0, 4)  // FIXFIX with one envelope
	sbr.put(1, 1)  // of high resolution
	sbr.put(0, 2)  // both along the frequencies
	sbr.put(0, 2)  // bs_invf_mode
	sbr.put(0, 2)  // of a second noise band
	sbr.put(level, 7)
	for len(sbr.b) < 40*8 { // no differences between bands
		sbr.put(0, 1)
	}
	w.put(6, 3) // ID_FIL
	w.put(15, 4)
	w.put(uint(len(sbr.b)/8)-14, 8)
	w.b = append(w.b, sbr.b...)
	w.put(7, 3)
	return w.bytes()
}

// heAAC is an MP4 with HE-AAC as Conversations sends it, 24 kHz and 28 kbit/s below: ffmpeg encodes what is below, and the bands above come
// out of withSBR.
func heAAC(t *testing.T, level uint) []byte {
	t.Helper()
	rest := ffmpeg(t, wav(24000, 1, voice(24000, 1, 3*time.Second)), "-f", "wav", "-i", "-", "-c:a", "aac", "-b:a", "28k", "-f", "adts", "-")
	var stream []byte
	for len(rest) > 7 {
		head, n := rest[:7], int(rest[3]&3)<<11|int(rest[4])<<3|int(rest[5])>>5
		block := withSBR(rest[7:n], level)
		size := 7 + len(block)
		head[3], head[4], head[5] = head[3]&^3|byte(size>>11), byte(size>>3), head[5]&31|byte(size<<5)
		stream, rest = append(append(stream, head...), block...), rest[n:]
	}
	path := filepath.Join(t.TempDir(), "voice.m4a")
	ffmpeg(t, stream, "-f", "aac", "-i", "-", "-c", "copy", path)
	file, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return file
}

// above is how loud s is in the upper half of its frequencies, about.
func above(s []int16) float64 {
	out := make([]int16, len(s))
	for i := 2; i < len(s); i++ { // nothing of what is low passes (1 - z)² / 4
		out[i] = int16((int(s[i]) - 2*int(s[i-1]) + int(s[i-2])) / 4)
	}
	return loudness(out)
}

// HE-AAC has the bands above what AAC holds, and sounds as ffmpeg plays it.
func TestHEAACSoundsAsFFmpegPlaysIt(t *testing.T) {
	quiet := 0.0
	for _, c := range []struct {
		level       uint
		like, above float64 // how much louder than the quiet one it is above
	}{{10, 60, 1}, {40, 35, 1.5}} {
		file := heAAC(t, c.level)
		s := open(t, file)
		if s.Kind() != sound.MP4AAC || s.Rate() != 48000 || s.Channels() != 1 {
			t.Fatalf("it is %s of %d Hz, %d channels", s.Kind(), s.Rate(), s.Channels())
		}
		got := rest(t, s)
		want := judged(t, file, 48000, 1)
		if len(got) != len(want) {
			t.Errorf("%d samples; ffmpeg has %d", len(got), len(want))
		}
		if like := likeness(got, want); like < c.like {
			t.Errorf("level %d: it is like ffmpeg's by %.1f dB", c.level, like)
		}
		if quiet == 0 {
			quiet = above(got)
		}
		ours, theirs := above(got), above(want)
		t.Logf("level %d: %.1f above, of ffmpeg %.1f; %.1f dB", c.level, ours, theirs, likeness(got, want))
		if r := ours / theirs; r < 0.9 || r > 1.1 || ours < c.above*quiet {
			t.Errorf("level %d: %.1f above, of ffmpeg %.1f, of the quiet one %.1f", c.level, ours, theirs, quiet)
		}
	}
}

// What its config calls HE-AAC has twice the rate, whether its packets have bands above or not.
func TestHEAACByItsConfig(t *testing.T) {
	file := encode(t, ".m4a", wav(24000, 1, voice(24000, 1, 2*time.Second)), "-c:a", "aac", "-b:a", "28k")
	low := []byte{0x13, 0x08, 0x56, 0xE5, 0} // AAC-LC of 24 kHz, without SBR
	high := []byte{0x2B, 0x09, 0x88, 0, 0}   // SBR to 48 kHz, over AAC-LC of 24 kHz; ISO/IEC 14496-3 §1.6.2.1
	if bytes.Count(file, low) != 1 {
		t.Fatal("ffmpeg writes another config")
	}
	file = bytes.Replace(file, low, high, 1)
	s := open(t, file)
	got := rest(t, s)
	if d := s.Duration() - 2*time.Second; s.Rate() != 48000 || d < -60*time.Millisecond || d > 60*time.Millisecond {
		t.Errorf("%d Hz, %v", s.Rate(), s.Duration())
	}
	if like := likeness(got, judged(t, file, 48000, 1)); like < 50 {
		t.Errorf("it is like ffmpeg's by %.1f dB", like)
	}
}
