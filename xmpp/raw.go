package xmpp

import (
	"encoding/xml"
	"strings"
)

// Raw writes e anew for a human to read, up to limit bytes. It is not what stood on the wire and must never be parsed.
func (e Element) Raw(limit int) string {
	var out strings.Builder
	spaces := []string{""}
	for _, token := range e.tokens {
		if out.Len() > limit {
			break
		}
		switch t := token.(type) {
		case xml.StartElement:
			out.WriteString("<" + t.Name.Local)
			if t.Name.Space != spaces[len(spaces)-1] {
				writeAttr(&out, "xmlns", t.Name.Space)
			}
			spaces = append(spaces, t.Name.Space)
			for _, a := range t.Attr {
				name := a.Name.Local
				if a.Name.Space == nsXML {
					name = "xml:" + name
				}
				writeAttr(&out, name, a.Value)
			}
			out.WriteString(">")
		case xml.EndElement:
			spaces = spaces[:len(spaces)-1]
			out.WriteString("</" + t.Name.Local + ">")
		case xml.CharData:
			_ = xml.EscapeText(&out, t[:min(len(t), limit)]) // a strings.Builder takes everything
		}
	}
	return cut(out.String(), limit)
}

func writeAttr(out *strings.Builder, name, value string) {
	out.WriteString(" " + name + `="`)
	_ = xml.EscapeText(out, []byte(value))
	out.WriteString(`"`)
}
