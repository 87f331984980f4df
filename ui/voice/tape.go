package voice

import (
	"bytes"
	"time"

	"vouch/app/files/sound"
)

// tape is what was recorded, in memory. It is written to in several stretches, each of which closes it: that is not the end of it.
type tape struct {
	wav     bool         // it is to be WAV, not Ogg Opus
	writer  sound.Writer // nil before the first stretch
	out     bytes.Buffer
	peaks   sound.Peaks
	samples int
}

var _ sound.Writer = (*tape)(nil)

// begin makes the tape ready for a stretch.
func (t *tape) begin() error {
	if t.writer != nil {
		return nil
	}
	if t.wav {
		t.writer = sound.NewWAVWriter(&t.out)
		return nil
	}
	w, err := sound.NewOpusWriter(&t.out)
	if err == nil {
		t.writer = w
	}
	return err
}

// Write implements sound.Writer.
func (t *tape) Write(p []int16) error {
	err := t.writer.Write(p)
	p = p[:min(len(p), int(sound.MaxRecording/time.Second)*sound.RecordRate-t.samples)]
	t.samples += len(p)
	t.peaks.Add(p)
	return err
}

// Close ends a stretch.
func (t *tape) Close() error { return nil }

// close ends the tape.
func (t *tape) close() error { return t.writer.Close() }

func (t *tape) length() time.Duration {
	return time.Duration(t.samples) * time.Second / sound.RecordRate
}

// content is the file, once the tape has ended.
func (t *tape) content() []byte { return t.out.Bytes() }
