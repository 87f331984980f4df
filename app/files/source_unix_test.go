//go:build unix

package files_test

import (
	"errors"
	"syscall"
	"testing"

	"vouch/app/files"
)

// source-fifo: what never ends is not even opened.
func TestPipeIsNotAttached(t *testing.T) {
	s, dir := store(t)
	path := t.TempDir() + "/pipe.jpg"
	if err := syscall.Mkfifo(path, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Attach(t.Context(), path, files.AsCleaned); !errors.Is(err, files.ErrNoFile) || len(names(t, dir)) > 0 {
		t.Errorf("%v; there are %q", err, names(t, dir))
	}
}
