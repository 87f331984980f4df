package app

import (
	"context"
	"errors"
	"maps"
	"strings"

	"go.etcd.io/bbolt"
	"mellium.im/xmpp/jid"

	"vouch/app/history"
	"vouch/xmpp"
	"vouch/xmpp/presence"
	"vouch/xmpp/roster"
)

// fetchRoster reads the roster and then says that we are here: contacts' presence comes after their names.
func (a *account) fetchRoster() {
	a.ask(jid.JID{}, false, roster.Get{}, func(answer *xmpp.Answer) {
		if answer.Err == nil {
			items, err := roster.ParseResult(answer.Payload)
			if err == nil {
				err = a.storeRoster(items)
			}
			if err != nil {
				a.log.Error("store roster", "err", err)
			}
		} else {
			a.log.Warn("fetch roster", "err", answer.Err)
		}
		if a.client == nil || errors.Is(answer.Err, xmpp.ErrClosed) {
			return
		}
		if _, err := a.client.Send(presence.Available{Caps: ownCaps()}); err != nil {
			a.log.Info("send presence", "err", err) // once more when the stream goes on
			return
		}
		a.rostered = true
	})
}

func (a *account) storeRoster(items []roster.Item) error {
	contacts := make([]history.Contact, 0, len(items))
	for _, item := range items {
		contacts = append(contacts, contactOf(item))
	}
	err := a.s.update("store roster", func(tx *bbolt.Tx) error { return a.s.history(tx, a.jid).SetRoster(contacts) })
	a.changed(EventChanged, "", "")
	return err
}

func contactOf(item roster.Item) history.Contact {
	return history.Contact{JID: item.JID.Bare().String(), Name: item.Name, Subscription: item.Subscription, Ask: item.Ask == "subscribe", Groups: item.Groups}
}

// receiveRosterPush takes one change of the roster from our own server.
func (a *account) receiveRosterPush(item roster.Item) error {
	c := contactOf(item)
	err := a.s.update("store contact", func(tx *bbolt.Tx) error {
		h := a.s.history(tx, a.jid)
		if item.Subscription == "remove" {
			return h.DropContact(c.JID)
		}
		return h.PutContact(c)
	})
	a.changed(EventChanged, c.JID, "")
	return err
}

// receivePresence takes presence and subscription requests. Nothing is ever accepted by itself.
func (a *account) receivePresence(p *xmpp.Presence) {
	from := p.FromJID.Bare().String()
	a.mu.Lock()
	defer a.mu.Unlock()
	switch kind := presence.KindOf(p); kind {
	case presence.IsAvailable, presence.IsUnavailable:
		if len(a.live.presence) > maxPresences && a.live.presence[from] == nil {
			return
		}
		known := a.live.presence[from]
		if kind == presence.IsUnavailable {
			delete(known, p.FromJID.Resourcepart())
			break
		}
		if known == nil {
			known = map[string]presenceOf{}
			a.live.presence[from] = known
		}
		if len(known) < maxResources {
			known[p.FromJID.Resourcepart()] = presenceOf{presenceKind(presence.Show(p)), cut(p.Status, 1024)}
		}
	case presence.AsksToSubscribe:
		if len(a.live.asks) < maxRequests {
			a.live.asks[from] = true
		}
	case presence.HasLeft:
		delete(a.live.asks, from)
	default:
		return
	}
	a.changed(EventChanged, from, "")
}

// What a server may make us hold in memory.
const (
	maxPresences = 50_000
	maxResources = 50
	maxRequests  = 100
)

func presenceKind(show string) Presence {
	switch show {
	case "away", "xa", "dnd":
		return PresenceAway
	}
	return PresenceOnline
}

// presenceOf is the best presence of a contact's resources, and the words that go with it.
func (a *account) presenceOf(who string) (Presence, string) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.live.state != StateOnline {
		return PresenceUnknown, ""
	}
	best := presenceOf{presence: PresenceOffline}
	for _, p := range a.live.presence[who] {
		if best.presence != PresenceOnline {
			best = p
		}
	}
	return best.presence, best.status
}

// asksFor tells whether who wants to see our presence.
func (a *account) asksFor(who string) bool {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.live.asks[who]
}

// asking gives all who want to see our presence.
func (a *account) asking() map[string]bool {
	a.mu.Lock()
	defer a.mu.Unlock()
	return maps.Clone(a.live.asks)
}

// addContact puts somebody in the roster, asks to see their presence, and opens the chat.
func (s *Service) addContact(ctx context.Context, c AddContact) error {
	who, err := bareJID("jid", c.JID)
	if err != nil {
		return err
	}
	name := strings.TrimSpace(strings.Join(strings.Fields(c.Name), " "))
	if len([]rune(name)) > maxName {
		return invalid("name", "too long")
	}
	if who == c.Account {
		return invalid("jid", "your own address")
	}
	if err := s.openChat(ctx, OpenChat{c.Account, who}); err != nil {
		return err
	}
	return s.rosterSet(ctx, c.Account, func(a *account) any { return roster.Set(roster.Item{JID: jid.MustParse(who), Name: name}) }, func(a *account) {
		send := []any{presence.Subscribe(jid.MustParse(who))}
		if a.asksFor(who) { // whom we add after they asked, we show ourselves to
			send = append(send, presence.Subscribed(jid.MustParse(who)))
		}
		for _, p := range send {
			if _, err := a.client.Send(p); err != nil {
				a.log.Info("ask for presence", "err", err)
			}
		}
		a.mu.Lock()
		delete(a.live.asks, who)
		a.mu.Unlock()
	})
}

// removeContact takes somebody out of the roster; both subscriptions end with it (RFC 6121 §2.5).
func (s *Service) removeContact(ctx context.Context, c RemoveContact) error {
	who, err := bareJID("jid", c.JID)
	if err != nil {
		return err
	}
	return s.rosterSet(ctx, c.Account, func(a *account) any { return roster.Remove(jid.MustParse(who)) }, func(*account) {})
}

// rosterSet sends one roster change and waits for the server's answer. The roster itself changes by the push.
func (s *Service) rosterSet(ctx context.Context, account string, payload func(*account) any, then func(*account)) error {
	a, err := s.account(account)
	if err != nil {
		return err
	}
	return a.callNetwork(ctx, func(report func(error)) {
		if !a.online {
			report(&Error{Kind: KindNotConnected})
			return
		}
		a.ask(jid.JID{}, true, payload(a), func(answer *xmpp.Answer) {
			if answer.Err == nil && a.client != nil {
				then(a)
			}
			report(answerError(answer.Err))
		})
	})
}

// answerContact accepts or declines a request to see our presence.
func (s *Service) answerContact(ctx context.Context, c AnswerContact) error {
	return s.onChat(ctx, c.Account, c.JID, func(a *account, who string) error {
		if !a.online {
			return &Error{Kind: KindNotConnected}
		}
		to := jid.MustParse(who)
		answer := any(presence.Unsubscribed(to))
		if c.Accept {
			answer = presence.Subscribed(to)
		}
		if _, err := a.client.Send(answer); err != nil {
			return &Error{Kind: KindNotConnected, Err: err}
		}
		a.mu.Lock()
		delete(a.live.asks, who)
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
		if err == nil && a.online && !a.fresh[who] {
			a.start(history.Todo{Task: history.FetchList, JID: who})
		}
		a.changed(EventChanged, who, "")
		return err
	})
}

// answerError gives the error of an answer its kind.
func answerError(err error) error {
	if err == nil {
		return nil
	}
	if isAbsent(err) {
		return &Error{Kind: KindNotFound, Param: "jid", Err: err}
	}
	return &Error{Kind: KindNotConnected, Err: err}
}
