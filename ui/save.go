package ui

import (
	"errors"
	"io"
	"path/filepath"

	"fyne.io/fyne/v2"
	picker "fyne.io/fyne/v2/dialog"

	"vouch/ui/words"
)

// saveFile has a place for a file picked, writes it beside the main goroutine, and says what came of it.
func (w *shell) saveFile(title, name string, write func(io.Writer) error, then func(name string, err error)) {
	d := picker.NewFileSave(func(file fyne.URIWriteCloser, err error) {
		switch {
		case err != nil:
			w.log.Warn("pick file", "err", err)
			then(name, err)
		case file != nil:
			w.writeFile(file, filepath.FromSlash(file.URI().Path()), write, then)
		}
	}, w.win)
	d.SetTitleText(title)
	d.SetFileName(name)
	d.Show()
	size := w.win.Canvas().Size()
	d.Resize(fyne.NewSize(min(900, size.Width-40), min(640, size.Height-40)))
}

// writeFile writes an open file and closes it; then gets what came of it on the main goroutine.
func (w *shell) writeFile(file io.WriteCloser, name string, write func(io.Writer) error, then func(name string, err error)) {
	w.read(func(Service) error { return errors.Join(write(file), file.Close()) }, func(err error) {
		if err != nil {
			w.log.Warn("write file", "err", err)
		}
		then(words.OneLine(name, 2*words.NameRunes), err)
	})
}
