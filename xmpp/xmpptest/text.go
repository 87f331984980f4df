package xmpptest

import (
	"encoding/xml"
	"regexp"
	"strings"
)

// parsed is an element as a careless server reads it.
type parsed struct {
	XMLName  xml.Name
	Attrs    []xml.Attr `xml:",any,attr"`
	Text     string     `xml:",chardata"`
	Inner    string     `xml:",innerxml"`
	Children []parsed   `xml:",any"`
}

// read is the element that raw holds, or an empty one.
func read(raw string) (p parsed) {
	decoder := xml.NewDecoder(strings.NewReader(raw))
	decoder.Strict = false
	if decoder.Decode(&p) != nil {
		return parsed{}
	}
	return p
}

func (p parsed) attr(name string) string {
	for _, a := range p.Attrs {
		if a.Name == (xml.Name{Local: name}) {
			return a.Value
		}
	}
	return ""
}

// child is the first child of that name; space "" is that of stanzas.
func (p parsed) child(space, local string) (parsed, bool) {
	for _, c := range p.Children {
		if c.XMLName.Local == local && (c.XMLName.Space == space || space == "" && c.XMLName.Space == "jabber:client") {
			return c, true
		}
	}
	return parsed{}, false
}

func (p parsed) hasChild(space, local string) bool {
	_, has := p.child(space, local)
	return has
}

// first is the first child: the payload of a question.
func (p parsed) first() parsed {
	if len(p.Children) == 0 {
		return parsed{}
	}
	return p.Children[0]
}

func quote(text string) string {
	var b strings.Builder
	_ = xml.EscapeText(&b, []byte(text)) // a Builder takes everything
	return b.String()
}

// withAttr is raw with an attribute of its outermost element set; all else stays as it was written.
func withAttr(raw, name, value string) string {
	end := strings.IndexAny(raw, " />")
	head, rest, _ := cutTag(raw[end:])
	head = regexp.MustCompile(`\s`+name+`\s*=\s*("[^"]*"|'[^']*')`).ReplaceAllLiteralString(head, "")
	return raw[:end] + " " + name + "='" + quote(value) + "'" + head + rest
}

// cutTag cuts what follows a name after the end of its tag; quotes may hold anything but themselves.
func cutTag(text string) (tag, rest string, found bool) {
	at := regexp.MustCompile(`^(?:[^"'>]|"[^"]*"|'[^']*')*>`).FindStringIndex(text)
	if at == nil {
		return text, "", false
	}
	return text[:at[1]], text[at[1]:], true
}

// withChild is raw with one more child at the end.
func withChild(raw, child string) string {
	if end := strings.LastIndex(raw, "</"); end >= 0 {
		return raw[:end] + child + raw[end:]
	}
	if open, empty := strings.CutSuffix(raw, "/>"); empty {
		name := regexp.MustCompile(`^<([^\s/>]+)`).FindStringSubmatch(raw)[1]
		return open + ">" + child + "</" + name + ">"
	}
	return raw
}

// inside is a stanza as it stands inside another.
func inside(raw string) string {
	if attribute(firstTag(raw), "xmlns") != "" {
		return raw
	}
	return withAttr(raw, "xmlns", "jabber:client")
}

func firstTag(raw string) string {
	tag, _, _ := cutTag(raw)
	return tag
}

func bareOf(address string) string {
	bare, _, _ := strings.Cut(address, "/")
	return strings.ToLower(bare)
}
