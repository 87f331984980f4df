package sound_test

import (
	"bytes"
	"errors"
	"testing"
	"time"

	"vouch/app/files/sound"
)

// FuzzOpen: whatever a file is, it is refused, or it plays, and can be sought in.
func FuzzOpen(f *testing.F) {
	for _, c := range hostile() {
		if len(c.file) < 10000 {
			f.Add(c.file)
		}
	}
	f.Add(oga(f, tone(440, 48000, time.Second/10)))
	f.Add(wav(8000, 2, tone(440, 8000, time.Second/100)))
	f.Fuzz(func(t *testing.T, file []byte) {
		file = bytes.Clone(file)
		mend(file) // or no packet is ever reached
		s, err := sound.Open(t.Context(), bytes.NewReader(file), int64(len(file)))
		if err != nil {
			if !errors.Is(err, sound.ErrKind) && !errors.Is(err, sound.ErrBroken) && !errors.Is(err, sound.ErrLong) {
				t.Fatal(err)
			}
			return
		}
		defer s.Close()
		if s.Duration() > sound.MaxLength || s.Frames() <= 0 || s.Rate() < 1000 {
			t.Fatalf("%d frames of %d Hz", s.Frames(), s.Rate())
		}
		buf := make([]int16, 4096)
		for _, to := range []time.Duration{0, s.Duration() / 2, s.Duration()} {
			if err := s.Seek(to); err != nil {
				t.Fatal(err)
			}
			for range 20 {
				n, err := s.Read(buf)
				if err != nil {
					break
				}
				if n == 0 || n%s.Channels() != 0 || s.Position() > s.Duration() {
					t.Fatalf("%d samples, at %v of %v", n, s.Position(), s.Duration())
				}
			}
		}
	})
}
