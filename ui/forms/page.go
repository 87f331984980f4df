package forms

import (
	"slices"

	"fyne.io/fyne/v2"
	"mellium.im/xmpp/jid"

	"vouch/app"
	"vouch/ui/draw"
	"vouch/ui/shell"
	"vouch/ui/words"
)

// Asker is what shows a form.
type Asker struct {
	Win             *shell.Shell
	Refresh, Submit func()
	Key             func(*fyne.KeyEvent) bool // of the fields; may be nil
	Account         bool                      // it is about an account: names and passwords are called as everywhere, and must be there
}

// Page is the form of a server with what was typed into it.
type Page struct {
	by    *Asker
	host  string
	form  app.DataForm
	Asked []*Field // what is shown of it
}

// NewPage makes a page; typed is what was typed before, by field.
func NewPage(by *Asker, host string, f app.DataForm, p Pictures, typed map[string]string) *Page {
	page := &Page{by: by, host: host, form: f}
	for i, field := range f.Fields {
		if field.Hidden() || field.Var == "" && field.Type != "fixed" {
			continue
		}
		q := &Field{DataField: field, Word: FieldLabel(field, by.Account), value: field.Value, pictures: p.of(i)}
		if before, ok := typed[field.Var]; ok && len(field.Media) == 0 {
			q.value = before
		}
		q.makeEntry(by)
		page.Asked = append(page.Asked, q)
	}
	return page
}

// First is the first field for text that is empty, or nil.
func (p *Page) First() *draw.Entry {
	for _, q := range p.Asked {
		if q.Entry != nil && q.Entry.Text == "" {
			return q.Entry
		}
	}
	return nil
}

// Missing is the first question that must be answered and is not, or nil. An account has a name and a password whatever the
// server says.
func (p *Page) Missing() *Field {
	for _, q := range p.Asked {
		must := q.Required || p.by.Account && (q.Var == "username" || q.Var == "password")
		if must && q.Type != "fixed" && q.answer() == "" {
			return q
		}
	}
	return nil
}

// Answers are what was answered, by field.
func (p *Page) Answers() map[string]string {
	out := map[string]string{}
	for _, q := range p.Asked {
		if q.Type != "fixed" {
			out[q.Var] = q.answer()
		}
	}
	return out
}

// Keep writes into typed what was typed, for the next form.
func (p *Page) Keep(typed map[string]string) {
	for _, q := range p.Asked {
		typed[q.Var] = q.answer()
		if q.Entry != nil {
			typed[q.Var] = q.Entry.Text
		}
	}
}

// Pictured says whether there is something to be read off a picture.
func (p *Page) Pictured() bool {
	return slices.ContainsFunc(p.Asked, func(q *Field) bool { return len(q.Media) > 0 })
}

// ForgetPictured empties the answers to pictures, which count once.
func (p *Page) ForgetPictured() {
	for _, q := range p.Asked {
		if len(q.Media) > 0 && q.Entry != nil {
			q.Entry.SetText("")
		}
	}
}

// AsksAs says whether the questions are those of another page, and none is about a picture: then what was answered there
// counts here.
func (p *Page) AsksAs(other *Page) bool {
	return other != nil && !p.Pictured() && slices.EqualFunc(p.Asked, other.Asked, func(a, b *Field) bool {
		return a.Var == b.Var && a.Type == b.Type && a.Label == b.Label
	})
}

// Answer is the answer to a question, or "".
func (p *Page) Answer(name string) string {
	if p == nil {
		return ""
	}
	for _, q := range p.Asked {
		if q.Var == name {
			return q.answer()
		}
	}
	return ""
}

// Label is the name of a field for people.
func (p *Page) Label(name string) string {
	if p != nil {
		for _, q := range p.Asked {
			if q.Var == name {
				return q.Word
			}
		}
	}
	return words.OneLine(name, words.NameRunes)
}

// Address is the account that the answers ask for, or "".
func (p *Page) Address() string {
	if p == nil {
		return ""
	}
	j, err := jid.New(p.Answer("username"), p.host, "")
	if err != nil {
		return ""
	}
	return j.String()
}

// DrawHead draws who asks, and a link to ask another, and gives the lower edge.
func (p *Page) DrawHead(s *draw.Sheet, x, y, w float32, elseServer func()) float32 {
	lh := s.K(20)
	other := words.Tr("newaccount.other")
	ow := s.Width(other, draw.F13)
	s.Word(s.Clip(words.Tr("newaccount.asks", "Who", words.OneLine(p.host, words.NameRunes)), w-ow-12, draw.B14), x, y, lh, draw.B14, draw.Fg)
	s.Link("other", other, x+w-ow, y, lh, draw.F13, elseServer)
	return y + lh + 4
}

// Draw draws the words of the form and its questions, and gives the lower edge.
func (p *Page) Draw(s *draw.Sheet, x, y, w float32) float32 {
	for _, words := range []string{words.OneLine(p.form.Title, 200), ShortText(p.form.Instructions)} {
		if words != "" {
			y += s.Para(draw.One(words, draw.F13, draw.Muted), x, y, w, s.K(18)) + 4
		}
	}
	y += 8
	for _, q := range p.Asked {
		y = q.draw(s, p, x, y, w) + 14
	}
	return y + 2
}

// ShortText is a text of the server's as it is shown: some lines at most.
func ShortText(text string) string {
	short, more := words.Cut(words.Many(text), 1000, 12)
	if more {
		short += "…"
	}
	return short
}
