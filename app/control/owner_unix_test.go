//go:build unix

package control_test

import (
	"bufio"
	"context"
	"errors"
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"vouch/app/control"
)

// place is a profile folder whose control.path leads to a socket in a folder that is no longer what it was; says are what
// clients write there.
type place struct {
	profile, dir, socket string
	says                 chan string
}

func newPlace(t *testing.T) *place {
	t.Helper()
	p := &place{profile: filepath.Join(t.TempDir(), strings.Repeat("long", 30)), says: make(chan string, 10)}
	dir, err := os.MkdirTemp("", "vouch-")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(dir) })
	p.dir, p.socket = dir, filepath.Join(dir, "control.sock")
	if err := errors.Join(os.Mkdir(p.profile, 0o700), os.WriteFile(filepath.Join(p.profile, "control.path"), []byte(p.socket), 0o600)); err != nil {
		t.Fatal(err)
	}
	return p
}

// listen is whoever listens at the socket.
func (p *place) listen(t *testing.T) {
	t.Helper()
	l, err := net.Listen("unix", p.socket)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Close() })
	go func() {
		for {
			conn, err := l.Accept()
			if err != nil {
				return
			}
			line, _ := bufio.NewReader(conn).ReadString('\n')
			p.says <- line
			conn.Close()
		}
	}()
}

// refuses tells whether every way to the socket is refused before a word is said there.
func (p *place) refuses(t *testing.T, name string) {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	c, err := control.Connect(p.profile)
	if err == nil {
		c.Call(ctx, "account.add", map[string]string{"jid": "alice@example.org", "password": "secret"})
		c.Close()
	}
	for way, err := range map[string]error{"connect": err, "hand over": control.HandOver(ctx, p.profile, "xmpp:bob@example.org", ""), "answers": control.Answers(ctx, p.profile)} {
		if err == nil || errors.Is(err, control.ErrNotRunning) {
			t.Errorf("%s, %s: %v", name, way, err)
		}
	}
	select {
	case said := <-p.says:
		t.Errorf("%s: was told %q", name, said)
	default:
	}
}

// TestNothingIsSaidWhereOthersCanListen: a place that others can write to, or that a symbolic link leads to, is not the one that
// Vouch has made.
func TestNothingIsSaidWhereOthersCanListen(t *testing.T) {
	for name, spoil := range map[string]func(p *place) error{
		"a folder that all can write to":     func(p *place) error { return os.Chmod(p.dir, 0o777) },
		"a folder that a group can write to": func(p *place) error { return os.Chmod(p.dir, 0o770) },
		"a folder like /tmp":                 func(p *place) error { return os.Chmod(p.dir, 0o777|os.ModeSticky) },
		"a profile that all can write to":    func(p *place) error { return os.Chmod(p.profile, 0o777) },
		"a folder that a symbolic link is":   func(p *place) error { return errors.Join(os.Rename(p.dir, p.dir+"x"), os.Symlink(p.dir+"x", p.dir)) },
		"a socket that a symbolic link is": func(p *place) error {
			return errors.Join(os.Rename(p.socket, p.socket+"x"), os.Symlink(p.socket+"x", p.socket))
		},
		"a path that a symbolic link leads to": func(p *place) error { return link(filepath.Join(p.profile, "control.path")) },
		"a path that is not absolute": func(p *place) error {
			return os.WriteFile(filepath.Join(p.profile, "control.path"), []byte("x"), 0o600)
		},
	} {
		p := newPlace(t)
		p.listen(t)
		if err := spoil(p); err != nil {
			t.Fatal(err)
		}
		p.refuses(t, name)
		os.RemoveAll(p.dir + "x")
	}
	p := newPlace(t)
	p.listen(t)
	c, err := control.Connect(p.profile)
	if err != nil {
		t.Fatalf("as it should be: %v", err)
	}
	c.Close()
	if err := os.RemoveAll(p.dir); err != nil {
		t.Fatal(err)
	}
	if _, err := control.Connect(p.profile); !errors.Is(err, control.ErrNotRunning) {
		t.Errorf("a path to nothing: %v", err)
	}
}

// link puts a symbolic link in the place of a file.
func link(file string) error {
	return errors.Join(os.Rename(file, file+"x"), os.Symlink(file+"x", file))
}
