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
	to := dialog.Field(s, e, label, x, y, width)
	h := 20 + s.K(20)
	s.IconButton("pick "+key, "file", words.Tr("tip.pick"), x+width-38, to-h+(h-32)/2, 32, func() { w.pickFile(label, kinds, e) })
	return to
}

// pickFile has a file picked, beginning where the path in the field leads, and puts its path there.
func (w *Shell) pickFile(title string, kinds []string, into *draw.Entry) {
	c := w.Win.Canvas()
	d := picker.NewFileOpen(func(file fyne.URIReadCloser, err error) {
		switch {
		case err != nil:
			w.Log.Warn("pick file", "err", err)
		case file != nil:
			file.Close() // the service reads it
			into.SetText(filepath.FromSlash(file.URI().Path()))
		}
		c.Focus(into)
	}, w.Win)
	d.SetTitleText(title)
	d.SetFilter(storage.NewExtensionFileFilter(kinds))
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
