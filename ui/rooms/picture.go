package rooms

import (
	"vouch/app"
	"vouch/ui/shell"
	"vouch/ui/words"
)

// SetPicture asks for a file and makes its picture the room's.
func (w *Room) SetPicture(room, name string) {
	account, row := w.View().Account, w.RowOf(room)
	w.AskPicture(shell.PictureQuestion{
		Title: words.Tr("roompicture.title", "Name", name), Text: words.Tr("roompicture.text"), Preview: words.Tr("roompicture.preview"),
		Face:   w.ChatFace(row.Of, name, room, row.Picture),
		Set:    func(path string) app.Command { return app.SetRoomAvatar{Account: account, Room: room, Path: path} },
		Failed: func(err error) string { return joinText(err, room) },
	})
}
