package keys

import (
	"context"
	"strings"

	"vouch/app"
	"vouch/ui/dialog"
	"vouch/ui/draw"
	"vouch/ui/shell"
	"vouch/ui/words"
)

// askAddress asks for the address of a page. It is fetched only when the user says so, and the dialog says how.
func (p *checkPage) askAddress() {
	w := p.w
	address, failure, busy := draw.NewEntry(false), "", false
	address.SetText("https://")
	address.CursorColumn = len(address.Text) // behind it
	d := &dialog.Dialog{Title: words.Tr("fetch.title"), Text: words.Tr("fetch.text", "Name", p.name()), Width: 520, First: address, Stays: map[string]bool{"fetch": true}}
	if w.Account().Proxy != "" {
		d.Text += " " + words.Tr("fetch.proxy", "Proxy", words.ProxyText(w.Account().Proxy))
	}
	fetch := func() {
		if busy {
			return
		}
		busy, failure = true, ""
		asked := strings.TrimSpace(address.Text)
		var got app.Fetched
		w.Ask(func(ctx context.Context, s shell.Service) (err error) {
			got, err = s.FetchPage(ctx, p.account, asked)
			return err
		}, func(err error) {
			busy = false
			if err != nil {
				failure = fetchText(err, asked)
				d.Refresh()
				return
			}
			if d.OnTop() { // else it was put away meanwhile
				d.Close()
				p.take(got.Text, got.Address)
			}
		})
		d.Refresh()
	}
	address.OnSubmitted = func(string) { fetch() }
	address.OnChanged = func(string) { d.Refresh() }
	d.Body = func(s *draw.Sheet, x, y, bw float32) float32 {
		y = dialog.Field(s, address, words.Tr("fetch.address"), x, y, bw)
		if failure != "" {
			y += 10 + dialog.Warning(s, failure, x, y+10, bw)
		}
		b := draw.KeyButton{Button: draw.Button{Word: words.Tr("fetch.deed"), Kind: draw.Primary}, Key: "fetch"}
		switch {
		case busy:
			b.Word = words.Tr("fetch.busy")
		case strings.HasPrefix(strings.TrimSpace(address.Text), "https://") && len(strings.TrimSpace(address.Text)) > len("https://"):
			b.Tap = fetch
		}
		d.Buttons = []draw.KeyButton{dialog.CancelButton(), b}
		return y
	}
	d.Escapable(address)
	w.OpenDialog(d)
}

// fetchText says why a page was not fetched.
func fetchText(err error, address string) string {
	switch app.KindOf(err) {
	case app.KindInvalid:
		return words.WithDetail(words.Tr("fetch.invalid"), err)
	case app.KindRefused:
		return words.WithDetail(words.Tr("fetch.refused"), err)
	case app.KindTLS:
		return words.Tr("fetch.tls")
	case app.KindNotConnected:
		return words.Tr("fetch.noAnswer", "Address", words.OneLine(address, 2*words.NameRunes))
	}
	return words.ErrText(err, "")
}
