package main

import "context"

// Rows of the scenario start.
var (
	startTime = &row{"start: the window is there, with the messages in its chat", seconds, []string{colDino, colGajim}}
	startRows = []*row{startTime}
)

// begin measures how soon a window is there when the chat is long.
func (r *run) begin(ctx context.Context) error {
	cast := r.cast()
	if err := r.serve(ctx, users(cast)...); err != nil {
		return err
	}
	return r.each(ctx, cast, startRows, func(m messenger) error {
		if err := m.enrol(ctx); err != nil {
			return err
		}
		if err := m.store(ctx, r.stored); err != nil {
			return err
		}
		for n := range r.runs {
			if err := r.beginOnce(ctx, m, n); err != nil {
				return err
			}
		}
		return nil
	})
}

func (r *run) beginOnce(ctx context.Context, m messenger, n int) error {
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
	r.sheet.put(startTime, m.column(), took.Seconds())
	r.say("start %d, %s: %s", n+1, m.column(), seconds(took.Seconds()))
	return pause(ctx, settled) // it ends as one that has started
}
