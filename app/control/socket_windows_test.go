package control

import (
	"bufio"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"testing"
)

// TestPipeIsForOneProgramOfOneUser speaks through a pipe, and finds none where nobody listens. It runs under wine too.
func TestPipeIsForOneProgramOfOneUser(t *testing.T) {
	profile := filepath.Join(os.TempDir(), t.Name()) // it need not be there
	if _, err := Dial(profile); !errors.Is(err, ErrNotRunning) {
		t.Errorf("before anybody listens: %v", err)
	}
	l, err := Listen(profile)
	if err != nil {
		t.Fatal(err)
	}
	if !underWine() { // which lets it
		if _, err := Listen(profile); err == nil {
			t.Error("a second program listens")
		}
	}
	go func() {
		for {
			conn, err := l.Accept()
			if err != nil {
				return
			}
			line, _ := bufio.NewReader(conn).ReadString('\n')
			fmt.Fprint(conn, "echo "+line)
			conn.Close()
		}
	}()
	for i := range 3 {
		conn, err := Dial(profile)
		if err != nil {
			t.Fatal(err)
		}
		fmt.Fprintf(conn, "%d\n", i)
		if got, err := bufio.NewReader(conn).ReadString('\n'); got != fmt.Sprintf("echo %d\n", i) {
			t.Errorf("%q, %v", got, err)
		}
		conn.Close()
	}
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := Dial(profile); !errors.Is(err, ErrNotRunning) {
		t.Errorf("after it ended: %v", err)
	}
}
