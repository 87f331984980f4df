package main

import (
	"bufio"
	"context"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"syscall"
)

// stage is what the check started. It is cleared in reverse order.
type stage struct {
	dir     string
	env     []string
	running []*exec.Cmd
}

// display starts an X server without a screen, and a window manager in it. The socket of the former has a name without a
// file too, which is reached from other roots.
func (s *stage) display() error {
	r, w, err := os.Pipe()
	if err != nil {
		return err
	}
	defer r.Close()
	x := exec.Command("Xvfb", "-displayfd", "3", "-screen", "0", "1280x900x24", "-nolisten", "tcp", "-ac")
	x.ExtraFiles = []*os.File{w}
	err = s.run(x)
	w.Close()
	if err != nil {
		return err
	}
	number, err := bufio.NewReader(r).ReadString('\n')
	if err != nil {
		return fmt.Errorf("read number of the display: %w", err)
	}
	s.env = append(s.env, "DISPLAY=:"+strings.TrimSpace(number), "WAYLAND_DISPLAY=", "LIBGL_ALWAYS_SOFTWARE=1")
	manager := exec.Command("openbox")
	manager.Env = s.env
	return s.run(manager)
}

// run starts a command in a group of its own, which is ended with the stage.
func (s *stage) run(cmd *exec.Cmd) error {
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	if err := cmd.Start(); err != nil {
		return err
	}
	s.running = append(s.running, cmd)
	return nil
}

func (s *stage) clear() {
	for i := len(s.running) - 1; i >= 0; i-- {
		syscall.Kill(-s.running[i].Process.Pid, syscall.SIGKILL)
		s.running[i].Wait() // whoever waited before has its end
	}
}

// window waits for a window of that name on the display.
func (s *stage) window(ctx context.Context, name string) error {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	cmd := exec.CommandContext(ctx, "xdotool", "search", "--sync", "--onlyvisible", "--name", "^"+name+"$")
	cmd.Env = s.env
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("look for it: %w: %s", err, out)
	}
	s.say("the window is there")
	return nil
}

// picture takes one of the display, once it has been drawn.
func (s *stage) picture(file string) error {
	if file == "" {
		return nil
	}
	cmd := exec.Command("import", "-window", "root", file)
	cmd.Env = s.env
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("take a picture: %w: %s", err, out)
	}
	return nil
}

func (s *stage) say(format string, args ...any) { fmt.Printf("  "+format+"\n", args...) }
