package chat

import (
	"os"
	"path/filepath"
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	picker "fyne.io/fyne/v2/dialog"

	"vouch/app"
	"vouch/app/files/filename"
	"vouch/ui/bidi"
	"vouch/ui/dialog"
	"vouch/ui/draw"
	"vouch/ui/shell"
	"vouch/ui/words"
)

// mostAttached bounds how many files are sent at once.
const mostAttached = 50

// attached is a file that the user has chosen, or a picture that was pasted, and that has not been sent.
type attached struct {
	path    string // of what was pasted what it is called
	size    int64
	content []byte // of what was pasted; nil for a file
}

// preview is what is about to be sent: nothing leaves before the user has seen what it is.
type preview struct {
	*dialog.Dialog
	c        *Room
	account  string
	chat     string
	files    []attached
	original bool
	unnamed  bool
	caption  *draw.Entry
	left     int // files that were chosen and are none
}

// mayAttach says whether a file can be sent in the chat that is shown.
func (c *Room) mayAttach() bool {
	return c.w.Shown != nil && c.w.Shown.Chat != nil && silenced(c.w.Shown.Chat) == ""
}

// pickAttachment has a file picked, and shows it before it is sent.
func (c *Room) pickAttachment() {
	d := picker.NewFileOpen(func(file fyne.URIReadCloser, err error) {
		switch {
		case err != nil:
			c.w.Log.Warn("pick file", "err", err)
		case file != nil:
			file.Close() // the service reads it
			c.Attach([]string{filepath.FromSlash(file.URI().Path())})
		}
	}, c.w.Win)
	d.SetTitleText(words.Tr("attach.pick"))
	d.Show()
	size := c.w.Win.Canvas().Size()
	d.Resize(fyne.NewSize(min(900, size.Width-40), min(640, size.Height-40)))
}

// Dropped shows files that were dropped on the conversation before they are sent; a folder stands for the files in it.
func (c *Room) Dropped(uris []fyne.URI) {
	var paths []string
	for _, u := range uris {
		if u.Scheme() != "file" {
			continue
		}
		path := filepath.FromSlash(u.Path())
		entries, err := os.ReadDir(path)
		if err != nil {
			paths = append(paths, path)
			continue
		}
		for _, e := range entries {
			if e.Type().IsRegular() {
				paths = append(paths, filepath.Join(path, e.Name()))
			}
		}
	}
	c.Attach(paths)
}

// Attach shows files before they are sent. What is no file is left out, and said so.
func (c *Room) Attach(paths []string) {
	if !c.mayAttach() || len(paths) == 0 || c.w.Win.Canvas().Overlays().Top() != nil {
		return
	}
	c.preview(regular(paths))
}

// regular gives what is a file of paths, and how many are left out.
func regular(paths []string) (files []attached, left int) {
	for _, path := range paths {
		info, err := os.Stat(path)
		if err != nil || !info.Mode().IsRegular() || len(files) == mostAttached {
			left++
			continue
		}
		files = append(files, attached{path: path, size: info.Size()})
	}
	return files, left
}

// preview shows what is to be sent, and how much of what was chosen is not.
func (c *Room) preview(files []attached, left int) {
	if len(files) == 0 {
		c.w.Fail(words.Tr("attach.none"))
		return
	}
	v := c.w.Shown.View
	p := &preview{c: c, account: v.Account, chat: v.Chat, files: files, left: left, caption: draw.NewEntry(false)}
	name := c.w.ChatName(c.w.Shown.Chat.Name, v.Chat)
	text := words.Tr("attach.encrypted")
	deed := draw.Button{Word: words.Tr("attach.send"), Kind: draw.Primary}
	if !c.w.Shown.Chat.Encrypted {
		text = words.Tr("attach.plain")
		deed = draw.Button{Word: words.Tr("chat.sendPlain"), Kind: draw.Deed, Icon: "open"}
	}
	p.Dialog = &dialog.Dialog{Title: words.Tr("attach.title", "Name", name), Text: text, Width: 520, Body: p.draw, First: p.caption}
	p.Dialog.Buttons = []draw.KeyButton{dialog.CancelButton(), {Button: deed, Key: "send files", Tap: p.send}}
	p.caption.OnSubmitted = func(string) { p.Close(); p.send() }
	p.Escapable(p.caption)
	c.w.OpenDialog(p.Dialog)
}

// draw lists the files, each of which can be left out, with what goes before them.
func (p *preview) draw(s *draw.Sheet, x, y, w float32) float32 {
	lh, b := s.K(20), s.Small()
	h := max(lh, b) + 4
	for i, f := range p.files {
		s.Icon("file", draw.Muted, x, y+(h-s.K(16))/2, s.K(16))
		size := words.Size(f.size)
		right := x + w - b - 8
		if len(p.files) > 1 {
			s.IconButton("leave out "+f.path, "close", words.Tr("attach.leaveOut"), x+w-b, y+(h-b)/2, b, func() {
				p.files = slices.Delete(slices.Clone(p.files), i, i+1)
				p.Refresh()
			})
		}
		right -= s.Right(size, right, y, h, draw.F12, draw.Muted) + 10
		name := bidi.Isolate(words.OneLine(filepath.Base(f.path), 2*words.NameRunes))
		s.Word(s.Clip(name, right-x-s.K(16)-8, draw.F14), x+s.K(16)+8, y, h, draw.F14, draw.Fg)
		y += h
	}
	if p.left > 0 {
		y += 4 + s.Para(draw.One(words.Trn("attach.left", p.left), draw.F12, draw.Undecided), x, y+4, w, s.K(16))
	}
	if slices.ContainsFunc(p.files, func(f attached) bool { return filename.Tells(f.path) }) {
		y += 4 + s.Para(draw.One(words.Tr("attach.tells"), draw.F12, draw.Undecided), x, y+4, w, s.K(16))
	}
	y = dialog.Field(s, p.caption, words.Tr("attach.caption"), x, y+10, w) + 8
	if slices.ContainsFunc(p.files, func(f attached) bool { return !f.picture() }) {
		y = p.box(s, "named", words.Tr("attach.named"), !p.unnamed, x, y, w, func() { p.unnamed = !p.unnamed })
	}
	if slices.ContainsFunc(p.files, attached.picture) {
		y = p.box(s, "original", words.Tr("attach.original"), p.original, x, y, w, func() { p.original = !p.original })
	}
	return y + 6
}

// picture says whether a file is one that is cleaned of what it tells.
func (f attached) picture() bool {
	return slices.Contains(shell.PictureFiles, strings.ToLower(filepath.Ext(f.path)))
}

// box draws a box with its words, and gives the lower edge.
func (p *preview) box(s *draw.Sheet, key, word string, on bool, x, y, w float32, turn func()) float32 {
	s.Check(key, on, draw.Ctl, x, y, func() { turn(); p.Refresh() })
	h := s.Para(draw.One(word, draw.F13, draw.Fg), x+s.Box()+10, y+(s.Box()-s.K(18))/2, w-s.Box()-10, s.K(18))
	return y + max(s.Box(), h) + 6
}

// send sends the files one after the other, the caption before the first. What cannot be read is said, and the others go on.
func (p *preview) send() {
	caption := p.caption.Text
	for _, f := range p.files {
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
func (p *preview) command(f attached, caption string) app.Command {
	if f.content != nil {
		return app.SendContent{Account: p.account, Chat: p.chat, Name: f.path, Content: f.content, Caption: caption, Original: p.original}
	}
	return app.SendFile{Account: p.account, Chat: p.chat, Path: f.path, Caption: caption, Named: !p.unnamed && !f.picture(), Original: p.original}
}
