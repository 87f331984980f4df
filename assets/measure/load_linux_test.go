package main

import (
	"bufio"
	"os/exec"
	"testing"
	"time"
)

// What is read of a real process is what the process does, a child of it too.
func TestLoadOfARealProcess(t *testing.T) {
	cmd := exec.Command("sh", "-c", "(i=0; while [ $i -lt 300000 ]; do i=$((i+1)); done; echo done; exec sleep 600) & wait")
	cmd.SysProcAttr = apart()
	said, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	begun := time.Now()
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	defer func() {
		killGroup(cmd.Process.Pid)
		cmd.Wait()
	}()
	before, err := proc("/proc").load(cmd.Process.Pid)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := bufio.NewReader(said).ReadString('\n'); err != nil {
		t.Fatal(err)
	}
	after, err := proc("/proc").load(cmd.Process.Pid)
	if err != nil {
		t.Fatal(err)
	}
	if s := after.since(before); s.cpu < 10*time.Millisecond || s.cpu > time.Since(begun)*11/10 { // a loop in a child, on one core
		t.Errorf("a loop has used %v in %v", s.cpu, s.span)
	}
	if m, err := proc("/proc").memory(cmd.Process.Pid); err != nil || m.rss < 100<<10 || m.pss <= 0 || m.pss > m.rss {
		t.Errorf("memory %+v: %v", m, err)
	}
}
