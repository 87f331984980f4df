package chat

import (
	"os"
	"path/filepath"
	"slices"

	"fyne.io/fyne/v2"
	picker "fyne.io/fyne/v2/dialog"

	"vouch/ui/words"
)

// mostAttached bounds how many files are sent at once.
const mostAttached = 50

// mayAttach says whether a file can be sent in the chat that is shown.
func (c *Room) mayAttach() bool {
	return c.w.Shown != nil && c.w.Shown.Chat != nil && silenced(c.w.Shown.Chat) == ""
}

// pickAttachment has a file picked, and shows it before it is sent. Where the server takes none it says so instead.
func (c *Room) pickAttachment() {
	if c.takesNone() {
		return
	}
	d := picker.NewFileOpen(func(file fyne.URIReadCloser, err error) {
		switch {
		case err != nil:
			c.w.Log.Warn("pick file", "err", err)
		case file != nil:
			file.Close() // the service reads it
			c.Attach([]string{filepath.FromSlash(file.URI().Path())})
		}
	}, c.w.Win)
	d.SetTitleText(words.Tr("attach.pick"))
	d.Show()
	size := c.w.Win.Canvas().Size()
	d.Resize(fyne.NewSize(min(900, size.Width-40), min(640, size.Height-40)))
}

// Dropped shows files that were dropped on the conversation before they are sent; a folder stands for the files in it.
func (c *Room) Dropped(uris []fyne.URI) {
	var paths []string
	for _, u := range uris {
		if u.Scheme() != "file" {
			continue
		}
		path := filepath.FromSlash(u.Path())
		entries, err := os.ReadDir(path)
		if err != nil {
			paths = append(paths, path)
			continue
		}
		for _, e := range entries {
			if e.Type().IsRegular() {
				paths = append(paths, filepath.Join(path, e.Name()))
			}
		}
	}
	c.Attach(paths)
}

// Attach shows files before they are sent. What is no file is left out, and said so.
func (c *Room) Attach(paths []string) {
	if !c.mayAttach() || len(paths) == 0 || c.w.Win.Canvas().Overlays().Top() != nil {
		return
	}
	c.preview(regular(paths))
}

// regular gives what is a file of paths, and how many are left out.
func regular(paths []string) (files []attached, left int) {
	for _, path := range paths {
		if slices.ContainsFunc(files, func(f attached) bool { return f.path == path }) {
			continue // it was chosen twice
		}
		info, err := os.Stat(path)
		if err != nil || !info.Mode().IsRegular() || len(files) == mostAttached {
			left++
			continue
		}
		files = append(files, attached{path: path, size: info.Size()})
	}
	return files, left
}
