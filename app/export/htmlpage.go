package export

import (
	"path"
	"strconv"
	"time"
)

// htmlPrinter writes pages for browsers.
type htmlPrinter struct {
	words words
	zone  *time.Location
	now   time.Time
}

func (*htmlPrinter) index() string  { return "index.html" }
func (*htmlPrinter) ending() string { return ".html" }
func (*htmlPrinter) pages() bool    { return true }

// htmlHead is the beginning of each page. The policy lets it load nothing but pictures of the page itself and of its folder: neither
// scripts, nor frames, nor forms, nor anything of the network, whatever is in a text (CSP Level 3). The style has no words of others.
const htmlHead = `<!DOCTYPE html>
<html lang="`

const htmlPolicy = `"><head><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src data: 'self'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'">
<meta name="referrer" content="no-referrer"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>`

const htmlStyle = `</title>
<style>
:root { color-scheme: light dark; --bg: #f4f5f7; --card: #fff; --own: #dcebfb; --fg: #1c1e21; --muted: #5f6670; --line: #d5d9df; --link: #1a5fb4; }
@media (prefers-color-scheme: dark) { :root { --bg: #17191c; --card: #25282d; --own: #1d3a57; --fg: #e8eaed; --muted: #a2a9b3; --line: #3a3f46; --link: #8ab8f2; } }
body { margin: 0 auto; max-width: 46rem; padding: 1rem; background: var(--bg); color: var(--fg); font: 1rem/1.4 system-ui, sans-serif; }
h1 { font-size: 1.4rem; margin: .5rem 0; } h2 { font-size: .9rem; text-align: center; color: var(--muted); margin: 1.5rem 0 .5rem; }
a { color: var(--link); } nav { color: var(--muted); margin: .5rem 0; } p { margin: .2rem 0; } li { margin: .4rem 0; }
article { background: var(--card); border: 1px solid var(--line); border-radius: .6rem; padding: .4rem .7rem; margin: .4rem 15% .4rem 0; overflow: hidden; overflow-wrap: anywhere; }
article.own { background: var(--own); margin: .4rem 0 .4rem 15%; }
.k, .r, .n, time { color: var(--muted); font-size: .85rem; } .n { text-align: center; overflow-wrap: anywhere; }
.t { white-space: pre-wrap; } .s { font-weight: bold; }
blockquote { margin: .3rem 0; padding-left: .6rem; border-left: 3px solid var(--line); color: var(--muted); }
details { color: var(--muted); } img { max-width: 100%; max-height: 40rem; border-radius: .4rem; }
</style></head><body>
`

// top writes the beginning of a page and its title.
func (p *htmlPrinter) top(s *sheet, title string) {
	s.WriteString(htmlHead)
	escaped(s, p.words["lang"])
	s.WriteString(htmlPolicy)
	escaped(s, line(title))
	s.WriteString(htmlStyle)
	p.element(s, "h1", "", line(title))
}

func (p *htmlPrinter) begin(s *sheet, of page) {
	p.top(s, of.Chat.Name+" · "+strconv.Itoa(of.Year))
	p.element(s, "p", "k", line(of.Chat.JID))
	p.nav(s, of.Before, p.words["before"])
}

func (p *htmlPrinter) end(s *sheet, _ page, next string) {
	p.nav(s, next, p.words["after"])
	s.WriteString("</body></html>\n")
}

// nav writes the line that leads to another page, if there is one, and to the list of chats.
func (p *htmlPrinter) nav(s *sheet, to, word string) {
	s.WriteString("<nav>")
	p.link(s, "../"+p.index(), p.words["all"])
	if to != "" {
		s.WriteString(" · ")
		p.link(s, "./"+to, word)
	}
	s.WriteString("</nav>\n")
}

func (p *htmlPrinter) list(s *sheet, chats []written) {
	who := ""
	if len(chats) > 0 {
		who = chats[0].chat.Account
	}
	p.top(s, p.words.say("title", "who", who))
	p.element(s, "p", "k", p.words.say("made", "date", p.words.date(p.now.In(p.zone))))
	s.WriteString("<ul>\n")
	for _, b := range chats {
		s.WriteString("<li><b><bdi>")
		escaped(s, line(b.chat.Name))
		s.WriteString("</bdi></b> ")
		p.span(s, "k", line(b.chat.JID)+", "+p.words.say("messages", "n", strconv.Itoa(b.messages)))
		s.WriteString("<br>")
		for _, of := range b.pages {
			p.link(s, "./"+path.Join(b.dir, of.File), of.File[:len(of.File)-len(p.ending())])
			s.WriteString(" ")
		}
		s.WriteString("</li>\n")
	}
	s.WriteString("</ul></body></html>\n")
}

// element writes one line of words in an element of a class, which may be "".
func (p *htmlPrinter) element(s *sheet, name, class, words string) {
	s.WriteString("<" + name)
	if class != "" {
		s.WriteString(` class="` + class + `"`)
	}
	s.WriteString(` dir="auto">`)
	escaped(s, words)
	s.WriteString("</" + name + ">\n")
}

func (p *htmlPrinter) span(s *sheet, class, words string) {
	s.WriteString(`<span class="` + class + `" dir="auto">`)
	escaped(s, words)
	s.WriteString("</span>")
}

// link leads to something of the export.
func (p *htmlPrinter) link(s *sheet, to, words string) {
	s.WriteString(`<a rel="noreferrer" href="` + relative(to) + `"><bdi>`)
	escaped(s, words)
	s.WriteString("</bdi></a>")
}

// at writes a time of the day.
func (p *htmlPrinter) at(s *sheet, at time.Time) {
	s.WriteString(`<time datetime="` + at.UTC().Format(time.RFC3339) + `">` + p.clock(at) + "</time>")
}

func (p *htmlPrinter) clock(at time.Time) string { return at.In(p.zone).Format("15:04") }
