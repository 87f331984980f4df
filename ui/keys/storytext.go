package keys

import (
	"fmt"
	"io"
	"strings"

	"vouch/app/view"
	"vouch/ui/words"
)

// text is the timeline as a text, in the words of the screen and with whole fingerprints. It holds all lines that the
// filters let through, not only the page that is shown.
func (p *storyPage) text() string {
	var b strings.Builder
	c, v := p.w.Now(), p.w.Shown.Devices
	title := words.Tr("timeline.of", "Name", words.NameOf(v.Name, v.JID))
	if p.everybody() {
		title = words.Tr("timeline.ofAll")
	}
	fmt.Fprintf(&b, "%s (%s)\n%s\n", title, v.JID, words.Tr("timeline.made", "When", c.Full(c.Now)))
	day := ""
	for _, m := range p.lines {
		if d := c.Local(m.Time).Format("2006-01-02") + ", " + c.Day(m.Time); d != day {
			day = d
			fmt.Fprintf(&b, "\n%s\n", day)
		}
		p.words(m).write(&b, c)
	}
	return b.String()
}

// write writes the lines of a moment: time and title, then what belongs to it, indented.
func (m moment) write(b *strings.Builder, c words.Calendar) {
	line := c.Clock(m.Time) + "  " + plain(m.title)
	if m.Kind == view.MomentDecision && m.From != m.To {
		from, to := stepWords(m)
		line += " (" + from + " " + arrow + " " + to + ")"
	}
	b.WriteString(line + "\n")
	for _, more := range []string{m.detail, keyLine(words.Tr("moment.before"), m.Before), keyLine(words.Tr("moment.keyWord"), m.Fingerprint)} {
		if more != "" {
			b.WriteString("       " + more + "\n")
		}
	}
}

func keyLine(word, fingerprint string) string {
	if fingerprint == "" {
		return ""
	}
	return strings.TrimSpace(word) + ": " + words.Grouped(fingerprint)
}

// export has a place picked and writes the text there.
func (p *storyPage) export() {
	p.w.SaveFile(words.Tr("timeline.export"), words.Tr("timeline.file")+".txt", p.writeText(), p.written)
}

// writeText gives what writes the text as it is now.
func (p *storyPage) writeText() func(io.Writer) error {
	text := p.text()
	return func(to io.Writer) error {
		_, err := io.WriteString(to, text)
		return err
	}
}

func (p *storyPage) written(name string, err error) {
	if err != nil {
		p.fail(words.Tr("save.failed", "File", name))
		return
	}
	p.failure, p.said = "", words.Tr("save.done", "File", name)
	p.pane.Refresh()
}
