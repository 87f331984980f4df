// Package forms implements XEP-0004: Data Forms.
package forms

import (
	"crypto/sha1"
	"encoding/base64"
	"encoding/hex"
	"encoding/xml"
	"errors"
	"fmt"
	"strings"

	"vouch/xmpp"
)

const (
	// NS is the namespace of XEP-0004 v2.13.2.
	NS      = "jabber:x:data"
	nsMedia = "urn:xmpp:media-element" // XEP-0221 v1.0
	nsBits  = "urn:xmpp:bob"           // XEP-0231 v1.1
	maxText = 4096                     // bytes of a text
	maxBits = 1 << 20                  // bytes of a picture
	most    = 50                       // fields, and options of one
	maxRows = 200                      // of a table
)

// ErrMissing is an answer that leaves out what the form requires. It is a *MissingError.
var ErrMissing = errors.New("required field left out")

// MissingError is ErrMissing with the field.
type MissingError struct{ Var string }

func (e *MissingError) Error() string { return fmt.Sprintf("%v: %q", ErrMissing, e.Var) }

// Is makes errors.Is(err, ErrMissing) work.
func (e *MissingError) Is(target error) bool { return target == ErrMissing }

// Form is what somebody wants to know, or, of type result, has to say. It is bounded: fields, options, rows and texts beyond
// the bounds are left out.
type Form struct {
	Type                string // form or result
	Title, Instructions string
	Fields              []Field
	Rows                [][]Field // of a result that is a table: its Fields say what the columns are
}

// Field is one thing to fill in. Type is one of XEP-0004, such as text-single, text-private, boolean or list-single.
type Field struct {
	Var, Type, Label string
	Required         bool
	Value            string // what the server suggests; of a field with Several values each is on a line of its own
	Options          []Option
	Media            []Media

	partial bool // the server suggests more than Value holds
}

// Option is something to choose.
type Option struct{ Value, Label string }

// Media is what belongs to a field, such as the picture to read a word from (XEP-0158 v1.0.1). Data is nil when there is
// only the URL, which nothing here opens.
type Media struct {
	Type string
	URL  string
	Data []byte
}

// Hidden tells whether a field goes back as it came, without being shown.
func (f Field) Hidden() bool { return f.Type == "hidden" }

// Several tells whether a field has more than one value.
func (f Field) Several() bool { return strings.HasSuffix(f.Type, "-multi") }

// Parse reads a form; bits are the pictures that came along, as Bits gives them, or nil.
func Parse(x xmpp.Element, bits map[string][]byte) (Form, error) {
	f := Form{Type: x.Attr("type")}
	if x.Name != (xml.Name{Space: NS, Local: "x"}) || f.Type != "form" && f.Type != "result" {
		return Form{}, fmt.Errorf("parse form: %s of type %q", x.Name.Local, f.Type)
	}
	f.Title = Cut(x.Words(NS, "title"))
	var words []string
	for _, child := range x.Chosen(NS, "instructions") {
		words = append(words, child.Text())
	}
	for _, child := range x.Children() {
		switch {
		case child.Name.Space != NS:
		case child.Name.Local == "field" && len(f.Fields) < most:
			f.Fields = append(f.Fields, readField(child, bits))
		case child.Name.Local == "reported":
			f.Fields = append(f.Fields, readFields(child)...)
		case child.Name.Local == "item" && len(f.Rows) < maxRows:
			f.Rows = append(f.Rows, readFields(child))
		}
	}
	f.Instructions = Cut(strings.Join(words, "\n"))
	return f, nil
}

func readFields(e xmpp.Element) (out []Field) {
	for _, child := range e.Children() {
		if child.Name == (xml.Name{Space: NS, Local: "field"}) && len(out) < most {
			out = append(out, readField(child, nil))
		}
	}
	return out
}

// Value is the value of the field of that name, or "".
func (f Form) Value(name string) string {
	for _, one := range f.Fields {
		if one.Var == name {
			return one.Value
		}
	}
	return ""
}

// Data is a filled form, a payload.
type Data struct {
	XMLName xml.Name `xml:"jabber:x:data x"`
	Type    string   `xml:"type,attr"`
	Fields  []Filled `xml:"field"`
}

// Filled is a field of it.
type Filled struct {
	Var    string   `xml:"var,attr"`
	Type   string   `xml:"type,attr,omitempty"`
	Values []string `xml:"value"`
}

// Submit fills the form with answers by Var, the values of a field that takes several on lines of their own. What they leave
// out keeps the value that it came with, as hidden fields do; where that is beyond the bounds the field is left out.
// *MissingError names what is required and has no value.
func (f Form) Submit(answers map[string]string) (Data, error) {
	filled := Data{Type: "submit"}
	for _, one := range f.Fields {
		value, given := answers[one.Var]
		if one.Hidden() || !given {
			value = one.Value
		}
		switch {
		case one.Var == "" || one.Type == "fixed":
			continue
		case one.partial && (!given || one.Hidden()): // else what lies beyond the bounds would be lost
			continue
		case value == "" && one.Required:
			return Data{}, &MissingError{one.Var}
		}
		kind := ""
		if one.Hidden() {
			kind = "hidden"
		}
		values := []string{value}
		switch {
		case one.Several() && value == "" && one.Type != "text-multi": // no choice is not the choice of nothing
			values = nil
		case one.Several():
			values = strings.Split(value, "\n")
		}
		filled.Fields = append(filled.Fields, Filled{one.Var, kind, values})
	}
	return filled, nil
}

func readField(e xmpp.Element, bits map[string][]byte) Field {
	field := Field{Var: Cut(e.Attr("var")), Type: Cut(e.Attr("type")), Label: Cut(e.Attr("label"))}
	if field.Type == "" {
		field.Type = "text-single"
	}
	_, field.Required = e.Child(NS, "required")
	var values []string
	for _, child := range e.Children() {
		switch {
		case child.Name.Space == NS && child.Name.Local == "value":
			if len(values) == most {
				field.partial = field.Several()
				continue
			}
			values = append(values, child.Text())
		case child.Name.Space == NS && child.Name.Local == "option" && len(field.Options) < most:
			value, _ := child.Child(NS, "value")
			field.Options = append(field.Options, Option{Cut(value.Text()), Cut(child.Attr("label"))})
		case child.Name.Space == nsMedia && child.Name.Local == "media":
			for _, uri := range child.Children() {
				if uri.Name.Space == nsMedia && uri.Name.Local == "uri" && len(field.Media) < most {
					url := Cut(strings.TrimSpace(uri.Text()))
					field.Media = append(field.Media, Media{Cut(uri.Attr("type")), url, bits[strings.TrimPrefix(url, "cid:")]})
				}
			}
		}
	}
	if !field.Several() && field.Type != "fixed" && len(values) > 1 {
		values = values[:1]
	}
	whole := strings.Join(values, "\n")
	field.Value = Cut(whole)
	field.partial = field.partial || field.Value != whole
	return field
}

// Bits are the bits of binary that came along in an element, by their content id, which is their hash (XEP-0231 v1.1 §2).
func Bits(query xmpp.Element) map[string][]byte { return BitsAmong(query.Children()) }

// BitsAmong is Bits for what came along among those elements.
func BitsAmong(children []xmpp.Element) map[string][]byte {
	all := map[string][]byte{}
	for _, e := range children {
		if e.Name.Space != nsBits || e.Name.Local != "data" || len(all) >= most {
			continue
		}
		text := strings.Join(strings.Fields(e.Text()), "")
		data, err := base64.StdEncoding.DecodeString(text)
		if err != nil || len(data) > maxBits {
			continue
		}
		sum := sha1.Sum(data)
		if cid := e.Attr("cid"); cid == "sha1+"+hex.EncodeToString(sum[:])+"@bob.xmpp.org" {
			all[cid] = data
		}
	}
	return all
}

// Cut bounds a text.
func Cut(text string) string {
	if len(text) > maxText {
		text = strings.ToValidUTF8(text[:maxText], "")
	}
	return text
}
