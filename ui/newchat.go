package ui

import (
	"strings"

	"vouch/app"
	"vouch/ui/draw"
	"vouch/ui/words"
)

// newChat asks for an address and begins a chat with it.
func (w *Window) newChat() {
	a := w.account()
	if a == nil {
		return
	}
	address, name := draw.NewEntry(false), draw.NewEntry(false)
	address.SetPlaceHolder(words.Tr("newchat.addressHint", "Host", words.HostOf(a.JID)))
	failure := ""
	d := &dialog{title: words.Tr("newchat.title"), text: words.Tr("newchat.text"), first: address, stays: map[string]bool{"start": true}}
	start := func() {
		who, err := contactAddress(address.Text)
		if err != nil {
			failure = words.Tr("newchat.invalid")
			if app.KindOf(err) == app.KindRoom {
				failure = words.ErrText(err, "")
			}
			d.refresh()
			return
		}
		failure = ""
		w.do(app.AddContact{Account: a.JID, JID: who, Name: strings.TrimSpace(name.Text), Token: tokenIn(address.Text)}, func(err error) {
			if err != nil && app.KindOf(err) != app.KindConflict {
				failure = words.ErrText(err, words.HostOf(who))
				d.refresh()
				return
			}
			d.close()
			w.open(who)
		})
	}
	address.OnSubmitted = func(string) { start() }
	name.OnSubmitted = func(string) { start() }
	d.body = func(s *draw.Sheet, x, y, bw float32) float32 {
		y = labelled(s, address, words.Tr("newchat.address"), x, y, bw) + 12
		y = labelled(s, name, words.Tr("newchat.name"), x, y, bw)
		if failure != "" {
			y += 10 + warning(s, failure, x, y+10, bw)
		}
		return y
	}
	d.buttons = []draw.KeyButton{cancelButton(), {Button: draw.Button{Word: words.Tr("newchat.start"), Kind: draw.Primary}, Key: "start", Tap: start}}
	d.escapable(address, name)
	w.openDialog(d)
}

// contactAddress is the address that was typed, or that of a link.
func contactAddress(typed string) (string, error) {
	typed = strings.TrimSpace(typed)
	if isLink(typed) {
		l, err := app.ParseLink(typed)
		switch {
		case err != nil:
			return "", err
		case l.Room:
			return "", &app.Error{Kind: app.KindRoom}
		}
		typed = l.JID
	}
	who, err := app.ParseAddress(typed)
	if err == nil && !strings.Contains(who, "@") {
		err = errNoLocalpart
	}
	return who, err
}

func isLink(typed string) bool {
	return strings.HasPrefix(strings.ToLower(typed), "xmpp:") || strings.Contains(typed, "://")
}

// labelled draws a text field of 40 below its label and gives the lower edge.
func labelled(s *draw.Sheet, e *draw.Entry, label string, x, y, w float32) float32 {
	s.Word(s.Clip(label, w, draw.F12), x, y, s.K(16), draw.F12, draw.Muted)
	y += s.K(16) + 4
	h := 20 + s.K(20)
	s.Entry(e, x, y, w, h, draw.Ctl, 8, 10)
	return y + h
}

// warning draws what went wrong and gives its height.
func warning(s *draw.Sheet, text string, x, y, w float32) float32 {
	i := s.K(16)
	s.Icon("warn", draw.Rejected, x, y+1, i)
	return s.Para(draw.One(text, draw.F13, draw.Rejected), x+i+8, y, w-i-8, s.K(18))
}
