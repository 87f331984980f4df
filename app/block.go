package app

import (
	"context"
	"errors"
	"slices"

	"go.etcd.io/bbolt"
	"mellium.im/xmpp/jid"

	"vouch/app/history"
	"vouch/app/loop"
	"vouch/app/view"
	"vouch/xmpp"
	"vouch/xmpp/blocking"
	"vouch/xmpp/disco"
	"vouch/xmpp/report"
)

// maxReport is how many runes of the user's own words go with a report.
const maxReport = 1000

// discoverServer asks what our server offers beside the account's own archive, and for the block list where it has one.
func (a *account) discoverServer() {
	a.Ask(a.addr.Domain(), false, disco.Get(""), func(answer *xmpp.Answer) {
		info, err := discovered(answer)
		if errors.Is(err, xmpp.ErrClosed) {
			return
		}
		if err != nil && !loop.IsAbsent(err) {
			a.log.Warn("discover server", "err", err)
			a.After(askAgain, a.discoverServer)
			return
		}
		a.mu.Lock()
		a.live.Server.Blocks, a.live.Server.Reports = info.Has(blocking.NS), info.Has(blocking.NS) && info.Has(report.NS)
		a.mu.Unlock()
		a.changed(EventChanged, "", "")
		if !info.Has(blocking.NS) {
			a.facts.served = true
			return
		}
		a.fetchBlocked()
	})
}

// fetchBlocked reads the block list; pushes follow from then on.
func (a *account) fetchBlocked() {
	a.Ask(jid.JID{}, false, blocking.Get{}, func(answer *xmpp.Answer) {
		if errors.Is(answer.Err, xmpp.ErrClosed) {
			return
		}
		list, err := []jid.JID(nil), answer.Err
		if err == nil {
			list, err = blocking.ParseList(answer.Payload)
		}
		if err == nil {
			err = a.changeBlocked(func([]string) []string { return addresses(list) })
		}
		if err != nil {
			a.log.Warn("fetch block list", "err", err)
			a.After(askAgain, a.fetchBlocked)
			return
		}
		a.facts.served = true
	})
}

// receiveBlockPush takes one change of the block list from our own server.
func (a *account) receiveBlockPush(p blocking.Push) error {
	return a.changeBlocked(func(now []string) []string {
		if p.UnblockedAll {
			return nil
		}
		now = append(now, addresses(p.Blocked)...)
		if len(now) > blocking.Max {
			now = now[:blocking.Max]
		}
		gone := addresses(p.Unblocked)
		return slices.DeleteFunc(now, func(who string) bool { return slices.Contains(gone, who) })
	})
}

func addresses(list []jid.JID) (out []string) {
	for _, j := range list {
		out = append(out, j.String())
	}
	return out
}

// changeBlocked writes a changed list. Whom we block, we no longer see: what was seen of them is forgotten.
func (a *account) changeBlocked(change func(now []string) []string) error {
	var now []string
	err := a.s.update("store block list", func(tx *bbolt.Tx) error {
		h := a.s.history(tx, a.jid)
		before, err := h.Blocked()
		if err != nil {
			return err
		}
		now = slices.Sorted(slices.Values(change(before)))
		return h.PutBlocked(now)
	})
	if err != nil {
		return err
	}
	a.mu.Lock()
	for who := range a.live.People.Presence {
		if history.BlockedBy(now, who) != "" {
			delete(a.live.People.Presence, who)
		}
	}
	for who := range a.live.People.Asks {
		if history.BlockedBy(now, who) != "" {
			delete(a.live.People.Asks, who)
		}
	}
	a.mu.Unlock()
	a.changed(EventChanged, "", "")
	return nil
}

// block has the server keep somebody, or a whole server, away from us.
func (s *Service) block(ctx context.Context, c Block) error {
	who, err := s.blockable(c.Account, c.JID)
	if err != nil {
		return err
	}
	var r *report.Report
	switch c.Report {
	case "":
		if c.Text != "" {
			return invalid("text", "only with a report")
		}
	case "spam":
		r = &report.Report{Reason: report.Spam, Text: c.Text}
	case "abuse":
		r = &report.Report{Reason: report.Abuse, Text: c.Text}
	default:
		return invalid("report", "spam or abuse")
	}
	if len([]rune(c.Text)) > maxReport {
		return invalid("text", "too long")
	}
	return s.askBlocking(ctx, c.Account, blocking.Block(who, r), r != nil, func(a *account) error {
		return a.receiveBlockPush(blocking.Push{Blocked: []jid.JID{who}})
	})
}

// unblock ends it.
func (s *Service) unblock(ctx context.Context, c Unblock) error {
	who, err := s.blockable(c.Account, c.JID)
	if err != nil {
		return err
	}
	return s.askBlocking(ctx, c.Account, blocking.Unblock(who), false, func(a *account) error {
		return a.receiveBlockPush(blocking.Push{Unblocked: []jid.JID{who}})
	})
}

// blockable is an address that can be blocked: not our own, and not our own server, which blocks for us.
func (s *Service) blockable(account, who string) (jid.JID, error) {
	a, err := s.account(account)
	if err != nil {
		return jid.JID{}, err
	}
	if who, err = bareJID("jid", who); err != nil {
		return jid.JID{}, err
	}
	if who == a.jid || who == a.addr.Domain().String() {
		return jid.JID{}, invalid("jid", "your own account or server")
	}
	return jid.Parse(who)
}

// askBlocking changes the list on the server. The answer is enough to change it here: the push may come later.
func (s *Service) askBlocking(ctx context.Context, of string, payload any, reporting bool, then func(a *account) error) error {
	a, err := s.account(of)
	if err != nil {
		return err
	}
	if st := a.status(); st.Conn.State == view.StateOnline && (!st.Server.Blocks || reporting && !st.Server.Reports) {
		return &Error{Kind: KindNotOffered}
	}
	return loop.Tell(ctx, a.asRoomsSeeIt(), payload, func() error { return then(a) })
}

// Blocked gives the addresses that an account blocks: people, and whole servers.
func (s *Service) Blocked(account string) ([]BlockedRecord, error) {
	a, err := s.account(account)
	if err != nil {
		return nil, err
	}
	out := []BlockedRecord{}
	err = s.view("read block list", func(tx *bbolt.Tx) error {
		list, err := s.history(tx, a.jid).Blocked()
		for _, who := range list {
			out = append(out, BlockedRecord{who})
		}
		return err
	})
	return out, err
}
