package app

import (
	"context"
	"strings"
	"time"

	"vouch/app/view"
	"vouch/trust"
	"vouch/xmpp/csi"
	"vouch/xmpp/presence"
)

// maxStatus is how many runes the words of the own presence may have.
const maxStatus = 500

// noRoom is when to try again what the stream had no room for.
const noRoom = 5 * time.Second

// ownPresence is what contacts are told while we are online.
func (a *account) ownPresence() presence.Available {
	out := presence.Available{Show: a.cfg.Show, Status: a.cfg.Words, Caps: ownCaps(), Idle: a.idleElement()}
	if out.Idle != nil && out.Show == "" {
		out.Show = string(view.ShowAway)
	}
	return out
}

// showPresence tells contacts how the user is available, and the rooms that we are in.
func (a *account) showPresence() error {
	p := a.ownPresence()
	if err := a.Send(p); err != nil {
		return err
	}
	if a.conn.away = (time.Time{}); p.Idle != nil {
		a.conn.away, _ = a.idleSince()
	}
	a.rooms.Show()
	return nil
}

// setPresence keeps how the user is available, and tells contacts, now or at the next connection.
func (s *Service) setPresence(ctx context.Context, c SetPresence) error {
	if c.Show != view.ShowAvailable && view.ShowOf(string(c.Show)) == view.ShowAvailable {
		return invalid("show", "available, away, dnd or xa")
	}
	words := strings.Join(strings.Fields(c.Status), " ")
	if len([]rune(words)) > maxStatus {
		return invalid("status", "too long")
	}
	return s.onLoop(ctx, c.Account, func(a *account) error {
		if err := a.configure(func(cfg *trust.Account) {
			cfg.Show, cfg.Words = strings.TrimPrefix(string(c.Show), string(view.ShowAvailable)), words
		}); err != nil {
			return err
		}
		if !a.facts.rostered || a.conn.client == nil {
			a.facts.rostered = false // so it is shown after the roster, also on a stream that goes on
			return nil
		}
		if err := a.showPresence(); err != nil {
			a.log.Info("send presence", "err", err)
			a.facts.rostered = false // then the next stream shows it, if this one does not
			a.After(noRoom, a.fetchRoster)
		}
		return nil
	})
}

// Presence is the own presence of an account.
func (s *Service) Presence(account string) (OwnPresence, error) {
	a, err := s.account(account)
	if err != nil {
		return OwnPresence{}, err
	}
	st := a.status()
	return OwnPresence{st.Settings.Show, st.Settings.Words}, nil
}

// setActive notes whether somebody looks at the program, and tells the servers that heed it: they hold back what can wait.
func (s *Service) setActive(ctx context.Context, c SetActive) error {
	s.mu.Lock()
	s.inactive, s.lastUse = !c.On, s.opt.Now() // who looks away was there until now
	s.mu.Unlock()
	for _, a := range s.list() {
		if err := a.Call(ctx, a.tellActive); err != nil {
			return err
		}
	}
	return nil
}

// tellActive tells our server whether somebody looks. On a stream nothing is said until the user has looked away.
func (a *account) tellActive() {
	a.s.mu.Lock()
	active := !a.s.inactive
	a.s.mu.Unlock()
	if !a.conn.online || active == !a.conn.quiet || !a.conn.client.Offers(csi.NS, "csi") {
		return
	}
	if err := a.conn.client.SendAside(csi.Of(active)); err != nil {
		a.log.Info("send client state", "err", err) // the next stream begins as active
		return
	}
	a.conn.quiet = !active
}
