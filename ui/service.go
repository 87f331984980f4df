// Package ui is the window: it shows a snapshot and sends commands.
//
// The screen is a function of a snapshot: Window.show is the only code that changes what is seen because of the
// service, and what tests and pictures call. Window.Watch waits for changes, pulls a snapshot of the window's view on
// its own goroutine and hands it to show by the only fyne.Do of the program; commands are carried out on goroutines of
// Watch too, and what became of them comes back the same way. Everything else runs on the main goroutine.
package ui

import (
	"time"

	"vouch/ui/accounts"
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
	Desktop   Desktop          // nil: nothing is told outside of the window
	Autostart Autostart        // nil: the program cannot be made to start by itself
}
