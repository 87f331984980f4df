package ui

import (
	"fmt"
	"io"
	"net/url"
	"os"
	"path/filepath"
	"time"

	"vouch/app"
	"vouch/trust/qr"
	"vouch/ui/words"
)

// savedPixels is the edge of a code in a picture file, or a little more.
const savedPixels = 1000

// printedFor is how long a page that was given to the browser stays: long enough to be opened and printed.
const printedFor = 10 * time.Minute

func (p *codePage) copyLink() {
	p.w.app.Clipboard().SetContent(p.code.Link)
	p.say(words.Tr("code.copied"))
}

func (p *codePage) say(words string) {
	p.said = words
	p.Refresh()
}

// savePicture saves all parts as one picture.
func (p *codePage) savePicture() {
	var data []byte
	parts := p.code.Parts
	p.w.read(func(Service) (err error) {
		data, err = qr.PNGs(parts, savedPixels)
		return err
	}, func(err error) {
		if err != nil {
			p.say(words.ErrText(err, ""))
			return
		}
		p.w.saveData(words.Tr("code.save"), fileName(p.jid, ".png"), data, func(words string) { p.say(words) })
	})
}

// print gives a page to the browser, which prints.
func (p *codePage) print() {
	with := p.include()
	var file string
	p.w.read(func(s Service) error {
		page, err := s.MakePageOf(p.account, p.jid, app.PageHTML, with, true)
		if err != nil {
			return err
		}
		file, err = privatePage(page)
		return err
	}, func(err error) {
		if err != nil {
			p.say(words.Tr("code.notPrinted"))
			p.w.log.Warn("print code", "err", err)
			return
		}
		p.w.printed[file] = true
		p.w.queue.after(printedFor, func() { p.w.removePrinted(file) })
		if err := p.w.app.OpenURL(&url.URL{Scheme: "file", Path: filepath.ToSlash(file)}); err != nil {
			p.w.removePrinted(file)
			p.say(words.Tr("code.notPrinted"))
			p.w.log.Warn("print code", "err", err)
			return
		}
		p.say(words.Tr("code.printed"))
	})
}

// privatePage writes a page where only the user can read it.
func privatePage(page string) (string, error) {
	dir, err := os.MkdirTemp("", "vouch-print-")
	if err != nil {
		return "", fmt.Errorf("write page: %w", err)
	}
	file := filepath.Join(dir, "fingerprints.html")
	if err := os.WriteFile(file, []byte(page), 0o600); err != nil {
		os.RemoveAll(dir)
		return "", fmt.Errorf("write page: %w", err)
	}
	return file, nil
}

// removePrinted removes a page that was given to the browser.
func (w *Window) removePrinted(file string) {
	delete(w.printed, file)
	if err := os.RemoveAll(filepath.Dir(file)); err != nil {
		w.log.Warn("remove printed page", "err", err)
	}
}

// saveData has a place picked for something and saves it there; then gets words about it.
func (w *shell) saveData(title, name string, data []byte, then func(words string)) {
	w.saveFile(title, name, func(out io.Writer) error {
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

// fileName is a name for a file about an address, of letters that every system takes.
func fileName(jid, kind string) string {
	name := []rune{}
	for _, r := range words.OneLine(jid, words.NameRunes) {
		switch {
		case r >= 'a' && r <= 'z', r >= '0' && r <= '9', r == '.', r == '-', r == '_':
			name = append(name, r)
		default:
			name = append(name, '-')
		}
	}
	return "omemo-" + string(name) + kind
}
