package app_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"go/types"
	"os"
	"strconv"
	"strings"
	"testing"

	"vouch/app"
)

// written is this package as it is written, without its tests and with nothing known of what it imports.
type written struct {
	pkg    *types.Package
	info   *types.Info
	bodies map[types.Object]ast.Node // of functions
	lines  map[string]*ast.CallExpr  // of the table of commands, by the names of the commands' types
}

func readWritten(t *testing.T) *written {
	t.Helper()
	names, err := os.ReadDir(".")
	if err != nil {
		t.Fatal(err)
	}
	fset, files := token.NewFileSet(), []*ast.File{}
	for _, n := range names {
		if !strings.HasSuffix(n.Name(), ".go") || strings.HasSuffix(n.Name(), "_test.go") {
			continue
		}
		f, err := parser.ParseFile(fset, n.Name(), nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		files = append(files, f)
	}
	s := &written{bodies: map[types.Object]ast.Node{}, lines: map[string]*ast.CallExpr{}}
	s.info = &types.Info{Defs: map[*ast.Ident]types.Object{}, Uses: map[*ast.Ident]types.Object{}, Instances: map[*ast.Ident]types.Instance{}}
	conf := types.Config{Error: func(error) {}, FakeImportC: true}
	s.pkg, _ = conf.Check("vouch/app", fset, files, s.info) // imports are errors
	for _, f := range files {
		ast.Inspect(f, s.note)
	}
	return s
}

// note takes in a function, or a line of the table.
func (s *written) note(n ast.Node) bool {
	switch n := n.(type) {
	case *ast.FuncDecl:
		s.bodies[s.info.Defs[n.Name]] = n
	case *ast.CallExpr:
		name, ok := n.Fun.(*ast.Ident)
		if !ok || name.Name != "does" && name.Name != "gives" {
			break
		}
		if args := s.info.Instances[name].TypeArgs; args != nil {
			if command, ok := args.At(0).(*types.Named); ok {
				s.lines[command.Obj().Name()] = n
			}
		}
	}
	return true
}

// reaches tells whether a function of that name is used in a part of the source, or in what is used there.
func (s *written) reaches(n ast.Node, name string, seen map[types.Object]bool) (found bool) {
	ast.Inspect(n, func(n ast.Node) bool {
		id, ok := n.(*ast.Ident)
		if !ok || found {
			return !found
		}
		of, ok := s.info.Uses[id].(*types.Func)
		if !ok || seen[of] {
			return true
		}
		seen[of] = true
		if of.Name() == name {
			found = true
		} else if body := s.bodies[of]; body != nil {
			found = s.reaches(body, name, seen)
		}
		return !found
	})
	return found
}

// TestTheTableHoldsEveryCommand, and each once.
func TestTheTableHoldsEveryCommand(t *testing.T) {
	s, count := readWritten(t), map[string]int{}
	for _, spec := range app.Commands() {
		count[spec.Command.Name()]++
		if spec.About == "" || strings.HasSuffix(spec.About, ".") {
			t.Errorf("about %s: %q", spec.Command, spec.About)
		}
	}
	commands := 0
	for _, name := range s.pkg.Scope().Names() {
		of := s.pkg.Scope().Lookup(name)
		if _, ok := of.(*types.TypeName); !ok || types.IsInterface(of.Type()) {
			continue
		}
		if f, _, _ := types.LookupFieldOrMethod(of.Type(), false, s.pkg, "command"); f == nil {
			continue
		}
		commands++
		if count[name] != 1 {
			t.Errorf("%s has %s lines in the table", name, strconv.Itoa(count[name]))
		}
	}
	if commands < 45 || commands != len(app.Commands()) {
		t.Errorf("%d commands, %d lines", commands, len(app.Commands()))
	}
}

// TestWhatWaitsForTheNetworkSaysSo: everything else that a window has ordered would wait behind a command that does and does
// not say so.
func TestWhatWaitsForTheNetworkSaysSo(t *testing.T) {
	s, waiting := readWritten(t), 0
	for _, spec := range app.Commands() {
		line := s.lines[spec.Command.Name()]
		if line == nil {
			t.Errorf("no line of %s is found", spec.Command)
			continue
		}
		if !s.reaches(line, "callNetwork", map[types.Object]bool{}) {
			continue
		}
		waiting++
		if !spec.Waits {
			t.Errorf("%s asks the network, and is not said to wait", spec.Command)
		}
	}
	if waiting < 12 {
		t.Errorf("only %d commands are found to ask the network", waiting)
	}
}
