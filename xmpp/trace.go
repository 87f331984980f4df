package xmpp

import (
	"bytes"
	"context"
	"encoding/xml"
	"fmt"
	"log/slog"
	"strings"

	"mellium.im/xmpp/jid"
)

// traceLine is how much of an element the log gets, in bytes.
const traceLine = 2000

// tracer writes down what goes over the wire, for somebody who looks for a mistake. Nil, it does nothing. What people
// write, what they are called, keys, passwords and tokens are no part of it: of texts there is the length alone, and of
// attributes those that are named here.
type tracer struct {
	log *slog.Logger
}

// traced are the attributes whose values are shown. What names or continues a session is not among them, nor what people
// choose apart from addresses.
var traced = map[string]bool{
	"xmlns": true, "id": true, "type": true, "from": true, "to": true, "jid": true, "by": true, "node": true, "rid": true, "sid": true,
	"prekey": true, "preKeyId": true, "signedPreKeyId": true, "code": true, "subscription": true, "ask": true, "queryid": true, "complete": true,
	"stamp": true, "h": true, "resume": true, "max": true, "mechanism": true, "version": true, "lang": true, "affiliation": true, "role": true,
	"category": true, "ver": true, "hash": true, "action": true, "status": true, "since": true, "seconds": true,
}

// newTracer gives nil where the log does not want to know.
func newTracer(log *slog.Logger, account jid.JID) *tracer {
	if !log.Enabled(context.Background(), slog.LevelDebug) {
		return nil
	}
	return &tracer{log.With("account", account.Bare().String())}
}

// in writes down what came.
func (t *tracer) in(e Element) {
	if t != nil {
		t.log.Debug("wire", "in", masked(e.tokens))
	}
}

// out writes down what is sent. It is ours, and yet it is masked.
func (t *tracer) out(p []byte) {
	if t == nil {
		return
	}
	var tokens []xml.Token
	d := xml.NewDecoder(bytes.NewReader(p))
	for {
		token, err := d.RawToken()
		if err != nil { // the end, also of what ends in the middle, as the head of a stream does
			break
		}
		tokens = append(tokens, xml.CopyToken(token))
	}
	t.log.Debug("wire", "out", masked(tokens))
}

// masked shows elements without what people wrote.
func masked(tokens []xml.Token) string {
	var b strings.Builder
	spaces := []string{""}
	for _, token := range tokens {
		if b.Len() > traceLine {
			return b.String()[:traceLine] + "…"
		}
		switch t := token.(type) {
		case xml.StartElement:
			b.WriteString("<" + cut(t.Name.Local, 64))
			if strings.Contains(t.Name.Space, ":") && t.Name.Space != spaces[len(spaces)-1] { // else it is a prefix of raw text
				fmt.Fprintf(&b, " xmlns=%q", cut(t.Name.Space, 128))
			}
			spaces = append(spaces, t.Name.Space)
			for _, a := range t.Attr {
				value := fmt.Sprintf("[%d]", len(a.Value))
				if traced[a.Name.Local] && !(a.Name.Local == "id" && t.Name.Local == "enabled") { // that one continues the session
					value = fmt.Sprintf("%q", cut(a.Value, 256))
				}
				b.WriteString(" " + cut(a.Name.Local, 64) + "=" + value)
			}
			b.WriteString(">")
		case xml.EndElement:
			spaces = spaces[:max(1, len(spaces)-1)]
			b.WriteString("</" + cut(t.Name.Local, 64) + ">")
		case xml.CharData:
			if n := len(bytes.TrimSpace(t)); n > 0 {
				fmt.Fprintf(&b, "[%d]", n)
			}
		}
	}
	return b.String()
}
