package ui

import (
	"strconv"
	"strings"
	"time"

	"fyne.io/fyne/v2"

	"vouch/app"
	"vouch/ui/dialog"
	"vouch/ui/draw"
	"vouch/ui/words"
)

// clearItem deletes messages of a chat.
func (w *Window) clearItem(account, chat, name string) *fyne.MenuItem {
	return fyne.NewMenuItem(words.Tr("menu.clear"), func() { w.askClear(account, chat, name) })
}

// clearAges are what can be chosen, in days; 0 is everything, and -1 before a day.
var clearAges = []int{0, 30, 365, -1}

// askClear asks how much of a chat is to be deleted.
func (w *Window) askClear(account, chat, name string) {
	chosen, failure := 0, ""
	day := draw.NewEntry(false)
	d := &dialog.Dialog{Title: words.Tr("clear.title", "Name", name), Focus: dialog.CancelKey, Width: 480, Stays: map[string]bool{"deed": true}}
	deed := func() {
		c := app.ClearChat{Account: account, Chat: chat}
		switch {
		case chosen > 0:
			c.Before = w.Clock().AddDate(0, 0, -chosen).Format(time.DateOnly)
		case chosen < 0:
			c.Before = strings.TrimSpace(day.Text)
			if _, err := time.Parse(time.DateOnly, c.Before); err != nil {
				failure = words.Tr("clear.noDay")
				d.Refresh()
				return
			}
		}
		d.Close()
		w.Do(c, nil)
	}
	d.Body = func(s *draw.Sheet, x, y, bw float32) float32 {
		for _, age := range clearAges {
			y = dialog.Choice(s, "age "+strconv.Itoa(age), clearText(age), age == chosen, true, x, y, bw, func() { chosen, failure = age, ""; d.Refresh() }) + 8
		}
		if chosen < 0 {
			y = dialog.Field(s, day, words.Tr("clear.day"), x, y, bw)
		}
		text := words.Tr("clear.text")
		if chosen != 0 {
			text = words.Tr("clear.textBefore")
		}
		y += 4 + s.Para(draw.One(text, draw.F13, draw.Muted), x, y+4, bw, s.K(18))
		if failure != "" {
			y += 10 + dialog.Warning(s, failure, x, y+10, bw)
		}
		return y
	}
	d.Buttons = []draw.KeyButton{dialog.CancelButton(), dialog.DeedButton(words.Tr("clear.deed"), deed)}
	d.Escapable(day)
	w.OpenDialog(d)
}

func clearText(age int) string {
	switch {
	case age == 0:
		return words.Tr("clear.everything")
	case age < 0:
		return words.Tr("clear.before")
	}
	return words.Trn("clear.older", age)
}

// keepDays are what can be chosen for a chat beside what its account says, and for ever.
var keepDays = []int{365, 90, 30, 7}

// keepItem has a menu of for how long messages of a chat are kept.
func (w *Window) keepItem(account, chat string) *fyne.MenuItem {
	now := w.RowOf(chat).Keep
	item := fyne.NewMenuItem(words.Tr("menu.keep"), nil)
	add := func(word string, days int) {
		one := fyne.NewMenuItem(word, func() { w.askKeep(account, chat, days) })
		one.Checked = days == now || days < 0 && now < 0
		item.ChildMenu.Items = append(item.ChildMenu.Items, one)
	}
	item.ChildMenu = fyne.NewMenu("")
	usual := words.Tr("keep.forever")
	if a := w.Account(); a != nil && a.Keep > 0 {
		usual = words.Trn("keep.days", a.Keep)
	}
	add(words.Tr("keep.usual", "Time", usual), 0)
	add(words.Tr("keep.forever"), app.Forever)
	for _, days := range keepDays {
		add(words.Trn("keep.days", days), days)
	}
	return item
}

// askKeep sets for how long messages are kept; where some go at once, it asks before.
func (w *Window) askKeep(account, chat string, days int) {
	set := func() { w.Do(app.SetKeep{Account: account, Chat: chat, Days: days}, nil) }
	if days <= 0 {
		set()
		return
	}
	w.Confirm(words.Trn("keep.title", days), words.Tr("keep.text"), words.Tr("keep.deed"), set)
}
