package rooms

import (
	"cmp"
	"context"
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"vouch/app"
	"vouch/app/view"
	"vouch/ui/dialog"
	"vouch/ui/draw"
	"vouch/ui/shell"
	"vouch/ui/words"
)

// page is the page of the window with the people of the room that is shown.
type page struct {
	w       *Room
	pane    *draw.Pane
	list    *peopleList
	clip    *container.Clip
	search  *draw.Entry
	people  []app.RoomPerson
	banned  []app.RoomPerson // shown below the others, once they were asked for
	of      string           // account and room that people are of
	asking  bool
	again   bool // they have changed meanwhile
	failure string
}

func newPage(w *Room) *page {
	p := &page{w: w, search: draw.NewEntry(false)}
	p.pane = w.Pane(p.draw)
	p.list = newPeopleList(w, p.menu)
	p.clip = container.NewClip(p.list)
	p.clip.MinSize() // until it is asked for, a Clip does not know itself
	p.search.OnChanged = func(string) { p.fill() }
	p.search.Short = w.On.Shortcut
	p.search.Key = func(e *fyne.KeyEvent) bool {
		switch e.Name {
		case fyne.KeyDown:
			w.Win.Canvas().Focus(p.list)
			return true
		case fyne.KeyEscape, fyne.KeyF6:
			w.On.Key(e)
			return true
		}
		return false
	}
	return p
}

// Members goes to the page.
func (w *Room) Members() { w.GoTo(view.PageMembers) }

// Page is the page with members, to be placed by the window while it shows view.PageMembers.
func (w *Room) Page() *draw.Pane { return w.page.pane }

// Back goes from the page to the conversation.
func (w *Room) Back() { w.GoTo(view.PageChat) }

// Focus gives the keyboard to the search of the page.
func (w *Room) Focus() { w.Win.Canvas().Focus(w.page.search) }

// ShowFailure says on the page what went wrong.
func (w *Room) ShowFailure(text string) {
	w.page.failure = text
	w.page.pane.Refresh()
}

// Areas are the stops of F6.
func (w *Room) Areas(before []fyne.Focusable) []fyne.Focusable {
	if f, ok := w.page.pane.Find("back").(fyne.Focusable); ok {
		before = append(before, f)
	}
	return append(before, w.page.search, w.page.list)
}

// Show takes over what a snapshot says about the page; before is the one shown until now, or nil.
func (w *Room) Show(before, snap *view.Snapshot) {
	w.showPuzzles()
	p := w.page
	if snap.View.Page != view.PageMembers || snap.Chat == nil || snap.Chat.Room == nil {
		p.of, p.people, p.banned = "", nil, nil
		return
	}
	if of := snap.View.Account + " " + snap.View.Chat; of != p.of {
		p.of, p.failure, p.people, p.banned, p.again = of, "", nil, nil, false
		p.search.SetPlaceHolder(words.Tr("people.find"))
		p.search.SetText("")
		p.list.top, p.list.at = 0, 0
		p.ask()
		return
	}
	if before == nil || before.Chat == nil || before.Chat.Room == nil || crowdOf(before.Chat.Room) != crowdOf(snap.Chat.Room) {
		p.ask()
	}
}

// crowdOf is what a snapshot tells of who is in a room: when it changes, they are asked for again.
func crowdOf(r *view.RoomView) [4]string {
	return [4]string{words.Count(r.Occupants), words.Count(r.Members), r.Affiliation, string(r.State)}
}

// ask asks who is there, once at a time, while that is shown.
func (p *page) ask() {
	if p.of == "" {
		return
	}
	if p.asking {
		p.again = true
		return
	}
	p.asking, p.again = true, false
	v, of := p.w.View(), p.of
	var got []app.RoomPerson
	p.w.Ask(func(ctx context.Context, s shell.Service) (err error) {
		got, err = s.RoomMembers(ctx, v.Account, v.Chat)
		return err
	}, func(err error) {
		p.asking = false
		switch {
		case p.of == "":
		case p.again, of != p.of:
			p.ask()
		case err != nil:
			p.w.ShowFailure(words.ErrText(err, words.HostOf(v.Chat)))
		default:
			p.people = got
			p.fill()
		}
	})
}

// askBanned asks the room who is banned.
func (p *page) askBanned() {
	v, of := p.w.View(), p.of
	var got []app.RoomPerson
	p.w.Ask(func(ctx context.Context, s shell.Service) (err error) {
		got, err = s.Affiliated(ctx, app.ListAffiliated{Account: v.Account, Room: v.Chat, Affiliation: "outcast"})
		return err
	}, func(err error) {
		switch {
		case of != p.of:
		case err != nil:
			p.w.ShowFailure(joinText(err, v.Chat))
		default:
			p.banned = got
			p.fill()
			if len(got) == 0 {
				p.w.ShowFailure(words.Tr("people.nobodyBanned"))
			}
		}
	})
}

// fill puts into the list those who fit.
func (p *page) fill() {
	people := slices.Clone(p.people)
	slices.SortStableFunc(people, func(a, b app.RoomPerson) int { return cmp.Compare(ranks[b.Affiliation], ranks[a.Affiliation]) })
	p.list.set(linesOf(append(people, p.banned...), p.search.Text))
	p.pane.Refresh()
}

func (p *page) draw(s *draw.Sheet) {
	s.Rect(0, 0, s.W, s.H, draw.Bg)
	chat := p.w.Shown.Chat
	if chat == nil || chat.Room == nil {
		s.IconButton("back", "back", words.Tr("tip.back"), 8, 12, 36, p.w.Back)
		return
	}
	y := p.drawHeader(s, chat) + 12
	h := max(36, s.K(20)+18)
	s.Entry(p.search, 20, y, s.W-40, h, draw.Line, 8, 8)
	y = s.Flow(20, y+h+10, s.W-40, p.buttons(chat)) + 4
	bottom := dialog.Said(s, p.failure, "", s.H, func() { p.failure = ""; p.pane.Refresh() })
	if len(p.list.lines) == 0 {
		text := words.Tr("people.none")
		if p.people == nil {
			text = words.Tr("coverage.asking")
		}
		s.ParaMid(draw.One(text, draw.F13, draw.Muted), 24, y+24, s.W-48, s.K(18))
	}
	s.Put(p.clip, 0, y, s.W, bottom-y)
	p.list.Refresh()
}

func (p *page) drawHeader(s *draw.Sheet, chat *view.ChatView) float32 {
	n, small := s.K(20), s.K(16)
	h := 24 + n + small
	s.Rect(0, h-1, s.W, 1, draw.Line)
	s.IconButton("back", "back", words.Tr("tip.back"), 8, (h-36)/2, 36, p.w.Back)
	name := words.NameOf(chat.Name, chat.Chat)
	s.Face(p.w.ChatFace(chat.Kind, name, chat.Chat, chat.Picture), 48, (h-41)/2, 40, draw.PresenceNone, draw.Bg)
	top, right := (h-1-n-small)/2, s.W-12
	right -= 36
	s.IconButton("room more", "more", words.Tr("tip.more"), right, (h-36)/2, 36, func() {
		p.w.PopUp(shell.Under(p.pane, right, h), p.w.Items(chat.Chat, name)...)
	})
	s.Word(s.Clip(name, right-112, draw.B15), 100, top, n, draw.B15, draw.Fg)
	s.Word(s.Clip(words.OneLine(chat.Chat, 2*words.NameRunes), right-112, draw.F12), 100, top+n, small, draw.F12, draw.Muted)
	return h
}

// buttons are what is done most often; the rest stands in the menu.
func (p *page) buttons(chat *view.ChatView) (out []draw.KeyButton) {
	room, name := chat.Chat, words.NameOf(chat.Name, chat.Chat)
	add := func(key, icon, word string, tap func()) {
		out = append(out, draw.KeyButton{Button: draw.Button{Icon: icon, Word: word, Small: true}, Key: key, Tap: tap})
	}
	if mayInvite(chat.Room) {
		add("invite", "plus", words.Tr("room.invite"), func() { p.w.Invite(room, name) })
	}
	if ranks[chat.Room.Affiliation] >= ranks["admin"] && chat.Room.State == view.RoomIn {
		add("banned", "close", words.Tr("people.showBanned"), p.askBanned)
	}
	return out
}
