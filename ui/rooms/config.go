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

// configuring shows the configuration of a room, in its server's words.
type configuring struct {
	*dialog.Dialog
	w             *Room
	account, room string
	fields        []*configField
	busy          bool
	failure       string
	page          *draw.Pane
	scroll        *container.Scroll
}

// configField is a field with what stands in it now.
type configField struct {
	app.RoomField
	entry *draw.Entry // for text; nil for others
	value string      // of the others
}

// Configure asks the room for its configuration, and shows it.
func (w *Room) Configure(room, name string) {
	c := &configuring{w: w, account: w.View().Account, room: room}
	c.page = draw.NewPane(c.drawFields)
	c.page.Reached = func(o fyne.CanvasObject) { shell.Reveal(c.scroll, c.page, o) }
	c.scroll = container.NewVScroll(c.page)
	c.Dialog = &dialog.Dialog{Title: words.Tr("config.title", "Name", name), Text: words.Tr("config.text"), Width: 600, Body: c.draw, Focus: dialog.CancelKey, Stays: map[string]bool{"save": true}}
	var got []app.RoomField
	w.Ask(func(ctx context.Context, s shell.Service) (err error) {
		got, err = s.RoomConfig(ctx, c.account, room)
		return err
	}, func(err error) {
		if err != nil {
			w.Fail(joinText(err, room))
			return
		}
		for _, f := range got {
			c.fields = append(c.fields, c.newField(f))
		}
		c.arrange()
		w.OpenDialog(c.Dialog)
	})
}

func (c *configuring) newField(f app.RoomField) *configField {
	q := &configField{RoomField: f, value: f.Value}
	switch f.Type {
	case "boolean", "list-single", "list-multi", "fixed":
		return q
	case "text-private":
		q.entry = dialog.NewPassword()
	case "text-multi", "jid-multi":
		q.entry = draw.NewEntry(true)
		q.entry.SetMinRowsVisible(3)
	default:
		q.entry = draw.NewEntry(false)
		q.entry.OnSubmitted = func(string) { c.save() }
	}
	q.entry.SetText(f.Value)
	c.Escapable(q.entry)
	return q
}

func (q *configField) now() string {
	if q.entry != nil {
		return q.entry.Text
	}
	return q.value
}

func (c *configuring) arrange() {
	save := primary("save", words.Tr("contact.save"), c.save)
	if c.busy {
		save.Tap = nil
	}
	c.Buttons = []draw.KeyButton{dialog.CancelButton(), save}
	c.Refresh()
}

// save sends what was changed, and nothing else.
func (c *configuring) save() {
	changed := map[string]string{}
	for _, q := range c.fields {
		if q.Type != "fixed" && q.now() != q.Value {
			changed[q.Var] = q.now()
		}
	}
	if len(changed) == 0 {
		c.Close()
		return
	}
	c.busy, c.failure = true, ""
	c.arrange()
	c.w.Do(app.ConfigureRoom{Account: c.account, Room: c.room, Fields: changed}, func(err error) {
		c.busy = false
		if err == nil {
			if c.OnTop() {
				c.Close()
			}
			return
		}
		c.failure = joinText(err, c.room)
		c.arrange()
	})
}

func (c *configuring) draw(s *draw.Sheet, x, y, w float32) float32 {
	full := c.page.HeightFor(w - 4)
	h := min(full, c.w.Win.Canvas().Size().Height*.55)
	c.page.SetMin(fyne.NewSize(10, full))
	s.Put(c.scroll, x, y, w, h)
	c.page.Refresh()
	if y += h; c.failure != "" {
		y += 10 + dialog.Warning(s, c.failure, x, y+10, w)
	}
	return y
}

func (c *configuring) drawFields(s *draw.Sheet) {
	y := float32(2)
	for _, q := range c.fields {
		y = c.drawField(s, q, 2, y, s.W-14) + 12
	}
	s.H = y
}

func (c *configuring) drawField(s *draw.Sheet, q *configField, x, y, w float32) float32 {
	label := words.OneLine(q.Label, 200)
	if label == "" {
		label = words.OneLine(q.Var, words.NameRunes)
	}
	key := "field " + q.Var
	switch q.Type {
	case "fixed":
		return y + s.Para(draw.One(words.OneLine(q.Value, 400), draw.B13, draw.Fg), x, y, w, s.K(18))
	case "boolean":
		on := q.value == "1" || q.value == "true"
		return dialog.Choice(s, key, label, on, false, x, y, w, func() {
			q.value = map[bool]string{true: "0", false: "1"}[on]
			c.Refresh()
		})
	case "list-single", "list-multi":
		s.Word(s.Clip(label, w, draw.F12), x, y, s.K(16), draw.F12, draw.Muted)
		y += s.K(16) + 6
		for _, o := range q.Options {
			on := slices.Contains(strings.Split(q.value, "\n"), o.Value)
			word := cmp.Or(words.OneLine(o.Label, 200), words.OneLine(o.Value, 200))
			y = dialog.Choice(s, key+" "+o.Value, word, on, q.Type == "list-single", x, y, w, func() { q.choose(o.Value, on); c.Refresh() }) + 8
		}
		return y - 8
	case "text-private":
		return dialog.Secret(s, "eye "+q.Var, q.entry, label, x, y, w, c.Refresh)
	case "text-multi", "jid-multi":
		s.Word(s.Clip(label, w, draw.F12), x, y, s.K(16), draw.F12, draw.Muted)
		y += s.K(16) + 4
		h := 20 + 3*s.K(20)
		s.Entry(q.entry, x, y, w, h, draw.Ctl, 8, 10)
		return y + h
	}
	return dialog.Field(s, q.entry, label, x, y, w)
}

// choose takes a press on an option, which was on or not.
func (q *configField) choose(option string, on bool) {
	if q.Type == "list-single" {
		q.value = option
		return
	}
	var chosen []string
	for _, o := range q.Options { // in the server's order
		if v := o.Value; v == option && !on || v != option && slices.Contains(strings.Split(q.value, "\n"), v) {
			chosen = append(chosen, v)
		}
	}
	q.value = strings.Join(chosen, "\n")
}
