package chat

import (
	"context"
	"path/filepath"
	"slices"
	"strings"

	"vouch/app"
	"vouch/app/view"
	"vouch/ui/dialog"
	"vouch/ui/draw"
	"vouch/ui/shell"
	"vouch/ui/words"
)

// attached is a file that the user has chosen, or a picture that was pasted, and that has not been sent.
type attached struct {
	path    string // of what was pasted what it is called
	size    int64
	content []byte // of what was pasted; nil for a file

	weighing bool         // it was asked how large it is as it is sent
	weighed  *app.Weighed // nil until that is known, and for what is no picture
}

// preview is what is about to be sent: nothing leaves before the user has seen what it is.
type preview struct {
	*dialog.Dialog
	c         *Room
	account   string
	chat      string
	encrypted bool
	files     []*attached
	takes     view.Files // what the server takes, as it is shown: nothing is left out that was not said to be
	deed      draw.KeyButton
	original  bool
	scaled    bool
	unnamed   bool
	caption   *draw.Entry
	left      int  // files that were chosen and are none
	gone      bool // it was put away
}

// preview shows what is to be sent, and how much of what was chosen is not.
func (c *Room) preview(files []attached, left int) {
	if c.takesNone() {
		return
	}
	if len(files) == 0 {
		c.w.Fail(words.Tr("attach.none"))
		return
	}
	v, chat := c.w.Shown.View, c.w.Shown.Chat
	p := &preview{c: c, account: v.Account, chat: v.Chat, encrypted: chat.Encrypted, left: left, caption: draw.NewEntry(false)}
	for _, f := range files {
		p.files = append(p.files, &f)
	}
	text := words.Tr("attach.encrypted")
	deed := draw.Button{Word: words.Tr("attach.send"), Kind: draw.Primary}
	if !p.encrypted {
		text = words.Tr("attach.plain")
		deed = draw.Button{Word: words.Tr("chat.sendPlain"), Kind: draw.Deed, Icon: "open"}
	}
	p.deed = draw.KeyButton{Button: deed, Key: "send files", Tap: p.send}
	p.Dialog = &dialog.Dialog{Title: words.Tr("attach.title", "Name", c.w.ChatName(chat.Name, v.Chat)), Text: text, Width: 520, Body: p.draw, First: p.caption}
	p.Left = func() { p.gone = true }
	p.caption.OnSubmitted = func(string) {
		if p.goes() {
			p.Close()
			p.send()
		}
	}
	p.Escapable(p.caption)
	c.w.OpenDialog(p.Dialog)
	p.weigh()
}

// takesNone says in words what can be done where the server of the account takes no files, and whether that is so. Where nobody knows
// it is not.
func (c *Room) takesNone() bool {
	a := c.w.Account()
	if a == nil || a.Files.State != view.FilesNone {
		return false
	}
	c.w.Fail(words.Tr("attach.nowhere", "Server", words.HostOf(a.JID)))
	return true
}

// weigh has the next picture measured as it would be sent, one at a time.
func (p *preview) weigh() {
	i := slices.IndexFunc(p.files, func(f *attached) bool { return f.picture() && !f.weighing })
	if p.gone || i < 0 {
		return
	}
	f := p.files[i]
	f.weighing = true
	scale := p.c.w.Win.Canvas().Scale()
	ask := app.Weigh{Path: f.path, Content: f.content, Side: int(draw.Now().Text*lookSide*scale + 0.5)}
	var got app.Weighed
	p.c.w.Ask(func(ctx context.Context, service shell.Service) (err error) {
		got, err = service.Weigh(ctx, ask)
		return err
	}, func(err error) {
		if err == nil { // else it is told when it is sent
			f.weighed = &got
		}
		if !p.gone {
			p.Refresh()
		}
		p.weigh()
	})
}

// picture says whether a file is one that is cleaned of what it tells.
func (f *attached) picture() bool {
	return slices.Contains(shell.PictureFiles, strings.ToLower(filepath.Ext(f.path)))
}

// shrinks tells whether a file is known to become smaller when it is scaled.
func (f *attached) shrinks() bool { return f.weighed != nil && f.weighed.Scaled > 0 }

// whole is how large a file is when it is not scaled, in bytes.
func (p *preview) whole(f *attached) int64 {
	switch {
	case f.weighed == nil:
		return f.size
	case p.original:
		return f.weighed.Original
	}
	return f.weighed.Cleaned
}

// sent is how large a file is as it would be sent now, in bytes.
func (p *preview) sent(f *attached) int64 {
	if p.scaled && f.shrinks() {
		return f.weighed.Scaled
	}
	return p.whole(f)
}

// limits is what the server takes, as it has said.
func (p *preview) limits() view.Files {
	if a := p.c.w.Account(); a != nil && a.JID == p.account {
		return a.Files
	}
	return view.Files{}
}

// over tells whether a file is larger than the server takes, as it would be sent now.
func (p *preview) over(f *attached) bool { return !p.takes.Takes(p.sent(f), p.encrypted) }

// goes tells whether there is anything to be sent.
func (p *preview) goes() bool {
	return slices.ContainsFunc(p.files, func(f *attached) bool { return !p.over(f) })
}

// send sends the files that the server takes one after the other, the caption before the first. What cannot be read is said, and the
// others go on.
func (p *preview) send() {
	caption := p.caption.Text
	for _, f := range p.files {
		if p.over(f) {
			continue
		}
		name := words.OneLine(filepath.Base(f.path), words.NameRunes)
		p.c.w.Do(p.command(f, caption), func(err error) {
			if err != nil {
				p.c.w.Fail(words.Tr("attach.failed", "File", name) + " " + words.ErrText(err, words.HostOf(p.account)))
			}
		})
		caption = ""
	}
	p.c.w.On.Focus()
}

// command sends one of them.
func (p *preview) command(f *attached, caption string) app.Command {
	scaled := p.scaled && f.picture() && (f.weighed == nil || f.shrinks())
	original := p.original && !scaled
	if f.content != nil {
		return app.SendContent{Account: p.account, Chat: p.chat, Name: f.path, Content: f.content, Caption: caption, Original: original, Scaled: scaled}
	}
	return app.SendFile{Account: p.account, Chat: p.chat, Path: f.path, Caption: caption, Named: !p.unnamed && !f.picture(), Original: original, Scaled: scaled}
}
