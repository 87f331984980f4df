package app

import (
	"context"
	"maps"
	"time"

	"go.etcd.io/bbolt"
	"mellium.im/xmpp/jid"

	"vouch/app/history"
	"vouch/xmpp"
	"vouch/xmpp/idle"
	"vouch/xmpp/presence"
)

// people is what the loop alone knows of other people and of being there; livePeople is the rest.
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
		if len(a.live.people.presence) > maxPresences && a.live.people.presence[from] == nil {
			return
		}
		known := a.live.people.presence[from]
		if kind == presence.IsUnavailable {
			if delete(known, p.FromJID.Resourcepart()); len(known) == 0 {
				delete(a.live.people.presence, from)
			}
			break
		}
		if known == nil {
			known = map[string]presenceOf{}
			a.live.people.presence[from] = known
		}
		if _, update := known[p.FromJID.Resourcepart()]; update || len(known) < maxResources {
			known[p.FromJID.Resourcepart()] = seen(p)
		}
	case presence.AsksToSubscribe:
		if len(a.live.people.asks) < maxRequests {
			a.live.people.asks[from] = true
		}
	case presence.HasLeft:
		delete(a.live.people.asks, from)
	default:
		return
	}
	a.changed(EventChanged, from, "")
}

// forgetPresence forgets who is not a contact any more, or does not show presence.
func (a *account) forgetPresence(who string) {
	a.mu.Lock()
	defer a.mu.Unlock()
	delete(a.live.people.presence, who)
}

// seen is what a presence says.
func seen(p *xmpp.Presence) presenceOf {
	out := presenceOf{PresenceOnline, showOf(presence.Show(p)), cut(p.Status, 1024), idle.Of(p)}
	if out.show != ShowAvailable {
		out.presence = PresenceAway
	}
	return out
}

// What a server, and contacts, may make us hold in memory.
const (
	maxPresences = 50_000 // contacts
	maxResources = 50     // of each
	maxRequests  = 100    // strangers who ask to see our presence
)

// presenceOf is the best presence of a contact's resources, and the words that go with it. Of equals the first by name
// counts, so that two looks see the same.
func (a *account) presenceOf(who string) presenceOf {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.live.conn.state != StateOnline {
		return presenceOf{}
	}
	best, by := presenceOf{presence: PresenceOffline}, ""
	for resource, p := range a.live.people.presence[who] {
		if better := rank(p) - rank(best); better > 0 || better == 0 && resource < by {
			best, by = p, resource
		}
	}
	return best
}

func rank(p presenceOf) int {
	if p.presence == PresenceOffline {
		return 0
	}
	return map[Show]int{ShowXA: 1, ShowAway: 2, ShowDND: 3, ShowAvailable: 4}[p.show]
}

// asksFor tells whether who wants to see our presence.
func (a *account) asksFor(who string) bool {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.live.people.asks[who]
}

// asking gives all who want to see our presence.
func (a *account) asking() map[string]bool {
	a.mu.Lock()
	defer a.mu.Unlock()
	return maps.Clone(a.live.people.asks)
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
		delete(a.live.people.asks, who)
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
			return a.needBundles(h, s.trust(tx, a.jid), who)
		})
		if _, fresh := a.mayAttend(who); err == nil && a.conn.online && !fresh {
			a.start(history.Todo{Task: history.FetchList, JID: who})
		}
		a.changed(EventChanged, who, "")
		return err
	})
}
