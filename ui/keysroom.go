package ui

import (
	"fyne.io/fyne/v2"

	"vouch/ui/shell"
)

// keysRoom is all that is about keys: the Encryption tabs with their timelines, codes to show and to read, pages of fingerprints.
type keysRoom struct {
	*shell.Shell
	to      keysTo
	devices *devicesPage
	story   *storyPage

	sources  frameSources    // where codes are read from
	scanning *scan           // the dialog that reads one, or nil
	filmed   chan struct{}   // closed when the camera that was opened last is free again; nil before the first
	printed  map[string]bool // pages that were given to the browser and are to be removed
}

// keysTo is where the room leads beyond itself.
type keysTo struct {
	chatMenu    func(chat, name string, encrypted, inside bool, at fyne.Position) // the menu of a chat
	newPassword func(account string)                                              // asks for another password of an account
	tell        func()                                                            // has contacts told about the devices of the account
}

func newKeysRoom(sh *shell.Shell, to keysTo) *keysRoom {
	r := &keysRoom{Shell: sh, to: to, sources: systemSources(), printed: map[string]bool{}}
	r.devices, r.story = newDevicesPage(r), newStoryPage(r)
	return r
}
