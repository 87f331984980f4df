package control

import (
	"flag"
	"fmt"
	"maps"
	"os"
	"reflect"
	"slices"
	"strings"
	"testing"
)

//go:generate go test . -run ^TestTheReferenceIsThatOfTheTable$ -update

var update = flag.Bool("update", false, "write the reference of the socket")

const (
	referenceFile = "../../assets/docs/control.md"
	introduction  = "testdata/control.md" // with places for the methods and the records
)

// TestTheReferenceIsThatOfTheTable: the page in the tree says what the methods take and give.
func TestTheReferenceIsThatOfTheTable(t *testing.T) {
	text, err := os.ReadFile(introduction)
	if err != nil {
		t.Fatal(err)
	}
	r := &reference{}
	methods := r.methods()
	want := strings.NewReplacer("{{methods}}\n", methods, "{{records}}\n", r.allRecords()).Replace(string(text))
	if *update {
		if err := os.WriteFile(referenceFile, []byte(want), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if got, err := os.ReadFile(referenceFile); err != nil || string(got) != want {
		t.Errorf("%s is not what the table gives (%v): go generate ./app/control", referenceFile, err)
	}
}

// TestTheReferenceExplainsEveryKind of the methods' errors.
func TestTheReferenceExplainsEveryKind(t *testing.T) {
	text, err := os.ReadFile(introduction)
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range Methods() {
		for _, kind := range m.Kinds {
			if !strings.Contains(string(text), "| `"+string(kind)+"` |") {
				t.Errorf("%s fails with %q, which is not explained", m.Name, kind)
			}
		}
	}
}

// TestEveryParamIsExplained: by its tag, or in the table of those that mean the same everywhere.
func TestEveryParamIsExplained(t *testing.T) {
	text, err := os.ReadFile(introduction)
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range Methods() {
		for _, p := range m.Params {
			if p.About == "" && !strings.Contains(string(text), "| `"+p.Name+"` |") {
				t.Errorf("nothing is said about %s of %s", p.Name, m.Name)
			}
		}
	}
}

// groups are the headings of the methods by what stands before the dot.
var groups = []struct{ noun, title string }{
	{"", "The program"}, {"account", "Accounts"}, {"archive", "The archive"}, {"roster", "Contacts"}, {"people", "People"},
	{"invite", "Invitations"}, {"chat", "Chats and messages"}, {"rooms", "Groups and channels"}, {"files", "Files"}, {"devices", "Devices and keys"}, {"command", "Ad-hoc commands"},
	{"history", "All chats"}, {"backup", "Backups"},
}

// TestEveryMethodHasAHeading, or the reference leaves it out.
func TestEveryMethodHasAHeading(t *testing.T) {
	headed := map[string]bool{}
	for _, g := range groups {
		headed[g.noun] = true
	}
	for _, m := range Methods() {
		if noun, _, dotted := strings.Cut(m.Name, "."); dotted && !headed[noun] {
			t.Errorf("%s stands under no heading", m.Name)
		}
	}
}

// reference writes the part of the page that comes from the table.
type reference struct {
	records []reflect.Type // that stand in a table of their own
}

func (r *reference) methods() string {
	var b strings.Builder
	for _, g := range groups {
		fmt.Fprintf(&b, "### %s\n\n", g.title)
		for _, m := range Methods() {
			if noun, _, dotted := strings.Cut(m.Name, "."); dotted && noun == g.noun || !dotted && g.noun == "" {
				r.method(&b, m)
			}
		}
	}
	return b.String()
}

func (r *reference) method(b *strings.Builder, m Method) {
	fmt.Fprintf(b, "#### `%s`\n\n%s%s.", m.Name, strings.ToUpper(m.About[:1]), m.About[1:])
	if m.Current != nil {
		b.WriteString(" Without anything to set it answers what is set.")
	}
	if m.More != "" {
		b.WriteString(" " + m.More)
	}
	if m.Waits {
		b.WriteString(" *Waits for the network.*")
	}
	b.WriteString("\n\n")
	fmt.Fprintf(b, "    %s", m.Name)
	for _, p := range m.Params {
		p.Name += map[bool]string{true: "=", false: ":="}[p.Type.Kind() == reflect.String]
		b.WriteString(" " + p.String())
	}
	b.WriteString("\n\n")
	for _, p := range m.Params {
		if p.About != "" {
			fmt.Fprintf(b, "* `%s`, %s: %s\n", p.Name, r.kind(p.Type), p.About)
		}
	}
	fmt.Fprintf(b, "* answer: %s\n", r.answer(m))
	if len(m.Kinds) > 0 {
		b.WriteString("* errors:")
		for _, k := range m.Kinds {
			fmt.Fprintf(b, " `%s`", k)
		}
		b.WriteString("\n")
	}
	b.WriteString("\n")
}

func (r *reference) answer(m Method) string {
	set := "`{}`"
	if m.Answer != nil {
		set = r.kind(m.Answer)
	}
	if m.Current == nil || m.Current == m.Answer {
		return set
	}
	return r.kind(m.Current) + " when it is asked, `{}` when it sets something"
}

// kind says what a value is, as it is in JSON.
func (r *reference) kind(t reflect.Type) string {
	switch {
	case t == reflect.TypeFor[timestamp](), t.String() == "time.Time":
		return "time"
	case t == reflect.TypeFor[[]byte]():
		return "base64"
	case t.Kind() == reflect.Pointer:
		return r.kind(t.Elem())
	case t.Kind() == reflect.Slice && t.Elem().Kind() == reflect.Struct:
		return "a list of " + r.kind(t.Elem())
	case t.Kind() == reflect.Slice:
		return "list of " + plural(r.kind(t.Elem()))
	case t.Kind() == reflect.Map:
		return "object of " + plural(r.kind(t.Elem()))
	case t.Kind() == reflect.Struct:
		return r.structure(t)
	case t.Kind() == reflect.Bool:
		return "true or false"
	case t.Kind() == reflect.String:
		return "string"
	}
	return "number"
}

func plural(kind string) string {
	if kind == "string" || kind == "object" {
		return kind + "s"
	}
	return kind
}

// structure writes a struct out where it is small, and otherwise sends the reader to its table.
func (r *reference) structure(t reflect.Type) string {
	all := paramsOf(t)
	plain := !slices.ContainsFunc(all, func(p Param) bool { return p.About != "" || strings.Contains(r.kind(p.Type), "](") })
	if len(all) == 1 && all[0].About == "" && !plain {
		return fmt.Sprintf("`{%s}`, %s", all[0].Name, r.kind(all[0].Type))
	}
	if len(all) <= 4 && plain {
		names := []string{}
		for _, p := range all {
			names = append(names, p.String())
		}
		return "`{" + strings.Join(names, ", ") + "}`"
	}
	if !slices.Contains(r.records, t) {
		r.records = append(r.records, t)
	}
	return fmt.Sprintf("[%s](#%[1]s)", recordName(t))
}

func recordName(t reflect.Type) string {
	return strings.ToLower(strings.TrimSuffix(t.Name(), "Record"))
}

// allRecords writes a table for each record that was named; the tables may name more.
func (r *reference) allRecords() string {
	tables := map[string]string{}
	for i := 0; i < len(r.records); i++ {
		t := r.records[i]
		var b strings.Builder
		fmt.Fprintf(&b, "### %s\n\n| field | | |\n|---|---|---|\n", recordName(t))
		for _, p := range paramsOf(t) {
			fmt.Fprintf(&b, "| `%s` | %s | %s |\n", p, r.kind(p.Type), p.About)
		}
		if at := recordName(t); tables[at] != "" {
			panic("two records are called " + at)
		} else {
			tables[at] = b.String() + "\n"
		}
	}
	var b strings.Builder
	for _, name := range slices.Sorted(maps.Keys(tables)) {
		b.WriteString(tables[name])
	}
	return strings.TrimSuffix(b.String(), "\n")
}
