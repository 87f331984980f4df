package files_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"vouch/app/files"
)

const oneStored, otherStored = "000102030405060708090a0b0c0d0e0f", "f00102030405060708090a0b0c0d0e0f"

func adds(t *testing.T, o *files.Opened, stored, text string) string {
	t.Helper()
	path, err := o.Add(t.Context(), stored, "Plan for Sunday.pdf", strings.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	return path
}

func isThere(path string) bool { _, err := os.Stat(path); return err == nil }

// A copy has its name, is for the user alone, and is its own: one that is opened again does not meet the one before.
func TestOpenedCopies(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "opened")
	o := files.OpenedIn(dir)
	if n, err := o.Clear(); n != 0 || err != nil || isThere(dir) {
		t.Errorf("without a copy %d go, %v", n, err)
	}
	one, again := adds(t, o, oneStored, "one"), adds(t, o, oneStored, "again")
	if one == again || filepath.Base(one) != "Plan for Sunday.pdf" || !filepath.IsAbs(one) {
		t.Errorf("%s and %s", one, again)
	}
	if data, err := os.ReadFile(one); string(data) != "one" || err != nil {
		t.Errorf("%q, %v", data, err)
	}
	for path, want := range map[string]os.FileMode{one: 0o600, filepath.Dir(one): 0o700 | os.ModeDir, dir: 0o700 | os.ModeDir} {
		if info, err := os.Stat(path); runtime.GOOS != "windows" && (err != nil || info.Mode() != want) {
			t.Errorf("%s: %v, %v", path, info.Mode(), err)
		}
	}
}

// Copies go with their file, when they are old, and at the end, after which no more are made. What is not ours stays.
func TestOpenedCopiesGo(t *testing.T) {
	dir := t.TempDir()
	o := files.OpenedIn(dir)
	one, again, other := adds(t, o, oneStored, "one"), adds(t, o, oneStored, "again"), adds(t, o, otherStored, "other")
	if err := o.Remove(oneStored); err != nil || isThere(one) || isThere(filepath.Dir(again)) || !isThere(other) {
		t.Errorf("%v", err)
	}
	strange := filepath.Join(dir, "notes-of-mine")
	if err := os.Mkdir(strange, 0o700); err != nil {
		t.Fatal(err)
	}
	old := adds(t, o, oneStored, "old")
	for _, path := range []string{strange, filepath.Dir(old)} {
		if err := os.Chtimes(path, time.Time{}, time.Now().Add(-files.OpenedFor-time.Minute)); err != nil {
			t.Fatal(err)
		}
	}
	if n, err := o.Sweep(time.Now().Add(-files.OpenedFor)); n != 1 || err != nil || isThere(old) || !isThere(other) {
		t.Errorf("%d go, %v", n, err)
	}
	if err := o.Close(); err != nil || isThere(other) || !isThere(strange) {
		t.Errorf("at the end: %v", err)
	}
	if path, err := o.Add(t.Context(), oneStored, "late.txt", strings.NewReader("")); err == nil {
		t.Errorf("after the end there is %s", path)
	}
}

// What could not be copied whole leaves nothing.
func TestBrokenCopyIsNotLeft(t *testing.T) {
	dir := t.TempDir()
	o := files.OpenedIn(dir)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := o.Add(ctx, oneStored, "a.txt", strings.NewReader("text")); !errors.Is(err, context.Canceled) {
		t.Errorf("%v", err)
	}
	if _, err := o.Add(t.Context(), oneStored, "a/b.txt", strings.NewReader("text")); err == nil {
		t.Error("a name that leads into another folder was taken")
	}
	if left, err := os.ReadDir(dir); len(left) > 0 || err != nil {
		t.Errorf("%v, %v", left, err)
	}
}
