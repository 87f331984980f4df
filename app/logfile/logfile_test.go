package logfile

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
)

func read(t *testing.T, path string) string {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// TestLogRotates writes more than three files hold: the newest lines stay, whole, and everything went to the other writer.
func TestLogRotates(t *testing.T) {
	path := filepath.Join(t.TempDir(), "vouch.log")
	var also bytes.Buffer
	f := open(path, &also, 100)
	for i := range 50 {
		fmt.Fprintf(f, "line %02d .........\n", i) // 18 bytes, five a file
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	all := read(t, path+".2") + read(t, path+".1") + read(t, path)
	if want := also.String()[35*18:]; all != want {
		t.Errorf("kept\n%s\nwant\n%s", all, want)
	}
	left, _ := os.ReadDir(filepath.Dir(path))
	if len(left) != 3 {
		t.Errorf("%d files", len(left))
	}
	info, err := os.Stat(path)
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("mode %v, %v", info.Mode(), err)
	}
	fmt.Fprint(f, "after") // goes nowhere but to the other writer
	if !strings.HasSuffix(also.String(), "after") || strings.Contains(read(t, path), "after") {
		t.Error("written to a closed log")
	}
}

// TestLogGoesOn where it began, and begins anew where it is full already.
func TestLogGoesOn(t *testing.T) {
	path := filepath.Join(t.TempDir(), "vouch.log")
	for _, text := range []string{"first\n", "second\n", strings.Repeat("x", 200) + "\n", "fourth\n"} {
		f := open(path, nil, 100)
		fmt.Fprint(f, text)
		f.Close()
	}
	if read(t, path) != "fourth\n" || len(read(t, path+".1")) != 201 || read(t, path+".2") != "first\nsecond\n" {
		t.Errorf("%q, %q, %q", read(t, path), read(t, path+".1"), read(t, path+".2"))
	}
}

// TestLogCannotBeKept: the program goes on, and it is said once.
func TestLogCannotBeKept(t *testing.T) {
	dir := t.TempDir()
	victim := filepath.Join(dir, "victim")
	if err := os.WriteFile(victim, []byte("dear"), 0o600); err != nil {
		t.Fatal(err)
	}
	link := filepath.Join(dir, "link")
	if err := os.Symlink(victim, link); err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{link, dir, filepath.Join(dir, "no", "folder", "vouch.log"), "/dev/full"} {
		var also bytes.Buffer
		f := Open(path, &also)
		for range 3 {
			if n, err := fmt.Fprint(f, "line\n"); n != 5 || err != nil {
				t.Errorf("%s: %d, %v", path, n, err)
			}
		}
		if got := also.String(); strings.Count(got, "no log is kept") != 1 || strings.Count(got, "line\n") != 3 {
			t.Errorf("%s: %q", path, got)
		}
	}
	if read(t, victim) != "dear" {
		t.Error("written through a link")
	}
}

func TestLogTakesLinesFromEverywhere(t *testing.T) {
	path := filepath.Join(t.TempDir(), "vouch.log")
	f := open(path, nil, 1<<20)
	var writing sync.WaitGroup
	for range 8 {
		writing.Go(func() {
			for range 100 {
				fmt.Fprintln(f, "a line that stays whole")
			}
		})
	}
	writing.Wait()
	f.Close()
	if got := strings.Count(read(t, path), "a line that stays whole\n"); got != 800 {
		t.Errorf("%d lines", got)
	}
}
