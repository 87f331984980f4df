package accounts

import (
	"errors"
	"strconv"
	"strings"

	"vouch/app"
	"vouch/app/view"
	"vouch/ui/dialog"
	"vouch/ui/draw"
	"vouch/ui/words"
)

// AskPresence asks how the user is available, and for words with it. Contacts see both.
func (w *Room) AskPresence() {
	a := w.Account()
	if a == nil {
		return
	}
	show, said, minutes := a.Show, draw.NewEntry(false), draw.NewEntry(false)
	if a.IdleAfter > 0 {
		minutes.SetText(strconv.Itoa(a.IdleAfter))
	}
	minutes.SetPlaceHolder(words.Tr("status.idleNever"))
	said.SetText(a.Words)
	said.SetPlaceHolder(words.Tr("status.wordsHint"))
	failure := ""
	d := &dialog.Dialog{Title: words.Tr("status.title"), Text: words.Tr("status.text"), First: said, Stays: map[string]bool{"save": true}}
	save := func() {
		after, err := minutesOf(minutes.Text)
		if err != nil {
			failure = words.Tr("status.idleBad")
			d.Refresh()
			return
		}
		if after != a.IdleAfter {
			w.Do(app.SetIdle{Account: a.JID, Minutes: after}, func(err error) {
				if err != nil {
					w.Log.Warn("set idle", "err", err)
				}
			})
		}
		w.Do(app.SetPresence{Account: a.JID, Show: show, Status: said.Text}, func(err error) {
			if err != nil {
				failure = words.ErrText(err, words.HostOf(a.JID))
				d.Refresh()
				return
			}
			d.Close()
		})
	}
	said.OnSubmitted = func(string) { save() }
	minutes.OnSubmitted = func(string) { save() }
	d.Body = func(s *draw.Sheet, x, y, bw float32) float32 {
		for _, c := range []struct {
			show view.Show
			p    view.Presence
		}{{view.ShowAvailable, view.PresenceOnline}, {view.ShowAway, view.PresenceAway}, {view.ShowXA, view.PresenceAway}, {view.ShowDND, view.PresenceAway}} {
			b := s.Box()
			s.Check(string(c.show), show == c.show, draw.Ctl, x, y+(s.K(20)-b)/2, func() { show = c.show; d.Refresh() })
			y += max(b, s.Para(draw.One(words.ShowWord(c.p, c.show), draw.F14, draw.Fg), x+b+12, y, bw-b-12, s.K(20))) + 8
		}
		y = dialog.Field(s, said, words.Tr("status.words"), x, y+4, bw) + 12
		y = dialog.Field(s, minutes, words.Tr("status.idle"), x, y, bw)
		if failure != "" {
			y += 10 + dialog.Warning(s, failure, x, y+10, bw)
		}
		return y
	}
	d.Buttons = []draw.KeyButton{dialog.CancelButton(), {Button: draw.Button{Word: words.Tr("contact.save"), Kind: draw.Primary}, Key: "save", Tap: save}}
	d.Escapable(said, minutes)
	w.OpenDialog(d)
}

// minutesOf reads the minutes that a person typed; nothing is 0.
func minutesOf(text string) (int, error) {
	text = strings.TrimSpace(text)
	if text == "" {
		return 0, nil
	}
	n, err := strconv.Atoi(text)
	if err != nil || n < 0 || n > 24*60 {
		return 0, errors.New("no number of minutes")
	}
	return n, nil
}
