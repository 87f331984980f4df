package export

import (
	"encoding/base64"
	"strings"
)

var _ printer = (*htmlPrinter)(nil)

func (p *htmlPrinter) message(s *sheet, m *Message, newDay bool, a attached) error {
	if newDay {
		p.element(s, "h2", "", p.words.date(m.Time.In(p.zone)))
	}
	if m.Kind != "text" && m.Kind != "other" {
		p.notice(s, m)
		return nil
	}
	s.WriteString("<article")
	if m.Own {
		s.WriteString(` class="own"`)
	}
	s.WriteString(`><p><b><bdi>`)
	escaped(s, line(m.Name))
	s.WriteString("</bdi></b> ")
	p.at(s, m.Time)
	s.WriteString(" ")
	p.span(s, "k", p.words.marks(m))
	s.WriteString("</p>\n")
	err := p.content(s, m, a)
	s.WriteString("</article>\n")
	return err
}

// notice writes a line in the middle.
func (p *htmlPrinter) notice(s *sheet, m *Message) {
	said := ""
	if m.Kind == "unreadable" {
		said = p.words.say("unreadable", "who", line(m.Name), "why", line(m.Error))
	} else {
		said = p.words.notice(m)
	}
	s.WriteString(`<p class="n" dir="auto">`)
	p.at(s, m.Time)
	s.WriteString(" ")
	escaped(s, said)
	s.WriteString("</p>\n")
}

// content writes what somebody has said.
func (p *htmlPrinter) content(s *sheet, m *Message, a attached) error {
	if m.Kind == "other" {
		p.element(s, "p", "s", p.words.notice(m))
		return nil
	}
	p.reply(s, m.Reply)
	if m.Subject != "" {
		p.element(s, "p", "s", line(m.Subject))
	}
	if !m.Retracted.IsZero() {
		p.element(s, "p", "k", p.words.gone(m, p.clock(m.Retracted)))
	}
	if m.Text != "" {
		p.text(s, m.Text)
	}
	err := p.file(s, m.File, a)
	p.earlier(s, m)
	p.reactions(s, m.Reactions)
	return err
}

func (p *htmlPrinter) text(s *sheet, text string) {
	s.WriteString(`<p class="t" dir="auto">`)
	prose(s, text)
	s.WriteString("</p>\n")
}

func (p *htmlPrinter) reply(s *sheet, r *Reply) {
	if r == nil {
		return
	}
	said := p.words["answersSome"]
	if r.From != "" {
		said = p.words.say("answers", "who", line(r.Name))
	}
	s.WriteString("<blockquote>")
	p.element(s, "p", "k", said)
	if r.Text != "" {
		p.element(s, "p", "", line(r.Text))
	}
	s.WriteString("</blockquote>\n")
}

// file writes where the file of a message is, or the picture that it is.
func (p *htmlPrinter) file(s *sheet, f *File, a attached) error {
	if f == nil {
		return nil
	}
	if a.where == fileInline {
		return p.picture(s, f, a)
	}
	s.WriteString("<p>")
	if a.where == fileBeside && !a.program {
		p.link(s, a.path, line(f.Name))
	} else {
		s.WriteString("<bdi>")
		escaped(s, line(f.Name))
		s.WriteString("</bdi>")
	}
	s.WriteString(" ")
	p.span(s, "k", p.words.fileMarks(f, a))
	s.WriteString("</p>\n")
	return nil
}

// picture writes a picture into the page.
func (p *htmlPrinter) picture(s *sheet, f *File, a attached) error {
	s.WriteString(`<p><img src="data:` + a.picture + `;base64,`)
	encode := base64.NewEncoder(base64.StdEncoding, s)
	if err := s.copy(encode, a.from); err != nil {
		return err
	}
	if err := encode.Close(); err != nil {
		return err
	}
	s.WriteString(`" alt="`)
	escaped(s, line(f.Name))
	s.WriteString("\"></p>\n")
	return nil
}

// earlier writes the texts before, folded.
func (p *htmlPrinter) earlier(s *sheet, m *Message) {
	if len(m.Earlier) == 0 {
		return
	}
	s.WriteString("<details><summary>")
	escaped(s, p.words.say("edited", "time", p.clock(m.Edited)))
	s.WriteString("</summary>")
	for _, v := range m.Earlier {
		p.at(s, v.Time)
		p.text(s, v.Text)
	}
	s.WriteString("</details>\n")
}

func (p *htmlPrinter) reactions(s *sheet, all []Reaction) {
	var said []string
	for _, r := range all {
		if len(r.Emoji) > 0 {
			said = append(said, line(strings.Join(r.Emoji, " "))+" "+line(r.Name))
		}
	}
	if len(said) > 0 {
		p.element(s, "p", "r", strings.Join(said, " · "))
	}
}
