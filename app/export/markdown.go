package export

import (
	"cmp"
	"path"
	"strconv"
	"strings"
	"time"
)

// markPrinter writes Markdown: a list of chats, and in each page a paragraph for who and when before what, as a quotation.
type markPrinter struct {
	words words
	zone  *time.Location
	now   time.Time
}

var _ printer = (*markPrinter)(nil)

func (*markPrinter) index() string  { return "index.md" }
func (*markPrinter) ending() string { return ".md" }
func (*markPrinter) pages() bool    { return true }

func (p *markPrinter) begin(s *sheet, of page) {
	p.heading(s, "#", of.Chat.Name+" · "+strconv.Itoa(of.Year))
	marked(s, line(of.Chat.JID))
	s.WriteString("\n\n")
	p.nav(s, of.Before, p.words["before"])
}

func (p *markPrinter) end(s *sheet, _ page, next string) { p.nav(s, next, p.words["after"]) }

func (p *markPrinter) nav(s *sheet, to, word string) {
	p.link(s, "../"+p.index(), p.words["all"])
	if to != "" {
		s.WriteString(" · ")
		p.link(s, to, word)
	}
	s.WriteString("\n\n")
}

func (p *markPrinter) list(s *sheet, chats []written) {
	who := ""
	if len(chats) > 0 {
		who = chats[0].chat.Account
	}
	p.heading(s, "#", p.words.say("title", "who", who))
	marked(s, p.words.say("made", "date", p.words.date(p.now.In(p.zone))))
	s.WriteString("\n\n")
	for _, b := range chats {
		s.WriteString("- ")
		p.bold(s, b.chat.Name)
		s.WriteString(" ")
		marked(s, line(b.chat.JID)+", "+p.words.say("messages", "n", strconv.Itoa(b.messages)))
		s.WriteString(":")
		for _, of := range b.pages {
			s.WriteString(" ")
			p.link(s, path.Join(b.dir, of.File), strings.TrimSuffix(of.File, p.ending()))
		}
		s.WriteString("\n")
	}
}

func (p *markPrinter) message(s *sheet, m *Message, newDay bool, a attached) error {
	if newDay {
		p.heading(s, "##", p.words.date(m.Time.In(p.zone)))
	}
	switch m.Kind {
	case "text", "other":
	case "unreadable":
		p.aside(s, m, p.words.say("unreadable", "who", line(m.Name), "why", line(m.Error)))
		return nil
	default:
		p.aside(s, m, p.words.notice(m))
		return nil
	}
	p.bold(s, m.Name)
	s.WriteString(" ")
	marked(s, p.clock(m.Time)+" · "+p.words.marks(m))
	s.WriteString("\n\n")
	p.content(s, m, a)
	return nil
}

// content writes what somebody has said, each part a quotation of its own.
func (p *markPrinter) content(s *sheet, m *Message, a attached) {
	if m.Kind == "other" {
		p.quote(s, "> ", p.words.notice(m))
		return
	}
	if m.Reply != nil {
		said := p.words["answersSome"]
		if m.Reply.From != "" {
			said = p.words.say("answers", "who", line(m.Reply.Name))
		}
		p.quote(s, "> > ", said+"\n"+line(m.Reply.Text))
	}
	if m.Subject != "" {
		p.quote(s, "> ", line(m.Subject))
	}
	if !m.Retracted.IsZero() {
		p.quote(s, "> ", p.words.gone(m, p.clock(m.Retracted)))
	}
	if m.Text != "" {
		p.quote(s, "> ", m.Text)
	}
	p.file(s, m.File, a)
	if len(m.Earlier) > 0 {
		p.quote(s, "> ", p.words.say("edited", "time", p.clock(m.Edited)))
		for _, v := range m.Earlier {
			p.quote(s, "> > ", p.clock(v.Time)+"\n"+v.Text)
		}
	}
	for _, r := range m.Reactions {
		if len(r.Emoji) > 0 {
			p.quote(s, "> ", line(strings.Join(r.Emoji, " "))+" "+line(r.Name))
		}
	}
}

// quote writes a text as a quotation. A backslash at the end of a line keeps the lines apart (CommonMark 0.31.2 §6.7).
func (p *markPrinter) quote(s *sheet, before, text string) {
	all := strings.Split(strings.Trim(lines.Replace(text), "\n"), "\n")
	for i, l := range all {
		s.WriteString(before)
		marked(s, l)
		if i+1 < len(all) && strings.TrimSpace(l) != "" && strings.TrimSpace(all[i+1]) != "" {
			s.WriteString("\\")
		}
		s.WriteString("\n")
	}
	s.WriteString("\n")
}

func (p *markPrinter) file(s *sheet, f *File, a attached) {
	if f == nil {
		return
	}
	s.WriteString("> ")
	switch {
	case a.where == fileBeside && a.picture != "":
		s.WriteString("!")
		p.link(s, a.path, line(f.Name))
	case a.where == fileBeside && !a.program:
		p.link(s, a.path, line(f.Name))
	default:
		marked(s, line(f.Name))
	}
	s.WriteString(" ")
	marked(s, p.words.fileMarks(f, a))
	s.WriteString("\n\n")
}

// aside writes a line by the program.
func (p *markPrinter) aside(s *sheet, m *Message, said string) {
	marked(s, p.clock(m.Time)+" · "+said)
	s.WriteString("\n\n")
}

func (p *markPrinter) heading(s *sheet, level, words string) {
	s.WriteString(level + " ")
	marked(s, line(words))
	s.WriteString("\n\n")
}

// bold writes a name, between what is neither a letter nor a sign: so the stars count whatever it begins and ends with
// (CommonMark 0.31.2 §6.2).
func (p *markPrinter) bold(s *sheet, name string) {
	s.WriteString("**")
	marked(s, cmp.Or(line(name), "?"))
	s.WriteString("**")
}

func (p *markPrinter) link(s *sheet, to, words string) {
	s.WriteString("[")
	marked(s, words)
	s.WriteString("](" + relative(to) + ")")
}

func (p *markPrinter) clock(at time.Time) string { return at.In(p.zone).Format("15:04") }
