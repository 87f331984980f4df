package chat

import (
	"fmt"
	"slices"
	"strings"

	"vouch/app/view"
	"vouch/ui/bidi"
	"vouch/ui/draw"
	"vouch/ui/words"
)

// drawRoomCoverage draws who could read a message sent now in a room, and gives its upper edge.
func (c *Room) drawRoomCoverage(s *draw.Sheet, chat *view.ChatView, bottom float32) float32 {
	icon, said, mark, left := c.roomCoverage(chat)
	if len(said) == 0 {
		return bottom
	}
	pad := float32(20)
	if s.W < 700 {
		pad = 14
	}
	h := s.K(30)
	y := bottom - h
	s.Hit("coverage", pad-6, y+3, s.W-2*pad+12, h-6, func(s *draw.Sheet, hover, focus bool) {
		if focus {
			s.Ring(3, 3, s.W-6, s.H-6, 4)
		}
		paintCover(s, icon, said, mark, left)
	}, func() { c.goToReaders(chat) })
	return y
}

// goToReaders goes to who can read what is written in a room: those who belong to a group with their devices, or whoever is there.
func (c *Room) goToReaders(chat *view.ChatView) {
	if isChannel(chat) {
		c.to.Members()
		return
	}
	c.w.GoTo(view.PageDevices)
}

// roomCoverage says in runs how many members read, and who is left out with the mark of the first. In a channel everybody may.
func (c *Room) roomCoverage(chat *view.ChatView) (icon string, said []draw.Run, mark, left string) {
	quiet := func(text string) []draw.Run { return draw.One(text, draw.F12, draw.Muted) }
	r := chat.Room
	switch {
	case isChannel(chat):
		return "globe", quiet(words.Tr("coverage.channel")), "", ""
	case !chat.Encrypted, opened(chat), r.Left():
		return "", nil, "", "" // a bar says so
	case r.State == view.RoomIn && r.Held == view.HeldAsking:
		return "lock", quiet(words.Tr("coverage.asking")), "", ""
	}
	said = []draw.Run{
		{Text: words.Trn("coverage.members", r.Members, "Part", fmt.Sprint(min(r.Reading+1, r.Members))), Font: draw.B12, Color: draw.Fg},
		{Text: " · " + words.Trn("coverage.devices", chat.Coverage.Theirs+chat.Coverage.Own), Font: draw.F12, Color: draw.Muted},
	}
	mark, left = c.withoutText(chat)
	return "lock", said, mark, left
}

// withoutText names those who would not read a message: first members of whom no device does, then single devices.
func (c *Room) withoutText(chat *view.ChatView) (mark, text string) {
	var names []string
	for _, who := range chat.Room.Without {
		names = append(names, bidi.Isolate(c.w.PersonName(who)))
	}
	mark = "inactive"
	for _, d := range chat.Coverage.LeftOut {
		if slices.Contains(chat.Room.Without, d.JID) {
			continue
		}
		if len(names) == 0 && d.Trust != "" {
			mark = string(d.Trust)
		}
		names = append(names, bidi.Isolate(c.deviceOf(d)))
	}
	if chat.Room.Hosts {
		names = append(names, words.Tr("coverage.hosts"))
	}
	if len(names) == 0 {
		return "", ""
	}
	return mark, words.Tr("coverage.leftOut", "Devices", strings.Join(names, ", "))
}

// deviceOf is what a device of a member is called.
func (c *Room) deviceOf(d view.LeftOut) string {
	n := words.OneLine(d.Label, words.NameRunes)
	switch {
	case n == "" && d.Own:
		n = words.Tr("coverage.ownDevice")
	case n == "":
		n = words.Tr("device.of", "Name", c.w.PersonName(d.JID))
	}
	if d.NoKeys {
		n = words.Tr("coverage.noKeys", "Device", n)
	}
	return n
}
