package main

import (
	"context"
	"fmt"
)

// Rows of the scenario start.
var (
	startTime = &row{"start: the window is there, with the messages in its chat", seconds, []string{colDino, colGajim}}
	startMany = &row{"… with ten times as many", seconds, nil}
	startHold = &row{"… memory (PSS) then", mebibytes, nil}
	startFile = &row{"… and the file", mebibytes, nil}
	startRows = []*row{startTime}
	manyRows  = []*row{startMany, startHold, startFile}
)

// begin measures how soon a window is there when the chat is long, and when it is ten times as long.
func (r *run) begin(ctx context.Context) error {
	cast := r.cast()
	if err := r.serve(ctx, users(cast)...); err != nil {
		return err
	}
	if err := r.each(ctx, cast, startRows, func(m messenger) error { return r.beginAll(ctx, m, r.stored, startTime) }); err != nil {
		return err
	}
	return r.each(ctx, onlyVouch(cast), manyRows, func(m messenger) error {
		if err := r.beginAll(ctx, m, 10*r.stored, startMany); err != nil {
			return err
		}
		size, err := m.(*vouch).size()
		r.sheet.put(startFile, m.column(), float64(size))
		return err
	})
}

func (r *run) beginAll(ctx context.Context, m messenger, stored int, at *row) error {
	if err := m.enrol(ctx); err != nil {
		return err
	}
	if err := m.store(ctx, stored); err != nil {
		return err
	}
	for n := range r.runs {
		if err := r.beginOnce(ctx, m, n, at); err != nil {
			return err
		}
	}
	return nil
}

func (r *run) beginOnce(ctx context.Context, m messenger, n int, at *row) error {
	p, _, took, err := r.appear(ctx, m.launch)
	if p != nil {
		defer p.end()
	}
	if err != nil {
		return err
	}
	if err := m.online(ctx, p); err != nil {
		return err
	}
	r.sheet.put(at, m.column(), took.Seconds())
	r.say("start %d, %s: %s", n+1, m.column(), seconds(took.Seconds()))
	if at != startMany {
		return pause(ctx, settled) // it ends as one that has started
	}
	if err := m.open(ctx, p); err != nil {
		return err
	}
	if err := pause(ctx, r.settle); err != nil {
		return err
	}
	held, err := p.memory()
	if err != nil {
		return fmt.Errorf("start: %w", err)
	}
	r.sheet.put(startHold, m.column(), float64(held.pss))
	return nil
}
