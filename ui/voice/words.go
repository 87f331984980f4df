package voice

import (
	"errors"
	"fmt"
	"time"

	"vouch/app/files/sound"
	"vouch/ui/audio"
	"vouch/ui/words"
)

// recordFailed says why a recording has ended, and that what there is of it is kept, where that is so.
func recordFailed(err error, kept bool) string {
	text := words.Tr("voice.failed")
	switch {
	case errors.Is(err, sound.ErrFull):
		text = words.Tr("voice.full", "Minutes", fmt.Sprint(int(sound.MaxRecording/time.Minute)))
	case errors.Is(err, audio.ErrNoDevice):
		text = words.Tr("voice.noMicrophone")
	case errors.Is(err, audio.ErrRefused):
		text = words.Tr("voice.refused")
	case errors.Is(err, audio.ErrGone):
		text = words.Tr("voice.gone")
	case errors.Is(err, audio.ErrSilent):
		text = words.Tr("voice.silent")
	}
	if kept {
		text += " " + words.Tr("voice.kept")
	}
	return text
}

// playFailed says that nothing was heard.
func playFailed() string { return words.Tr("voice.notHeard") }

// Clock is a length as it is shown: minutes and seconds, such as 00:07.
func Clock(d time.Duration) string {
	s := int(d / time.Second)
	return fmt.Sprintf("%02d:%02d", s/60, s%60)
}

// named is what a message is called that was recorded at a moment, without its ending.
func named(at time.Time) string {
	return words.Tr("voice.name", "Date", at.Format("2006-01-02"), "Time", at.Format("15.04"))
}
