// Command notices writes the licences of the libraries that are linked into a program: their authors ask for them to come
// along with every copy.
package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
)

func main() {
	if err := write(os.Stdout, os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "notices:", err)
		os.Exit(1)
	}
}

// module is a module that the program needs, and the folders of its packages that it links.
type module struct {
	Path, Version, Dir string
	packages           []string
}

// licence are the names under which licences lie in a module.
var licence = regexp.MustCompile(`(?i)^(licen[cs]e|copying|notice|patents|unlicense|ofl|third[-_]party)([-._].*)?$`)

// write writes the licences of all modules that packages link, each once, and the fonts' and icons' that lie in them.
func write(out io.Writer, packages []string) error {
	modules, err := linked(packages)
	if err != nil {
		return err
	}
	fmt.Fprintln(out, "Vouch is linked with these libraries. Their licences follow.")
	fmt.Fprintln(out)
	for _, m := range modules {
		fmt.Fprintf(out, "    %s %s\n", m.Path, m.Version)
	}
	goroot, err := exec.Command("go", "env", "GOROOT", "GOVERSION").Output()
	if err != nil {
		return fmt.Errorf("find Go: %w", err)
	}
	dir, version, _ := strings.Cut(strings.TrimSpace(string(goroot)), "\n")
	modules = append([]module{{Path: "Go", Version: version, Dir: dir, packages: []string{dir}}}, modules...)
	for _, m := range modules {
		files, err := licences(m)
		if err != nil {
			return err
		}
		if len(files) == 0 {
			return fmt.Errorf("%s has no licence", m.Path)
		}
		for _, file := range files {
			text, err := os.ReadFile(file)
			if err != nil {
				return fmt.Errorf("read licence of %s: %w", m.Path, err)
			}
			name, _ := filepath.Rel(m.Dir, file)
			fmt.Fprintf(out, "\n%s\n%s %s: %s\n\n%s\n", strings.Repeat("-", 80), m.Path, m.Version, filepath.ToSlash(name), strings.TrimSpace(strings.ReplaceAll(string(text), "\r\n", "\n")))
		}
	}
	return nil
}

// linked lists the modules in the order of their paths.
func linked(packages []string) ([]module, error) {
	cmd := exec.Command("go", append([]string{"list", "-deps", "-json=Dir,Module"}, packages...)...)
	cmd.Stderr = os.Stderr
	answer, err := cmd.Output()
	if err != nil {
		return nil, fmt.Errorf("list packages: %w", err)
	}
	all := map[string]*module{}
	for in := json.NewDecoder(strings.NewReader(string(answer))); ; {
		var p struct {
			Dir    string
			Module *struct {
				Path, Version, Dir string
				Main               bool
			}
		}
		if err := in.Decode(&p); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			return nil, fmt.Errorf("read list of packages: %w", err)
		}
		if p.Module == nil || p.Module.Main {
			continue
		}
		m := all[p.Module.Path]
		if m == nil {
			m = &module{Path: p.Module.Path, Version: p.Module.Version, Dir: p.Module.Dir}
			all[m.Path] = m
		}
		m.packages = append(m.packages, p.Dir)
	}
	var out []module
	for _, m := range all {
		out = append(out, *m)
	}
	slices.SortFunc(out, func(a, b module) int { return strings.Compare(a.Path, b.Path) })
	return out, nil
}

// licences are the files with licences in the folders of the packages that are linked, and in those above them.
func licences(m module) ([]string, error) {
	found := map[string]bool{}
	for _, dir := range m.packages {
		for ; strings.HasPrefix(dir, m.Dir); dir = filepath.Dir(dir) {
			entries, err := os.ReadDir(dir)
			if err != nil {
				return nil, fmt.Errorf("look for licences of %s: %w", m.Path, err)
			}
			for _, e := range entries {
				if !e.IsDir() && licence.MatchString(e.Name()) {
					found[filepath.Join(dir, e.Name())] = true
				}
			}
		}
	}
	var out []string
	for file := range found {
		out = append(out, file)
	}
	slices.Sort(out)
	return out, nil
}
