package accounts

import (
	"strings"

	"vouch/app"
	"vouch/app/view"
	"vouch/ui/dialog"
	"vouch/ui/draw"
	"vouch/ui/words"
)

// LookArchive asks what the archive of the account keeps, and lets it be changed.
func (w *Room) LookArchive() {
	a := w.Account()
	if a == nil {
		return
	}
	w.Do(app.LookArchive{Account: a.JID}, func(err error) {
		if err != nil {
			w.Fail(archiveText(err, a.JID))
			return
		}
		w.Peek(func(got []*view.Snapshot, err error) {
			if err != nil {
				w.Fail(words.ErrText(err, ""))
				return
			}
			for _, now := range got[0].Accounts {
				if now.JID == a.JID && now.Archive != nil {
					w.AskArchive(a.JID, *now.Archive)
				}
			}
		}, view.View{Account: a.JID})
	})
}

// archiveText says why the archive is not changed.
func archiveText(err error, account string) string {
	if app.KindOf(err) == app.KindNotOffered {
		return words.Tr("archive.notOffered", "Who", words.HostOf(account))
	}
	return words.ErrText(err, words.HostOf(account))
}

// archiveWord is what an archive keeps by default.
func archiveWord(keeps string) string {
	switch keeps {
	case "always":
		return words.Tr("archive.always")
	case "roster":
		return words.Tr("archive.roster")
	}
	return words.Tr("archive.never")
}

// AskArchive asks what the archive is to keep.
func (w *Room) AskArchive(account string, p view.ArchivePrefs) {
	always, never := draw.NewEntry(false), draw.NewEntry(false)
	always.SetText(strings.Join(p.Always, ", "))
	never.SetText(strings.Join(p.Never, ", "))
	failure := ""
	d := &dialog.Dialog{Title: words.Tr("archive.title"), Text: words.Tr("archive.text", "Who", words.HostOf(account)), Width: 520, First: always, Stays: map[string]bool{"save": true}}
	save := func() {
		next := view.ArchivePrefs{Default: p.Default, Always: between(always.Text), Never: between(never.Text)}
		w.Do(app.SetArchive{Account: account, ArchivePrefs: next}, func(err error) {
			if err != nil {
				failure = archiveText(err, account)
				d.Refresh()
				return
			}
			d.Close()
		})
	}
	always.OnSubmitted = func(string) { save() }
	never.OnSubmitted = func(string) { save() }
	d.Body = func(s *draw.Sheet, x, y, bw float32) float32 {
		for _, keeps := range []string{"always", "roster", "never"} {
			y = dialog.Choice(s, keeps, archiveWord(keeps), p.Default == keeps, true, x, y, bw, func() { p.Default = keeps; d.Refresh() }) + 8
		}
		y = dialog.Field(s, always, words.Tr("archive.alwaysFor"), x, y+4, bw) + 12
		y = dialog.Field(s, never, words.Tr("archive.neverFor"), x, y, bw)
		if failure != "" {
			y += 10 + dialog.Warning(s, failure, x, y+10, bw)
		}
		return y
	}
	d.Buttons = []draw.KeyButton{dialog.CancelButton(), {Button: draw.Button{Word: words.Tr("contact.save"), Kind: draw.Primary}, Key: "save", Tap: save}}
	d.Escapable(always, never)
	w.OpenDialog(d)
}
