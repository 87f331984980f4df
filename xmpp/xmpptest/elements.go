package xmpptest

import (
	"bytes"
	"encoding/xml"
	"regexp"
)

// attribute is the first attribute of that name in the text of an element.
func attribute(raw, name string) string {
	found := regexp.MustCompile(` ` + name + `=["']([^"']*)["']`).FindStringSubmatch(raw)
	if found == nil {
		return ""
	}
	return found[1]
}

// next reads one element that the client wrote, and ends the script with the stream.
func (w *Wire) next() (xml.Name, string) {
	name, raw, ended := w.element()
	if ended {
		w.Drain()
	}
	return name, raw
}

// element reads one element that the client wrote, or the end of its stream.
func (w *Wire) element() (name xml.Name, raw string, ended bool) {
	for {
		w.pending = bytes.TrimLeft(w.pending, " \t\r\n")
		if name, length := firstElement(w.pending); length > 0 {
			raw := string(w.pending[:length])
			w.pending = w.pending[length:]
			return name, raw, false
		}
		if bytes.HasPrefix(w.pending, []byte(streamEnd)) {
			return xml.Name{}, "", true
		}
		w.read()
	}
}

// elements are the elements that text consists of; what is no whole element at its end is the last one.
func elements(text string) (all []string) {
	for text != "" {
		_, length := firstElement([]byte(text))
		if length == 0 {
			length = len(text)
		}
		all = append(all, text[:length])
		text = text[length:]
	}
	return all
}

// firstElement is the name and the length of the element that text begins with; 0 while its end is missing.
func firstElement(text []byte) (xml.Name, int) {
	decoder := xml.NewDecoder(bytes.NewReader(text))
	var name xml.Name
	for depth := 0; ; {
		token, err := decoder.RawToken()
		if err != nil {
			return name, 0
		}
		switch t := token.(type) {
		case xml.StartElement:
			if depth == 0 {
				name = t.Name
			}
			depth++
		case xml.EndElement:
			if depth--; depth <= 0 {
				if depth < 0 {
					return name, 0 // the end of the stream
				}
				return name, int(decoder.InputOffset())
			}
		}
	}
}
