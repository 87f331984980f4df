package rooms

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"vouch/app"
	"vouch/ui/dialog"
	"vouch/ui/draw"
	"vouch/ui/shell"
	"vouch/ui/words"
)

// mostListed is how many rooms of a service are listed; who wants more has to say what for.
const mostListed = 500

// browsing is a dialog with the rooms of a service, of which one is chosen.
type browsing struct {
	*dialog.Dialog
	w               *Room
	account         string
	search, service *draw.Entry
	rooms           []app.RoomListed
	at, next        string   // the service that was asked; where its list goes on, "" at its end
	services        []string // of the server that was asked, where it has several
	more, asked     bool     // there are more than were looked at; there was an answer
	busy            bool
	failure         string
	number          int // of the question: an answer to an older one is dropped
	page            *draw.Pane
	scroll          *container.Scroll
}

// Browse shows the rooms of the account's server, or of another one that is typed.
func (w *Room) Browse() {
	a := w.Account()
	if a == nil {
		return
	}
	b := &browsing{w: w, account: a.JID, search: draw.NewEntry(false), service: draw.NewEntry(false)}
	b.page = draw.NewPane(b.drawRooms)
	b.page.Reached = func(o fyne.CanvasObject) { shell.Reveal(b.scroll, b.page, o) }
	b.scroll = container.NewVScroll(b.page)
	b.Dialog = &dialog.Dialog{Title: words.Tr("browse.title"), Text: words.Tr("browse.text"), Width: 560, First: b.search, Body: b.draw, Left: func() { b.number++ },
		Stays: map[string]bool{"find": true}}
	b.search.SetPlaceHolder(words.Tr("browse.search"))
	for _, e := range []*draw.Entry{b.search, b.service} {
		e.OnSubmitted = func(string) { b.find() }
	}
	b.Escapable(b.search, b.service)
	b.arrange()
	w.OpenDialog(b.Dialog)
	b.find()
}

func (b *browsing) arrange() {
	find := primary("find", words.Tr("browse.find"), b.find)
	if b.busy {
		find.Tap = nil
	}
	b.Buttons = []draw.KeyButton{dialog.CloseButton(), find}
	b.Refresh()
}

// find asks for the first page of what was typed.
func (b *browsing) find() { b.findAt(strings.TrimSpace(b.service.Text)) }

// findAt asks for the first page of a service or server, "" for the account's.
func (b *browsing) findAt(service string) {
	b.rooms, b.next, b.more, b.asked = nil, "", false, false
	b.ask(service, "")
}

// ask asks a service for the page after that place.
func (b *browsing) ask(service, after string) {
	b.number++
	number := b.number
	b.busy, b.failure = true, ""
	b.arrange()
	c := app.BrowseRooms{Account: b.account, Service: service, Search: strings.TrimSpace(b.search.Text), After: after}
	var got app.RoomPage
	b.w.Ask(func(ctx context.Context, s shell.Service) (err error) {
		got, err = s.BrowseRooms(ctx, c)
		return err
	}, func(err error) {
		if number != b.number {
			return
		}
		b.busy = false
		if err != nil {
			b.failure = words.ErrText(err, cmp.Or(words.OneLine(service, words.NameRunes), words.HostOf(b.account)))
		} else {
			if len(got.Services) > 0 || !slices.Contains(b.services, got.Service) {
				b.services = got.Services
			}
			b.rooms, b.at, b.next, b.more, b.asked = append(b.rooms, got.Rooms...), got.Service, got.Next, got.More, true
			b.service.SetPlaceHolder(words.OneLine(got.Service, words.NameRunes))
		}
		b.arrange()
	})
}

func (b *browsing) draw(s *draw.Sheet, x, y, w float32) float32 {
	y = dialog.Field(s, b.search, words.Tr("browse.words"), x, y, w) + 10
	y = dialog.Field(s, b.service, words.Tr("browse.service"), x, y, w) + 12
	h := max(s.K(120), b.w.Win.Canvas().Size().Height*.35)
	b.page.SetMin(fyne.NewSize(10, b.page.HeightFor(w-4)))
	s.Frame(x, y, w, h+4, draw.Line, draw.Card, 8, 1)
	s.Put(b.scroll, x+2, y+2, w-4, h)
	b.page.Refresh()
	return y + h + 4
}

// drawRooms draws the rooms found, and below them what else is to be said.
func (b *browsing) drawRooms(s *draw.Sheet) {
	y := float32(4)
	if len(b.services) > 1 {
		y = s.Flow(12, y+4, s.W-24, b.serviceButtons()) + 8
	}
	for _, r := range b.rooms {
		y = b.drawRoom(s, r, y)
	}
	say := func(text string) {
		y += s.Para(draw.One(text, draw.F13, draw.Muted), 12, y+6, s.W-24, s.K(18)) + 12
	}
	switch {
	case b.busy:
		say(words.Tr("browse.asking"))
	case b.failure != "":
		y += dialog.Warning(s, b.failure, 12, y+6, s.W-24) + 12
	case b.next != "" && len(b.rooms) < mostListed:
		s.Button("more rooms", draw.Button{Word: words.Tr("browse.more"), Small: true}, 12, y+4, func() { b.ask(b.at, b.next) })
		y += s.K(30) + 12
	case b.more || b.next != "":
		say(words.Tr("browse.tooMany"))
	case b.asked && len(b.rooms) == 0:
		say(words.Tr("browse.none"))
	}
	s.H = y
}

// serviceButtons are the services of the server, of which one is looked at.
func (b *browsing) serviceButtons() (out []draw.KeyButton) {
	for _, service := range b.services {
		one := draw.KeyButton{Button: draw.Button{Word: words.OneLine(service, words.NameRunes), Small: true}, Key: "service " + service, Tap: func() { b.findAt(service) }}
		if service == b.at {
			one.Icon = "check"
		}
		out = append(out, one)
	}
	return out
}

func (b *browsing) drawRoom(s *draw.Sheet, r app.RoomListed, y float32) float32 {
	h := s.K(40) + 12
	name, at := words.NameOf(r.Name, r.Room), words.OneLine(r.Room, 2*words.NameRunes)
	s.Hit("room "+r.Room, 4, y, s.W-16, h, func(s *draw.Sheet, hover, focus bool) {
		if hover {
			s.Rect(0, 0, s.W, s.H, draw.Hover, 8)
		}
		if focus {
			s.Ring(4, 4, s.W-8, s.H-8, 6)
		}
		s.Face(draw.Face{Name: name, JID: r.Room, Room: true}, 8, (s.H-40)/2, 40, draw.PresenceNone, draw.Card)
		s.Word(s.Clip(name, s.W-68, draw.B14), 60, 6, s.K(20), draw.B14, draw.Fg)
		s.Word(s.Clip(at, s.W-68, draw.F12), 60, 6+s.K(20), s.K(20), draw.F12, draw.Muted)
	}, func() { b.Close(); b.w.AskJoin(r.Room) })
	return y + h
}
