package app_test

import (
	"errors"
	"go/ast"
	"go/parser"
	"go/token"
	"go/types"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"vouch/app"
)

// written is this package and its rooms as they are written, without tests and with nothing known of what else they import.
type written struct {
	fset   *token.FileSet
	pkgs   map[string]*types.Package
	info   *types.Info
	bodies map[types.Object]ast.Node // of functions
	lines  map[string]*ast.CallExpr  // of the table of commands, by the names of the commands' types
}

const itself = "vouch/app"

func readWritten(t *testing.T) *written {
	t.Helper()
	s := &written{fset: token.NewFileSet(), pkgs: map[string]*types.Package{}, bodies: map[types.Object]ast.Node{}, lines: map[string]*ast.CallExpr{}}
	s.info = &types.Info{Defs: map[*ast.Ident]types.Object{}, Uses: map[*ast.Ident]types.Object{}, Instances: map[*ast.Ident]types.Instance{}}
	if _, err := s.Import(itself); err != nil {
		t.Fatal(err)
	}
	return s
}

// Import implements types.Importer.
func (s *written) Import(path string) (*types.Package, error) {
	below, ok := strings.CutPrefix(path, itself)
	if !ok {
		return nil, errors.New("not read")
	}
	if known := s.pkgs[path]; known != nil {
		return known, nil
	}
	names, err := os.ReadDir("." + below)
	if err != nil {
		return nil, err
	}
	var files []*ast.File
	for _, n := range names {
		if !strings.HasSuffix(n.Name(), ".go") || strings.HasSuffix(n.Name(), "_test.go") {
			continue
		}
		f, err := parser.ParseFile(s.fset, filepath.Join("."+below, n.Name()), nil, 0)
		if err != nil {
			return nil, err
		}
		files = append(files, f)
	}
	conf := types.Config{Importer: s, Error: func(error) {}, FakeImportC: true}
	s.pkgs[path], _ = conf.Check(path, s.fset, files, s.info) // what is not read are errors
	for _, f := range files {
		ast.Inspect(f, s.note)
	}
	return s.pkgs[path], nil
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

// reaches tells whether loop.Wait is used in a part of the source, or in what is used there; nobody waits for what runs beside.
func (s *written) reaches(n ast.Node, seen map[types.Object]bool) (found bool) {
	ast.Inspect(n, func(n ast.Node) bool {
		if call, ok := n.(*ast.CallExpr); ok && s.beside(call) {
			return false
		}
		id, ok := n.(*ast.Ident)
		if !ok || found {
			return !found
		}
		of, ok := s.info.Uses[id].(*types.Func)
		if !ok || seen[of.Origin()] {
			return true
		}
		of = of.Origin()
		seen[of] = true
		if of.FullName() == itself+"/loop.Wait" {
			found = true
		} else if body := s.bodies[of]; body != nil {
			found = s.reaches(body, seen)
		}
		return !found
	})
	return found
}

// beside tells whether a call has something run on a goroutine of its own (loop.Door).
func (s *written) beside(call *ast.CallExpr) bool {
	name, ok := call.Fun.(*ast.SelectorExpr)
	if !ok {
		return false
	}
	f, ok := s.info.Uses[name.Sel].(*types.Func)
	return ok && f.Name() == "Work"
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
	for _, name := range s.pkgs[itself].Scope().Names() {
		of := s.pkgs[itself].Scope().Lookup(name)
		if _, ok := of.(*types.TypeName); !ok || types.IsInterface(of.Type()) {
			continue
		}
		if f, _, _ := types.LookupFieldOrMethod(of.Type(), false, s.pkgs[itself], "command"); f == nil {
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
		if !s.reaches(line, map[types.Object]bool{}) {
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
