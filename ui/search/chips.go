package search

import (
	"strings"
	"time"

	"fyne.io/fyne/v2"

	"vouch/app"
	"vouch/ui/dialog"
	"vouch/ui/draw"
	"vouch/ui/shell"
	"vouch/ui/words"
)

// filter is what is wanted of a message beside its words.
type filter struct {
	from          string // "me", or a part of a name or an address
	days          int    // not older than that; 0: whatever
	after, before string // days, as app.Search has them
	has           string
}

func (f filter) any() bool { return f != filter{} }

func (f filter) put(c *app.Search, now time.Time) {
	c.From, c.After, c.Before, c.Has = f.from, f.after, f.before, f.has
	if f.days > 0 {
		c.After = now.AddDate(0, 0, -f.days).Format(time.DateOnly)
	}
}

// chips are the buttons below the field: which chats, and what is wanted beside words.
func (r *Room) chips() (out []draw.KeyButton) {
	add := func(key, word string, on bool, tap func()) {
		b := draw.KeyButton{Button: draw.Button{Word: word, Small: true}, Key: key, Tap: tap}
		if on {
			b.Kind = draw.Primary
		}
		out = append(out, b)
	}
	if chat := r.w.Shown.Chat; chat != nil {
		name := words.OneLine(r.w.ChatName(chat.Name, chat.Chat), 24)
		add("here", words.Tr("search.in", "Name", name), r.scope != "", func() { r.setScope(chat.Chat) })
		add("all", words.Tr("search.all"), r.scope == "", func() { r.setScope("") })
	}
	from := words.Tr("search.from")
	switch r.only.from {
	case "":
	case "me":
		from = words.Tr("search.fromMe")
	default:
		from = words.Tr("search.fromWho", "Name", words.OneLine(r.only.from, 24))
	}
	add("from", from, r.only.from != "", r.askFrom)
	add("when", r.when(), r.only.days > 0 || r.only.after != "" || r.only.before != "", r.askWhen)
	for _, has := range []string{"link", "file", "picture", "sound"} {
		add("has "+has, hasWord(has), r.only.has == has, func() {
			if r.only.has == has {
				has = ""
			}
			r.set(func(f *filter) { f.has = has })
		})
	}
	return out
}

func hasWord(has string) string {
	switch has {
	case "link":
		return words.Tr("search.hasLink")
	case "file":
		return words.Tr("search.hasFile")
	case "picture":
		return words.Tr("search.hasPicture")
	}
	return words.Tr("search.hasSound")
}

// set changes what is wanted, and searches anew.
func (r *Room) set(change func(f *filter)) {
	change(&r.only)
	r.search()
	r.pane.Refresh()
}

// when says which time is wanted.
func (r *Room) when() string {
	f := r.only
	switch {
	case f.days > 0:
		return words.Trn("search.days", f.days)
	case f.after != "" && f.before != "":
		return words.Tr("search.between", "From", f.after, "To", f.before)
	case f.after != "":
		return words.Tr("search.after", "Day", f.after)
	case f.before != "":
		return words.Tr("search.before", "Day", f.before)
	}
	return words.Tr("search.when")
}

func (r *Room) under(key string) fyne.Position {
	at := shell.Under(r.pane, 52, 60)
	if chip := r.pane.Find(key); chip != nil {
		at = shell.Under(chip, 0, chip.Size().Height+4)
	}
	return at
}

func (r *Room) askFrom() {
	who := func(from string) func() { return func() { r.set(func(f *filter) { f.from = from }) } }
	items := []*fyne.MenuItem{
		fyne.NewMenuItem(words.Tr("search.anybody"), who("")),
		fyne.NewMenuItem(words.Tr("search.me"), who("me")),
	}
	if chat := r.w.Shown.Chat; chat != nil && chat.Room == nil && r.scope != "" {
		items = append(items, fyne.NewMenuItem(r.w.ChatName(chat.Name, chat.Chat), who(chat.Chat)))
	}
	items = append(items, fyne.NewMenuItem(words.Tr("search.somebody"), r.askSomebody))
	r.w.PopUp(r.under("from"), items...)
}

// askSomebody asks for a part of a name.
func (r *Room) askSomebody() {
	name := draw.NewEntry(false)
	if r.only.from != "me" {
		name.SetText(r.only.from)
	}
	d := &dialog.Dialog{Title: words.Tr("search.somebodyTitle"), Text: words.Tr("search.somebodyText")}
	d.Body = func(s *draw.Sheet, x, y, w float32) float32 {
		return dialog.Field(s, name, words.Tr("search.name"), x, y, w)
	}
	d.Buttons = []draw.KeyButton{dialog.CancelButton(), searchButton(func() {
		r.set(func(f *filter) { f.from = strings.TrimSpace(name.Text) })
	})}
	d.Escapable(name)
	r.w.OpenDialog(d)
	r.w.Win.Canvas().Focus(name)
}

func searchButton(tap func()) draw.KeyButton {
	return draw.KeyButton{Button: draw.Button{Word: words.Tr("search.deed"), Kind: draw.Primary}, Key: "deed", Tap: tap}
}

func (r *Room) askWhen() {
	days := func(n int) func() {
		return func() { r.set(func(f *filter) { f.days, f.after, f.before = n, "", "" }) }
	}
	r.w.PopUp(r.under("when"),
		fyne.NewMenuItem(words.Tr("search.anyTime"), days(0)),
		fyne.NewMenuItem(words.Trn("search.days", 7), days(7)),
		fyne.NewMenuItem(words.Trn("search.days", 30), days(30)),
		fyne.NewMenuItem(words.Trn("search.days", 365), days(365)),
		fyne.NewMenuItem(words.Tr("search.pick"), r.askDays))
}

// askDays asks for the first and the last day.
func (r *Room) askDays() {
	first, last := draw.NewEntry(false), draw.NewEntry(false)
	first.SetText(r.only.after)
	last.SetText(r.only.before)
	wrong := false
	d := &dialog.Dialog{Title: words.Tr("search.pickTitle"), Text: words.Tr("search.pickText"), Stays: map[string]bool{"deed": true}}
	d.Body = func(s *draw.Sheet, x, y, w float32) float32 {
		y = dialog.Field(s, first, words.Tr("search.firstDay"), x, y, w)
		y = dialog.Field(s, last, words.Tr("search.beforeDay"), x, y, w)
		if wrong {
			y = dialog.Warning(s, words.Tr("search.noDay"), x, y, w)
		}
		return y
	}
	take := func() {
		from, to := strings.TrimSpace(first.Text), strings.TrimSpace(last.Text)
		if wrong = !isDay(from) || !isDay(to); wrong {
			d.Refresh()
			return
		}
		d.Close()
		r.set(func(f *filter) { f.days, f.after, f.before = 0, from, to })
	}
	d.Buttons = []draw.KeyButton{dialog.CancelButton(), searchButton(take)}
	d.Escapable(first, last)
	r.w.OpenDialog(d)
	r.w.Win.Canvas().Focus(first)
}

func isDay(text string) bool {
	_, err := time.Parse(time.DateOnly, text)
	return text == "" || err == nil
}
