package main

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"time"

	"vouch/app/control"
	"vouch/xmpp/xmpptest"
)

const password = "pass" // after the name: the server is gone with the demo

// stage is what the demo started. It is cleared in reverse order.
type stage struct {
	dir, vouch, theme string
	single            bool
	env               []string // of everything that is started
	server            *xmpptest.Prosody
	running           []*exec.Cmd
	people            map[string]*person
}

// person is one account in a window of its own.
type person struct {
	name, jid, title, profile string
	process                   *exec.Cmd
	done                      chan struct{}
	window                    string // id, on X
}

// begin starts the server and both windows, signed in.
func (s *stage) begin(ctx context.Context) error {
	server, err := xmpptest.Launch(ctx, filepath.Join(s.dir, "server"), xmpptest.Friends("alice", "bob"), xmpptest.Uploads(100<<20))
	if err != nil {
		return fmt.Errorf("start server: %w", err)
	}
	s.server = server
	s.people = map[string]*person{}
	var starting sync.WaitGroup
	failed := make([]error, 2)
	for i, name := range []string{"alice", "bob"} {
		p := &person{name: name, jid: name + "@" + server.Domain, title: "Vouch - " + strings.ToUpper(name[:1]) + name[1:],
			profile: filepath.Join(s.dir, name), done: make(chan struct{})}
		s.people[name] = p
		starting.Go(func() { failed[i] = s.open(ctx, p) })
	}
	starting.Wait()
	if err := errors.Join(failed...); err != nil {
		return err
	}
	for i, name := range []string{"alice", "bob"} {
		s.place(ctx, s.people[name], i*800)
	}
	return nil
}

// open starts one window and signs in.
func (s *stage) open(ctx context.Context, p *person) error {
	for _, sub := range []string{"home/.cache", "home/.config"} {
		if err := os.MkdirAll(filepath.Join(s.dir, p.name+"-"+sub), 0o700); err != nil {
			return err
		}
	}
	home := filepath.Join(s.dir, p.name+"-home")
	p.process = exec.Command(s.vouch, "--profile", p.profile, "--title", p.title, "--theme", s.theme)
	p.process.Env = append(s.env, "HOME="+home, "XDG_CONFIG_HOME="+filepath.Join(home, ".config"), "XDG_CACHE_HOME="+filepath.Join(home, ".cache"), "LANG=en_US.UTF-8")
	log, err := os.Create(filepath.Join(s.dir, p.name+".log"))
	if err != nil {
		return err
	}
	defer log.Close()
	p.process.Stdout, p.process.Stderr = log, log
	if err := p.process.Start(); err != nil {
		return fmt.Errorf("start %s: %w", s.vouch, err)
	}
	go func() {
		p.process.Wait()
		close(p.done)
	}()
	err = p.signIn(ctx, s.server)
	if err != nil {
		text, _ := os.ReadFile(log.Name())
		return fmt.Errorf("sign in as %s: %w\n%s", p.jid, err, text)
	}
	return nil
}

// signIn waits for the control socket and adds the account.
func (p *person) signIn(ctx context.Context, server *xmpptest.Prosody) error {
	err := until(ctx, 30*time.Second, func() bool {
		_, err := p.call(ctx, "version", nil)
		return err == nil
	}, p.done)
	if err != nil {
		return err
	}
	_, err = p.call(ctx, "account.add", map[string]any{"jid": p.jid, "password": p.name + password, "host": server.Host, "port": server.Port, "ca_file": server.CAFile})
	return err
}

// call calls a method of the person's Vouch.
func (p *person) call(ctx context.Context, method string, params any) (json.RawMessage, error) {
	c, err := control.Connect(p.profile)
	if err != nil {
		return nil, err
	}
	defer c.Close()
	return c.Call(ctx, method, params)
}

// complaints looks for what the toolkit says about calls on the wrong thread.
func (s *stage) complaints() error {
	for _, p := range s.people {
		text, err := os.ReadFile(filepath.Join(s.dir, p.name+".log"))
		if err != nil {
			return err
		}
		if strings.Contains(string(text), "Error in Fyne call thread") {
			return fmt.Errorf("%s: %s", p.name, text)
		}
	}
	return nil
}

// wait waits until both windows are closed.
func (s *stage) wait(ctx context.Context) error {
	for _, p := range s.people {
		select {
		case <-p.done:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
	return nil
}

// clear ends everything in reverse order.
func (s *stage) clear() {
	for _, p := range s.people {
		if p.process != nil && p.process.Process != nil {
			p.process.Process.Signal(syscall.SIGTERM)
		}
	}
	for _, p := range s.people {
		if p.process == nil || p.process.Process == nil {
			continue
		}
		select {
		case <-p.done:
		case <-time.After(10 * time.Second):
			p.process.Process.Kill()
			<-p.done
		}
	}
	if s.server != nil {
		s.server.Close()
	}
	for i := len(s.running) - 1; i >= 0; i-- {
		s.running[i].Process.Signal(syscall.SIGTERM)
		s.running[i].Wait()
	}
}

// virtualDisplay starts an X server without a screen, and a window manager in it.
func (s *stage) virtualDisplay(ctx context.Context) error {
	r, w, err := os.Pipe()
	if err != nil {
		return err
	}
	defer r.Close()
	x := exec.Command("Xvfb", "-displayfd", "3", "-screen", "0", "1600x1000x24", "-nolisten", "tcp")
	x.ExtraFiles = []*os.File{w}
	err = x.Start()
	w.Close()
	if err != nil {
		return err
	}
	s.running = append(s.running, x)
	number, err := bufio.NewReader(r).ReadString('\n')
	if err != nil {
		return fmt.Errorf("read number of the display: %w", err)
	}
	s.env = append(s.env, "DISPLAY=:"+strings.TrimSpace(number), "WAYLAND_DISPLAY=", "LIBGL_ALWAYS_SOFTWARE=1")
	manager := exec.Command("openbox")
	manager.Env = s.env
	if err := manager.Start(); err != nil {
		return err
	}
	s.running = append(s.running, manager)
	return nil
}

// until looks ten times a second until done says yes.
func until(ctx context.Context, patience time.Duration, done func() bool, ended <-chan struct{}) error {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	ticks := time.NewTicker(100 * time.Millisecond)
	defer ticks.Stop()
	for !done() {
		select {
		case <-ticks.C:
		case <-ended:
			return errors.New("the program has ended")
		case <-ctx.Done():
			return ctx.Err()
		}
	}
	return nil
}
