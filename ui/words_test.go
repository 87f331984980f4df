package ui

import (
	"encoding/json"
	"go/ast"
	"go/parser"
	"go/token"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"vouch/app"
	"vouch/app/view"
	"vouch/assets"
	"vouch/ui/uitest"
	"vouch/ui/words"
)

func dictionary(t *testing.T, language string) map[string]any {
	t.Helper()
	data, err := assets.Words(language)
	if err != nil {
		t.Fatal(err)
	}
	words := make(map[string]any)
	if err := json.Unmarshal(data, &words); err != nil {
		t.Fatalf("read %s.json: %v", language, err)
	}
	return words
}

var place = regexp.MustCompile(`\{\{\.[A-Za-z]+\}\}`)

func TestEveryLanguageHasTheSameWords(t *testing.T) {
	en, de := dictionary(t, "en"), dictionary(t, "de")
	for key, words := range en {
		other, ok := de[key]
		if !ok {
			t.Errorf("%s is missing in German", key)
			continue
		}
		a, many := words.(map[string]any)
		b, too := other.(map[string]any)
		if many != too {
			t.Errorf("%s has one and many in one language only", key)
		}
		if many {
			words, other = a["other"], b["other"]
			if a["one"] == nil || b["one"] == nil {
				t.Errorf("%s has no words for one", key)
			}
		}
		if !slices.Equal(places(words), places(other)) {
			t.Errorf("%s names %v in English and %v in German", key, places(words), places(other))
		}
	}
	for key := range de {
		if _, ok := en[key]; !ok {
			t.Errorf("%s is missing in English", key)
		}
	}
}

func places(words any) []string {
	found := place.FindAllString(words.(string), -1)
	slices.Sort(found)
	return slices.Compact(found)
}

// sources gives the syntax of every file of the window that is not a test. ui/audio and ui/desktop
// speak to systems, and ui/uitest for people who are not there.
func sources(t *testing.T, set *token.FileSet) []*ast.File {
	t.Helper()
	var out []*ast.File
	for _, dir := range []string{".", "*"} {
		files, err := filepath.Glob(filepath.Join(dir, "*.go"))
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range files {
			if strings.HasSuffix(name, "_test.go") || filepath.Dir(name) == "audio" || filepath.Dir(name) == "desktop" || filepath.Dir(name) == "uitest" {
				continue
			}
			f, err := parser.ParseFile(set, name, nil, 0)
			if err != nil {
				t.Fatal(err)
			}
			out = append(out, f)
		}
	}
	return out
}

var keyShape = regexp.MustCompile(`^[a-zA-Z]+\.[a-zA-Z]+$`)

func TestEveryKeyHasWordsAndAllWordsAreUsed(t *testing.T) {
	en := dictionary(t, "en")
	begins := make(map[string]bool)
	for key := range en {
		begins[strings.SplitN(key, ".", 2)[0]] = true
	}
	used := make(map[string]bool)
	set := token.NewFileSet()
	for _, f := range sources(t, set) {
		ast.Inspect(f, func(n ast.Node) bool {
			lit, ok := n.(*ast.BasicLit)
			if !ok || lit.Kind != token.STRING {
				return true
			}
			s, _ := strconv.Unquote(lit.Value)
			if keyShape.MatchString(s) && begins[strings.SplitN(s, ".", 2)[0]] {
				used[s] = true
				if en[s] == nil {
					t.Errorf("%s: %s has no words", set.Position(lit.Pos()), s)
				}
			}
			return true
		})
	}
	for _, key := range slices.Sorted(maps.Keys(en)) {
		if !used[key] {
			t.Errorf("nobody uses the words of %s", key)
		}
	}
}

// TestNoWordsOutsideTheTranslations finds text for people that stands in the code: what begins like a sentence and is
// neither a key, nor a name of data, nor for the log.
func TestNoWordsOutsideTheTranslations(t *testing.T) {
	sentence := regexp.MustCompile(`^[A-Z][a-z]+|[a-z] [a-z]+ [a-z]+|[a-z][.!?]$`)
	notForPeople := map[string]bool{"Tr": true, "Trn": true, "panic": true, "New": true, "Errorf": true, "Warn": true, "Error": true, "Info": true, "MustCompile": true, "Color": true, "Fields": true}
	set := token.NewFileSet()
	for _, f := range sources(t, set) {
		ast.Inspect(f, func(n ast.Node) bool {
			if call, ok := n.(*ast.CallExpr); ok {
				name := ""
				switch fun := call.Fun.(type) {
				case *ast.Ident:
					name = fun.Name
				case *ast.SelectorExpr:
					name = fun.Sel.Name
				}
				return !notForPeople[name]
			}
			lit, ok := n.(*ast.BasicLit)
			if !ok || lit.Kind != token.STRING {
				return true
			}
			s, _ := strconv.Unquote(lit.Value)
			switch {
			case s == "Vouch", s == "N", s == "LeftShift", s == "RightShift", s == "Tint":
			case sentence.MatchString(s):
				t.Errorf("%s: %q is not in the translations", set.Position(lit.Pos()), s)
			}
			return true
		})
	}
}

// kindsOf reads every Kind out of its source, so that none is forgotten.
func kindsOf(t *testing.T) (out []app.Kind) {
	t.Helper()
	f, err := parser.ParseFile(token.NewFileSet(), filepath.Join("..", "app", "fault", "fault.go"), nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	ast.Inspect(f, func(n ast.Node) bool {
		if v, ok := n.(*ast.ValueSpec); ok && strings.HasPrefix(v.Names[0].Name, "Kind") && len(v.Values) == 1 {
			if s, err := strconv.Unquote(v.Values[0].(*ast.BasicLit).Value); err == nil {
				out = append(out, app.Kind(s))
			}
		}
		return true
	})
	if len(out) < 20 {
		t.Fatalf("found only %d kinds", len(out))
	}
	return out
}

func TestEveryKindHasWordsInEveryLanguage(t *testing.T) {
	for _, language := range []string{"en", "de"} {
		uitest.Speak(t, language)
		seen := make(map[string]app.Kind)
		for _, k := range kindsOf(t) {
			said := words.KindText(k, "Bob")
			if !strings.Contains(said, " ") || strings.Contains(said, "{{") || said == words.Tr("error.other", "Who", "Bob") {
				t.Errorf("%s: %s says %q", language, k, said)
			}
			if before, ok := seen[said]; ok {
				t.Errorf("%s: %s and %s say the same", language, before, k)
			}
			seen[said] = k
			if text := words.SignInText(&app.Error{Kind: k}, "example.org"); text == "" {
				t.Errorf("%s: no words for %s at signing in", language, k)
			}
		}
	}
	uitest.Speak(t, "en")
	if got := words.KindText("unheard-of", ""); got != words.Tr("error.other") {
		t.Errorf("an unknown kind says %q", got)
	}
}

func TestNoPlaceIsLeftEmpty(t *testing.T) {
	// Words that name data are asked for with that data everywhere: <no value> is what an absent one would show.
	own, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	rooms, err := filepath.Glob("*/*.go")
	if err != nil {
		t.Fatal(err)
	}
	en, asked := dictionary(t, "en"), 0
	call := regexp.MustCompile(`\bTrn?\("([a-zA-Z.]+)"([^\n]*)`)
	for _, name := range append(own, rooms...) {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range call.FindAllStringSubmatch(string(data), -1) {
			words := en[m[1]]
			if many, ok := words.(map[string]any); ok {
				words = many["other"]
			}
			if words == nil {
				continue // the test above says so
			}
			asked++
			for _, p := range places(words) {
				field := strings.Trim(p, "{.}")
				if field != "N" && !strings.Contains(m[2], `"`+field+`"`) {
					t.Errorf("%s: %s is asked for without %s", name, m[1], field)
				}
			}
		}
	}
	if asked < 500 {
		t.Errorf("found only %d words that are asked for", asked)
	}
}

func TestTheListSaysPictureAndVoice(t *testing.T) {
	uitest.Speak(t, "en")
	for kind, want := range map[view.FileKind]string{view.FilePicture: "You: Picture", view.FileSound: "You: Voice message", view.FileOther: "You: file.pdf", "": "You: file.pdf"} {
		if got := words.Preview(&view.ChatRow{Kind: view.RowText, Own: true, Time: uitest.Now, Preview: "file.pdf", File: kind}); got != want {
			t.Errorf("%q: %s", kind, got)
		}
	}
}
