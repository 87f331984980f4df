package keys

import (
	"fyne.io/fyne/v2"

	"vouch/app/view"
	"vouch/ui/draw"
	"vouch/ui/shell"
)

// Room is all that is about keys: the Encryption tabs with their timelines, codes to show and to read, pages of fingerprints.
type Room struct {
	*shell.Shell
	to      Elsewhere
	devices *devicesPage
	story   *storyPage

	Sources  Sources         // where codes are read from
	scanning *scan           // the dialog that reads one, or nil
	filmed   chan struct{}   // closed when the camera that was opened last is free again; nil before the first
	printed  map[string]bool // pages that were given to the browser and are to be removed
}

// Elsewhere is where the room leads beyond itself.
type Elsewhere struct {
	ChatMenu    func(chat, name string, encrypted, inside bool, at fyne.Position) // the menu of a chat
	NewPassword func(account string)                                              // asks for another password of an account
	Tell        func()                                                            // has contacts told about the devices of the account
}

// New makes the room, with the camera, screen and clipboard of this computer as its sources. No camera is opened before the
// user asks for it.
func New(sh *shell.Shell, to Elsewhere) *Room {
	r := &Room{Shell: sh, to: to, Sources: systemSources(), printed: map[string]bool{}}
	r.devices, r.story = newDevicesPage(r), newStoryPage(r)
	return r
}

// Show takes over what a snapshot says about the page; before is the one shown until now, or nil.
func (w *Room) Show(before, snap *view.Snapshot) {
	w.devices.show(before, snap)
	w.story.show(before, snap)
}

// Tab is the page that is shown: an Encryption tab, or its timeline.
func (w *Room) Tab() *draw.Pane {
	if w.story.open() {
		return w.story.pane
	}
	return w.devices.pane
}

// ShowFailure says on the page what went wrong.
func (w *Room) ShowFailure(text string) {
	if w.story.open() {
		w.story.fail(text)
		return
	}
	w.devices.fail(text)
}

// Back leaves the page: the timeline for its Encryption tab, that for the chat.
func (w *Room) Back() {
	if w.story.open() {
		w.story.back()
		return
	}
	w.devices.back()
}

// Areas are the stops of F6 on the page.
func (w *Room) Areas(before []fyne.Focusable) []fyne.Focusable {
	if w.story.open() {
		return w.story.areas(before)
	}
	return w.devices.areas(before)
}

// ScrollPage moves what a page scrolls by the keys for that.
func (w *Room) ScrollPage(key fyne.KeyName) {
	if w.Shown == nil || w.Page() == view.PageChat {
		return
	}
	scroll := w.devices.scroll
	if w.story.open() {
		scroll = w.story.scroll
	}
	const line = 40
	page := scroll.Size().Height - line
	y, ok := map[fyne.KeyName]float32{
		fyne.KeyUp: scroll.Offset.Y - line, fyne.KeyDown: scroll.Offset.Y + line, fyne.KeyPageUp: scroll.Offset.Y - page,
		fyne.KeyPageDown: scroll.Offset.Y + page, fyne.KeyHome: 0, fyne.KeyEnd: scroll.Content.MinSize().Height,
	}[key]
	if ok {
		shell.ScrollTo(scroll, y)
		w.devices.moved()
	}
}

// End removes what was written for the browser.
func (w *Room) End() {
	for file := range w.printed {
		w.removePrinted(file)
	}
}
