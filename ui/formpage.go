package ui

import (
	"image/color"
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"mellium.im/xmpp/jid"

	"vouch/app"
	"vouch/ui/draw"
)

// mostRadios is how many options stand there one below the other; more are in a menu.
const mostRadios = 6

// formPage is the form of a server with what was typed into it.
type formPage struct {
	n     *newAccount
	host  string
	form  app.RegistrationForm
	asked []*formField
}

// formField is one question of a form.
type formField struct {
	app.RegistrationField
	label    string
	entry    *draw.Entry // for text; nil for others
	value    string      // of the others
	pictures pictures
}

func newFormPage(n *newAccount, host string, f app.RegistrationForm, p pictures) *formPage {
	page := &formPage{n: n, host: host, form: f}
	for i, field := range f.Fields {
		if field.Hidden() || field.Var == "" && field.Type != "fixed" {
			continue
		}
		q := &formField{RegistrationField: field, label: fieldLabel(field), value: field.Value, pictures: p.of(i)}
		if typed, ok := n.typed[field.Var]; ok && len(field.Media) == 0 {
			q.value = typed
		}
		q.makeEntry(n)
		page.asked = append(page.asked, q)
	}
	return page
}

// makeEntry makes the text field, where the question is one for text.
func (q *formField) makeEntry(n *newAccount) {
	switch q.Type {
	case "boolean", "list-single", "list-multi", "fixed":
		return
	case "text-private":
		q.entry = newPassword()
	case "text-multi", "jid-multi":
		q.entry = draw.NewEntry(true)
		q.entry.SetMinRowsVisible(3)
	default:
		q.entry = draw.NewEntry(false)
	}
	if q.Var == "username" && q.Type != "text-private" && !q.Several() {
		q.entry = roomy(0)
	}
	q.entry.SetText(q.value)
	q.entry.OnChanged = func(string) { n.refresh() }
	if !q.Several() {
		q.entry.OnSubmitted = func(string) { n.submit() }
	}
	q.entry.Key = n.key
}

// fieldLabel is what a field is called: by us where everybody asks for it, else by the server.
func fieldLabel(f app.RegistrationField) string {
	switch f.Var {
	case "username":
		return tr("newaccount.name")
	case "password":
		return tr("signin.password")
	case "email":
		return tr("newaccount.email")
	}
	if label := oneLine(f.Label, 200); label != "" {
		return label
	}
	return oneLine(f.Var, nameRunes)
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

// first is the first field for text that is empty, or nil.
func (p *formPage) first() *draw.Entry {
	for _, q := range p.asked {
		if q.entry != nil && q.entry.Text == "" {
			return q.entry
		}
	}
	return nil
}

// missing is the first question that must be answered and is not, or nil. An account has a name and a password whatever the
// server says.
func (p *formPage) missing() *formField {
	for _, q := range p.asked {
		must := q.Required || q.Var == "username" || q.Var == "password"
		if must && q.Type != "fixed" && q.answer() == "" {
			return q
		}
	}
	return nil
}

func (p *formPage) answers() map[string]string {
	out := map[string]string{}
	for _, q := range p.asked {
		if q.Type != "fixed" {
			out[q.Var] = q.answer()
		}
	}
	return out
}

// keep writes into typed what was typed, for the next form.
func (p *formPage) keep(typed map[string]string) {
	for _, q := range p.asked {
		typed[q.Var] = q.answer()
		if q.entry != nil {
			typed[q.Var] = q.entry.Text
		}
	}
}

// pictured says whether there is something to be read off a picture.
func (p *formPage) pictured() bool {
	return slices.ContainsFunc(p.asked, func(q *formField) bool { return len(q.Media) > 0 })
}

// forgetPictured empties the answers to pictures, which count once.
func (p *formPage) forgetPictured() {
	for _, q := range p.asked {
		if len(q.Media) > 0 && q.entry != nil {
			q.entry.SetText("")
		}
	}
}

func (p *formPage) value(name string) string {
	for _, q := range p.asked {
		if q.Var == name {
			return q.answer()
		}
	}
	return ""
}

// label is the name of a field for people.
func (p *formPage) label(name string) string {
	for _, q := range p.asked {
		if q.Var == name {
			return q.label
		}
	}
	return oneLine(name, nameRunes)
}

// address is the account that the answers ask for, or "".
func (p *formPage) address() string {
	if p == nil {
		return ""
	}
	j, err := jid.New(p.value("username"), p.host, "")
	if err != nil {
		return ""
	}
	return j.String()
}

// draw gives the lower edge.
func (p *formPage) draw(s *draw.Sheet, x, y, w float32) float32 {
	lh := s.K(20)
	other := tr("newaccount.other")
	ow := s.Width(other, draw.F13)
	s.Word(s.Clip(tr("newaccount.asks", "Who", oneLine(p.host, nameRunes)), w-ow-12, draw.B14), x, y, lh, draw.B14, draw.Fg)
	s.Link("other", other, x+w-ow, y, lh, draw.F13, p.n.elseServer)
	y += lh + 4
	for _, words := range []string{oneLine(p.form.Title, 200), shortText(p.form.Instructions)} {
		if words != "" {
			y += s.Para(draw.One(words, draw.F13, draw.Muted), x, y, w, s.K(18)) + 4
		}
	}
	y += 8
	for _, q := range p.asked {
		y = q.draw(s, p, x, y, w) + 14
	}
	return y + 2
}

// shortText is a text of the server's as it is shown: some lines at most.
func shortText(text string) string {
	short, more := cut(many(text), 1000, 12)
	if more {
		short += "…"
	}
	return short
}

// draw gives the lower edge of a question.
func (q *formField) draw(s *draw.Sheet, p *formPage, x, y, w float32) float32 {
	y = q.pictures.draw(s, p.n, q.Var, x, y, w)
	key := "field " + q.Var
	switch q.Type {
	case "fixed":
		return y + s.Para(draw.One(shortText(q.Value), draw.F13, draw.Fg), x, y, w, s.K(18))
	case "boolean":
		on := q.value == "1" || q.value == "true"
		return choice(s, key, q.label, on, false, x, y, w, func() {
			q.value = map[bool]string{true: "0", false: "1"}[on]
			p.n.refresh()
		})
	case "list-single", "list-multi":
		return q.drawOptions(s, p, key, x, y, w)
	case "text-private":
		return secret(s, "eye "+q.Var, q.entry, q.labelled(), x, y, w, p.n.refresh)
	case "text-multi", "jid-multi":
		s.Word(s.Clip(q.labelled(), w, draw.F12), x, y, s.K(16), draw.F12, draw.Muted)
		y += s.K(16) + 4
		h := 20 + 3*s.K(20)
		s.Entry(q.entry, x, y, w, h, draw.Ctl, 8, 10)
		return y + h
	}
	if q.Var == "username" {
		return q.drawName(s, p.host, x, y, w)
	}
	return labelled(s, q.entry, q.labelled(), x, y, w)
}

// labelled is the label, which says where an answer may be left out.
func (q *formField) labelled() string {
	if q.Required || q.Var == "username" || q.Var == "password" {
		return q.label
	}
	return tr("newaccount.optional", "Field", q.label)
}

// drawName draws the name with the server behind it.
func (q *formField) drawName(s *draw.Sheet, host string, x, y, w float32) float32 {
	to := labelled(s, q.entry, q.labelled(), x, y, w)
	at := s.Clip("@"+oneLine(host, nameRunes), w*.6, draw.F14)
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
		y = choice(s, key+" "+o.Value, optionWord(o.Label, o.Value), on, one, x, y, w, func() {
			q.choose(o.Value, on, one)
			p.n.refresh()
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
	if word := oneLine(label, 200); word != "" {
		return word
	}
	return oneLine(value, 200)
}

// drawMenu draws the chosen option on a button that opens the others.
func (q *formField) drawMenu(s *draw.Sheet, p *formPage, key string, x, y, w float32) float32 {
	word := tr("newaccount.choose")
	var items []*fyne.MenuItem
	for _, o := range q.Options {
		item := fyne.NewMenuItem(optionWord(o.Label, o.Value), func() { q.value = o.Value; p.n.refresh() })
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
	hit.Tap = func() { p.n.w.popUp(under(hit, 0, h), items...) }
	return y + h
}

// choice draws an option with its words, all of which can be pressed: a radio button where one is chosen of several, else a
// check box. It gives the lower edge.
func choice(s *draw.Sheet, key, word string, on, one bool, x, y, w float32, tap func()) float32 {
	b, lh := s.Box(), s.K(20)
	text := s.Sub(w, 0)
	h := max(b, text.Para(draw.One(word, draw.F14, draw.Fg), b+12, 0, w-b-12, lh))
	s.Hit(key, x, y, w, h, func(s *draw.Sheet, hover, focus bool) {
		by := (lh - b) / 2
		switch {
		case !one:
			s.CheckMark(on, draw.Ctl, 0, by, b)
		case on:
			s.Frame(0, by, b, b, draw.Acc, draw.Card, b/2, 2)
			s.Rect(b/4, by+b/4, b/2, b/2, draw.Acc, b/4)
		default:
			s.Frame(0, by, b, b, draw.Ctl, draw.Card, b/2, 2)
		}
		if hover {
			s.RectColor(0, by, b, b, color.NRGBA{R: 128, G: 128, B: 128, A: 0x14}, 5)
		}
		if focus {
			s.Ring(0, by, b, b, 5)
		}
		s.Para(draw.One(word, draw.F14, draw.Fg), b+12, 0, s.W-b-12, lh)
	}, tap)
	return y + h
}
