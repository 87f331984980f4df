package keys

import (
	"strconv"

	"vouch/app"
	"vouch/app/view"
	"vouch/ui/dialog"
	"vouch/ui/draw"
	"vouch/ui/words"
)

// nameDevice asks for the user's name and note for a device, which nobody else sees. The keyboard begins in the note when
// that was asked for.
func (w *Room) nameDevice(d *view.DeviceView, inNote bool) {
	account := w.Shown.View.Account
	label, note := draw.NewEntry(false), draw.NewEntry(false)
	label.SetText(d.Label)
	note.SetText(d.Note)
	label.SetPlaceHolder(words.Tr("nameDevice.labelHint"))
	note.SetPlaceHolder(words.Tr("nameDevice.noteHint"))
	failure := ""
	dl := &dialog.Dialog{Title: words.Tr("nameDevice.title"), Text: words.Tr("nameDevice.text", "ID", strconv.Itoa(int(d.ID))), First: label, Width: 480, Stays: map[string]bool{"save": true}}
	if inNote {
		dl.First = note
	}
	save := func() {
		failure = ""
		w.Do(app.NameDevice{Account: account, JID: d.JID, DeviceID: d.ID, Label: label.Text, Note: note.Text}, func(err error) {
			if err == nil {
				dl.Close()
				return
			}
			failure = words.ErrText(err, words.DeviceName(d))
			if app.KindOf(err) == app.KindInvalid {
				failure = words.Tr("nameDevice.tooLong")
			}
			dl.Refresh()
		})
	}
	for _, e := range []*draw.Entry{label, note} {
		e.OnSubmitted = func(string) { save() }
	}
	dl.Body = func(s *draw.Sheet, x, y, bw float32) float32 {
		y = dialog.Field(s, label, words.Tr("nameDevice.label"), x, y, bw) + 12
		y = dialog.Field(s, note, words.Tr("nameDevice.note"), x, y, bw)
		if failure != "" {
			y += 10 + dialog.Warning(s, failure, x, y+10, bw)
		}
		return y
	}
	dl.Buttons = []draw.KeyButton{dialog.CancelButton(), {Button: draw.Button{Word: words.Tr("contact.save"), Kind: draw.Primary}, Key: "save", Tap: save}}
	dl.Escapable(label, note)
	w.OpenDialog(dl)
}
