package xmpp

import (
	"encoding/xml"
	"fmt"
	"io"
	"strings"

	"gosrc.io/xmpp/stanza"
)

const (
	nsXML     = "http://www.w3.org/XML/1998/namespace"
	nsStanzas = "urn:ietf:params:xml:ns:xmpp-stanzas"
)

// Element is one XML element as it came off the stream: names are resolved, attributes with a namespace (xml:lang apart)
// and namespace declarations are gone, and size, depth and count are within the framer's limits. The zero Element has no
// name, attributes or children. Elements are never changed and may be shared.
type Element struct {
	Name   xml.Name
	tokens []xml.Token // from its own start to its own end, at most
	excess error       // the limit over which its content was dropped; then it means nothing

	prefer    []string // languages of the reader, the best first; never changed
	inherited string   // xml:lang of what it is in, "" for none
}

// ParseElement reads one element from text that lies on this machine, such as a test's, under the framer's rules, as if it
// stood in a client stream, of somebody who reads these languages: without a declaration its namespace is jabber:client. It is
// not for what came off a stream.
func ParseElement(text string, languages ...string) (Element, error) {
	f := newFramer(strings.NewReader("<stream:stream xmlns='" + stanza.NSClient + "' xmlns:stream='" + stanza.NSStream + "'>" + text))
	f.prefer = languages
	if _, err := f.open(); err != nil {
		return Element{}, fmt.Errorf("parse element: %w", err)
	}
	e, err := f.next()
	if err != nil {
		return Element{}, fmt.Errorf("parse element: %w", err)
	}
	return e, nil
}

// Decode decodes e into v by its xml tags. Tags should name the namespace, since a tag without one matches any. It works
// on tokens; nothing is parsed again.
func (e Element) Decode(v any) error {
	return xml.NewTokenDecoder(&tokenReader{tokens: e.tokens}).Decode(v)
}

// Attr is the value of the attribute without a namespace called local, or "".
func (e Element) Attr(local string) string { return e.attr(xml.Name{Local: local}) }

// Has reports whether there is an attribute without a namespace called local.
func (e Element) Has(local string) bool {
	for _, a := range e.attrs() {
		if a.Name == (xml.Name{Local: local}) {
			return true
		}
	}
	return false
}

// Lang is the value of xml:lang on e itself, or "".
func (e Element) Lang() string { return e.attr(xml.Name{Space: nsXML, Local: "lang"}) }

func (e Element) attr(name xml.Name) string {
	for _, a := range e.attrs() {
		if a.Name == name {
			return a.Value
		}
	}
	return ""
}

func (e Element) attrs() []xml.Attr {
	if len(e.tokens) == 0 {
		return nil
	}
	return e.tokens[0].(xml.StartElement).Attr
}

// Text is the character data directly inside e, without that of its children.
func (e Element) Text() string {
	var text strings.Builder
	depth := 0
	for _, token := range e.tokens {
		switch t := token.(type) {
		case xml.StartElement:
			depth++
		case xml.EndElement:
			depth--
		case xml.CharData:
			if depth == 1 {
				text.Write(t)
			}
		}
	}
	return text.String()
}

// Child is the first child with that name.
func (e Element) Child(space, local string) (Element, bool) {
	for child := range e.each {
		if child.Name.Space == space && child.Name.Local == local {
			return child, true
		}
	}
	return Element{}, false
}

// Children are the elements directly inside e, in order.
func (e Element) Children() []Element {
	var children []Element
	for child := range e.each {
		children = append(children, child)
	}
	return children
}

// each yields the children without making a list of them.
func (e Element) each(yield func(Element) bool) {
	depth, start, lang := 0, 0, e.language()
	for i, token := range e.tokens {
		switch token.(type) {
		case xml.StartElement:
			if depth == 1 {
				start = i
			}
			depth++
		case xml.EndElement:
			depth--
			if depth == 1 {
				name := e.tokens[start].(xml.StartElement).Name
				if !yield(Element{Name: name, tokens: e.tokens[start : i+1 : i+1], prefer: e.prefer, inherited: lang}) {
					return
				}
			}
		}
	}
}

// Find is the first of children with that name.
func Find(children []Element, space, local string) (Element, bool) {
	for _, child := range children {
		if child.Name.Space == space && child.Name.Local == local {
			return child, true
		}
	}
	return Element{}, false
}

// tokenReader hands out tokens; each start element with its own copy of the attributes, which decoders may change.
type tokenReader struct {
	tokens []xml.Token
	next   int
}

func (r *tokenReader) Token() (xml.Token, error) {
	if r.next >= len(r.tokens) {
		return nil, io.EOF
	}
	token := r.tokens[r.next]
	r.next++
	if start, ok := token.(xml.StartElement); ok {
		token = start.Copy()
	}
	return token, nil
}
