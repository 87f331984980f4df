package forms_test

import (
	"errors"
	"fmt"
	"reflect"
	"strings"
	"testing"

	"vouch/xmpp/forms"
	"vouch/xmpp/xmpptest"
)

func TestParse(t *testing.T) {
	e := xmpptest.Element(t, `<x xmlns='jabber:x:data' type='result'><title>T</title><instructions>a</instructions><instructions>b</instructions>
		<reported><field var='jid' label='Who' type='jid-single'/><field var='n'/></reported>
		<item><field var='jid'><value>a@x</value></field><field var='n'><value>1</value></field></item>
		<item><field var='jid'><value>b@x</value></field></item><foreign xmlns='urn:x'/></x>`)
	got, err := forms.Parse(e, nil)
	want := forms.Form{
		Type: "result", Title: "T", Instructions: "a\nb", Fields: []forms.Field{{Var: "jid", Type: "jid-single", Label: "Who"}, {Var: "n", Type: "text-single"}},
		Rows: [][]forms.Field{{{Var: "jid", Type: "text-single", Value: "a@x"}, {Var: "n", Type: "text-single", Value: "1"}}, {{Var: "jid", Type: "text-single", Value: "b@x"}}},
	}
	if err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("%+v, %v", got, err)
	}
	for name, xml := range map[string]string{
		"not a form": "<x xmlns='urn:x' type='form'/>", "without a type": "<x xmlns='jabber:x:data'/>", "one that was sent": "<x xmlns='jabber:x:data' type='submit'/>",
	} {
		if got, err := forms.Parse(xmpptest.Element(t, xml), nil); err == nil {
			t.Errorf("%s: %+v", name, got)
		}
	}
}

func TestHugeFormIsCut(t *testing.T) {
	var b strings.Builder
	b.WriteString("<x xmlns='jabber:x:data' type='form'>")
	for i := range 300 {
		fmt.Fprintf(&b, "<field var='f%d' type='list-multi'><value>v</value></field><item><field var='a'/></item>", i)
	}
	b.WriteString("<title>" + strings.Repeat("x", 9000) + "</title></x>")
	got, err := forms.Parse(xmpptest.Element(t, b.String()), nil)
	if err != nil || len(got.Fields) != 50 || len(got.Rows) != 200 || len(got.Title) != 4096 {
		t.Errorf("%d fields, %d rows, title of %d, %v", len(got.Fields), len(got.Rows), len(got.Title), err)
	}
}

func TestWhatIsBeyondTheBoundsIsNotLost(t *testing.T) {
	values := func(n, long int) string { return strings.Repeat("<value>"+strings.Repeat("v", long)+"</value>", n) }
	for _, row := range []struct {
		name, field string
		answers     map[string]string
		want        int // values, or -1 for no such field
	}{
		{"a short list", "type='list-multi'>" + values(50, 1), nil, 50},
		{"a list of more values", "type='list-multi'>" + values(51, 1), nil, -1},
		{"values that are longer", "type='jid-multi'>" + values(3, 2000), nil, -1},
		{"a text that is longer", "type='text-single'>" + values(1, 5000), nil, -1},
		{"a required text that is longer", "type='text-single'><required/>" + values(1, 5000), nil, -1},
		{"a hidden text that is longer", "type='hidden'>" + values(1, 5000), map[string]string{"f": "x"}, -1},
		{"a list that is answered", "type='list-multi'>" + values(51, 1), map[string]string{"f": "a\nb"}, 2},
		{"two values where one may be", "type='text-single'>" + values(2, 1), nil, 1},
		{"a list without values", "type='list-multi'>", nil, 0},
		{"a list of addresses without values", "type='jid-multi'>", nil, 0},
		{"lines without a line", "type='text-multi'>", nil, 1},
		{"a text without a text", "type='text-single'>", nil, 1},
	} {
		t.Run(row.name, func(t *testing.T) {
			f, err := forms.Parse(xmpptest.Element(t, "<x xmlns='jabber:x:data' type='form'><field var='f' "+row.field+"</field></x>"), nil)
			if err != nil {
				t.Fatal(err)
			}
			filled, err := f.Submit(row.answers)
			if err != nil {
				t.Fatal(err)
			}
			got := -1
			if len(filled.Fields) == 1 {
				got = len(filled.Fields[0].Values)
			}
			if got != row.want {
				t.Errorf("submitted %d values, want %d", got, row.want)
			}
		})
	}
}

func TestSubmit(t *testing.T) {
	f := forms.Form{Fields: []forms.Field{
		{Var: "FORM_TYPE", Type: "hidden", Value: "urn:x"}, {Type: "fixed", Value: "words"}, {Var: "name", Type: "text-single", Required: true},
		{Var: "kept", Type: "boolean", Value: "1"}, {Var: "several", Type: "text-multi"},
	}}
	got, err := f.Submit(map[string]string{"FORM_TYPE": "urn:evil", "name": "alice", "several": "a\nb", "unknown": "x"})
	want := []forms.Filled{{"FORM_TYPE", "hidden", []string{"urn:x"}}, {"name", "", []string{"alice"}}, {"kept", "", []string{"1"}}, {"several", "", []string{"a", "b"}}}
	if err != nil || !reflect.DeepEqual(got.Fields, want) {
		t.Errorf("%+v, %v", got, err)
	}
	var missing *forms.MissingError
	if _, err := f.Submit(nil); !errors.As(err, &missing) || missing.Var != "name" {
		t.Errorf("%v", err)
	}
	if f.Value("kept") != "1" || f.Value("no") != "" {
		t.Error("values")
	}
}
