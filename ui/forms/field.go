package forms

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

// Field is one question of a form.
type Field struct {
	app.DataField
	Word     string      // what it is called
	Entry    *draw.Entry // for text; nil for others
	value    string      // of the others
	pictures Pictures
}

// makeEntry makes the text field, where the question is one for text.
func (q *Field) makeEntry(by *Asker) {
	switch q.Type {
	case "boolean", "list-single", "list-multi", "fixed":
		return
	case "text-private":
		q.Entry = dialog.NewPassword()
	case "text-multi", "jid-multi":
		q.Entry = draw.NewEntry(true)
		q.Entry.SetMinRowsVisible(3)
	default:
		q.Entry = draw.NewEntry(false)
	}
	if by.Account && q.Var == "username" && q.Type != "text-private" && !q.Several() {
		q.Entry = dialog.NewRoomy(0)
	}
	q.Entry.SetText(q.value)
	q.Entry.OnChanged = func(string) { by.Refresh() }
	if !q.Several() {
		q.Entry.OnSubmitted = func(string) { by.Submit() }
	}
	q.Entry.Key = by.Key
}

// FieldLabel is what a field is called: by us where everybody asks for it, else by the server.
func FieldLabel(f app.DataField, account bool) string {
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

func (q *Field) answer() string {
	switch {
	case q.Entry == nil:
		return q.value
	case q.Type == "text-private":
		return q.Entry.Text
	}
	return strings.TrimSpace(q.Entry.Text)
}

// draw gives the lower edge of a question.
func (q *Field) draw(s *draw.Sheet, p *Page, x, y, w float32) float32 {
	y = q.pictures.draw(s, p.by.Win, q.Var, x, y, w)
	key := "field " + q.Var
	switch q.Type {
	case "fixed":
		return y + s.Para(draw.One(ShortText(q.Value), draw.F13, draw.Fg), x, y, w, s.K(18))
	case "boolean":
		on := q.value == "1" || q.value == "true"
		return dialog.Choice(s, key, q.Word, on, false, x, y, w, func() {
			q.value = map[bool]string{true: "0", false: "1"}[on]
			p.by.Refresh()
		})
	case "list-single", "list-multi":
		return q.drawOptions(s, p, key, x, y, w)
	case "text-private":
		return dialog.Secret(s, "eye "+q.Var, q.Entry, q.labelled(), x, y, w, p.by.Refresh)
	case "text-multi", "jid-multi":
		s.Word(s.Clip(q.labelled(), w, draw.F12), x, y, s.K(16), draw.F12, draw.Muted)
		y += s.K(16) + 4
		h := 20 + 3*s.K(20)
		s.Entry(q.Entry, x, y, w, h, draw.Ctl, 8, 10)
		return y + h
	}
	if p.by.Account && q.Var == "username" {
		return q.drawName(s, p.host, x, y, w)
	}
	return dialog.Field(s, q.Entry, q.labelled(), x, y, w)
}

// labelled is the label, which says where an answer may be left out.
func (q *Field) labelled() string {
	if q.Required || q.Var == "username" || q.Var == "password" {
		return q.Word
	}
	return words.Tr("newaccount.optional", "Field", q.Word)
}

// drawName draws the name with the server behind it.
func (q *Field) drawName(s *draw.Sheet, host string, x, y, w float32) float32 {
	to := dialog.Field(s, q.Entry, q.labelled(), x, y, w)
	at := s.Clip("@"+words.OneLine(host, words.NameRunes), w*.6, draw.F14)
	aw := s.Width(at, draw.F14)
	if room, ok := q.Entry.ActionItem.(*canvas.Rectangle); ok && room.MinSize().Width != aw {
		room.SetMinSize(fyne.NewSize(aw, 20))
		q.Entry.Refresh()
	}
	h := 20 + s.K(20)
	s.Right(at, x+w-12, to-h, h, draw.F14, draw.Muted)
	return to
}

// drawOptions draws what can be chosen: one below the other, or in a menu where there are many.
func (q *Field) drawOptions(s *draw.Sheet, p *Page, key string, x, y, w float32) float32 {
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
			p.by.Refresh()
		}) + 8
	}
	return y - 8
}

// choose takes a press on an option, which was on or not.
func (q *Field) choose(value string, on, one bool) {
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
func (q *Field) drawMenu(s *draw.Sheet, p *Page, key string, x, y, w float32) float32 {
	word := words.Tr("newaccount.choose")
	var items []*fyne.MenuItem
	for _, o := range q.Options {
		item := fyne.NewMenuItem(optionWord(o.Label, o.Value), func() { q.value = o.Value; p.by.Refresh() })
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
	hit.Tap = func() { p.by.Win.PopUp(shell.Under(hit, 0, h), items...) }
	return y + h
}
