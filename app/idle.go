package app

import (
	"context"
	"time"

	"vouch/trust"
	"vouch/xmpp/idle"
)

const (
	idleDefault = 10      // minutes without use after which an account is away
	idleMost    = 24 * 60 // that can be chosen
)

// idleMinutes is after how many minutes without use an account is away; 0 for never.
func idleMinutes(cfg trust.Account) int {
	if cfg.IdleAfter == 0 {
		return idleDefault
	}
	return max(cfg.IdleAfter, 0)
}

// used notes that the user has done something here. Until that was said for the first time, nobody is taken to be away:
// without a window nobody can tell.
func (s *Service) used(ctx context.Context) error {
	s.mu.Lock()
	s.lastUse = s.opt.Now()
	s.mu.Unlock()
	for _, a := range s.list() {
		if err := a.Call(ctx, func() {}); err != nil { // the loop looks at it after each call
			return err
		}
	}
	return nil
}

// idleSince is since when the user has not used the program, if that is long enough to be told; else zero.
func (a *account) idleSince() (since time.Time, in time.Duration) {
	a.s.mu.Lock()
	last := a.s.lastUse
	a.s.mu.Unlock()
	after := time.Duration(idleMinutes(a.cfg)) * time.Minute
	if last.IsZero() || after == 0 {
		return time.Time{}, 0
	}
	if left := after - a.now().Sub(last); left > 0 {
		return time.Time{}, left
	}
	return last, 0
}

// workIdle tells contacts when the user goes, and when the user is back.
func (a *account) workIdle() {
	since, in := a.idleSince()
	if in > 0 {
		a.wakeIn(in)
	}
	if !a.facts.rostered || a.conn.client == nil || since.IsZero() == a.conn.away.IsZero() {
		return
	}
	if err := a.showPresence(); err != nil {
		a.log.Info("send presence", "err", err)
		a.facts.rostered = false // then the next stream shows it
	}
}

// idleElement goes with the own presence, and is nil while the user is there.
func (a *account) idleElement() *idle.Idle {
	since, _ := a.idleSince()
	if since.IsZero() {
		return nil
	}
	return idle.Since(since)
}

// Idle is after how many minutes without use an account is away; 0 for never.
func (s *Service) Idle(ctx context.Context, of string) (minutes int, err error) {
	err = s.onLoop(ctx, of, func(a *account) error { minutes = idleMinutes(a.cfg); return nil })
	return minutes, err
}

// setIdle counts from now on.
func (a *account) setIdle(minutes int) error {
	if minutes < 0 || minutes > idleMost {
		return invalid("minutes", "0 to 1440")
	}
	return a.configure(func(cfg *trust.Account) {
		if cfg.IdleAfter = minutes; minutes == 0 {
			cfg.IdleAfter = -1
		}
	})
}
