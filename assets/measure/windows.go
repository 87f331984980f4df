package main

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"
)

// windows is the list of the windows that the window manager manages, as it changes.
type windows struct {
	spy   *process
	lines chan string
}

// watchWindows follows the list. xprop writes a line each time that it changes.
func (s *stage) watchWindows() (*windows, error) {
	r, w := io.Pipe()
	cmd := exec.Command("xprop", "-root", "-spy", "_NET_CLIENT_LIST")
	cmd.Stdout = w
	p, err := s.start("xprop", cmd)
	if err != nil {
		return nil, err
	}
	lines := make(chan string)
	go func() {
		for in := bufio.NewScanner(r); in.Scan(); {
			select {
			case lines <- in.Text():
			case <-p.done:
			}
		}
	}()
	go func() {
		<-p.done
		w.Close()
	}()
	return &windows{p, lines}, nil
}

func (w *windows) close() { w.spy.end() }

// first waits for a window and gives it and the moment it was there.
func (w *windows) first(ctx context.Context, p *process) (id string, at time.Time, err error) {
	late := time.After(60 * time.Second)
	for {
		select {
		case line := <-w.lines:
			at = time.Now()
			if _, list, ok := strings.Cut(line, "#"); ok {
				if id, _, _ = strings.Cut(strings.TrimSpace(list), ","); id != "" {
					return id, at, nil
				}
			}
		case <-p.done:
			return "", at, fmt.Errorf("%s: %w: %s", p.name, errEnded, p.printed())
		case <-late:
			return "", at, fmt.Errorf("%s shows no window: %s", p.name, p.printed())
		case <-ctx.Done():
			return "", at, ctx.Err()
		}
	}
}

// appear starts a program and waits for its first window. No other window is there.
func (s *stage) appear(ctx context.Context, start func() (*process, error)) (p *process, window string, took time.Duration, err error) {
	w, err := s.watchWindows()
	if err != nil {
		return nil, "", 0, err
	}
	defer w.close()
	select { // the list as it is, before anything is in it
	case <-w.lines:
	case <-time.After(10 * time.Second):
		return nil, "", 0, fmt.Errorf("watch windows: %s", w.spy.printed())
	}
	if p, err = start(); err != nil {
		return nil, "", 0, err
	}
	window, at, err := w.first(ctx, p)
	return p, window, at.Sub(p.begun), err
}

// focus gives a window the keyboard, and waits until it has it.
func (s *stage) focus(ctx context.Context, window string) error {
	_, err := s.x(ctx, "windowactivate", "--sync", window)
	return err
}

// distract shows a small window in a corner that has the keyboard, until the function is called.
func (s *stage) distract(ctx context.Context) (gone func(), err error) {
	p, err := s.start("xmessage", exec.Command("xmessage", "-geometry", "120x60-0-0", "elsewhere"))
	if err != nil {
		return nil, err
	}
	id, err := s.x(ctx, "search", "--sync", "--onlyvisible", "--class", "Xmessage")
	if err == nil {
		err = s.focus(ctx, strings.Fields(id)[0])
	}
	return p.end, err
}

// x runs xdotool.
func (s *stage) x(ctx context.Context, args ...string) (string, error) {
	ctx, cancel := context.WithTimeout(ctx, 20*time.Second)
	defer cancel()
	cmd := exec.CommandContext(ctx, "xdotool", args...)
	cmd.Env = s.env
	out, err := cmd.CombinedOutput()
	if err != nil {
		return "", fmt.Errorf("xdotool %s: %w: %s", args[0], err, out)
	}
	return string(out), nil
}

// picture takes a picture of the display, where pictures are asked for: what was measured can be looked at.
func (r *run) picture(ctx context.Context, name string) error {
	if r.pictures == "" {
		return nil
	}
	if err := os.MkdirAll(r.pictures, 0o755); err != nil {
		return err
	}
	r.shots++
	cmd := exec.CommandContext(ctx, "import", "-silent", "-window", "root", filepath.Join(r.pictures, fmt.Sprintf("%02d-%s.png", r.shots, name)))
	cmd.Env = r.env
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("take picture: %w: %s", err, out)
	}
	return nil
}
