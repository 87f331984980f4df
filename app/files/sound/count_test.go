package sound

import (
	"bytes"
	"errors"
	"testing"
)

func TestRecordingEndsAfterFifteenMinutes(t *testing.T) {
	var b bytes.Buffer
	w := NewWAVWriter(&b)
	w.samples = maxSamples - 300 // as if so much had been written
	if err := w.Write(make([]int16, 301)); !errors.Is(err, ErrFull) {
		t.Errorf("a sample more: %v", err)
	}
	if err := w.Write(make([]int16, 48000)); !errors.Is(err, ErrFull) {
		t.Errorf("a second more: %v", err)
	}
	if err := w.Close(); err != nil || b.Len() != 44+2*300/3 {
		t.Errorf("%v, %d bytes", err, b.Len())
	}
	if maxSamples != 15*60*RecordRate {
		t.Errorf("%d samples are the most", maxSamples)
	}
}
