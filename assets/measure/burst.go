package main

import (
	"context"
	"errors"
	"time"
)

// Rows of the scenario burst.
var (
	burstTime       = &row{"burst into the open chat, in clear: the last one stored", seconds, []string{colBare, colHeadless, colDino, colGajim}}
	burstRest       = &row{"… and at rest", seconds, []string{colDino, colGajim}}
	burstCPU        = &row{"… CPU", seconds, []string{colDino, colGajim}}
	burstDisplay    = &row{"… CPU of the display, which draws for some", seconds, []string{colDino, colGajim}}
	burstPSS        = &row{"… memory (PSS) right after", mebibytes, []string{colDino, colGajim}}
	burstLater      = &row{"… memory (PSS) 10 s later", mebibytes, []string{colDino, colGajim}}
	burstGrown      = &row{"… 10 s later against before", times, nil}
	burstParts      = partRows("10 s later")
	burstRows       = []*row{burstTime, burstRest, burstCPU, burstDisplay, burstPSS, burstLater, burstGrown}
	burstOMEMOTime  = &row{"burst, OMEMO: the last one stored", seconds, []string{colBare, colHeadless}}
	burstOMEMORest  = &row{"… and at rest", seconds, nil}
	burstOMEMOCPU   = &row{"… CPU", seconds, nil}
	burstOMEMODraw  = &row{"… CPU of the display", seconds, nil}
	burstOMEMOPSS   = &row{"… memory (PSS) right after", mebibytes, nil}
	burstOMEMOLate  = &row{"… memory (PSS) 10 s later", mebibytes, nil}
	burstOMEMOGrow  = &row{"… 10 s later against before", times, nil}
	burstOMEMOParts = partRows("10 s later")
	burstOMEMORows  = []*row{burstOMEMOTime, burstOMEMORest, burstOMEMOCPU, burstOMEMODraw, burstOMEMOPSS, burstOMEMOLate, burstOMEMOGrow}
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
		if v, ok := m.(*vouch); ok {
			if err := r.burstUnseen(ctx, v, stanzas, rows[0], n); err != nil {
				return err
			}
		}
	}
	return nil
}

// burstUnseen measures Vouch without a window: what is left of a burst where nothing is drawn.
func (r *run) burstUnseen(ctx context.Context, v *vouch, stanzas []string, at *row, n int) error {
	if err := r.empty(ctx, v.user()); err != nil {
		return err
	}
	if err := v.back(); err != nil {
		return err
	}
	p, err := v.alone()
	if err != nil {
		return err
	}
	defer p.end()
	if err := v.online(ctx, p); err != nil {
		return err
	}
	if err := pause(ctx, r.settle); err != nil {
		return err
	}
	from, err := login(ctx, r.server, sender, "burst")
	if err != nil {
		return err
	}
	defer from.close()
	begun := time.Now()
	if err := r.pourInto(ctx, v, p, from, stanzas); err != nil {
		return err
	}
	took := time.Since(begun).Seconds()
	r.sheet.put(at, colHeadless, took)
	r.say("burst %d, %s: %s", n+1, colHeadless, seconds(took))
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
	o, err := r.take(ctx, m, p, still, stanzas)
	if err != nil {
		return err
	}
	if v, ok := m.(*vouch); ok {
		if err := v.complete(ctx, "live", r.burst); err != nil {
			return err
		}
	}
	if err := r.picture(ctx, m.column()+"-burst"); err != nil {
		return err
	}
	for i, v := range []float64{o.took.Seconds(), o.rested.Seconds(), o.cpu.Seconds(), o.display.Seconds(),
		float64(o.right.pss), float64(o.later.pss), float64(o.later.pss) / float64(o.held.pss)} {
		r.sheet.put(rows[i], m.column(), v)
	}
	if rows[0] == burstTime {
		r.putParts(burstParts, m, o.divided)
	} else {
		r.putParts(burstOMEMOParts, m, o.divided)
	}
	r.say("burst %d, %s: %s, at rest %s, CPU %s and the display's %s, PSS %s, then %s, 10 s later %s", n+1, m.column(), seconds(o.took.Seconds()), seconds(o.rested.Seconds()),
		seconds(o.cpu.Seconds()), seconds(o.display.Seconds()), mebibytes(float64(o.held.pss)), mebibytes(float64(o.right.pss)), mebibytes(float64(o.later.pss)))
	return nil
}

// outcome is what a burst did to a program.
type outcome struct {
	took, rested       time.Duration  // until the last one was stored, and until it was at rest
	cpu, display       time.Duration  // of the program beyond what it uses when nothing happens, and of the display that drew for it
	held, right, later memory         // before, right after, and 10 s after that
	divided            map[part]int64 // later
}

// take pours a burst over a program and waits until that is over. What it used since still is how it rests.
func (r *run) take(ctx context.Context, m messenger, p *process, still load, stanzas []string) (o outcome, err error) {
	from, err := login(ctx, r.server, sender, "burst")
	if err != nil {
		return o, err
	}
	defer from.close()
	if o.held, err = p.memory(); err != nil {
		return o, err
	}
	before, err := p.load()
	if err != nil {
		return o, err
	}
	drawn, err := r.display.load()
	if err != nil {
		return o, err
	}
	begun := time.Now()
	if err := r.pourInto(ctx, m, p, from, stanzas); err != nil {
		return o, err
	}
	o.took = time.Since(begun)
	if o.right, err = p.memory(); err != nil {
		return o, err
	}
	idle := before.since(still).share()
	used, err := p.rest(ctx, patience, idle)
	if err != nil {
		return o, err
	}
	o.rested = used.at.Sub(begun)
	if err := pause(ctx, time.Until(begun.Add(o.took+10*time.Second))); err != nil {
		return o, err
	}
	if o.later, err = p.memory(); err != nil {
		return o, err
	}
	if o.divided, err = r.divide(m, p); err != nil {
		return o, err
	}
	return o, o.add(p, r.display, before, drawn, idle)
}

// add adds what was used since before and drawn.
func (o *outcome) add(p, display *process, before, drawn load, idle float64) error {
	now, err := p.load()
	if err != nil {
		return err
	}
	s := now.since(before)
	o.cpu = max(0, s.cpu-time.Duration(idle*float64(s.span)))
	if now, err = display.load(); err != nil {
		return err
	}
	o.display = now.since(drawn).cpu
	return nil
}

// pourInto has the sender send a burst, and waits until the last one is stored.
func (r *run) pourInto(ctx context.Context, m messenger, p *process, from *bare, stanzas []string) error {
	poured := make(chan error, 1)
	go func() { poured <- from.pour(ctx, stanzas) }()
	err := await(ctx, m, p, "live", r.burst)
	if err != nil {
		from.close() // or it would go on pouring
	}
	return errors.Join(err, <-poured)
}
