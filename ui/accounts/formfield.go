package accounts

import (
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"vouch/app"
	"vouch/ui/dialog"
	"vouch/ui/draw"
	"vouch/ui/shell"
	"vouch/ui/words"
)

// mostRadios is how many options stand there one below the other; more are in a menu.
const mostRadios = 6

// formField is one question of a form.
type formField struct {
	app.DataField
	label    string
	entry    *draw.Entry // for text; nil for others
	value    string      // of the others
	pictures pictures
}

// makeEntry makes the text field, where the question is one for text.
func (q *formField) makeEntry(by *asker) {
	switch q.Type {
	case "boolean", "list-single", "list-multi", "fixed":
		return
	case "text-private":
		q.entry = dialog.NewPassword()
	case "text-multi", "jid-multi":
		q.entry = draw.NewEntry(true)
		q.entry.SetMinRowsVisible(3)
	default:
		q.entry = draw.NewEntry(false)
	}
	if by.account && q.Var == "username" && q.Type != "text-private" && !q.Several() {
		q.entry = dialog.NewRoomy(0)
	}
	q.entry.SetText(q.value)
	q.entry.OnChanged = func(string) { by.refresh() }
	if !q.Several() {
		q.entry.OnSubmitted = func(string) { by.submit() }
	}
	q.entry.Key = by.key
}

// fieldLabel is what a field is called: by us where everybody asks for it, else by the server.
func fieldLabel(f app.DataField, account bool) string {
	switch {
	case !account:
	case f.Var == "username":
		return words.Tr("newaccount.name")
	case f.Var == "password":
		return words.Tr("signin.password")
	case f.Var == "email":
		return words.Tr("newaccount.email")
	}
	if label := words.OneLine(f.Label, 200); label != "" {
		return label
	}
	return words.OneLine(f.Var, words.NameRunes)
}

func (q *formField) answer() string {
	switch {
	case q.entry == nil:
		return q.value
	case q.Type == "text-private":
		return q.entry.Text
	}
	return strings.TrimSpace(q.entry.Text)
}

// draw gives the lower edge of a question.
func (q *formField) draw(s *draw.Sheet, p *formPage, x, y, w float32) float32 {
	y = q.pictures.draw(s, p.by.w, q.Var, x, y, w)
	key := "field " + q.Var
	switch q.Type {
	case "fixed":
		return y + s.Para(draw.One(shortText(q.Value), draw.F13, draw.Fg), x, y, w, s.K(18))
	case "boolean":
		on := q.value == "1" || q.value == "true"
		return dialog.Choice(s, key, q.label, on, false, x, y, w, func() {
			q.value = map[bool]string{true: "0", false: "1"}[on]
			p.by.refresh()
		})
	case "list-single", "list-multi":
		return q.drawOptions(s, p, key, x, y, w)
	case "text-private":
		return dialog.Secret(s, "eye "+q.Var, q.entry, q.labelled(), x, y, w, p.by.refresh)
	case "text-multi", "jid-multi":
		s.Word(s.Clip(q.labelled(), w, draw.F12), x, y, s.K(16), draw.F12, draw.Muted)
		y += s.K(16) + 4
		h := 20 + 3*s.K(20)
		s.Entry(q.entry, x, y, w, h, draw.Ctl, 8, 10)
		return y + h
	}
	if p.by.account && q.Var == "username" {
		return q.drawName(s, p.host, x, y, w)
	}
	return dialog.Field(s, q.entry, q.labelled(), x, y, w)
}

// labelled is the label, which says where an answer may be left out.
func (q *formField) labelled() string {
	if q.Required || q.Var == "username" || q.Var == "password" {
		return q.label
	}
	return words.Tr("newaccount.optional", "Field", q.label)
}

// drawName draws the name with the server behind it.
func (q *formField) drawName(s *draw.Sheet, host string, x, y, w float32) float32 {
	to := dialog.Field(s, q.entry, q.labelled(), x, y, w)
	at := s.Clip("@"+words.OneLine(host, words.NameRunes), w*.6, draw.F14)
	aw := s.Width(at, draw.F14)
	if room, ok := q.entry.ActionItem.(*canvas.Rectangle); ok && room.MinSize().Width != aw {
		room.SetMinSize(fyne.NewSize(aw, 20))
		q.entry.Refresh()
	}
	h := 20 + s.K(20)
	s.Right(at, x+w-12, to-h, h, draw.F14, draw.Muted)
	return to
}

// drawOptions draws what can be chosen: one below the other, or in a menu where there are many.
func (q *formField) drawOptions(s *draw.Sheet, p *formPage, key string, x, y, w float32) float32 {
	s.Word(s.Clip(q.labelled(), w, draw.F12), x, y, s.K(16), draw.F12, draw.Muted)
	y += s.K(16) + 6
	one := q.Type == "list-single"
	if one && len(q.Options) > mostRadios {
		return q.drawMenu(s, p, key, x, y, w)
	}
	chosen := strings.Split(q.value, "\n")
	for _, o := range q.Options {
		on := slices.Contains(chosen, o.Value)
		y = dialog.Choice(s, key+" "+o.Value, optionWord(o.Label, o.Value), on, one, x, y, w, func() {
			q.choose(o.Value, on, one)
			p.by.refresh()
		}) + 8
	}
	return y - 8
}

// choose takes a press on an option, which was on or not.
func (q *formField) choose(value string, on, one bool) {
	if one {
		q.value = value
		return
	}
	var chosen []string
	for _, o := range q.Options { // in the server's order
		if o.Value == value && !on || o.Value != value && slices.Contains(strings.Split(q.value, "\n"), o.Value) {
			chosen = append(chosen, o.Value)
		}
	}
	q.value = strings.Join(chosen, "\n")
}

func optionWord(label, value string) string {
	if word := words.OneLine(label, 200); word != "" {
		return word
	}
	return words.OneLine(value, 200)
}

// drawMenu draws the chosen option on a button that opens the others.
func (q *formField) drawMenu(s *draw.Sheet, p *formPage, key string, x, y, w float32) float32 {
	word := words.Tr("newaccount.choose")
	var items []*fyne.MenuItem
	for _, o := range q.Options {
		item := fyne.NewMenuItem(optionWord(o.Label, o.Value), func() { q.value = o.Value; p.by.refresh() })
		if item.Checked = o.Value == q.value; item.Checked {
			word = item.Label
		}
		items = append(items, item)
	}
	h := 20 + s.K(20)
	hit := s.Hit(key, x, y, w, h, func(s *draw.Sheet, hover, focus bool) {
		ground := draw.Card
		if hover {
			ground = draw.Hover
		}
		s.Frame(0, 0, s.W, s.H, draw.Ctl, ground, 8, 2)
		if focus {
			s.Ring(0, 0, s.W, s.H, 8)
		}
		i := s.K(16)
		s.Word(s.Clip(word, s.W-36-i, draw.F14), 12, 0, s.H, draw.F14, draw.Fg)
		s.Icon("down", draw.Muted, s.W-12-i, (s.H-i)/2, i)
	}, nil)
	hit.Tap = func() { p.by.w.PopUp(shell.Under(hit, 0, h), items...) }
	return y + h
}
