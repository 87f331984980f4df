package register

import (
	"fmt"

	"vouch/xmpp"
	"vouch/xmpp/forms"
)

const nsOOB = "jabber:x:oob" // XEP-0066 v1.5

// Form is what a server wants to know before it makes an account.
type Form struct {
	forms.Form
	URL  string // where accounts are made instead, or ""; nothing here opens it
	data bool   // is a data form
}

// parse reads the query of a server.
func parse(query *xmpp.Element) (Form, error) {
	if query == nil || query.Name.Space != NS || query.Name.Local != "query" {
		return Form{}, fmt.Errorf("parse registration form: not one")
	}
	var f Form
	f.Instructions = forms.Cut(query.Words(NS, "instructions"))
	if oob, ok := query.Child(nsOOB, "x"); ok {
		url, _ := oob.Child(nsOOB, "url")
		f.URL = forms.Cut(url.Text())
	}
	if x, ok := query.Child(forms.NS, "x"); ok {
		data, err := forms.Parse(x, forms.Bits(*query))
		if err != nil {
			return Form{}, fmt.Errorf("parse registration form: %w", err)
		}
		if data.Instructions == "" { // those outside are for programs that know no data forms
			data.Instructions = f.Instructions
		}
		f.Form, f.data = data, true
		return f, nil
	}
	for _, child := range query.Children() {
		if child.Name.Space != NS || len(f.Fields) >= most {
			continue
		}
		field := forms.Field{Var: child.Name.Local, Type: "text-single", Required: true, Value: forms.Cut(child.Text())}
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

const most = 50 // fields without a data form
