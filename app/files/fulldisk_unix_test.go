//go:build unix

package files_test

import (
	"bytes"
	"net/http"
	"os"
	"os/signal"
	"path/filepath"
	"syscall"
	"testing"

	"vouch/app/fault"
	"vouch/app/files"
	"vouch/app/files/aesgcm"
	"vouch/app/history"
	"vouch/app/web"
)

// disk-full: a disk that takes no more is told as such, at each place where a file is written: the snapshot of one that is attached,
// the part of one that is fetched, and where either gets its name. Nothing of it is left, and what was there before is whole. A bound
// on the size of files stands for the disk: writing fails at the same places.
func TestFullDiskLeavesNothing(t *testing.T) {
	s, dir := store(t)
	kept, key := add(t, s, "what was there before")
	large := bytes.Repeat([]byte("too much. "), 20<<10)
	path, photograph := write(t, "large", large), write(t, "large.jpg", append(photo(t), large...))
	h := newUploadHost(t)
	h.serve = func(_ int, w http.ResponseWriter, _ *http.Request) { _, _ = w.Write(large) }
	sealed := history.File{URL: h.url + "/x", Sealed: true}
	sealed.SetKey(aesgcm.NewKey())
	clean := history.File{URL: h.url + "/x"}

	full(t, 100<<10)
	for what, as := range map[string]files.As{path: files.AsCleaned, photograph: files.AsOriginal} {
		if _, err := s.Attach(t.Context(), what, as); err == nil {
			t.Errorf("snapshot: %s is kept", filepath.Base(what))
		}
	}
	for what, f := range map[string]history.File{"encrypted": sealed, "in clear": clean} {
		f.Stored = files.NewName()
		got, err := s.Download(t.Context(), "example.org", own(h), f, 1<<20, nil)
		if fault.KindOf(err) != fault.KindDisk || got.Stored != "" {
			t.Errorf("part, %s: %v, and then %+v", what, err, got)
		}
	}
	if text, err := clear(t, s, kept, key); text != "what was there before" || err != nil {
		t.Errorf("%q, %v", text, err)
	}
	if got := names(t, dir); len(got) != 1 {
		t.Errorf("there are %q", got)
	}
}

// own is the way of an account whose server is on this machine.
func own(h *uploadHost) files.Way { return func(bool) web.Way { return h.way(true) } }

// disk-full, at the last step: the file is whole, and cannot get its name.
func TestFileThatCannotGetItsName(t *testing.T) {
	s, dir := store(t)
	p, err := s.New()
	if err != nil {
		t.Fatal(err)
	}
	inTheWay(t, dir, p.Name)
	if err := p.Keep(); err == nil {
		t.Error("it is kept")
	}
	h := newUploadHost(t)
	h.serve = func(_ int, w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte("a file")) }
	f := history.File{URL: h.url + "/x", Stored: files.NewName()}
	inTheWay(t, dir, f.Stored)
	got, err := s.Download(t.Context(), "example.org", own(h), f, 1<<20, nil)
	if fault.KindOf(err) != fault.KindDisk || got.Stored != "" || got.State == history.FileHere {
		t.Errorf("%v, and then %+v", err, got)
	}
	for _, name := range names(t, dir) {
		if name != p.Name && name != f.Stored {
			t.Errorf("there is %s", name)
		}
	}
}

// inTheWay puts a folder where a file is to be.
func inTheWay(t *testing.T, dir, name string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Join(dir, name, "x"), 0o700); err != nil {
		t.Fatal(err)
	}
}

// full lets no file grow beyond so many bytes, until the end of the test.
func full(t *testing.T, bytes uint64) {
	t.Helper()
	signal.Ignore(syscall.SIGXFSZ)
	var before syscall.Rlimit
	if err := syscall.Getrlimit(syscall.RLIMIT_FSIZE, &before); err != nil {
		t.Fatal(err)
	}
	if err := syscall.Setrlimit(syscall.RLIMIT_FSIZE, &syscall.Rlimit{Cur: bytes, Max: before.Max}); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := syscall.Setrlimit(syscall.RLIMIT_FSIZE, &before); err != nil {
			t.Error(err)
		}
	})
}
