package export

import (
	"encoding/json"
	"path"
)

// jsonPrinter writes a JSON object a line.
type jsonPrinter struct {
	to  *sheet
	enc *json.Encoder // of to
}

var _ printer = (*jsonPrinter)(nil)

func (*jsonPrinter) index() string            { return "chats.jsonl" }
func (*jsonPrinter) ending() string           { return ".jsonl" }
func (*jsonPrinter) pages() bool              { return false }
func (*jsonPrinter) begin(*sheet, page)       {}
func (*jsonPrinter) end(*sheet, page, string) {}

func (p *jsonPrinter) message(s *sheet, m *Message, _ bool, _ attached) error {
	return p.encode(s, m)
}

// listed is a line of the list of chats.
type listed struct {
	Chat
	Messages int    `json:"messages"`
	Path     string `json:"path"` // of its messages, with slashes
}

func (p *jsonPrinter) list(s *sheet, chats []written) {
	for _, b := range chats {
		_ = p.encode(s, listed{b.chat, b.messages, path.Join(b.dir, b.pages[0].File)}) // the sheet keeps its error
	}
}

func (p *jsonPrinter) encode(s *sheet, line any) error {
	if p.to != s {
		p.to, p.enc = s, json.NewEncoder(s)
		p.enc.SetEscapeHTML(false)
	}
	return p.enc.Encode(line)
}
