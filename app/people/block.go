package people

import (
	"context"
	"errors"
	"slices"
	"time"

	"mellium.im/xmpp/jid"

	"vouch/app/fault"
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

// askAgain is after how long our server is asked again what it did not answer.
const askAgain = 30 * time.Second

// discoverServer asks what our server offers beside the account's own archive, and for the block list where it has one.
func (r *Room) discoverServer() {
	r.Ask(r.Addr.Domain(), false, disco.Get(""), func(answer *xmpp.Answer) {
		info, err := disco.Info{}, answer.Err
		if err == nil {
			info, err = disco.ParseInfo(answer.Payload)
		}
		if errors.Is(err, xmpp.ErrClosed) {
			return
		}
		if err != nil && !loop.IsAbsent(err) {
			r.Log.Warn("discover server", "err", err)
			r.After(askAgain, r.discoverServer)
			return
		}
		r.Published(func(l *view.Live) {
			l.Server.Blocks, l.Server.Reports = info.Has(blocking.NS), info.Has(blocking.NS) && info.Has(report.NS)
		})
		r.Changed("")
		if !info.Has(blocking.NS) {
			r.facts.served = true
			return
		}
		r.fetchBlocked()
	})
}

// fetchBlocked reads the block list; pushes follow from then on.
func (r *Room) fetchBlocked() {
	r.Ask(jid.JID{}, false, blocking.Get{}, func(answer *xmpp.Answer) {
		if errors.Is(answer.Err, xmpp.ErrClosed) {
			return
		}
		list, err := []jid.JID(nil), answer.Err
		if err == nil {
			list, err = blocking.ParseList(answer.Payload)
		}
		if err == nil {
			err = r.changeBlocked(func([]string) []string { return addresses(list) })
		}
		if err != nil {
			r.Log.Warn("fetch block list", "err", err)
			r.After(askAgain, r.fetchBlocked)
			return
		}
		r.facts.served = true
	})
}

// ReceiveBlockPush takes one change of the block list from our own server.
func (r *Room) ReceiveBlockPush(p blocking.Push) error {
	return r.changeBlocked(func(now []string) []string {
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
func (r *Room) changeBlocked(change func(now []string) []string) error {
	var now []string
	err := r.Update("store block list", func(h *history.Store) error {
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
	r.Published(func(l *view.Live) {
		for who := range l.People.Presence {
			if history.BlockedBy(now, who) != "" {
				delete(l.People.Presence, who)
			}
		}
		for who := range l.People.Asks {
			if history.BlockedBy(now, who) != "" {
				delete(l.People.Asks, who)
			}
		}
	})
	r.Changed("")
	return nil
}

// Report is what the operator of the server is told with a block.
type Report struct {
	Reason string // spam or abuse; "" for no report
	Text   string // the user's own words
}

// Block has the server keep somebody, or a whole server, away from us. KindNotOffered.
func (r *Room) Block(ctx context.Context, who jid.JID, told Report) error {
	var with *report.Report
	switch told.Reason {
	case "":
		if told.Text != "" {
			return fault.Invalid("text", "only with a report")
		}
	case "spam":
		with = &report.Report{Reason: report.Spam, Text: told.Text}
	case "abuse":
		with = &report.Report{Reason: report.Abuse, Text: told.Text}
	default:
		return fault.Invalid("report", "spam or abuse")
	}
	if len([]rune(told.Text)) > maxReport {
		return fault.Invalid("text", "too long")
	}
	return r.setBlocked(ctx, who, blocking.Block(who, with), with != nil, blocking.Push{Blocked: []jid.JID{who}})
}

// Unblock ends it. KindNotOffered.
func (r *Room) Unblock(ctx context.Context, who jid.JID) error {
	return r.setBlocked(ctx, who, blocking.Unblock(who), false, blocking.Push{Unblocked: []jid.JID{who}})
}

// setBlocked changes the list on the server; not about ourselves, and not about our own server, which blocks for us. The answer
// is enough to change it here: the push may come later.
func (r *Room) setBlocked(ctx context.Context, who jid.JID, payload any, reporting bool, push blocking.Push) error {
	if who.Equal(r.Addr) || who.Equal(r.Addr.Domain()) {
		return fault.Invalid("jid", "your own account or server")
	}
	offered := true
	r.Published(func(l *view.Live) {
		offered = l.Conn.State != view.StateOnline || l.Server.Blocks && (!reporting || l.Server.Reports)
	})
	if !offered {
		return &fault.Error{Kind: fault.KindNotOffered}
	}
	return loop.Tell(ctx, r.Account, payload, func() error { return r.ReceiveBlockPush(push) })
}

// Blocked are the addresses that the account blocks: people, and whole servers. It is for any goroutine.
func (r *Room) Blocked() (list []string, err error) {
	err = r.View("read block list", func(h *history.Store) (err error) {
		list, err = h.Blocked()
		return err
	})
	return list, err
}
