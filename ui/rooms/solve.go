package rooms

import (
	"context"
	"net/url"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"vouch/app"
	"vouch/ui/dialog"
	"vouch/ui/draw"
	"vouch/ui/forms"
	"vouch/ui/shell"
	"vouch/ui/words"
)

// solving shows what a room wants solved before it lets us in, such as a picture to be read.
type solving struct {
	*dialog.Dialog
	w             *Room
	account, room string
	form          *forms.Page
	link          *url.URL // a page where it can be solved as well, or nil
	busy          bool
	failure       string
	page          *draw.Pane
	scroll        *container.Scroll
}

// showPuzzles opens what a room wants solved that the user is entering, once. Of others the conversation says so.
func (w *Room) showPuzzles() {
	a := w.Account()
	if a == nil {
		return
	}
	for room := range w.seen {
		if a.Puzzles[room] == 0 {
			delete(w.seen, room)
		}
	}
	for room, number := range a.Puzzles {
		if w.entering[room] > 0 && w.seen[room] != number {
			w.seen[room] = number
			w.Solve(room)
		}
	}
}

// enter has a room entered, and notes that the user waits for it.
func (w *Room) enter(c app.JoinRoom, then func(error)) {
	w.entering[c.Room]++
	w.Do(c, func(err error) {
		if w.entering[c.Room]--; w.entering[c.Room] == 0 {
			delete(w.entering, c.Room)
		}
		then(err)
	})
}

// Solve asks the room that is being entered what it wants solved, and shows it.
func (w *Room) Solve(room string) {
	p := &solving{w: w, account: w.View().Account, room: room}
	var got app.RoomPuzzle
	var pictures forms.Pictures
	w.Ask(func(ctx context.Context, s shell.Service) (err error) {
		if got, err = s.RoomPuzzle(ctx, p.account, room); err == nil {
			pictures = forms.ReadPictures(got.Form)
		}
		return err
	}, func(err error) {
		switch {
		case app.KindOf(err) == app.KindNotFound: // it no longer waits
		case err != nil:
			w.Fail(joinText(err, room))
		default:
			p.open(got, pictures)
		}
	})
}

func (p *solving) open(got app.RoomPuzzle, pictures forms.Pictures) {
	by := &forms.Asker{Win: p.w.Shell, Refresh: func() { p.Refresh() }, Submit: p.send}
	p.form, p.link = forms.NewPage(by, words.HostOf(p.room), got.Form, pictures, nil), forms.WebPage(got.URL)
	p.page = draw.NewPane(func(s *draw.Sheet) { s.H = p.form.Draw(s, 2, 2, s.W-14) })
	p.page.Reached = func(o fyne.CanvasObject) { shell.Reveal(p.scroll, p.page, o) }
	p.scroll = container.NewVScroll(p.page)
	p.Dialog = &dialog.Dialog{Title: words.Tr("solve.title", "Room", words.OneLine(p.room, words.NameRunes)), Text: words.Tr("solve.text"), Body: p.draw, First: p.form.First(),
		Stays: map[string]bool{"answer": true}}
	for _, q := range p.form.Asked {
		if q.Entry != nil {
			p.Escapable(q.Entry)
		}
	}
	p.arrange()
	p.w.OpenDialog(p.Dialog)
}

func (p *solving) arrange() {
	answer := primary("answer", words.Tr("solve.deed"), p.send)
	if p.busy {
		answer.Tap = nil
	}
	p.Buttons = []draw.KeyButton{dialog.CancelButton(), answer}
	p.Refresh()
}

// send answers the room. Who waits to be let in is told of a wrong answer where they wait.
func (p *solving) send() {
	if p.busy {
		return
	}
	if m := p.form.Missing(); m != nil {
		p.failure = words.Tr("newaccount.missing", "Field", m.Word)
		p.arrange()
		return
	}
	p.busy, p.failure = true, ""
	p.arrange()
	p.w.Do(app.SolvePuzzle{Account: p.account, Room: p.room, Fields: p.form.Answers()}, func(err error) {
		p.busy = false
		switch k := app.KindOf(err); {
		case k == app.KindInvalid:
			p.failure = words.ErrText(err, words.HostOf(p.room))
			p.arrange()
		case p.OnTop():
			p.Close()
			fallthrough
		default:
			if err != nil && p.w.entering[p.room] == 0 {
				p.w.Fail(joinText(err, p.room))
			}
		}
	})
}

func (p *solving) draw(s *draw.Sheet, x, y, w float32) float32 {
	full := p.page.HeightFor(w)
	h := min(full, p.w.Win.Canvas().Size().Height*.5)
	p.page.SetMin(fyne.NewSize(10, full))
	s.Put(p.scroll, x, y, w, h)
	p.page.Refresh()
	y += h
	if p.link != nil {
		word := s.Clip(words.Tr("solve.page", "Where", words.OneLine(p.link.String(), 200)), w, draw.F14)
		s.Link("page", word, x, y+4, s.K(20), draw.F14, func() {
			if err := p.w.App.OpenURL(p.link); err != nil {
				p.w.Log.Warn("open link", "err", err)
				p.failure = words.Tr("row.linkFailed")
				p.Refresh()
			}
		})
		y += s.K(20) + 8
	}
	if p.failure != "" {
		y += 10 + dialog.Warning(s, p.failure, x, y+10, w)
	}
	return y
}
