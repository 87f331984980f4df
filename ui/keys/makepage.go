package keys

import (
	"vouch/app/keys"
	"vouch/ui/dialog"
	"vouch/ui/draw"
	"vouch/ui/shell"
	"vouch/ui/words"
)

// pageFormats in the order in which they are offered, with the ends of their files.
var pageFormats = []struct {
	format keys.PageFormat
	end    string
}{{keys.PageText, ".txt"}, {keys.PageMarkdown, ".md"}, {keys.PageHTML, ".html"}}

func formatName(f keys.PageFormat) string {
	switch f {
	case keys.PageMarkdown:
		return words.Tr("makepage.markdown")
	case keys.PageHTML:
		return words.Tr("makepage.html")
	}
	return words.Tr("makepage.text")
}

// makePage asks how a page of the fingerprints in the code is to be written, and copies or saves it.
func (p *codePage) makePage() {
	w := p.w
	chosen, names, said := 0, false, ""
	d := &dialog.Dialog{Title: words.Tr("makepage.title"), Text: words.Tr("makepage.intro"), Width: 520, Focus: "copy", Stays: map[string]bool{"copy": true, "save": true}}
	if !p.own() {
		d.Text = words.Tr("makepage.introOf", "Name", p.name())
	}
	say := func(words string) { said = words; d.Refresh() }
	with := p.include()
	made := func(use func(page string)) func() {
		return func() {
			format, named := pageFormats[chosen].format, names
			page := ""
			w.Read(func(s shell.Service) (err error) {
				page, err = s.MakePageOf(p.account, p.jid, format, with, named)
				return err
			}, func(err error) {
				if err != nil {
					say(words.ErrText(err, words.HostOf(p.account)))
					return
				}
				use(page)
			})
		}
	}
	d.Body = func(s *draw.Sheet, x, y, bw float32) float32 {
		for i, f := range pageFormats {
			y = dialog.Choice(s, "format "+string(f.format), formatName(f.format), i == chosen, true, x, y, bw, func() { chosen = i; d.Refresh() }) + 8
		}
		y = dialog.Choice(s, "names", words.Tr("makepage.names"), names, false, x, y+8, bw, func() { names = !names; d.Refresh() })
		if said != "" {
			y += 12 + s.Para(draw.One(said, draw.F13, draw.Fg), x, y+12, bw, s.K(18))
		}
		return y
	}
	d.Buttons = []draw.KeyButton{
		dialog.CloseButton(),
		{Button: draw.Button{Icon: "download", Word: words.Tr("makepage.save")}, Key: "save", Tap: made(func(page string) {
			w.SaveData(words.Tr("makepage.title"), fileName(p.jid, pageFormats[chosen].end), []byte(page), say)
		})},
		{Button: draw.Button{Word: words.Tr("makepage.copy"), Kind: draw.Primary}, Key: "copy", Tap: made(func(page string) {
			w.App.Clipboard().SetContent(page)
			say(words.Tr("makepage.copied"))
		})},
	}
	w.OpenDialog(d)
}
