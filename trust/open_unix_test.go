//go:build unix

package trust

import (
	"os"
	"path/filepath"
	"syscall"
	"testing"
)

func TestFilesAreOursAlone(t *testing.T) {
	defer syscall.Umask(syscall.Umask(0))
	dir := filepath.Join(t.TempDir(), "new", "profile")
	check := func(when string) {
		t.Helper()
		for path, want := range map[string]os.FileMode{dir: 0o700, filepath.Join(dir, dbName): 0o600, filepath.Join(dir, keyName): 0o600} {
			info, err := os.Stat(path)
			must(t, err)
			if info.Mode().Perm() != want {
				t.Errorf("%s: %s has mode %v", when, filepath.Base(path), info.Mode().Perm())
			}
		}
	}
	f := reopen(t, dir)
	check("created")
	must(t, f.Update(MarkCompact))
	must(t, f.Close())
	must(t, os.Chmod(dir, 0o777))
	must(t, os.Chmod(filepath.Join(dir, dbName), 0o666))
	must(t, os.Chmod(filepath.Join(dir, keyName), 0o644))
	reopen(t, dir)
	check("opened and compacted")
}
