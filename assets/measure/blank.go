package main

import (
	"context"
	"os/exec"
	"time"
)

// blank is a window of Fyne with one word, beside which stands what Vouch costs while nothing happens. It has no account.
type blank struct {
	profile
	s      *stage
	binary string
}

func (b *blank) column() string { return colWindow }
func (b *blank) user() string   { return "nobody" }

func (b *blank) enrol(context.Context) error { return b.make(b.s, "window") }

func (b *blank) launch() (*process, error) {
	cmd := exec.Command(b.binary)
	cmd.Env = append(b.homed(b.s.env), "LANG=en_US.UTF-8", traced)
	return b.s.start("window", cmd)
}

func (b *blank) online(context.Context, *process) error          { return nil }
func (b *blank) open(context.Context, *process) error            { return nil }
func (b *blank) every() time.Duration                            { return time.Second }
func (b *blank) holds(context.Context, string, int) (int, error) { return 0, nil }
func (b *blank) store(context.Context, int) error                { return nil }
