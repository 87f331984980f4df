package export

import (
	"encoding/json"
	"os"
	"reflect"
	"strings"
	"testing"
	"unicode/utf8"
)

// JSON lines read back as the rows they were.
func TestJSONLinesAreTheRows(t *testing.T) {
	var all []Message
	for _, m := range everyHostile() {
		if utf8.ValidString(m.Text) { // in a profile everything is
			all = append(all, m)
		}
	}
	r, got := exported(t, options(t, JSON), one("bob@example.org", all...))
	i := 0
	for l := range strings.Lines(got["bob@example.org/messages.jsonl"]) {
		var m Message
		in := json.NewDecoder(strings.NewReader(l))
		in.DisallowUnknownFields()
		if err := in.Decode(&m); err != nil {
			t.Fatal(err)
		}
		want := all[i]
		if file := got["bob@example.org/"+m.File.Path]; file != "a file" {
			t.Errorf("line %d: at %q there is %q", i, m.File.Path, file)
		}
		f := *want.File
		f.Open, f.Path = nil, m.File.Path
		want.File = &f
		if !reflect.DeepEqual(m, want) {
			t.Fatalf("line %d is\n%+v, want\n%+v", i, m, want)
		}
		i++
	}
	if i != len(all) || r.Messages != len(all) {
		t.Errorf("%d lines of %d, %+v", i, len(all), r)
	}
	var line struct {
		Account, JID, Name, Kind, Path string
		Messages                       int
	}
	if err := json.Unmarshal([]byte(got["chats.jsonl"]), &line); err != nil || line.JID != "bob@example.org" || line.Account != "alice@example.org" || line.Messages != i || line.Path != "bob@example.org/messages.jsonl" {
		t.Errorf("%+v, %v", line, err)
	}
}

// Each field is described, and nothing is described that is none.
func TestEachFieldIsDescribed(t *testing.T) {
	page, err := os.ReadFile("../../assets/docs/export.md")
	if err != nil {
		t.Fatal(err)
	}
	fields := map[string]bool{}
	collect(reflect.TypeFor[Message](), "", fields)
	collect(reflect.TypeFor[listed](), "", fields)
	for f := range fields {
		if !strings.Contains(string(page), "\n| `"+f+"` |") {
			t.Errorf("%s is not described", f)
		}
	}
	if n := strings.Count(string(page), "\n| `"); n < len(fields) {
		t.Errorf("%d lines for %d fields", n, len(fields))
	}
	for l := range strings.Lines(string(page)) {
		if name, _, ok := strings.Cut(strings.TrimPrefix(l, "| `"), "` |"); ok && strings.HasPrefix(l, "| `") && !fields[name] {
			t.Errorf("%s is described, and there is none", name)
		}
	}
}

// collect gives the names of the fields of a struct, those of structs in it behind a dot.
func collect(of reflect.Type, before string, into map[string]bool) {
	for i := range of.NumField() {
		f := of.Field(i)
		name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
		if f.Anonymous {
			collect(f.Type, before, into)
			continue
		}
		if name == "-" {
			continue
		}
		into[before+name] = true
		inner := f.Type
		for inner.Kind() == reflect.Pointer || inner.Kind() == reflect.Slice {
			inner = inner.Elem()
		}
		if inner.Kind() == reflect.Struct && inner.PkgPath() == of.PkgPath() {
			collect(inner, before+name+".", into)
		}
	}
}
