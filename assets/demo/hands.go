package main

import (
	"context"
	"errors"
	"fmt"
	"os/exec"
	"strconv"
	"strings"
	"time"
)

// width and height of each window.
const (
	width  = 790
	height = 950
)

// place puts a window at x, as far as the display lets others do that.
func (s *stage) place(ctx context.Context, p *person, x int) {
	out, err := s.x(ctx, "search", "--sync", "--onlyvisible", "--name", "^"+p.title+"$")
	if err != nil {
		return
	}
	p.window = strings.Fields(out)[0]
	s.x(ctx, "windowsize", "--sync", p.window, strconv.Itoa(width), strconv.Itoa(height))
	s.x(ctx, "windowmove", p.window, strconv.Itoa(x), "24")
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

// click clicks at a place in the person's window, as a person does: it looks whether something came of it, and clicks again
// if nothing did. A busy window may lose a click that comes with the pointer.
func (s *stage) click(ctx context.Context, p *person, at place) error {
	if _, err := s.x(ctx, "windowactivate", "--sync", p.window, "mousemove", "--window", p.window, strconv.Itoa(at.x), strconv.Itoa(at.y)); err != nil {
		return err
	}
	before, err := s.rest(ctx, p.window, pointed)
	if err != nil {
		return err
	}
	var clicked time.Time
	err = until(ctx, 60*time.Second, func() bool {
		now, err := s.grab(ctx, p.window, "gray:-")
		if err == nil && differing(now, before) > deed {
			return true
		}
		if time.Since(clicked) > 10*time.Second {
			s.x(ctx, "click", "1")
			clicked = time.Now()
		}
		return false
	}, p.done)
	if err != nil {
		return fmt.Errorf("click at %v: nothing came of it: %w", at, err)
	}
	_, err = s.rest(ctx, p.window, still)
	return err
}

// write types a line into the person's window.
func (s *stage) write(ctx context.Context, p *person, text string) error {
	_, err := s.x(ctx, "windowactivate", "--sync", p.window, "type", "--delay", "30", text)
	if err == nil {
		_, err = s.x(ctx, "key", "Return")
	}
	return err
}

// picture takes a picture of the whole display once it has come to rest.
func (s *stage) picture(ctx context.Context, path string) error { return s.take(ctx, "root", path) }

// shot takes a picture of one window once it has come to rest.
func (s *stage) shot(ctx context.Context, p *person, path string) error {
	return s.take(ctx, p.window, path)
}

// take takes a picture once all is drawn.
func (s *stage) take(ctx context.Context, window, path string) error {
	if _, err := s.rest(ctx, window, still); err != nil {
		return err
	}
	_, err := s.grab(ctx, window, path)
	return err
}

// How many looks in a row, a tenth of a second or more apart, find a window at rest: when it was drawn, and when the words
// have come up that the pointer brings.
const (
	still   = 3
	pointed = 10
)

// rest waits until nothing has moved for so many looks, carets apart, and gives what is seen then.
func (s *stage) rest(ctx context.Context, window string, looks int) (last []byte, err error) {
	same := 0
	err = until(ctx, 15*time.Second, func() bool {
		now, err := s.grab(ctx, window, "gray:-")
		if err == nil && differing(now, last) < caret {
			same++
		} else {
			same = 0
		}
		last = now
		return same >= looks
	}, nil)
	if errors.Is(err, context.DeadlineExceeded) && ctx.Err() == nil {
		err = nil // a window that never rests is shown as it is
	}
	return last, err
}

// caret is how many pixels may change while all is at rest, and deed how many change at least when a click did something.
const (
	caret = 200
	deed  = 2000
)

func differing(a, b []byte) int {
	if len(a) != len(b) {
		return len(a) + len(b)
	}
	n := 0
	for i := range a {
		if a[i] != b[i] {
			n++
		}
	}
	return n
}

func (s *stage) grab(ctx context.Context, window, to string) ([]byte, error) {
	cmd := exec.CommandContext(ctx, "import", "-silent", "-window", window, "-depth", "8", to)
	cmd.Env = s.env
	out, err := cmd.Output()
	if err != nil {
		return nil, fmt.Errorf("take picture: %w", err)
	}
	return out, nil
}
