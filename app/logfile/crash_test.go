package logfile

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// TestMain is the program that crashes, when it is started as that.
func TestMain(m *testing.M) {
	if path := os.Getenv("VOUCH_TEST_CRASH"); path != "" {
		if _, err := KeepCrashes(path); err != nil {
			panic(err)
		}
		panic("a mistake")
	}
	os.Exit(m.Run())
}

// TestCrashesAreKept starts a program that panics twice, and looks at what is left.
func TestCrashesAreKept(t *testing.T) {
	path := filepath.Join(t.TempDir(), "vouch.crash")
	for range 2 {
		cmd := exec.Command(os.Args[0])
		cmd.Env = append(os.Environ(), "VOUCH_TEST_CRASH="+path)
		if err := cmd.Run(); err == nil {
			t.Fatal("it did not crash")
		}
	}
	for _, file := range []string{path, path + ".old"} {
		if text := read(t, file); !strings.Contains(text, "a mistake") || !strings.Contains(text, "goroutine") {
			t.Errorf("%s: %q", file, text)
		}
	}
	if left, err := KeepCrashes(path); !left || err != nil {
		t.Errorf("%t, %v", left, err)
	}
	if left, err := KeepCrashes(path); left || err != nil {
		t.Errorf("told again: %t, %v", left, err)
	}
}
