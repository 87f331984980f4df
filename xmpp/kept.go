package xmpp

import "encoding/xml"

// MarshalXML writes e as it came, so far as an Element holds it: for what has to be given back unchanged, such as what other
// programs keep in an item of our own. Attributes with a namespace are gone by then, and prefixes are declarations.
func (e Element) MarshalXML(out *xml.Encoder, _ xml.StartElement) error {
	reader := &tokenReader{tokens: e.tokens}
	for range e.tokens {
		token, err := reader.Token()
		if err != nil {
			return err
		}
		switch t := token.(type) {
		case xml.StartElement:
			if t.Name.Space == "" { // else it would get the one of what it stands in
				t.Attr = append(t.Attr, xml.Attr{Name: xml.Name{Local: "xmlns"}})
			}
			token = t
		case xml.EndElement:
		}
		if err := out.EncodeToken(token); err != nil {
			return err
		}
	}
	return nil
}
