package keys

import (
	"context"
	"fmt"
	"io"
	"path/filepath"
	"strings"

	"fyne.io/fyne/v2"
	picker "fyne.io/fyne/v2/dialog"
	"fyne.io/fyne/v2/storage"

	"vouch/app"
	"vouch/app/keys"
	"vouch/app/view"
	"vouch/ui/dialog"
	"vouch/ui/draw"
	"vouch/ui/shell"
	"vouch/ui/words"
)

// maxPage is how much of a file is read as a page, in bytes; the service refuses more than it takes.
const maxPage = 2 << 20

// textFiles are the ends of the names of files that pages are in.
var textFiles = []string{".txt", ".md", ".html", ".htm", ".xhtml", ".asc", ".text"}

// checkPage holds a page of fingerprints, or one of them, against what is known of a contact or of the own account.
type checkPage struct {
	*dialog.Cover
	w            *Room
	account, jid string
	text         *draw.Entry
	from         string          // where the text is from: an address, a file; "" when it was pasted or typed
	check        *keys.Check     // nil while there is none
	ticked       map[string]bool // fingerprints
	failure      string
	said         string
	busy         bool
	changed      []keys.Change
}

// CheckPage opens the page for jid.
func (w *Room) CheckPage(jid string) *checkPage {
	p := &checkPage{w: w, account: w.View().Account, jid: jid, text: draw.NewEntry(true), ticked: map[string]bool{}}
	p.text.TextStyle = fyne.TextStyle{Monospace: true}
	p.text.SetPlaceHolder(words.Tr("check.hint"))
	p.text.OnChanged = func(string) { p.typed() }
	p.Cover = w.NewCover(p.draw)
	p.text.Key = p.Escape
	p.Cover.Open()
	w.Win.Canvas().Focus(p.text)
	return p
}

func (p *checkPage) own() bool { return p.jid == p.account }

func (p *checkPage) name() string { return p.w.PersonName(p.jid) }

// typed has the text read; it is no longer what came from elsewhere.
func (p *checkPage) typed() {
	p.from = ""
	p.read()
}

// read has the text held against what is known. What comes when another text stands there is not for us.
func (p *checkPage) read() {
	text := p.text.Text
	p.said, p.changed = "", nil
	if strings.TrimSpace(text) == "" {
		p.check, p.failure = nil, ""
		p.Refresh()
		return
	}
	var check *keys.Check
	p.w.Read(func(s shell.Service) (err error) {
		check, err = s.ReadPage(p.account, p.jid, text)
		return err
	}, func(err error) {
		if text != p.text.Text {
			return
		}
		p.check, p.failure = check, ""
		if err != nil {
			p.check, p.failure = nil, words.Tr("check.unreadable")
		}
		p.tick()
		p.Refresh()
	})
}

// tick ticks what matches and is not verified yet. What is on the page only the user ticks.
func (p *checkPage) tick() {
	p.ticked = map[string]bool{}
	if p.check == nil {
		return
	}
	for _, f := range p.check.Findings {
		if f.Result == keys.Matches && p.tickable(f) {
			p.ticked[f.Fingerprint] = true
		}
	}
}

// tickable tells whether verifying a key would do something. A rejected one is not put right by a page.
func (p *checkPage) tickable(f keys.Finding) bool {
	return (f.Result == keys.Matches || f.Result == keys.New) && !f.This && f.Trust != view.TrustVerified && f.Trust != view.TrustRejected
}

// tickAll ticks everything that can be ticked, or, where that is so, nothing.
func (p *checkPage) tickAll(all bool) {
	for _, f := range p.check.Findings {
		if p.tickable(f) {
			p.ticked[f.Fingerprint] = all
		}
	}
	p.Refresh()
}

func (p *checkPage) chosen() (out []string) {
	if p.check == nil {
		return nil
	}
	for _, f := range p.check.Findings {
		if p.ticked[f.Fingerprint] && p.tickable(f) {
			out = append(out, f.Fingerprint)
		}
	}
	return out
}

// verify makes the ticked keys verified, and has the page read anew.
func (p *checkPage) verify() {
	c := app.Verify{Account: p.account, JID: p.jid, Keys: p.chosen(), By: view.ByPage, Detail: p.from}
	text := p.text.Text
	p.busy = true
	var changed []keys.Change
	var check *keys.Check
	p.w.Ask(func(ctx context.Context, s shell.Service) (err error) {
		if changed, err = s.Verify(ctx, c); err != nil {
			return err
		}
		check, err = s.ReadPage(p.account, p.jid, text)
		return err
	}, func(err error) {
		p.busy = false
		if err != nil {
			p.failure = words.ErrText(err, words.HostOf(p.account))
			p.Refresh()
			return
		}
		p.changed, p.said = changed, words.Trn("check.verified", len(changed))
		if text == p.text.Text {
			p.check = check
			p.tick()
		}
		p.Refresh()
	})
	p.Refresh()
}

// undo takes back what was verified last.
func (p *checkPage) undo() {
	changed, text := p.changed, p.text.Text
	var check *keys.Check
	p.w.Ask(func(ctx context.Context, s shell.Service) (err error) {
		if err = s.Undo(ctx, p.account, p.jid, changed); err != nil {
			return err
		}
		check, err = s.ReadPage(p.account, p.jid, text)
		return err
	}, func(err error) {
		p.changed, p.said = nil, words.Tr("check.undone")
		if err != nil {
			p.said, p.failure = "", words.ErrText(err, words.HostOf(p.account))
		} else if text == p.text.Text {
			p.check = check
			p.tick()
		}
		p.Refresh()
	})
}

// paste takes the text of the clipboard.
func (p *checkPage) paste() {
	p.text.SetText(p.w.App.Clipboard().Content())
	p.w.Win.Canvas().Focus(p.text)
}

// openFile has a file picked and takes its text.
func (p *checkPage) openFile() {
	w := p.w
	d := picker.NewFileOpen(func(file fyne.URIReadCloser, err error) {
		switch {
		case err != nil:
			w.Log.Warn("pick page", "err", err)
		case file != nil:
			p.readFrom(file, filepath.Base(filepath.FromSlash(file.URI().Path())))
		}
	}, w.Win)
	d.SetTitleText(words.Tr("check.open"))
	d.SetFilter(storage.NewExtensionFileFilter(textFiles))
	size := w.Win.Canvas().Size()
	d.Show()
	d.Resize(fyne.NewSize(min(900, size.Width-40), min(640, size.Height-40)))
}

// readFrom takes the text of a file.
func (p *checkPage) readFrom(file io.ReadCloser, name string) {
	var data []byte
	p.w.Read(func(shell.Service) (err error) {
		if data, err = io.ReadAll(io.LimitReader(file, maxPage)); err != nil {
			return fmt.Errorf("read page: %w", err)
		}
		return file.Close()
	}, func(err error) {
		if err != nil {
			p.failure = words.Tr("check.fileFailed")
			p.Refresh()
			return
		}
		p.take(string(data), words.OneLine(name, words.NameRunes))
	})
}

// take puts a text that came from elsewhere into the field.
func (p *checkPage) take(text, from string) {
	p.text.OnChanged = nil // it is not typed
	p.text.SetText(text)
	p.text.OnChanged = func(string) { p.typed() }
	p.from = from
	p.read()
}
