package shell

import (
	"errors"
	"io"
	"path/filepath"

	"fyne.io/fyne/v2"
	picker "fyne.io/fyne/v2/dialog"

	"vouch/app"
	"vouch/ui/words"
)

// SaveFile has a place for a file picked, writes it beside the main goroutine, and says what came of it.
func (w *Shell) SaveFile(title, name string, write func(io.Writer) error, then func(name string, err error)) {
	d := picker.NewFileSave(func(file fyne.URIWriteCloser, err error) {
		switch {
		case err != nil:
			w.Log.Warn("pick file", "err", err)
			then(name, err)
		case file != nil:
			w.WriteFile(file, filepath.FromSlash(file.URI().Path()), write, then)
		}
	}, w.Win)
	w.pick(d, title, name)
}

// WriteFile writes an open file and closes it; then gets what came of it on the main goroutine.
func (w *Shell) WriteFile(file io.WriteCloser, name string, write func(io.Writer) error, then func(name string, err error)) {
	w.Read(func(Service) error { return errors.Join(write(file), file.Close()) }, func(err error) {
		if err != nil {
			w.Log.Warn("write file", "err", err)
		}
		then(words.OneLine(name, 2*words.NameRunes), err)
	})
}

// SaveData has a place picked for something and saves it there; then gets words about it.
func (w *Shell) SaveData(title, name string, data []byte, then func(words string)) {
	w.SaveFile(title, name, func(out io.Writer) error {
		_, err := out.Write(data)
		return err
	}, func(name string, err error) {
		if err != nil {
			then(words.Tr("save.failed"))
			return
		}
		then(words.Tr("save.done", "File", filepath.Base(name)))
	})
}

// SaveFileOf has a place picked for the file of a message, and the service save it there; then gets the place, or what
// went wrong, and nothing where the user picks none. The name that is proposed is its sender's, cleaned.
func (w *Shell) SaveFileOf(account, chat, id, name string, then func(path string, err error)) {
	d := picker.NewFileSave(func(file fyne.URIWriteCloser, err error) {
		switch {
		case err != nil:
			w.Log.Warn("pick file", "err", err)
			then("", err)
		case file != nil:
			file.Close() // the service writes it, beside this place first
			path := filepath.FromSlash(file.URI().Path())
			w.Do(app.SaveFile{Account: account, Chat: chat, ID: id, Path: path}, func(err error) { then(path, err) })
		}
	}, w.Win)
	w.pick(d, words.Tr("file.saveTitle"), name)
}

// pick shows a dialog for a place, as large as the window has room.
func (w *Shell) pick(d *picker.FileDialog, title, name string) {
	d.SetTitleText(title)
	d.SetFileName(name)
	d.Show()
	size := w.Win.Canvas().Size()
	d.Resize(fyne.NewSize(min(900, size.Width-40), min(640, size.Height-40)))
}
