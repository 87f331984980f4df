package sound_test

import (
	"bytes"
	"testing"
	"time"

	"vouch/app/files/sound"
)

// BenchmarkDecode says how much faster than it plays each kind is decoded, with all that opening costs.
func BenchmarkDecode(b *testing.B) {
	const length = 20 * time.Second
	for _, e := range encodings {
		b.Run(e.name, func(b *testing.B) {
			file := encode(b, e.ending, wav(48000, e.channels, voice(48000, e.channels, length)), e.args...)
			for b.Loop() {
				s, err := sound.Open(b.Context(), bytes.NewReader(file), int64(len(file)))
				if err != nil {
					b.Fatal(err)
				}
				if _, err := sound.Waveform(s); err != nil {
					b.Fatal(err)
				}
				s.Close()
			}
			times(b, length)
		})
	}
}

// BenchmarkWrite says the same of what is written.
func BenchmarkWrite(b *testing.B) {
	const length = 20 * time.Second
	said := voice(48000, 1, length)
	b.Run("Ogg Opus", func(b *testing.B) {
		for b.Loop() {
			oga(b, said)
		}
		times(b, length)
	})
	b.Run("WAV", func(b *testing.B) {
		for b.Loop() {
			var out bytes.Buffer
			recorded(b, sound.NewWAVWriter(&out), said)
		}
		times(b, length)
	})
}

// BenchmarkStretch says it of playing at twice the speed.
func BenchmarkStretch(b *testing.B) {
	const length = 20 * time.Second
	file := wav(48000, 1, voice(48000, 1, length))
	for b.Loop() {
		rest(b, sound.NewStretch(open(b, file), 48000, 1, 2))
	}
	times(b, length)
}

func times(b *testing.B, length time.Duration) {
	b.ReportMetric(length.Seconds()*float64(b.N)/b.Elapsed().Seconds(), "×real-time")
}
