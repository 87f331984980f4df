package main

import (
	"context"
	"fmt"
	"os"
)

// Rows of the scenario idle.
var (
	idleFocused      = &row{"idle, with the keyboard: CPU of a core", percent, []string{colDino, colGajim, colWindow}}
	idleFocusedWakes = &row{"… woken", perSecond, []string{colDino, colGajim, colWindow}}
	idleAway         = &row{"idle, keyboard elsewhere: CPU of a core", percent, []string{colDino, colGajim, colWindow}}
	idleAwayWakes    = &row{"… woken", perSecond, []string{colDino, colGajim, colWindow}}
	idlePSS          = &row{"memory, proportional (PSS), idle", mebibytes, []string{colDino, colGajim, colWindow}}
	idleRSS          = &row{"memory, resident (RSS), idle", mebibytes, []string{colDino, colGajim, colWindow}}
	idleParts        = partRows("idle", colWindow)
	idleRows         = []*row{idleFocused, idleFocusedWakes, idleAway, idleAwayWakes, idlePSS, idleRSS}
)

// few messages are in a chat while nothing happens.
const few = 30

// idle measures a window with one account online and a chat of a few messages open, while nothing happens.
func (r *run) idle(ctx context.Context) error {
	cast := r.cast()
	if err := r.serve(ctx, users(cast)...); err != nil {
		return err
	}
	return r.each(ctx, r.withWindow(cast), idleRows, func(m messenger) error {
		if err := m.enrol(ctx); err != nil {
			return err
		}
		if err := m.store(ctx, few); err != nil {
			return err
		}
		for n := range r.runs {
			if err := r.idleOnce(ctx, m, n); err != nil {
				return err
			}
		}
		return nil
	})
}

func (r *run) idleOnce(ctx context.Context, m messenger, n int) error {
	p, window, err := r.show(ctx, m)
	if p != nil {
		defer p.end()
	}
	if err != nil {
		return err
	}
	if err := r.picture(ctx, m.column()+"-idle"); err != nil {
		return err
	}
	focused, err := r.nothing(ctx, p)
	if err != nil {
		return err
	}
	held, err := p.memory()
	if err != nil {
		return err
	}
	divided, err := r.divide(m, p)
	if err != nil {
		return err
	}
	gone, err := r.distract(ctx)
	if gone != nil {
		defer gone()
	}
	if err != nil {
		return fmt.Errorf("take the keyboard from %s: %w", window, err)
	}
	away, err := r.nothing(ctx, p)
	if err != nil {
		return err
	}
	r.sheet.put(idleFocused, m.column(), focused.share())
	r.sheet.put(idleFocusedWakes, m.column(), focused.rate())
	r.sheet.put(idleAway, m.column(), away.share())
	r.sheet.put(idleAwayWakes, m.column(), away.rate())
	r.sheet.put(idlePSS, m.column(), float64(held.pss))
	r.sheet.put(idleRSS, m.column(), float64(held.rss))
	r.putParts(idleParts, m, divided)
	r.say("idle %d, %s: %s and %s, then %s and %s, PSS %s", n+1, m.column(), percent(focused.share()), perSecond(focused.rate()),
		percent(away.share()), perSecond(away.rate()), mebibytes(float64(held.pss)))
	return nil
}

// withWindow adds a bare window to the programs, where one was built and Vouch is among them.
func (r *run) withWindow(cast []messenger) []messenger {
	if _, err := os.Stat(r.window); err != nil || len(onlyVouch(cast)) == 0 {
		return cast
	}
	return append(cast[:len(cast):len(cast)], &blank{s: r.stage, binary: r.window})
}

// divide divides what a program in Go holds, and nothing of others.
func (r *run) divide(m messenger, p *process) (map[part]int64, error) {
	switch m.(type) {
	case *vouch, *blank:
		return p.parts()
	}
	return nil, nil
}

func (r *run) putParts(rows map[part]*row, m messenger, divided map[part]int64) {
	for _, name := range allParts {
		if bytes, ok := divided[name]; ok {
			r.sheet.put(rows[name], m.column(), float64(bytes))
		}
	}
}

// size is that of all windows in which something is drawn: what that costs goes by it.
var size = []string{"1000", "700"}

// show starts a program, opens its chat and gives it the keyboard.
func (r *run) show(ctx context.Context, m messenger) (p *process, window string, err error) {
	p, window, _, err = r.appear(ctx, m.launch)
	if err != nil {
		return p, "", err
	}
	if _, err := r.x(ctx, "windowsize", "--sync", window, size[0], size[1]); err != nil {
		return p, "", err
	}
	for _, do := range []func(context.Context, *process) error{m.online, m.open} {
		if err := do(ctx, p); err != nil {
			return p, "", err
		}
	}
	if err := r.focus(ctx, window); err != nil {
		return p, "", err
	}
	return p, window, pause(ctx, settled)
}

// nothing leaves a program alone and gives what it uses meanwhile.
func (r *run) nothing(ctx context.Context, p *process) (spent, error) {
	if err := pause(ctx, r.settle); err != nil {
		return spent{}, err
	}
	before, err := p.load()
	if err != nil {
		return spent{}, err
	}
	if err := pause(ctx, r.span); err != nil {
		return spent{}, err
	}
	after, err := p.load()
	if err != nil {
		return spent{}, err
	}
	return after.since(before), nil
}
