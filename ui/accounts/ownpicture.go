package accounts

import (
	"vouch/app"
	"vouch/ui/shell"
	"vouch/ui/words"
)

// SetPicture asks for a file and makes its picture the account's.
func (w *Room) SetPicture() {
	a := w.Account()
	if a == nil {
		return
	}
	w.AskPicture(shell.PictureQuestion{
		Title: words.Tr("avatar.title"), Text: words.Tr("avatar.text"), Preview: words.Tr("avatar.preview"), Face: w.Face(words.NameOf(a.Name, a.JID), a.JID, a.Picture),
		Set:    func(path string) app.Command { return app.SetAvatar{Account: a.JID, Path: path} },
		Failed: func(err error) string { return words.ErrText(err, words.HostOf(a.JID)) },
	})
}
