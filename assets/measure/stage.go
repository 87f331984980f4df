package main

import (
	"bufio"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"

	"vouch/xmpp/xmpptest"
)

const (
	domain   = "measure.test"
	password = "pass"   // after the name: the server is gone with the run
	sender   = "bob"    // writes what all others receive
	listener = "listen" // is a client on bare sockets
)

// stage is what the run started. It is cleared in reverse order.
type stage struct {
	dir       string
	host      string // a loopback address of our own, for clients that insist on port 5222
	env       []string
	server    *xmpptest.Prosody
	serverLog string
	display   *process // the X server
	running   []*process
	apart     error // nil where the server's name and authority are the system's
	logs      int
	dirs      int
}

// newStage starts a display with a window manager, and a session bus.
func newStage(ctx context.Context, dir string) (*stage, error) {
	s := &stage{dir: dir, host: fmt.Sprintf("127.77.%d.%d", os.Getpid()>>8&0xff, os.Getpid()&0xff)}
	s.apart = s.system()
	home := profile{}
	if err := home.make(s, "stage"); err != nil {
		return s, err
	}
	s.env = append(home.homed([]string{"PATH=" + os.Getenv("PATH")}), "LANG=C.UTF-8", "LIBGL_ALWAYS_SOFTWARE=1", "GSETTINGS_BACKEND=memory", "NO_AT_BRIDGE=1")
	display, err := s.tell(exec.Command("Xvfb", "-displayfd", "3", "-screen", "0", "1600x1000x24", "-nolisten", "tcp"))
	if err != nil {
		return s, fmt.Errorf("start display: %w", err)
	}
	s.display = s.running[0]
	s.env = append(s.env, "DISPLAY=:"+display)
	bus, err := s.tell(exec.Command("dbus-daemon", "--session", "--nofork", "--print-address=3"))
	if err != nil {
		return s, fmt.Errorf("start bus: %w", err)
	}
	s.env = append(s.env, "DBUS_SESSION_BUS_ADDRESS="+bus)
	if _, err := s.start("openbox", exec.Command("openbox")); err != nil {
		return s, err
	}
	return s, nil
}

// system has programs that only know the system's name service and authorities find the server and trust it, and ask nobody.
func (s *stage) system() error {
	for name, content := range map[string]string{
		"hosts":       fmt.Sprintf("127.0.0.1 localhost\n%s %s\n", s.host, domain),
		"resolv.conf": "nameserver " + s.host + "\noptions timeout:1 attempts:1\n", // where nobody answers, which is told at once
		"ca.pem":      "",
	} {
		if err := os.WriteFile(filepath.Join(s.dir, name), []byte(content), 0o644); err != nil {
			return err
		}
	}
	return overlay(s.dir, map[string]string{"hosts": "/etc/hosts", "resolv.conf": "/etc/resolv.conf", "ca.pem": "/etc/ssl/certs/ca-certificates.crt"})
}

// tell starts a program and gives the line that it writes on descriptor 3.
func (s *stage) tell(cmd *exec.Cmd) (string, error) {
	r, w, err := os.Pipe()
	if err != nil {
		return "", err
	}
	defer r.Close()
	cmd.ExtraFiles = []*os.File{w}
	_, err = s.start(filepath.Base(cmd.Path), cmd)
	w.Close()
	if err != nil {
		return "", err
	}
	line, err := bufio.NewReader(r).ReadString('\n')
	return strings.TrimSpace(line), err
}

// kept bounds what the server keeps of anybody's messages, in memory: Prosody's files would be read from their beginning for every page,
// and what is measured then is Prosody.
const kept = 1_000_000

// pages are as large as Prosody gives them where nobody has set anything.
const pages = "max_archive_query_results = 50"

// serve starts a server of its own for a scenario, with an account for each name beside the sender and the listener. The
// server of the scenario before is gone.
func (s *stage) serve(ctx context.Context, names ...string) error {
	s.leave()
	s.dirs++
	dir := filepath.Join(s.dir, fmt.Sprintf("server%d", s.dirs))
	s.serverLog = filepath.Join(dir, "prosody.log")
	server, err := xmpptest.Launch(ctx, dir, xmpptest.Domain(domain), xmpptest.At(s.host, 5222),
		xmpptest.Friends(append([]string{sender, listener}, names...)...), xmpptest.ArchiveInMemory(kept),
		xmpptest.Without("offline"), xmpptest.Quiet(), xmpptest.Config(pages))
	s.server = server
	if err != nil {
		return err
	}
	authority, err := os.ReadFile(server.CAFile)
	if err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(s.dir, "ca.pem"), authority, 0o644) // the same file: it is mounted
}

// signIns is how often the server has taken a user's password.
func (s *stage) signIns(user string) int {
	log, err := os.ReadFile(s.serverLog)
	if err != nil {
		return 0
	}
	return strings.Count(string(log), "Authenticated as "+user+"@")
}

// leave ends the server.
func (s *stage) leave() {
	if s.server != nil {
		_ = s.server.Kill() // its data is thrown away
		_ = s.server.Close()
		s.server = nil
	}
}

// folder is a new folder for a profile.
func (s *stage) folder(name string) (string, error) {
	s.dirs++
	dir := filepath.Join(s.dir, fmt.Sprintf("%s%d", name, s.dirs))
	return dir, os.MkdirAll(dir, 0o700)
}

// clear ends everything in reverse order.
func (s *stage) clear() {
	for _, p := range slices.Backward(s.running) {
		p.end()
	}
	s.leave()
}
