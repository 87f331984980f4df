package accounts

import (
	"slices"

	"fyne.io/fyne/v2"
	"mellium.im/xmpp/jid"

	"vouch/app"
	"vouch/ui/draw"
	"vouch/ui/words"
)

// asker is what shows a form.
type asker struct {
	w               *Room
	refresh, submit func()
	key             func(*fyne.KeyEvent) bool // of the fields; may be nil
	account         bool                      // it is about an account: names and passwords are called as everywhere, and must be there
}

// formPage is the form of a server with what was typed into it.
type formPage struct {
	by    *asker
	host  string
	form  app.DataForm
	asked []*formField
}

// newFormPage makes a page; typed is what was typed before, by field.
func newFormPage(by *asker, host string, f app.DataForm, p pictures, typed map[string]string) *formPage {
	page := &formPage{by: by, host: host, form: f}
	for i, field := range f.Fields {
		if field.Hidden() || field.Var == "" && field.Type != "fixed" {
			continue
		}
		q := &formField{DataField: field, label: fieldLabel(field, by.account), value: field.Value, pictures: p.of(i)}
		if before, ok := typed[field.Var]; ok && len(field.Media) == 0 {
			q.value = before
		}
		q.makeEntry(by)
		page.asked = append(page.asked, q)
	}
	return page
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
		must := q.Required || p.by.account && (q.Var == "username" || q.Var == "password")
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

// asksAs says whether the questions are those of another page, and none is about a picture: then what was answered there
// counts here.
func (p *formPage) asksAs(other *formPage) bool {
	return other != nil && !p.pictured() && slices.EqualFunc(p.asked, other.asked, func(a, b *formField) bool {
		return a.Var == b.Var && a.Type == b.Type && a.Label == b.Label
	})
}

// value is the answer to a question, or "".
func (p *formPage) value(name string) string {
	if p == nil {
		return ""
	}
	for _, q := range p.asked {
		if q.Var == name {
			return q.answer()
		}
	}
	return ""
}

// label is the name of a field for people.
func (p *formPage) label(name string) string {
	if p != nil {
		for _, q := range p.asked {
			if q.Var == name {
				return q.label
			}
		}
	}
	return words.OneLine(name, words.NameRunes)
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

// drawHead draws who asks, and a link to ask another, and gives the lower edge.
func (p *formPage) drawHead(s *draw.Sheet, x, y, w float32, elseServer func()) float32 {
	lh := s.K(20)
	other := words.Tr("newaccount.other")
	ow := s.Width(other, draw.F13)
	s.Word(s.Clip(words.Tr("newaccount.asks", "Who", words.OneLine(p.host, words.NameRunes)), w-ow-12, draw.B14), x, y, lh, draw.B14, draw.Fg)
	s.Link("other", other, x+w-ow, y, lh, draw.F13, elseServer)
	return y + lh + 4
}

// draw draws the words of the form and its questions, and gives the lower edge.
func (p *formPage) draw(s *draw.Sheet, x, y, w float32) float32 {
	for _, words := range []string{words.OneLine(p.form.Title, 200), shortText(p.form.Instructions)} {
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
	short, more := words.Cut(words.Many(text), 1000, 12)
	if more {
		short += "…"
	}
	return short
}
