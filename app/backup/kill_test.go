package backup

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

// TestMain is the program that is killed, when it is started as that.
func TestMain(m *testing.M) {
	if dir := os.Getenv("VOUCH_TEST_BACKUP"); dir != "" {
		at, _ := strconv.Atoi(os.Getenv("VOUCH_TEST_STEP"))
		d := &faulty{at: at, die: func(half func()) {
			if half != nil {
				half()
			}
			self, _ := os.FindProcess(os.Getpid())
			_ = self.Kill()
			select {}
		}}
		_, err := (&creation{d, context.Background(), dir, password, manifest(), quick}).run(some().fill)
		fmt.Println("whole", err)
		os.Exit(0)
	}
	os.Exit(m.Run())
}

// TestKilledAtEveryStep kills a program at each step of the disk: older backups stay, what has the name of a backup is one, and the next
// run is not hindered.
func TestKilledAtEveryStep(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	old := older(t, dir)
	before := files(dir)[old]
	for at := 1; ; at++ {
		cmd := exec.Command(os.Args[0])
		cmd.Env = append(os.Environ(), "VOUCH_TEST_BACKUP="+dir, "VOUCH_TEST_STEP="+strconv.Itoa(at))
		out, err := cmd.Output()
		if files(dir)[old] != before {
			t.Fatalf("step %d: the older one is gone", at)
		}
		whole(t, dir)
		if err == nil {
			if at < 15 || strings.TrimSpace(string(out)) != "whole <nil>" {
				t.Errorf("step %d: %s", at, out)
			}
			break
		}
		for name := range files(dir) {
			if name != old && at%3 == 0 {
				_ = os.Remove(filepath.Join(dir, name))
			}
		}
	}
	if _, err := Create(t.Context(), dir, password, manifest(), quick, some().fill); err != nil {
		t.Error(err)
	}
	whole(t, dir)
}
