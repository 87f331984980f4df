package chat

import (
	"fmt"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"vouch/app/view"
	"vouch/ui/dialog"
	"vouch/ui/draw"
	"vouch/ui/words"
)

// askReaders looks up who can read what is written now, and shows it.
func (c *Room) askReaders() {
	v := c.w.Shown.View
	c.w.Peek(func(got []*view.Snapshot, err error) {
		if err != nil {
			c.w.Fail(words.ErrText(err, words.HostOf(v.Account)))
			return
		}
		if now := c.w.Shown; now.View.Account == v.Account && now.View.Chat == v.Chat && now.Chat != nil && got[0].Chat != nil {
			c.showReaders(got[0], got[1])
		}
	}, view.View{Account: v.Account, Chat: v.Chat, Before: 1, Page: view.PageDevices}, view.View{Account: v.Account, Page: view.PageOwn})
}

// readerGroup are devices under one heading.
type readerGroup struct {
	heading string
	devices []reader
	none    string // said where there are none, or ""
}

// reader is a device that reads, or is left out.
type reader struct {
	device *view.DeviceView
	why    string // its trust, or what is in the way
}

// readersOf sorts the active devices of both sides as the coverage of the chat says.
func readersOf(theirs, own *view.Snapshot) []readerGroup {
	name := words.NameOf(theirs.Chat.Name, theirs.Chat.Chat)
	left := readerGroup{heading: words.Tr("readers.left")}
	sorted := func(g readerGroup, v *view.DevicesView) readerGroup {
		if v == nil {
			return g
		}
		for _, d := range v.Devices {
			switch out := leftOut(theirs.Chat.Coverage, d); {
			case !d.Active && !d.This:
			case d.This:
				g.devices = append(g.devices, reader{d, words.Tr("device.thisChip")})
			case out != nil && out.NoKeys:
				left.devices = append(left.devices, reader{d, words.Tr("readers.noKeys")})
			case out != nil || !d.Trust.Reads():
				left.devices = append(left.devices, reader{d, words.TrustWord(d.Trust)})
			default:
				g.devices = append(g.devices, reader{d, words.TrustWord(d.Trust)})
			}
		}
		return g
	}
	var groups []readerGroup
	if theirs.Chat.Chat != theirs.View.Account {
		groups = append(groups, sorted(readerGroup{heading: words.Tr("readers.theirs", "Name", name), none: words.Tr("readers.nobody", "Name", name)}, theirs.Devices))
	}
	groups = append(groups, sorted(readerGroup{heading: words.Tr("readers.own")}, own.Devices))
	if len(left.devices) > 0 {
		groups = append(groups, left)
	}
	return groups
}

func leftOut(c view.Coverage, d *view.DeviceView) *view.LeftOut {
	for i, l := range c.LeftOut {
		if l.ID == d.ID && l.Own == d.Own {
			return &c.LeftOut[i]
		}
	}
	return nil
}

// showReaders shows who can read what is written now; the keyboard is on the button that puts it away.
func (c *Room) showReaders(theirs, own *view.Snapshot) {
	groups := readersOf(theirs, own)
	d := &dialog.Dialog{Title: words.Tr("readers.title"), Width: 520, Focus: dialog.CancelKey}
	page := draw.NewPane(func(s *draw.Sheet) { s.H = drawReaders(s, groups) })
	scroll := container.NewVScroll(page)
	d.Body = func(s *draw.Sheet, x, y, w float32) float32 {
		full := page.HeightFor(w)
		h := min(full, c.w.Win.Canvas().Size().Height*.6)
		page.SetMin(fyne.NewSize(10, full))
		s.Put(scroll, x, y, w, h)
		return y + h
	}
	d.Buttons = []draw.KeyButton{
		{Button: draw.Button{Word: words.Tr("menu.encryption")}, Key: "encryption", Tap: func() { c.w.GoTo(view.PageDevices) }},
		dialog.CloseButton(),
	}
	c.w.OpenDialog(d)
}

func drawReaders(s *draw.Sheet, groups []readerGroup) (y float32) {
	i, lh := s.K(16), s.K(20)
	x := i + 8
	for n, g := range groups {
		if n > 0 {
			y += 8
		}
		y += s.Para(draw.One(g.heading, draw.B13, draw.Muted), 0, y, s.W-12, lh) + 4
		if len(g.devices) == 0 && g.none != "" {
			y += s.Para(draw.One(g.none, draw.F13, draw.Fg), 0, y, s.W-12, lh) + 6
		}
		for _, r := range g.devices {
			mark, color := string(r.device.Trust), draw.Token(r.device.Trust)
			if r.device.This {
				mark, color = "check", draw.Acc
			}
			s.Icon(mark, color, 0, y+(lh-i)/2, i)
			rest := fmt.Sprint(r.device.ID) + " · " + r.why
			name := s.Clip(words.DeviceName(r.device), s.W-x-s.Width(rest, draw.F12)-24, draw.B14)
			nw := s.Word(name, x, y, lh, draw.B14, draw.Fg)
			s.Word(rest, x+nw+10, y, lh, draw.F12, draw.Muted)
			y += lh + dialog.Fingerprint(s, r.device.Fingerprint, x, y+lh, s.W-x-12, draw.Font{Size: 12, Mono: true}, 17) + 8
		}
	}
	return y
}
