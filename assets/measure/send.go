package main

import (
	"context"
	"time"
)

// Rows of the scenario send.
var (
	sendTime = &row{"send: from the call to stored at the other, OMEMO", seconds, []string{colBare}}
	sendRows = []*row{sendTime}
)

// send measures how long a message is on its way between two Vouch without windows, and between clients on bare sockets.
func (r *run) send(ctx context.Context) error {
	cast := onlyVouch(r.cast())
	if err := r.serve(ctx, users(cast)...); err != nil {
		return err
	}
	if err := r.bareWay(ctx); err != nil {
		return err
	}
	return r.each(ctx, cast, sendRows, func(m messenger) error { return r.way(ctx, m.(*vouch)) })
}

// bareWay measures one way between two bare sockets.
func (r *run) bareWay(ctx context.Context) error {
	from, err := login(ctx, r.server, sender, "way")
	if err != nil {
		return err
	}
	defer from.close()
	to, err := login(ctx, r.server, listener, "way")
	if err != nil {
		return err
	}
	defer to.close()
	for i := range r.sends {
		begun := time.Now()
		if err := from.send(letter(listener, "way", i)); err != nil {
			return err
		}
		if _, err := to.await(ctx, text("way", i)); err != nil {
			return err
		}
		r.sheet.put(sendTime, colBare, time.Since(begun).Seconds())
		if err := pause(ctx, between); err != nil {
			return err
		}
	}
	return nil
}

// between is how long a message waits for the one before: they are measured one by one.
const between = 100 * time.Millisecond

// way measures one way from v to a Vouch of the sender.
func (r *run) way(ctx context.Context, v *vouch) error {
	other := &vouch{s: r.stage, binary: r.binary, name: sender, peer: v.user(), headless: true}
	v.headless = true
	defer func() { v.headless = false }()
	for _, w := range []*vouch{v, other} {
		if err := w.enrol(ctx); err != nil {
			return err
		}
	}
	to, err := other.launch()
	if err != nil {
		return err
	}
	defer to.end()
	if err := other.online(ctx, to); err != nil {
		return err
	}
	if err := r.greet(ctx, v, other, to); err != nil {
		return err
	}
	from, err := v.launch()
	if err != nil {
		return err
	}
	defer from.end()
	if err := v.online(ctx, from); err != nil {
		return err
	}
	said, err := other.listen(ctx)
	if err != nil {
		return err
	}
	defer said.close()
	for i := range r.sends {
		begun := time.Now()
		if err := v.write(ctx, text("way", i)); err != nil {
			return err
		}
		at, err := other.arrival(ctx, said, text("way", i))
		if err != nil {
			return err
		}
		r.sheet.put(sendTime, colHeadless, at.Sub(begun).Seconds())
		if err := pause(ctx, between); err != nil {
			return err
		}
	}
	r.say("send: %s, bare sockets %s", seconds(median(r.sheet.figures[sendTime][colHeadless])), seconds(median(r.sheet.figures[sendTime][colBare])))
	return nil
}
