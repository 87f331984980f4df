package main

import (
	"context"
	"fmt"
	"strings"
	"time"
)

// Rows of the scenario catchup.
var (
	missedTime      = &row{"catch-up of archived messages in clear: the last one stored", seconds, []string{colBare, colDino, colGajim}}
	missedRest      = &row{"… and at rest", seconds, []string{colHeadless, colDino, colGajim}}
	missedCPU       = &row{"… CPU", seconds, []string{colHeadless, colDino, colGajim}}
	missedRows      = []*row{missedTime, missedRest, missedCPU}
	missedMixedTime = &row{"catch-up, every other one OMEMO: the last one stored", seconds, []string{colBare}}
	missedMixedRest = &row{"… and at rest", seconds, []string{colHeadless}}
	missedMixedCPU  = &row{"… CPU", seconds, []string{colHeadless}}
	missedMixedRows = []*row{missedMixedTime, missedMixedRest, missedMixedCPU}
)

// catchUp measures how programs fetch what was written while they did not run: in clear, and then, for Vouch, with every other
// message encrypted.
func (r *run) catchUp(ctx context.Context) error {
	cast := r.cast()
	if err := r.serve(ctx, users(cast)...); err != nil {
		return err
	}
	if err := r.fill(ctx, listener, texts(listener, "missed", r.archived)); err != nil {
		return err
	}
	if err := r.floor(ctx, listener, missedTime); err != nil {
		return err
	}
	if err := r.each(ctx, cast, missedRows, func(m messenger) error {
		if err := r.known(ctx, m); err != nil {
			return err
		}
		if err := r.fill(ctx, m.user(), texts(m.user(), "missed", r.archived)); err != nil {
			return err
		}
		return r.missed(ctx, m, missedRows)
	}); err != nil {
		return err
	}
	return r.each(ctx, onlyVouch(cast), missedMixedRows, func(m messenger) error { return r.mixed(ctx, m.(*vouch)) })
}

// known enrols a program that finds one message in its archive: where there was none before, Dino stops after one page.
func (r *run) known(ctx context.Context, m messenger) error {
	if err := r.fill(ctx, m.user(), texts(m.user(), "known", 1)); err != nil {
		return err
	}
	if err := m.enrol(ctx); err != nil {
		return err
	}
	p, err := m.launch()
	if err != nil {
		return err
	}
	defer p.end()
	if err := await(ctx, m, p, "known", 1); err != nil {
		return fmt.Errorf("fetch the first message: %w", err)
	}
	return pause(ctx, settled) // it notes that it has it
}

// mixed measures a catch-up of which half is encrypted.
func (r *run) mixed(ctx context.Context, v *vouch) error {
	if err := r.serve(ctx, v.user()); err != nil {
		return err
	}
	sealed, err := r.seal(ctx, v, "missed", r.archived, 2)
	if err != nil {
		return err
	}
	if err := r.fill(ctx, v.user(), sealed); err != nil {
		return err
	}
	if err := r.floor(ctx, v.user(), missedMixedTime); err != nil {
		return err
	}
	return r.missed(ctx, v, missedMixedRows)
}

// floor measures how long a client on bare sockets takes to page a user's archive.
func (r *run) floor(ctx context.Context, user string, at *row) error {
	for n := range r.runs {
		begun := time.Now()
		b, err := login(ctx, r.server, user, "floor")
		if err != nil {
			return err
		}
		messages, pages := 0, 0
		err = b.page(ctx, func(text string) {
			messages += strings.Count(text, "</result>")
			pages++
		})
		b.close()
		if err != nil {
			return err
		}
		took := time.Since(begun).Seconds()
		if messages < r.archived {
			return fmt.Errorf("the archive of %s has %d messages of %d", user, messages, r.archived)
		}
		r.sheet.put(at, colBare, took)
		r.say("catch-up %d, bare sockets: %s for %d messages in %d pages", n+1, seconds(took), messages, pages)
	}
	return nil
}

// missed measures a program that has missed the messages, again and again from the same profile; Vouch without a window too.
func (r *run) missed(ctx context.Context, m messenger, rows []*row) error {
	if err := m.keep(); err != nil {
		return err
	}
	variants := []messenger{m}
	if v, ok := m.(*vouch); ok {
		without := *v
		without.headless = true
		variants = append(variants, &without)
	}
	for n := range r.runs {
		for _, m := range variants {
			if err := m.back(); err != nil {
				return err
			}
			if err := r.missedOnce(ctx, m, rows, n); err != nil {
				return err
			}
		}
	}
	return nil
}

func (r *run) missedOnce(ctx context.Context, m messenger, rows []*row, n int) error {
	p, err := m.launch()
	if err != nil {
		return err
	}
	defer p.end()
	if err := await(ctx, m, p, "missed", r.archived); err != nil {
		return err
	}
	took := time.Since(p.begun)
	used, err := p.rest(ctx, patience, 0)
	if err != nil {
		return err
	}
	if v, ok := m.(*vouch); ok {
		if err := v.complete(ctx, "missed", r.archived); err != nil {
			return err
		}
	}
	if err := r.picture(ctx, m.column()+"-catchup"); err != nil {
		return err
	}
	r.sheet.put(rows[0], m.column(), took.Seconds())
	r.sheet.put(rows[1], m.column(), used.at.Sub(p.begun).Seconds())
	r.sheet.put(rows[2], m.column(), used.cpu.Seconds())
	r.say("catch-up %d, %s: %s, at rest %s, CPU %s", n+1, m.column(), seconds(took.Seconds()), seconds(used.at.Sub(p.begun).Seconds()), seconds(used.cpu.Seconds()))
	return nil
}
