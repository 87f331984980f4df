package app

import (
	"context"
	"maps"
	"time"

	"go.etcd.io/bbolt"
	"mellium.im/xmpp/jid"

	"vouch/app/history"
	"vouch/app/input"
	"vouch/app/view"
	"vouch/xmpp"
	"vouch/xmpp/idle"
	"vouch/xmpp/presence"
)

// people is what the loop alone knows of other people and of being there; view.People is the rest.
type people struct {
	idle      time.Time // since when contacts know that the user is away (XEP-0319), or zero
	picturing int       // fetches of avatars under way
}

// receivePresence takes presence and subscription requests. Nothing is ever accepted by itself, but who was invited.
func (a *account) receivePresence(p *xmpp.Presence) error {
	if invited, err := a.welcome(p); err != nil || invited {
		return err
	}
	a.notePresence(p)
	if presence.KindOf(p) != presence.IsAvailable {
		return nil
	}
	return a.receivePhoto(p)
}

// notePresence keeps what contacts and our own devices say. Strangers may send presence too, and make us keep nothing.
func (a *account) notePresence(p *xmpp.Presence) {
	from, kind := p.FromJID.Bare().String(), presence.KindOf(p)
	if kind == presence.IsAvailable && !a.shown(from) {
		return
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	switch kind {
	case presence.IsAvailable, presence.IsUnavailable:
		if len(a.live.People.Presence) > maxPresences && a.live.People.Presence[from] == nil {
			return
		}
		known := maps.Clone(a.live.People.Presence[from])
		if known == nil {
			known = map[string]view.Seen{}
		}
		if kind == presence.IsUnavailable {
			delete(known, p.FromJID.Resourcepart())
		} else if _, update := known[p.FromJID.Resourcepart()]; update || len(known) < maxResources {
			known[p.FromJID.Resourcepart()] = seen(p)
		}
		a.live.People.Presence[from] = known
		if len(known) == 0 {
			delete(a.live.People.Presence, from)
		}
	case presence.AsksToSubscribe:
		if len(a.live.People.Asks) < maxRequests {
			a.live.People.Asks[from] = true
		}
	case presence.HasLeft:
		delete(a.live.People.Asks, from)
	default:
		return
	}
	a.changed(EventChanged, from, "")
}

// forgetPresence forgets who is not a contact any more, or does not show presence.
func (a *account) forgetPresence(who string) {
	a.mu.Lock()
	defer a.mu.Unlock()
	delete(a.live.People.Presence, who)
}

// seen is what a presence says.
func seen(p *xmpp.Presence) view.Seen {
	out := view.Seen{Presence: view.PresenceOnline, Show: showOf(presence.Show(p)), Status: input.Cut(p.Status, 1024), Idle: idle.Of(p)}
	if out.Show != view.ShowAvailable {
		out.Presence = view.PresenceAway
	}
	return out
}

// What a server, and contacts, may make us hold in memory.
const (
	maxPresences = 50_000 // contacts
	maxResources = 50     // of each
	maxRequests  = 100    // strangers who ask to see our presence
)

// presenceOf is the best presence of a contact, as Live has it.
func (a *account) presenceOf(who string) view.Seen {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.live.PresenceOf(who)
}

// asksFor tells whether who wants to see our presence.
func (a *account) asksFor(who string) bool {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.live.People.Asks[who]
}

// answerContact accepts or declines a request to see our presence.
func (s *Service) answerContact(ctx context.Context, c AnswerContact) error {
	return s.onChat(ctx, c.Account, c.JID, func(a *account, who string) error {
		if !a.conn.online {
			return &Error{Kind: KindNotConnected}
		}
		to := jid.MustParse(who)
		answer := any(presence.Unsubscribed(to))
		if c.Accept {
			answer = presence.Subscribed(to)
		}
		if _, err := a.conn.client.Send(answer); err != nil {
			return &Error{Kind: KindNotConnected, Err: err}
		}
		a.mu.Lock()
		delete(a.live.People.Asks, who)
		a.mu.Unlock()
		a.changed(EventChanged, who, "")
		return nil
	})
}

// openChat makes a chat appear, and looks what devices the other side has.
func (s *Service) openChat(ctx context.Context, c OpenChat) error {
	return s.onChat(ctx, c.Account, c.JID, func(a *account, who string) error {
		err := s.update("open chat", func(tx *bbolt.Tx) error {
			h := s.history(tx, a.jid)
			chat, err := h.Begin(who, a.now())
			if err != nil {
				return err
			}
			if !chat.Listed {
				chat.Listed = true
				if err := h.PutChat(chat); err != nil {
					return err
				}
			}
			return a.keyring(tx).NeedBundles(who)
		})
		if _, fresh := a.mayAttend(who); err == nil && a.conn.online && !fresh {
			a.start(history.Todo{Task: history.FetchList, JID: who})
		}
		a.changed(EventChanged, who, "")
		return err
	})
}

// contact reads one roster entry.
func (a *account) contact(who string) (c history.Contact, ok bool) {
	if err := a.s.view("read contact", func(tx *bbolt.Tx) (err error) {
		c, ok, err = a.s.history(tx, a.jid).Contact(who)
		return err
	}); err != nil {
		a.log.Error("read contact", "err", err)
	}
	return c, ok
}
