package keys

import (
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"time"

	"vouch/app/keys"
	"vouch/trust/qr"
	"vouch/ui/shell"
	"vouch/ui/words"
)

// savedPixels is the edge of a code in a picture file, or a little more.
const savedPixels = 1000

// printedFor is how long a page that was given to the browser stays: long enough to be opened and printed.
const printedFor = 10 * time.Minute

func (p *codePage) copyLink() {
	p.w.App.Clipboard().SetContent(p.code.Link)
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
	p.w.Read(func(shell.Service) (err error) {
		data, err = qr.PNGs(parts, savedPixels)
		return err
	}, func(err error) {
		if err != nil {
			p.say(words.ErrText(err, ""))
			return
		}
		p.w.SaveData(words.Tr("code.save"), fileName(p.jid, ".png"), data, func(words string) { p.say(words) })
	})
}

// print gives a page to the browser, which prints.
func (p *codePage) print() {
	with := p.include()
	var file string
	p.w.Read(func(s shell.Service) error {
		page, err := s.MakePageOf(p.account, p.jid, keys.PageHTML, with, true)
		if err != nil {
			return err
		}
		file, err = privatePage(page)
		return err
	}, func(err error) {
		if err != nil {
			p.say(words.Tr("code.notPrinted"))
			p.w.Log.Warn("print code", "err", err)
			return
		}
		p.w.printed[file] = true
		p.w.Queue.After(printedFor, func() { p.w.removePrinted(file) })
		if err := p.w.App.OpenURL(&url.URL{Scheme: "file", Path: filepath.ToSlash(file)}); err != nil {
			p.w.removePrinted(file)
			p.say(words.Tr("code.notPrinted"))
			p.w.Log.Warn("print code", "err", err)
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
func (w *Room) removePrinted(file string) {
	delete(w.printed, file)
	if err := os.RemoveAll(filepath.Dir(file)); err != nil {
		w.Log.Warn("remove printed page", "err", err)
	}
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
