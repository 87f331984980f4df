package xmpptest

import (
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"os/exec"
	"strconv"
	"time"
)

const (
	startTime = 40 * time.Second // a busy machine
	stopTime  = 5 * time.Second
)

// process is a server that runs.
type process struct {
	command *exec.Cmd
	exited  chan struct{}
}

// startProcess starts command. It dies with the test binary.
func startProcess(command *exec.Cmd) (*process, error) {
	command.SysProcAttr = dieWithParent()
	if err := command.Start(); err != nil {
		return nil, err
	}
	p := &process{command, make(chan struct{})}
	go func() {
		defer close(p.exited)
		_ = command.Wait() // how it ended stands in its log
	}()
	return p, nil
}

// await waits until the server accepts connections on port.
func (p *process) await(ctx context.Context, host string, port uint16) error {
	tick := time.NewTicker(10 * time.Millisecond)
	defer tick.Stop()
	for {
		conn, err := net.Dial("tcp", net.JoinHostPort(host, strconv.Itoa(int(port))))
		if err == nil {
			return conn.Close()
		}
		select {
		case <-p.exited:
			return errors.New("it ended at once")
		case <-ctx.Done():
			return fmt.Errorf("no answer on port %d: %w", port, context.Cause(ctx))
		case <-tick.C:
		}
	}
}

// end sends signal, and kills what is still there after a while.
func (p *process) end(signal os.Signal) error {
	if err := p.command.Process.Signal(signal); err != nil && !errors.Is(err, os.ErrProcessDone) {
		return err
	}
	select {
	case <-p.exited:
		return nil
	case <-time.After(stopTime):
	}
	err := p.command.Process.Kill()
	<-p.exited
	return err
}

// tail is the end of a log.
func tail(name string) string {
	raw, err := os.ReadFile(name)
	if err != nil {
		return err.Error()
	}
	return string(raw[max(0, len(raw)-16<<10):])
}
