package xmpp

import (
	"encoding/xml"
	"errors"
	"slices"
	"strings"
)

// scope resolves names by the namespace declarations around them (Namespaces in XML 1.0) and checks that elements nest.
type scope struct {
	open     []open
	bindings []binding
}

type open struct {
	raw, resolved xml.Name
	bindings      int // how many were in scope outside
}

type binding struct{ prefix, space string }

// enter resolves the names of a start element with raw names. Attributes with a namespace other than xml:lang and
// declarations are left out of the result: a decoder that matches by local name must never see them.
func (s *scope) enter(raw xml.StartElement) (xml.StartElement, error) {
	if len(raw.Attr) > maxAttributes {
		return raw, tooMuch("too many attributes")
	}
	outside := len(s.bindings)
	if err := s.declare(raw.Attr); err != nil {
		return raw, err
	}
	name, err := s.resolve(raw.Name, true)
	if err != nil {
		return raw, err
	}
	attrs, err := s.attributes(raw.Attr)
	if err != nil {
		return raw, err
	}
	s.open = append(s.open, open{raw.Name, name, outside})
	return xml.StartElement{Name: name, Attr: attrs}, nil
}

// inside is the resolved name of the innermost open element.
func (s *scope) inside() xml.Name {
	if len(s.open) == 0 {
		return xml.Name{}
	}
	return s.open[len(s.open)-1].resolved
}

func (s *scope) leave(raw xml.EndElement) error {
	if len(s.open) == 0 || s.open[len(s.open)-1].raw != raw.Name {
		return malformed("end without start")
	}
	last := s.open[len(s.open)-1]
	s.open = s.open[:len(s.open)-1]
	s.bindings = s.bindings[:last.bindings]
	return nil
}

func (s *scope) declare(attrs []xml.Attr) error {
	for _, a := range attrs {
		var b binding
		switch {
		case a.Name == xml.Name{Local: "xmlns"}:
			b = binding{"", a.Value}
		case a.Name.Space == "xmlns":
			b = binding{a.Name.Local, a.Value}
			if b.space == "" || b.prefix == "xmlns" || (b.prefix == "xml") != (b.space == nsXML) {
				return malformedPrefix()
			}
		default:
			continue
		}
		if s.bindings = append(s.bindings, b); len(s.bindings) > maxDeclarations {
			return tooMuch("too many namespaces")
		}
	}
	return nil
}

func (s *scope) attributes(raw []xml.Attr) ([]xml.Attr, error) {
	var names []xml.Name
	var kept []xml.Attr
	for _, a := range raw {
		name, err := s.resolve(a.Name, false)
		if err != nil {
			return nil, err
		}
		if slices.Contains(names, name) {
			return nil, malformed("attribute twice")
		}
		names = append(names, name)
		plain := name.Space == "" && name.Local != "xmlns"
		if plain || name == (xml.Name{Space: nsXML, Local: "lang"}) {
			kept = append(kept, xml.Attr{Name: name, Value: a.Value})
		}
	}
	return kept, nil
}

// resolve turns prefix and local name into namespace and local name. Prefixes nobody declared end the stream: left as
// they are they would look like a namespace of that name, such as eu.siacs.conversations.axolotl.
func (s *scope) resolve(raw xml.Name, element bool) (xml.Name, error) {
	if strings.Contains(raw.Local, ":") {
		return raw, malformedPrefix()
	}
	switch {
	case raw.Space == "xml":
		return xml.Name{Space: nsXML, Local: raw.Local}, nil
	case raw.Space == "xmlns" && !element:
		return raw, nil
	case raw.Space == "" && !element:
		return raw, nil
	}
	for _, b := range slices.Backward(s.bindings) {
		if b.prefix == raw.Space {
			return xml.Name{Space: b.space, Local: raw.Local}, nil
		}
	}
	if raw.Space == "" {
		return raw, nil
	}
	return raw, malformedPrefix()
}

func malformedPrefix() error {
	return &frameError{"bad-namespace-prefix", errors.New("namespace prefix not declared or not allowed")}
}
