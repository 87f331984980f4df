package assets

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// starts are the functions by which a test gets the servers and clients that the README's table names.
var starts = map[string][]string{
	"Prosody":   {"StartProsody", "onEach", "acquainted", "inRooms", "withRooms", "withUploads"},
	"ejabberd":  {"StartEjabberd", "onEach", "inRooms", "withRooms", "withUploads"},
	"scripted":  {"StartScripted", "StartHostile", "NewHostile", "onEach"},
	"Profanity": {"newProfanity", "acquainted", "acquaintedAt"},
	"Gajim":     {"newGajim"},
}

// TestComplianceIsShown holds the README's tables of compliance against the tests: that each named one is there, and starts
// the servers which are said to have shown it.
func TestComplianceIsShown(t *testing.T) {
	readme, err := os.ReadFile("../README.md")
	if err != nil {
		t.Fatal(err)
	}
	_, section, _ := strings.Cut(string(readme), "\n## How far that goes\n")
	section, _, _ = strings.Cut(section, "\n## ")
	tests := testsIn(t, "../xmpp", "../app", "../app/rooms", "../ui/chat")
	shown := 0
	for line := range strings.Lines(section) {
		cells := strings.Split(line, "|")
		if len(cells) != 7 || !regexp.MustCompile(`(XEP-|RFC )\d+`).MatchString(cells[2]) {
			continue
		}
		missing := strings.TrimSpace(cells[3]) == "no"
		named := regexp.MustCompile("`(\\w+\\.Test\\w+)`").FindAllStringSubmatch(cells[4], -1)
		if missing != (len(named) == 0) {
			t.Errorf("%s: %q, shown by %q", cells[2], cells[3], cells[4])
		}
		if !missing {
			shown++
		}
		var calls []string
		for _, name := range named {
			made, ok := tests[name[1]]
			if !ok {
				t.Errorf("%s: no %s", cells[2], name[1])
			}
			calls = append(calls, made...)
		}
		for server := range strings.SplitSeq(strings.TrimSpace(cells[5]), ", ") {
			if server != "" && !slices.ContainsFunc(starts[server], func(start string) bool { return slices.Contains(calls, start) }) {
				t.Errorf("%s: none of its tests starts %s", cells[2], server)
			}
		}
	}
	if shown < 15 {
		t.Errorf("only %d lines are shown", shown)
	}
}

// testsIn gives the names of the functions that each test in these folders calls itself, by package and name.
func testsIn(t *testing.T, folders ...string) map[string][]string {
	t.Helper()
	out := map[string][]string{}
	for _, folder := range folders {
		files, err := filepath.Glob(filepath.Join(folder, "*_test.go"))
		if err != nil {
			t.Fatal(err)
		}
		for _, file := range files {
			parsed, err := parser.ParseFile(token.NewFileSet(), file, nil, 0)
			if err != nil {
				t.Fatal(err)
			}
			for _, d := range parsed.Decls {
				f, ok := d.(*ast.FuncDecl)
				if !ok || f.Recv != nil || !strings.HasPrefix(f.Name.Name, "Test") {
					continue
				}
				name := filepath.Base(folder) + "." + f.Name.Name
				out[name] = []string{}
				ast.Inspect(f, func(n ast.Node) bool {
					call, ok := n.(*ast.CallExpr)
					if !ok {
						return true
					}
					switch fun := call.Fun.(type) {
					case *ast.Ident:
						out[name] = append(out[name], fun.Name)
					case *ast.SelectorExpr:
						out[name] = append(out[name], fun.Sel.Name)
					}
					return true
				})
			}
		}
	}
	return out
}
