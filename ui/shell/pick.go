package shell

import (
	"os"
	"path/filepath"
	"strings"

	"fyne.io/fyne/v2"
	picker "fyne.io/fyne/v2/dialog"
	"fyne.io/fyne/v2/storage"

	"vouch/ui/dialog"
	"vouch/ui/draw"
	"vouch/ui/words"
)

// What kinds of files are picked, by the ends of their names.
var (
	PEMFiles     = []string{".pem", ".crt", ".cer", ".key"}
	PictureFiles = []string{".png", ".jpg", ".jpeg", ".gif", ".webp"}
)

// LabelledFile draws a field for the path of a file, with its label and a button that picks one. It gives the lower edge.
func (w *Shell) LabelledFile(s *draw.Sheet, key string, e *draw.Entry, label string, kinds []string, x, y, width float32) float32 {
	return w.labelledPath(s, key, e, label, x, y, width, func() { w.pickFile(label, kinds, e) })
}

// LabelledFolder is LabelledFile for a folder.
func (w *Shell) LabelledFolder(s *draw.Sheet, key string, e *draw.Entry, label string, x, y, width float32) float32 {
	return w.labelledPath(s, key, e, label, x, y, width, func() { w.pickFolder(label, e) })
}

func (w *Shell) labelledPath(s *draw.Sheet, key string, e *draw.Entry, label string, x, y, width float32, pick func()) float32 {
	to := dialog.Field(s, e, label, x, y, width)
	h := 20 + s.K(20)
	s.IconButton("pick "+key, "file", words.Tr("tip.pick"), x+width-38, to-h+(h-32)/2, 32, pick)
	return to
}

// pickFile has a file picked, beginning where the path in the field leads, and puts its path there.
func (w *Shell) pickFile(title string, kinds []string, into *draw.Entry) {
	d := picker.NewFileOpen(func(file fyne.URIReadCloser, err error) {
		var at fyne.URI
		if file != nil {
			file.Close() // the service reads it
			at = file.URI()
		}
		w.picked(into, at, err)
	}, w.Win)
	d.SetFilter(storage.NewExtensionFileFilter(kinds))
	w.pickFrom(d, title, into)
}

// pickFolder is pickFile for a folder.
func (w *Shell) pickFolder(title string, into *draw.Entry) {
	w.pickFrom(picker.NewFolderOpen(func(folder fyne.ListableURI, err error) { w.picked(into, folder, err) }, w.Win), title, into)
}

// picked puts the path of what was picked into the field; at is nil where nothing was.
func (w *Shell) picked(into *draw.Entry, at fyne.URI, err error) {
	switch {
	case err != nil:
		w.Log.Warn("pick file", "err", err)
	case at != nil:
		into.SetText(filepath.FromSlash(at.Path()))
	}
	w.Win.Canvas().Focus(into)
}

// pickFrom shows a dialog that begins where the path in the field leads.
func (w *Shell) pickFrom(d *picker.FileDialog, title string, into *draw.Entry) {
	c := w.Win.Canvas()
	d.SetTitleText(title)
	if dir := folderOf(into.Text); dir != "" {
		if at, err := storage.ListerForURI(storage.NewFileURI(dir)); err == nil {
			d.SetLocation(at)
		}
	}
	d.Show()
	d.Resize(fyne.NewSize(min(900, c.Size().Width-40), min(640, c.Size().Height-40)))
}

// folderOf is the folder that a typed path leads to, or "".
func folderOf(path string) string {
	path = strings.TrimSpace(path)
	if path == "" {
		return ""
	}
	if info, err := os.Stat(path); err == nil && info.IsDir() {
		return path
	}
	return filepath.Dir(path)
}
