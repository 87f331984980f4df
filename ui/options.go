package ui

import (
	"time"

	"vouch/ui/accounts"
	"vouch/ui/audio"
)

// Autostart is whether the program starts by itself; the settings switch it.
type Autostart = accounts.Autostart

// Options of a window.
type Options struct {
	Title     string
	Version   string           // of the program
	Theme     string           // "light", "dark" or "system"
	TextScale float32          // 0.8 to 2; 0 for the one that the user chose, 1 where there is none
	Now       func() time.Time // nil for time.Now; its location is the one times are shown in
	OnMain    func(func())     // has the main goroutine do something soon; nil for fyne.Do
	Desktop   Desktop          // nil: nothing is told outside of the window
	Autostart Autostart        // nil: the program cannot be made to start by itself
	Audio     audio.Backend    // microphone and loudspeaker; nil: no voice message is made
}
