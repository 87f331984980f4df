package app_test

import (
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// Whoever looks for something finds the file in the package documentation; so every file is there, once.
func TestTheMapNamesEveryFile(t *testing.T) {
	parsed, err := parser.ParseFile(token.NewFileSet(), "doc_map.go", nil, parser.ParseComments|parser.PackageClauseOnly)
	if err != nil {
		t.Fatal(err)
	}
	named := map[string]int{}
	for _, line := range regexp.MustCompile(`(?m)^\t([a-z]+\.go) +\|`).FindAllStringSubmatch(parsed.Doc.Text(), -1) {
		named[line[1]]++
		if _, err := os.Stat(line[1]); err != nil {
			t.Errorf("%s is on the map, and not there", line[1])
		}
	}
	files, err := filepath.Glob("*.go")
	if err != nil || len(files) < 40 {
		t.Fatalf("%d files, %v", len(files), err)
	}
	for _, f := range files {
		if strings.HasSuffix(f, "_test.go") || strings.HasPrefix(f, "doc") {
			continue
		}
		if named[f] != 1 {
			t.Errorf("%s is %d times on the map", f, named[f])
		}
	}
}
