package chat

import (
	"fmt"
	"strings"

	"fyne.io/fyne/v2"

	"vouch/app"
	"vouch/app/view"
	"vouch/ui/bidi"
	"vouch/ui/draw"
	"vouch/ui/shell"
	"vouch/ui/words"
)

// mostLines of the composer; more are scrolled.
const mostLines = 6

func (c *Room) newComposer() {
	c.entry = draw.NewEntry(true)
	c.entry.Key, c.entry.Short, c.entry.Tab = c.composerKey, c.composerShortcut, c.wantsTab
	c.entry.OnChanged = func(text string) {
		if c.quiet {
			return
		}
		if !c.editing() {
			c.keepDraft(text)
		}
		if !mayBeOmemo(text) {
			c.typing(text)
		}
		c.askNicks()
		c.Pane.Refresh()
	}
}

// composerKey sends at Enter and lets Shift+Enter break the line, or lets Enter break it, as the user likes. It never
// decides anything about a device.
func (c *Room) composerKey(e *fyne.KeyEvent) bool {
	switch e.Name {
	case fyne.KeyReturn, fyne.KeyEnter:
		if c.entry.Shift() || c.enterBreaks() {
			c.breakLine()
			return true
		}
		c.send()
		return true
	case fyne.KeyTab:
		c.complete()
		return true
	case fyne.KeyPageUp, fyne.KeyPageDown:
		c.list.TypedKey(e)
		return true
	case fyne.KeyUp:
		return c.entry.Text == "" && c.editLast()
	case fyne.KeyEscape:
		if c.about != nil {
			c.endAbout()
			return true
		}
		c.w.On.Key(e)
		return true
	case fyne.KeyF6:
		c.w.On.Key(e)
		return true
	}
	return false
}

// composerShortcut sends at Ctrl+Enter, and pastes; the others are the window's.
func (c *Room) composerShortcut(s fyne.Shortcut) bool {
	if p, ok := s.(*fyne.ShortcutPaste); ok {
		c.paste(p.Clipboard)
		return true
	}
	k, ok := s.(fyne.KeyboardShortcut)
	if ok && k.Mod() == fyne.KeyModifierShortcutDefault && (k.Key() == fyne.KeyReturn || k.Key() == fyne.KeyEnter) {
		c.send()
		return true
	}
	return c.w.On.Shortcut(s)
}

func (c *Room) enterBreaks() bool {
	return c.w.App.Preferences().String(shell.SendKey) == shell.SendCtrl
}

// breakLine goes round Entry.TypedKey, which takes Enter with Shift for the end of a selection.
func (c *Room) breakLine() { c.entry.TypedRune('\n') }

// send hands the text of the composer to the service, for the chat that is shown.
func (c *Room) send() {
	text := strings.TrimSpace(c.entry.Text)
	snap := c.w.Shown
	if view.Blank(text) || snap == nil || snap.Chat == nil || silenced(snap.Chat) != "" {
		return
	}
	if isOmemo(text) {
		c.omemo(text)
		return
	}
	written, account, chat := c.entry.Text, snap.View.Account, snap.View.Chat
	c.failure = ""
	c.question.sent()
	if c.editing() {
		c.sendEdit(account, chat, text)
		return
	}
	command, answered := app.SendText{Account: account, Chat: chat, Body: text}, c.about
	if answered != nil {
		command.ReplyTo, c.about = answered.row.ID, nil
	}
	c.entry.SetText("")
	c.w.Do(command, func(err error) {
		if err == nil {
			return
		}
		if c.current() == account+" "+chat && c.about == nil {
			c.about = answered
		}
		key := account + " " + chat
		if c.drafts[key] == "" {
			c.drafts[key] = written
			if c.current() == key {
				c.loadDraft(account, chat)
			}
		}
		c.w.Fail(words.ErrText(err, words.HostOf(account)) + " " + words.Tr("chat.stillInField"))
	})
	c.toEnd()
}

// sendEdit gives the message that the composer is about another text.
func (c *Room) sendEdit(account, chat, text string) {
	r := c.about.row
	c.endAbout()
	if text == r.Body {
		return
	}
	c.w.Do(app.CorrectText{Account: account, Chat: chat, ID: r.ID, Body: text}, func(err error) {
		if err == nil {
			return
		}
		if c.current() == account+" "+chat && c.about == nil && c.entry.Text == "" {
			c.edit(r, text)
		}
		c.w.Fail(words.ErrText(err, words.HostOf(account)))
	})
}

func (c *Room) current() string {
	if c.w.Shown == nil {
		return ""
	}
	return c.w.Shown.View.Account + " " + c.w.Shown.View.Chat
}

// Draft is what was begun to be written in another chat of the account than the one that is shown, or "".
func (c *Room) Draft(chat string) string {
	if c.w.Shown == nil || c.w.Shown.View.Chat == chat {
		return ""
	}
	key := c.w.Shown.View.Account + " " + chat
	switch draft := c.drafts[key]; {
	case !view.Blank(draft):
		return draft
	case c.voices[key] != nil:
		return words.Tr("voice.draft")
	}
	return ""
}

func (c *Room) keepDraft(text string) {
	if text == "" {
		delete(c.drafts, c.current())
		return
	}
	c.drafts[c.current()] = text
}

func (c *Room) loadDraft(account, chat string) {
	c.setText(c.drafts[account+" "+chat])
}

// setText puts a text into the composer that nobody typed.
func (c *Room) setText(text string) {
	c.quiet = true
	c.entry.SetText(text)
	c.quiet = false
	c.entry.Entry.TypedKey(&fyne.KeyEvent{Name: fyne.KeyPageDown}) // goes behind the last letter, however the text is wrapped
	c.entry.Refresh()
}

// drawComposer gives its upper edge.
func (c *Room) drawComposer(s *draw.Sheet, chat *view.ChatView) float32 {
	if why := silenced(chat); why != "" {
		return c.drawSilence(s, why)
	}
	const pad = 16
	plain := !chat.Encrypted && !clearByNature(chat)
	if v := c.spoken(); v != nil {
		return c.drawVoice(s, v, plain)
	}
	send := draw.Button{Icon: "open", Word: words.Tr("chat.sendPlain"), Kind: draw.Deed, Height: s.K(20) + 20}
	clip := s.K(20) + 20
	sw, mic := clip, float32(0)
	if plain {
		if c.mayRecord() {
			mic = clip
		}
		sw, _ = s.Size(send)
		sw += mic
	}
	left := pad + clip + 4
	w := s.W - left - pad - 6 - sw
	foot := s.H - 14 // lower edge of the field
	if plain && w < s.K(200) {
		w, foot = s.W-left-pad, foot-send.Height-8 // the loud word stays, below the field
	}
	rows := s.Wrap(draw.One(c.entry.Text, draw.F14, draw.Fg), w-28).Lines
	rows = min(rows, mostLines)
	if rows != c.lines {
		c.lines = rows
		c.entry.SetMinRowsVisible(rows)
	}
	h := max(20+float32(rows)*s.K(20), c.entry.MinSize().Height)
	y := foot - h
	hint := words.Tr("chat.message", "Name", c.w.ChatName(chat.Name, chat.Chat))
	edge := draw.Ctl
	if plain {
		hint, edge = words.Tr("chat.messagePlain", "Name", c.w.ChatName(chat.Name, chat.Chat)), draw.Rejected
	}
	if hint = draw.Turned(hint); c.entry.PlaceHolder != hint {
		c.entry.SetPlaceHolder(hint)
	}
	s.IconButton("attach", "plus", words.Tr("tip.attach"), pad-4, foot-(20+s.K(20)+clip)/2, clip, c.pickAttachment)
	s.Entry(c.entry, left, y, w, h, edge, 12, 10)
	can := !view.Blank(c.entry.Text)
	x, by := s.W-pad-sw, s.H-14-20-s.K(20)
	deed := func() { c.send(); c.w.On.Focus() }
	switch {
	case plain:
		if mic > 0 { // beside the loud word, which stays
			s.IconButton("record", "mic", words.Tr("voice.record"), x-4, by, mic, c.record)
		}
		s.Button("send", send, x+mic, by, deed)
		return y - 6
	case !can && c.mayRecord():
		s.FilledButton("record", "mic", words.Tr("voice.record"), false, x, by, sw, c.record)
	default:
		tip := words.Tr("tip.send")
		if c.enterBreaks() {
			tip = words.Tr("tip.sendCtrl")
		}
		s.FilledButton("send", "send", tip, can, x, by, sw, deed)
	}
	return y - 2
}

// drawCoverage draws who could read a message sent now, and gives its upper edge.
func (c *Room) drawCoverage(s *draw.Sheet, chat *view.ChatView, bottom float32) float32 {
	pad := float32(20)
	if s.W < 700 {
		pad = 14
	}
	name, cov := c.w.ChatName(chat.Name, chat.Chat), chat.Coverage
	var said []draw.Run
	if cov.TheirsAll == 0 {
		said = draw.One(words.Tr("coverage.none", "Name", name), draw.F12, draw.Muted)
	} else {
		said = []draw.Run{
			{Text: words.Tr("coverage.theirs", "Name", s.Clip(name, 140, draw.F12)) + " ", Font: draw.F12, Color: draw.Muted},
			{Text: words.Trn("coverage.count", cov.TheirsAll, "Part", fmt.Sprint(cov.Theirs)), Font: draw.B12, Color: draw.Fg},
			{Text: " · " + words.Tr("coverage.yours") + " ", Font: draw.F12, Color: draw.Muted},
			{Text: words.Tr("coverage.part", "Part", fmt.Sprint(cov.Own), "All", fmt.Sprint(cov.OwnAll)), Font: draw.B12, Color: draw.Fg},
		}
	}
	h := s.K(30)
	y := bottom - h
	s.Hit("coverage", pad-6, y+3, s.W-2*pad+12, h-6, func(s *draw.Sheet, hover, focus bool) {
		if focus {
			s.Ring(3, 3, s.W-6, s.H-6, 4)
		}
		c.paintCoverage(s, said, chat)
	}, c.askReaders)
	return y
}

func (c *Room) paintCoverage(s *draw.Sheet, words []draw.Run, chat *view.ChatView) {
	mark, text := leftOutText(chat)
	paintCover(s, "lock", words, mark, text)
}

// paintCover draws the line: what is known of readers, and who is left out with its mark, "" for nobody.
func paintCover(s *draw.Sheet, icon string, words []draw.Run, mark, left string) {
	i := s.K(14)
	x, mid := float32(6), func(size float32) float32 { return (s.H - size) / 2 }
	s.Icon(icon, draw.Muted, x, mid(i), i)
	x += i + 8
	for _, r := range words {
		if t := s.Clip(r.Text, s.W-x-i-8, r.Font); t != "" {
			x += s.Word(t, x, 0, s.H, r.Font, r.Color)
		}
	}
	if left != "" && s.W-x > 80 {
		x += 8 + s.Word("·", x+8, 0, s.H, draw.F12, draw.Muted) + 8
		s.Icon(mark, draw.Token(mark), x, mid(i), i)
		x += i + 8
		x += s.Word(s.Clip(left, s.W-x-i-10, draw.F12), x, 0, s.H, draw.F12, draw.Muted) + 4
	} else {
		x += 4
	}
	s.Icon("right", draw.Muted, x, mid(i), i)
}

// leftOutText names the devices that would not read a message, and the mark of the first. While messages wait for a
// decision about just these devices, nothing is left out yet: they are undecided.
func leftOutText(chat *view.ChatView) (mark, text string) {
	cov := chat.Coverage
	if len(cov.LeftOut) == 0 {
		return "", ""
	}
	var names []string
	waits := chat.Question != nil && chat.Question.Kind == app.KindUndecided
	for _, d := range cov.LeftOut {
		n := words.OneLine(d.Label, words.NameRunes)
		waits = waits && !d.Own && d.Trust == view.TrustUndecided
		switch {
		case n != "" && d.NoKeys:
			n = words.Tr("coverage.noKeys", "Device", n)
		case n == "" && d.NoKeys:
			n = words.Tr("coverage.noKeys", "Device", words.Tr("coverage.device"))
		case n == "" && d.Own:
			n = words.Tr("coverage.ownDevice")
		case n == "" && d.Trust == view.TrustUndecided:
			n = words.Tr("coverage.newDevice")
		case n == "":
			n = words.Tr("coverage.device")
		}
		names = append(names, bidi.Isolate(n))
	}
	mark = string(cov.LeftOut[0].Trust)
	if cov.LeftOut[0].Trust == "" {
		mark = "inactive"
	}
	if waits {
		return mark, words.Tr("coverage.undecided", "Devices", strings.Join(names, ", "))
	}
	return mark, words.Tr("coverage.leftOut", "Devices", strings.Join(names, ", "))
}
