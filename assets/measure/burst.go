package main

import (
	"context"
	"fmt"
	"time"
)

// Rows of the scenario burst.
var (
	burstTime      = &row{"burst into the open chat, in clear: the last one stored", seconds, []string{colBare, colDino, colGajim}}
	burstRest      = &row{"… and at rest", seconds, []string{colDino, colGajim}}
	burstCPU       = &row{"… CPU", seconds, []string{colDino, colGajim}}
	burstPSS       = &row{"… memory (PSS) right after", mebibytes, []string{colDino, colGajim}}
	burstLater     = &row{"… memory (PSS) 10 s later", mebibytes, []string{colDino, colGajim}}
	burstGrown     = &row{"… 10 s later against before", times, nil}
	burstRows      = []*row{burstTime, burstRest, burstCPU, burstPSS, burstLater, burstGrown}
	burstOMEMOTime = &row{"burst, OMEMO: the last one stored", seconds, []string{colBare}}
	burstOMEMORest = &row{"… and at rest", seconds, nil}
	burstOMEMOCPU  = &row{"… CPU", seconds, nil}
	burstOMEMOPSS  = &row{"… memory (PSS) right after", mebibytes, nil}
	burstOMEMOLate = &row{"… memory (PSS) 10 s later", mebibytes, nil}
	burstOMEMOGrow = &row{"… 10 s later against before", times, nil}
	burstOMEMORows = []*row{burstOMEMOTime, burstOMEMORest, burstOMEMOCPU, burstOMEMOPSS, burstOMEMOLate, burstOMEMOGrow}
)

// live measures messages that come, as fast as the server brings them, into the chat that is open.
func (r *run) live(ctx context.Context) error {
	cast := r.cast()
	if err := r.serve(ctx, users(cast)...); err != nil {
		return err
	}
	if err := r.heard(ctx, texts(listener, "live", r.burst), burstTime, "<body>live "); err != nil {
		return err
	}
	if err := r.each(ctx, cast, burstRows, func(m messenger) error {
		if err := m.enrol(ctx); err != nil {
			return err
		}
		return r.bursts(ctx, m, texts(m.user(), "live", r.burst), burstRows)
	}); err != nil {
		return err
	}
	return r.each(ctx, onlyVouch(cast), burstOMEMORows, func(m messenger) error {
		if err := r.serve(ctx, m.user()); err != nil {
			return err
		}
		sealed, err := r.seal(ctx, m.(*vouch), "live", r.burst, 1)
		if err != nil {
			return err
		}
		if err := r.heard(ctx, readdress(sealed, m.user(), listener), burstOMEMOTime, "<encrypted "); err != nil {
			return err
		}
		return r.bursts(ctx, m, sealed, burstOMEMORows)
	})
}

// heard measures how long a client on bare sockets takes to receive them.
func (r *run) heard(ctx context.Context, stanzas []string, at *row, word string) error {
	to, err := login(ctx, r.server, listener, "heard")
	if err != nil {
		return err
	}
	defer to.close()
	for n := range r.runs {
		from, err := login(ctx, r.server, sender, "burst")
		if err != nil {
			return err
		}
		begun := time.Now()
		poured := make(chan error, 1)
		go func() { poured <- from.pour(ctx, stanzas) }()
		err = to.count(ctx, word, len(stanzas))
		took := time.Since(begun).Seconds()
		if pourErr := <-poured; err == nil {
			err = pourErr
		}
		from.close()
		if err != nil {
			return err
		}
		r.sheet.put(at, colBare, took)
		r.say("burst %d, bare sockets: %s", n+1, seconds(took))
	}
	return nil
}

// bursts measures a program, again and again from the same profile and with an archive in which nothing of it is.
func (r *run) bursts(ctx context.Context, m messenger, stanzas []string, rows []*row) error {
	if err := m.keep(); err != nil {
		return err
	}
	for n := range r.runs {
		if n > 0 {
			if err := r.empty(ctx, m.user()); err != nil {
				return err
			}
		}
		if err := m.back(); err != nil {
			return err
		}
		if err := r.burstOnce(ctx, m, stanzas, rows, n); err != nil {
			return err
		}
	}
	return nil
}

func (r *run) burstOnce(ctx context.Context, m messenger, stanzas []string, rows []*row, n int) error {
	p, _, err := r.show(ctx, m)
	if p != nil {
		defer p.end()
	}
	if err != nil {
		return err
	}
	still, err := p.load()
	if err != nil {
		return err
	}
	if err := pause(ctx, r.settle); err != nil {
		return err
	}
	held, err := p.memory()
	if err != nil {
		return err
	}
	from, err := login(ctx, r.server, sender, "burst")
	if err != nil {
		return err
	}
	defer from.close()
	before, err := p.load()
	if err != nil {
		return err
	}
	begun := time.Now()
	poured := make(chan error, 1)
	go func() { poured <- from.pour(ctx, stanzas) }()
	err = await(ctx, m, p, "live", r.burst)
	took := time.Since(begun)
	if err != nil {
		from.close()
	}
	if pourErr := <-poured; err == nil {
		err = pourErr
	}
	if err != nil {
		return err
	}
	right, err := p.memory()
	if err != nil {
		return err
	}
	used, err := p.rest(ctx, patience, before.since(still).share())
	if err != nil {
		return err
	}
	if err := pause(ctx, time.Until(begun.Add(took+10*time.Second))); err != nil {
		return err
	}
	later, err := p.memory()
	if err != nil {
		return err
	}
	if v, ok := m.(*vouch); ok {
		if all, err := v.count(ctx, "live"); err != nil || all != r.burst {
			return fmt.Errorf("%d messages of %d are stored: %w", all, r.burst, err)
		}
	}
	if err := r.picture(ctx, m.column()+"-burst"); err != nil {
		return err
	}
	for i, v := range []float64{took.Seconds(), used.at.Sub(begun).Seconds(), used.since(before).cpu.Seconds(),
		float64(right.pss), float64(later.pss), float64(later.pss) / float64(held.pss)} {
		r.sheet.put(rows[i], m.column(), v)
	}
	r.say("burst %d, %s: %s, at rest %s, CPU %s, PSS %s, then %s, 10 s later %s", n+1, m.column(), seconds(took.Seconds()), seconds(used.at.Sub(begun).Seconds()),
		seconds(used.since(before).cpu.Seconds()), mebibytes(float64(held.pss)), mebibytes(float64(right.pss)), mebibytes(float64(later.pss)))
	return nil
}
