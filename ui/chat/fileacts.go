package chat

import (
	"context"
	"errors"

	"fyne.io/fyne/v2"

	"vouch/app"
	"vouch/app/view"
	"vouch/ui/clipboard"
	"vouch/ui/shell"
	"vouch/ui/words"
)

// The actions of files that are here.
const (
	actOpenFile = "open file"
	actShowFile = "show file" // in the folder where it was saved
)

// isHere tells whether the file of a row is on this computer and can be used.
func isHere(r *view.Row) bool {
	return r.File != nil && r.File.State == view.FileHere && r.Retracted.IsZero()
}

// fileItems are what the menu of a row offers for its file. What may be a program is only saved.
func (c *Room) fileItems(r *view.Row) (items []*fyne.MenuItem) {
	if !isHere(r) {
		return nil
	}
	add := func(word string, do func()) { items = append(items, fyne.NewMenuItem(words.Tr(word), do)) }
	if !r.File.Program {
		add("file.open", func() { c.openFile(r, false) })
		add("file.openWith", func() { c.openFile(r, true) })
		add("file.copy", func() { c.copyFile(r) })
	}
	add("file.forward", func() { c.forward(r) })
	add("file.save", func() { c.saveFile(r) })
	if c.saved[r.ID] != "" {
		add("file.show", func() { c.showSaved(r.ID) })
	}
	if !r.File.Leaving && !(r.Own && r.State == view.MessageFailed) { // else nobody else has it
		add("file.drop", func() { c.dropFile(r) })
	}
	return items
}

// openFile has another program open a copy of a file: the one that the desktop knows for its kind, or one that the user picks then.
func (c *Room) openFile(r *view.Row, ask bool) {
	c.withCopy(r, func(ctx context.Context, path string) error { return c.to.OpenFile(ctx, path, ask) }, func(err error) string {
		if errors.Is(err, errors.ErrUnsupported) {
			return words.Tr("file.noChooser")
		}
		return words.Tr("file.notOpened")
	})
}

// copyFile has other programs get a file, as long as nothing else is copied.
func (c *Room) copyFile(r *view.Row) {
	c.withCopy(r, func(ctx context.Context, path string) error { return clipboard.Copy(ctx, fileOffers(path)...) },
		func(error) string { return words.Tr("file.notCopied") })
}

// withCopy does something with a copy of a file, beside the main goroutine; failed says so where it could not.
func (c *Room) withCopy(r *view.Row, do func(ctx context.Context, path string) error, failed func(error) string) {
	v := c.w.Shown.View
	c.w.Ask(func(ctx context.Context, s shell.Service) error {
		got, err := s.Call(ctx, app.OpenFile{Account: v.Account, Chat: v.Chat, ID: r.ID})
		if err != nil {
			return err
		}
		return do(ctx, got.(app.Opened).Path)
	}, func(err error) {
		switch {
		case err == nil, errors.Is(err, context.Canceled):
		case app.KindOf(err) != "":
			c.w.Fail(words.ErrText(err, words.HostOf(v.Account)))
		default:
			c.w.Log.Warn("use file", "err", err)
			c.w.Fail(failed(err))
		}
	})
}

// dropFile takes the copy of a file away that is here, when the user is sure: nobody knows for how long the server has it.
func (c *Room) dropFile(r *view.Row) {
	v := c.w.Shown.View
	c.w.Confirm(words.Tr("file.dropTitle", "File", words.OneLine(r.File.Name, words.NameRunes)), words.Tr("file.dropText"), words.Tr("file.dropDeed"), func() {
		c.w.Do(app.DropFile{Account: v.Account, Chat: v.Chat, ID: r.ID}, nil)
	})
}

// savedFile says where a file was saved, and offers to show it there.
func (c *Room) savedFile(row, path string) {
	c.sayWith(words.Tr("file.saved"), words.OneLine(path, 2*words.NameRunes), actShowFile, words.Tr("file.show"))
	if c.saved == nil {
		c.saved = map[string]string{}
	}
	c.saved[row], c.saved[c.lastAnswer()] = path, path
}

// showSaved shows a file where it was saved; about names its row, or the answer that says so.
func (c *Room) showSaved(about string) {
	path := c.saved[about]
	c.w.Ask(func(ctx context.Context, _ shell.Service) error { return c.to.ShowFile(ctx, path) }, func(err error) {
		if err != nil && !errors.Is(err, context.Canceled) {
			c.w.Log.Warn("show file", "err", err)
			c.w.Fail(words.Tr("file.folderFailed"))
		}
	})
}
