package files_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"vouch/app/files"
	"vouch/app/files/aesgcm"
)

func store(t testing.TB) (*files.Store, string) {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "files")
	s, err := files.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	return s, dir
}

// names are the files in a folder.
func names(t testing.TB, dir string) (out []string) {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		out = append(out, e.Name())
	}
	return out
}

func add(t testing.TB, s *files.Store, text string) (string, aesgcm.Key) {
	t.Helper()
	k := aesgcm.NewKey()
	name, size, err := s.Add(t.Context(), strings.NewReader(text), k)
	if err != nil || size != int64(len(text)) {
		t.Fatal(size, err)
	}
	return name, k
}

func clear(t testing.TB, s *files.Store, name string, k aesgcm.Key) (string, error) {
	t.Helper()
	c, err := s.Clear(t.Context(), name, k)
	if err != nil {
		return "", err
	}
	defer c.Close()
	text, err := io.ReadAll(c)
	return string(text), err
}

// What lies in the store is readable with its key alone, and by nobody else who uses the machine.
func TestStoredFileIsEncrypted(t *testing.T) {
	s, dir := store(t)
	name, k := add(t, s, "what nobody else reads")
	raw, err := os.ReadFile(filepath.Join(dir, name))
	if err != nil || bytes.Contains(raw, []byte("nobody")) {
		t.Fatalf("it lies there as %q, %v", raw, err)
	}
	if text, err := clear(t, s, name, k); text != "what nobody else reads" || err != nil {
		t.Errorf("%q, %v", text, err)
	}
	if _, err := clear(t, s, name, aesgcm.NewKey()); !errors.Is(err, aesgcm.ErrDamaged) {
		t.Errorf("under another key: %v", err)
	}
	raw[3] ^= 1
	if err := os.WriteFile(filepath.Join(dir, name), raw, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := clear(t, s, name, k); !errors.Is(err, aesgcm.ErrDamaged) {
		t.Errorf("damaged: %v", err)
	}
	if runtime.GOOS == "windows" {
		return
	}
	for path, want := range map[string]fs.FileMode{dir: 0o700, filepath.Join(dir, name): 0o600} {
		if info, err := os.Stat(path); err != nil || info.Mode().Perm() != want {
			t.Errorf("%s: %v, %v", path, info.Mode(), err)
		}
	}
}

// A file that comes in parts is taken up where it was, and is one of the store when it is kept.
func TestPartIsTakenUpAgain(t *testing.T) {
	s, dir := store(t)
	p, err := s.New()
	if err != nil {
		t.Fatal(err)
	}
	name := p.Name
	if _, err := p.WriteString("one "); err != nil {
		t.Fatal(err)
	}
	if err := p.Pause(); err != nil {
		t.Fatal(err)
	}
	if s.Has(name) {
		t.Error("a part counts as the file")
	}
	if p, err = s.Resume(name); err != nil {
		t.Fatal(err)
	}
	if n, err := p.Size(); n != 4 || err != nil {
		t.Fatalf("there are %d, %v", n, err)
	}
	if _, err := p.WriteString("two"); err != nil {
		t.Fatal(err)
	}
	if err := p.Keep(); err != nil {
		t.Fatal(err)
	}
	if raw, err := os.ReadFile(filepath.Join(dir, name)); string(raw) != "one two" || err != nil || !s.Has(name) {
		t.Errorf("%q, %v", raw, err)
	}
	if p, err = s.New(); err != nil {
		t.Fatal(err)
	}
	if err := p.Drop(); err != nil {
		t.Fatal(err)
	}
	if got := names(t, dir); len(got) != 1 {
		t.Errorf("there are %q", got)
	}
}

// What is not whole leaves nothing behind: a source that fails, and one that is given up.
func TestWhatFailsLeavesNothing(t *testing.T) {
	s, dir := store(t)
	broken := errors.New("disk is gone")
	if _, _, err := s.Add(t.Context(), io.MultiReader(strings.NewReader("some"), failing{broken}), aesgcm.NewKey()); !errors.Is(err, broken) {
		t.Errorf("%v", err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, _, err := s.Add(ctx, strings.NewReader("some"), aesgcm.NewKey()); !errors.Is(err, context.Canceled) {
		t.Errorf("%v", err)
	}
	if got := names(t, dir); len(got) > 0 {
		t.Errorf("there are %q", got)
	}
}

type failing struct{ err error }

func (f failing) Read([]byte) (int, error) { return 0, f.err }

// What no row knows goes at the start, parts too; what is not of the store stays.
func TestSweepRemovesWhatNoRowKnows(t *testing.T) {
	s, dir := store(t)
	kept, _ := add(t, s, "kept")
	gone, _ := add(t, s, "gone")
	p, err := s.New()
	if err != nil {
		t.Fatal(err)
	}
	if err := p.Pause(); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "notes.txt"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	n, err := s.Sweep(func(name string) bool { return name == kept })
	if n != 2 || err != nil {
		t.Errorf("%d went, %v", n, err)
	}
	if s.Has(gone) || !s.Has(kept) || len(names(t, dir)) != 2 {
		t.Errorf("there are %q", names(t, dir))
	}
	if size, err := s.Size(); size != int64(len("kept")+aesgcm.TagSize) || err != nil {
		t.Errorf("it takes %d, %v", size, err)
	}
	if err := s.Remove(kept); err != nil {
		t.Fatal(err)
	}
	if err := s.Remove(kept); err != nil {
		t.Errorf("removed twice: %v", err)
	}
}

// No name leads out of the folder.
func TestNamesStayInTheFolder(t *testing.T) {
	s, _ := store(t)
	for _, name := range []string{"", ".", "..", "../x", strings.Repeat("g", 32), strings.Repeat("0", 31), "/etc/passwd"} {
		if _, _, err := s.Sealed(name); !errors.Is(err, files.ErrName) {
			t.Errorf("%q: %v", name, err)
		}
		if err := s.Remove(name); !errors.Is(err, files.ErrName) {
			t.Errorf("%q: %v", name, err)
		}
	}
	if _, _, err := s.Sealed(strings.Repeat("0", 32)); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("of no file: %v", err)
	}
}
