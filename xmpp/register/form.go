package register

import (
	"crypto/sha1"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"strings"

	"vouch/xmpp"
)

const (
	nsData  = "jabber:x:data"          // XEP-0004 v2.13.2
	nsMedia = "urn:xmpp:media-element" // XEP-0221 v1.0
	nsBits  = "urn:xmpp:bob"           // XEP-0231 v1.1
	nsOOB   = "jabber:x:oob"           // XEP-0066 v1.5
	maxText = 4096                     // bytes of a text
	maxBits = 1 << 20                  // bytes of a picture
	most    = 50                       // fields, and options of one
)

// Form is what a server wants to know before it makes an account.
type Form struct {
	Title, Instructions string
	URL                 string // where accounts are made instead, or ""; nothing here opens it
	Fields              []Field
	data                bool // is a data form
}

// Field is one thing to fill in. Type is one of XEP-0004, such as text-single, text-private, boolean or list-single.
type Field struct {
	Var, Type, Label string
	Required         bool
	Value            string // what the server suggests; of a field with Several values each is on a line of its own
	Options          []Option
	Media            []Media
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

// parse reads the query of a server.
func parse(query *xmpp.Element) (Form, error) {
	if query == nil || query.Name.Space != NS || query.Name.Local != "query" {
		return Form{}, fmt.Errorf("parse registration form: not one")
	}
	var f Form
	instructions, _ := query.Child(NS, "instructions")
	f.Instructions = cut(instructions.Text())
	if oob, ok := query.Child(nsOOB, "x"); ok {
		url, _ := oob.Child(nsOOB, "url")
		f.URL = cut(url.Text())
	}
	if x, ok := query.Child(nsData, "x"); ok {
		f.readData(x, pictures(*query))
		return f, nil
	}
	for _, child := range query.Children() {
		if child.Name.Space != NS || len(f.Fields) >= most {
			continue
		}
		field := Field{Var: child.Name.Local, Type: "text-single", Required: true, Value: cut(child.Text())}
		switch field.Var {
		case "instructions", "registered", "x":
			continue
		case "password":
			field.Type = "text-private"
		case "key": // XEP-0077 v2.4 §7: goes back as it came
			field.Type = "hidden"
		}
		f.Fields = append(f.Fields, field)
	}
	return f, nil
}

func (f *Form) readData(x xmpp.Element, bits map[string][]byte) {
	f.data = true
	var words []string
	for _, child := range x.Children() {
		switch {
		case child.Name.Space != nsData:
		case child.Name.Local == "title":
			f.Title = cut(child.Text())
		case child.Name.Local == "instructions":
			words = append(words, child.Text())
		case child.Name.Local == "field" && len(f.Fields) < most:
			f.Fields = append(f.Fields, readField(child, bits))
		}
	}
	if len(words) > 0 { // those outside are for programs that know no data forms
		f.Instructions = cut(strings.Join(words, "\n"))
	}
}

func readField(e xmpp.Element, bits map[string][]byte) Field {
	field := Field{Var: cut(e.Attr("var")), Type: cut(e.Attr("type")), Label: cut(e.Attr("label"))}
	if field.Type == "" {
		field.Type = "text-single"
	}
	_, field.Required = e.Child(nsData, "required")
	var values []string
	for _, child := range e.Children() {
		switch {
		case child.Name.Space == nsData && child.Name.Local == "value" && len(values) < most:
			values = append(values, child.Text())
		case child.Name.Space == nsData && child.Name.Local == "option" && len(field.Options) < most:
			value, _ := child.Child(nsData, "value")
			field.Options = append(field.Options, Option{cut(value.Text()), cut(child.Attr("label"))})
		case child.Name.Space == nsMedia && child.Name.Local == "media":
			for _, uri := range child.Children() {
				if uri.Name.Space == nsMedia && uri.Name.Local == "uri" && len(field.Media) < most {
					url := cut(strings.TrimSpace(uri.Text()))
					field.Media = append(field.Media, Media{cut(uri.Attr("type")), url, bits[strings.TrimPrefix(url, "cid:")]})
				}
			}
		}
	}
	if !field.Several() && field.Type != "fixed" && len(values) > 1 {
		values = values[:1]
	}
	field.Value = cut(strings.Join(values, "\n"))
	return field
}

// pictures are the bits of binary that came along, by their content id, which is their hash (XEP-0231 v1.1 §2).
func pictures(query xmpp.Element) map[string][]byte {
	all := map[string][]byte{}
	for _, e := range query.Children() {
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

func cut(text string) string {
	if len(text) > maxText {
		text = strings.ToValidUTF8(text[:maxText], "")
	}
	return text
}
