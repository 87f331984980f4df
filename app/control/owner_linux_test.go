package control_test

import (
	"bufio"
	"errors"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"vouch/app/control"
)

const (
	nobody   = 65534
	listenAt = "VOUCH_TEST_LISTEN_AT" // where the process of another user is to listen
)

// TestListenAsAnotherUser is no test: it is the process of another user in those below, which says on standard output what it
// is told.
func TestListenAsAnotherUser(t *testing.T) {
	path := os.Getenv(listenAt)
	if path == "" {
		return
	}
	if err := os.Mkdir(filepath.Dir(path), 0o777); err != nil && !errors.Is(err, os.ErrExist) {
		t.Fatal(err)
	}
	l, err := net.Listen("unix", path)
	if err != nil {
		t.Fatal(err)
	}
	os.Chmod(path, 0o777)
	fmt.Println("ready")
	for {
		conn, err := l.Accept()
		if err != nil {
			return
		}
		line, _ := bufio.NewReader(conn).ReadString('\n')
		if line != "" {
			fmt.Println("told " + line)
		}
		conn.Close()
	}
}

// anotherUser listens at the place's socket, in a folder of its own where there is none. Only root can become another user.
func (p *place) anotherUser(t *testing.T) {
	t.Helper()
	open := t.TempDir() // a copy of this program where another user can run it
	for dir := open; dir != os.TempDir() && dir != "/"; dir = filepath.Dir(dir) {
		os.Chmod(dir, 0o755)
	}
	program, err := os.ReadFile("/proc/self/exe")
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(open, "other")
	if err := os.WriteFile(file, program, 0o755); err != nil {
		t.Fatal(err)
	}
	thief := exec.Command(file, "-test.run=^TestListenAsAnotherUser$")
	thief.Env, thief.Dir = append(os.Environ(), listenAt+"="+p.socket), "/"
	thief.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: nobody, Gid: nobody}}
	out, err := thief.StdoutPipe()
	if err == nil {
		err = thief.Start()
	}
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { thief.Process.Kill(); thief.Wait() })
	in := bufio.NewScanner(out)
	if !in.Scan() || in.Text() != "ready" {
		t.Fatalf("the other user does not listen: %q", in.Text())
	}
	go func() {
		for in.Scan() {
			p.says <- in.Text()
		}
	}()
}

// TestNothingIsSaidToAnotherUser: the folder that a crash has left is gone, and another user has made it again. Who is no root
// cannot become another user; for them the folders that others can write to stand for it.
func TestNothingIsSaidToAnotherUser(t *testing.T) {
	if os.Geteuid() != 0 {
		t.Log("not root: without a second user")
		return
	}
	p := newPlace(t)
	os.RemoveAll(p.dir)
	p.anotherUser(t)
	p.refuses(t, "a folder of another user")
	if err := errors.Join(os.Chown(p.dir, 0, 0), os.Chmod(p.dir, 0o700)); err != nil {
		t.Fatal(err)
	}
	p.refuses(t, "a socket of another user")
	if err := os.Chown(p.socket, 0, 0); err != nil {
		t.Fatal(err)
	}
	p.refuses(t, "a process of another user")
	if c, err := control.Connect(p.profile); err == nil || !strings.Contains(err.Error(), "user 65534") {
		t.Errorf("connected: %v, %v", c, err)
	}
}
