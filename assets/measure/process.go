package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"time"
)

// process is a program that runs in a process group of its own.
type process struct {
	name  string
	cmd   *exec.Cmd
	begun time.Time
	done  chan struct{} // closed when it has ended
	log   string        // path of what it printed
}

// start starts a program that ends with the stage.
func (s *stage) start(name string, cmd *exec.Cmd) (*process, error) {
	s.logs++
	p := &process{name: name, cmd: cmd, done: make(chan struct{}), log: filepath.Join(s.dir, fmt.Sprintf("%03d-%s.log", s.logs, name))}
	log, err := os.Create(p.log)
	if err != nil {
		return nil, err
	}
	defer log.Close()
	if cmd.Stdout == nil {
		cmd.Stdout = log
	}
	cmd.Stderr = log
	if cmd.Env == nil {
		cmd.Env = s.env
	}
	cmd.SysProcAttr = apart()
	p.begun = time.Now()
	if err := cmd.Start(); err != nil {
		return nil, fmt.Errorf("start %s: %w", name, err)
	}
	s.running = append(s.running, p)
	go func() {
		_ = cmd.Wait()             // how it ended stands in its log
		killGroup(cmd.Process.Pid) // what it left behind, at once: later the number may be another's
		close(p.done)
	}()
	return p, nil
}

// end asks the program to end, and kills what is still there after a while, its children too.
func (p *process) end() {
	_ = p.cmd.Process.Signal(syscall.SIGTERM)
	select {
	case <-p.done:
	case <-time.After(10 * time.Second):
		killGroup(p.cmd.Process.Pid)
		<-p.done
	}
}

// printed is the end of what it printed.
func (p *process) printed() string {
	text, err := os.ReadFile(p.log)
	if err != nil {
		return err.Error()
	}
	return string(text[max(0, len(text)-2000):])
}

func (p *process) load() (load, error)     { return proc("/proc").load(p.cmd.Process.Pid) }
func (p *process) memory() (memory, error) { return proc("/proc").memory(p.cmd.Process.Pid) }

// What counts as rest: a share of a core beyond what the program uses when nothing happens, and for how many looks in a row.
const (
	restShare = 0.05
	restLooks = 2
	restEvery = time.Second // a caret that blinks once a second is no work
)

// rest waits until the program has come to rest, in which it uses the share idle of a core, and gives what it has used up to
// then. One that does not within patience is taken as it is.
func (p *process) rest(ctx context.Context, patience time.Duration, idle float64) (load, error) {
	last, err := p.load()
	if err != nil {
		return load{}, err
	}
	before := last
	for quiet, end := 0, time.Now().Add(patience); quiet < restLooks && time.Now().Before(end); {
		if err := pause(ctx, restEvery); err != nil {
			return load{}, err
		}
		now, err := p.load()
		if err != nil {
			return load{}, err
		}
		if now.since(last).share() < idle+restShare {
			quiet++
		} else {
			quiet = 0
			before = now
		}
		last = now
	}
	return before, nil
}

// pause waits for a time, or until ctx ends.
func pause(ctx context.Context, d time.Duration) error {
	select {
	case <-time.After(d):
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

var errEnded = errors.New("the program has ended")

// until looks every so often until done says yes, the program has ended, or patience has.
func until(ctx context.Context, every, patience time.Duration, p *process, done func() (bool, error)) error {
	ctx, cancel := context.WithTimeoutCause(ctx, patience, fmt.Errorf("not within %v", patience))
	defer cancel()
	ticks := time.NewTicker(every)
	defer ticks.Stop()
	for {
		if ok, err := done(); ok || err != nil {
			return err
		}
		select {
		case <-ticks.C:
		case <-p.done:
			return fmt.Errorf("%s: %w: %s", p.name, errEnded, p.printed())
		case <-ctx.Done():
			return context.Cause(ctx)
		}
	}
}
