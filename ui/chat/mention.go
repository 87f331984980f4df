package chat

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"unicode"

	"vouch/app"
	"vouch/app/view"
	"vouch/ui/bidi"
	"vouch/ui/draw"
	"vouch/ui/shell"
	"vouch/ui/words"
)

// How many nicknames stand above the field, and how many letters of one.
const (
	mostNicks = 6
	nickRunes = 24
)

// mentioning completes the nicknames of those who are in a room: Tab puts the first that fits, and goes on through the others.
type mentioning struct {
	of     string // account and room that they are of
	stale  bool   // others may be there now
	asking bool
	nicks  []string // those who are there, but ourselves
	fits   []string // to what was typed when Tab was pressed first
	at     int      // which of them stands in the field
	before string   // what stands before it
	made   string   // the text that a Tab made, or ""
}

// learnNicks notes that others are in the room that is shown. They are asked for when it is shown first, and when the user types.
func (c *Room) learnNicks(before, snap *view.Snapshot) {
	if !inRoom(snap) {
		c.mention = mentioning{}
		return
	}
	of := snap.View.Account + " " + snap.View.Chat
	if c.mention.of != of {
		c.mention = mentioning{of: of, stale: true}
		c.askNicks()
		return
	}
	if before == nil || !inRoom(before) || before.Chat.Room.State == snap.Chat.Room.State && before.Chat.Room.Occupants == snap.Chat.Room.Occupants {
		return
	}
	c.mention.stale = true
}

// askNicks asks who is in the room, where that is not known, once at a time.
func (c *Room) askNicks() {
	m := &c.mention
	if c.w.Shown == nil || !inRoom(c.w.Shown) || c.w.Shown.Chat.Room.State != view.RoomIn || !m.stale || m.asking {
		return
	}
	m.stale, m.asking = false, true
	v, of := c.w.Shown.View, m.of
	var got []app.RoomPerson
	c.w.Ask(func(ctx context.Context, s shell.Service) (err error) {
		got, err = s.RoomMembers(ctx, v.Account, v.Chat)
		return err
	}, func(err error) {
		if c.mention.of != of {
			return
		}
		if c.mention.asking = false; err != nil {
			c.w.Log.Info("ask who is there", "err", err)
			return
		}
		c.mention.nicks = nicksOf(got)
		c.Pane.Refresh()
	})
}

// nicksOf are the nicknames of those who are there but ourselves, as far as they stand in a line.
func nicksOf(people []app.RoomPerson) (out []string) {
	for _, p := range people {
		if p.Here && !p.Ours && p.Nick != "" && p.Nick == words.OneLine(p.Nick, 2*words.NameRunes) {
			out = append(out, p.Nick)
		}
	}
	slices.SortFunc(out, func(a, b string) int { return cmp.Compare(strings.ToLower(a), strings.ToLower(b)) })
	return slices.Compact(out)
}

// mentionable are the nicknames that the word at the end of a text may become, and what stands before that word. Without an @ it has
// to be begun.
func (m *mentioning) mentionable(text string) (before string, fit []string) {
	i := strings.LastIndexFunc(text, unicode.IsSpace)
	before, word := text[:i+1], text[i+1:] // the space may be wider, but then the word begins in the middle of it and fits nobody
	begun, at := strings.CutPrefix(word, "@")
	if !at && begun == "" {
		return before, nil
	}
	for _, nick := range m.nicks {
		if len(nick) >= len(begun) && strings.EqualFold(nick[:len(begun)], begun) {
			fit = append(fit, nick)
		}
	}
	return before, fit
}

// wantsNick says whether Tab completes a nickname.
func (c *Room) wantsNick() bool {
	if c.w.Shown == nil || !inRoom(c.w.Shown) || isOmemo(c.entry.Text) {
		return false
	}
	if c.mention.made != "" && c.mention.made == c.entry.Text {
		return true
	}
	if c.entry.CursorTextOffset() < len([]rune(c.entry.Text)) {
		return false
	}
	_, fit := c.mention.mentionable(c.entry.Text)
	return len(fit) > 0
}

// completeNick carries out a Tab. At the beginning of a message a colon follows the name.
func (c *Room) completeNick() {
	m := &c.mention
	if m.made == "" || m.made != c.entry.Text {
		m.before, m.fits = m.mentionable(c.entry.Text)
		m.at = -1
	}
	if len(m.fits) == 0 {
		return
	}
	m.at = (m.at + 1) % len(m.fits)
	after := " "
	if m.before == "" {
		after = ": "
	}
	m.made = m.before + m.fits[m.at] + after
	c.setText(m.made)
	if !c.editing() {
		c.keepDraft(m.made)
	}
	c.Pane.Refresh()
}

// drawNicks names above the field whom an @ may become, and gives its upper edge.
func (c *Room) drawNicks(s *draw.Sheet, bottom float32) float32 {
	text := c.entry.Text
	_, fit := c.mention.mentionable(text)
	if i := strings.LastIndexFunc(text, unicode.IsSpace); !strings.HasPrefix(text[i+1:], "@") || len(fit) == 0 {
		return bottom
	}
	var names []string
	for _, nick := range fit[:min(len(fit), mostNicks)] {
		names = append(names, bidi.Isolate(words.OneLine(nick, nickRunes)))
	}
	said := words.Tr("mention.hint", "Names", strings.Join(names, ", "))
	if more := len(fit) - mostNicks; more > 0 {
		said += " " + words.Trn("mention.more", more)
	}
	h := s.K(26)
	s.Icon("users", draw.Muted, 20, bottom-h+(h-s.K(16))/2, s.K(16))
	s.Word(s.Clip(said, s.W-48-s.K(16), draw.F12), 28+s.K(16), bottom-h, h, draw.F12, draw.Muted)
	return bottom - h
}
