package files_test

import (
	"bytes"
	"context"
	"errors"
	"testing"

	"vouch/app/files"
	"vouch/app/files/sound"
)

// An end in the middle of listening keeps nothing: sound that was not listened to is not noted as what cannot be played.
func TestSoundIsListenedToOrNotKept(t *testing.T) {
	var spoken bytes.Buffer
	w, err := sound.NewOpusWriter(&spoken)
	if err == nil {
		err = errors.Join(w.Write(make([]int16, sound.RecordRate)), w.Close())
	}
	if err != nil {
		t.Fatal(err)
	}
	s, _ := store(t)
	why := errors.New("the program ends")
	ctx := &endsAfter{Context: t.Context(), why: why}
	for ctx.reads = 0; ; ctx.reads++ {
		ctx.seen = 0
		got, err := s.AttachBytes(ctx, "a.oga", spoken.Bytes(), files.AsCleaned)
		if err == nil {
			if got.Length != 1000 || len(got.Peaks) != sound.NumPeaks {
				t.Fatalf("ended at the %d-th look it is kept with %d ms", ctx.reads, got.Length)
			}
			if ctx.seen > ctx.reads {
				t.Fatal("an end is not seen")
			}
			break
		}
		if !errors.Is(err, why) {
			t.Fatal(err)
		}
		if size, err := s.Size(); size != 0 || err != nil {
			t.Fatalf("%d bytes are left, %v", size, err)
		}
	}
	if ctx.reads < 3 {
		t.Errorf("it was looked at %d times", ctx.reads)
	}
}

// endsAfter is a context that has ended after as many looks at it.
type endsAfter struct {
	context.Context
	why         error
	reads, seen int
}

func (e *endsAfter) Err() error {
	if e.seen++; e.seen > e.reads {
		return e.why
	}
	return nil
}
