package chat

import (
	"context"
	"errors"
	"strings"

	"fyne.io/fyne/v2"

	"vouch/ui/clipboard"
	"vouch/ui/shell"
	"vouch/ui/words"
)

// paste puts a copied text into the composer, at once. Where there is none, or only the names of copied files, it shows the files or
// the picture that were copied, before they are sent.
func (c *Room) paste(from fyne.Clipboard) {
	text := from.Content()
	if text != "" && !namesFiles(text) {
		c.pasteText(text)
		return
	}
	if !c.mayAttach() {
		return
	}
	var got []attached
	left, here, now := 0, c.current(), c.w.Now()
	c.w.Ask(func(ctx context.Context, _ shell.Service) error { // other programs answer, or do not
		content, err := c.copied(ctx)
		switch {
		case err != nil:
			return err
		case content.Picture == nil:
			got, left = regular(content.Files)
			left += content.Left
		case text != "":
			return clipboard.ErrNone // the text is what was copied
		default:
			got = []attached{{path: pictureName(content.Kind, now), size: int64(len(content.Picture)), content: content.Picture}}
		}
		return nil
	}, func(err error) {
		switch {
		case c.current() != here:
		case err == nil && c.mayAttach() && c.w.Win.Canvas().Overlays().Top() == nil:
			c.preview(got, left)
		case err == nil:
		case text != "":
			c.pasteText(text)
		case !errors.Is(err, clipboard.ErrNone):
			c.w.Log.Info("paste", "err", err)
			c.w.Fail(pasteFailed(err))
		}
	})
}

func pasteFailed(err error) string {
	switch {
	case errors.Is(err, clipboard.ErrTooLarge):
		return words.Tr("paste.tooLarge", "Limit", words.Size(clipboard.MaxPicture))
	case errors.Is(err, clipboard.ErrSilent):
		return words.Tr("paste.silent")
	}
	return words.Tr("paste.failed")
}

// pasteText goes round the shortcuts of the composer, which lead here.
func (c *Room) pasteText(text string) {
	c.entry.Entry.TypedShortcut(&fyne.ShortcutPaste{Clipboard: copiedText(text)})
}

// copiedText is a clipboard that was read already.
type copiedText string

func (t copiedText) Content() string { return string(t) }
func (copiedText) SetContent(string) {}

// namesFiles tells whether a text looks as what file managers give for copied files: nothing but their whole names.
func namesFiles(text string) bool {
	for line := range strings.Lines(text) {
		if !strings.HasPrefix(line, "/") && !strings.HasPrefix(line, "file:") {
			return false
		}
	}
	return true
}

// pictureName calls a picture of a media type by the moment.
func pictureName(kind string, c words.Calendar) string {
	_, ending, _ := strings.Cut(kind, "/")
	name := words.Tr("paste.name", "Date", c.Now.Format("2006-01-02"), "Time", c.Now.Format("15.04"))
	return name + "." + strings.Replace(ending, "jpeg", "jpg", 1)
}
