package app

import (
	"context"
	"time"

	"go.etcd.io/bbolt"
	"gosrc.io/xmpp/stanza"

	"vouch/app/view"
	"vouch/xmpp"
	"vouch/xmpp/chatstates"
	"vouch/xmpp/hints"
)

const (
	pausesAfter = 8 * time.Second // without another key, the user has paused
	mostTyping  = 200             // contacts that are remembered to be writing
)

// typingOut is what was told about one chat last.
type typingOut struct {
	state string
	turn  int // grows with every word of the user, so that an older timer knows that it is late
}

// Typing tells the contact of a chat what the user is doing there: one of the states of XEP-0085. It is told to contacts
// who are there alone, and not at all when the account does not tell it. After a while composing turns to paused.
func (s *Service) Typing(ctx context.Context, from, chat, state string) error {
	if !chatstates.Known(state) {
		return invalid("state", "not a chat state")
	}
	return s.onChat(ctx, from, chat, func(a *account, who string) error {
		a.typing(who, state)
		return nil
	})
}

func (a *account) typing(who, state string) {
	last := a.facts.typed[who]
	last.turn++
	if state == chatstates.Composing {
		turn := last.turn
		a.After(pausesAfter, func() {
			if now := a.facts.typed[who]; now.turn == turn {
				a.typing(who, chatstates.Paused)
			}
		})
	}
	tell := last.state != state && (last.state != "" || state == chatstates.Composing)
	last.state = state
	a.facts.typed[who] = last
	if !tell || !a.conn.online || !a.tellsTyping(who) {
		return
	}
	m := stanza.Message{Attrs: stanza.Attrs{To: who, Type: "chat"}, Extensions: []stanza.MsgExtension{chatstates.Element(state), hints.NoStore{}}}
	if _, err := a.conn.client.Send(m); err != nil {
		a.log.Info("tell chat state", "err", err)
	}
}

// tellsTyping tells whether who may know what the user does, and is there to know it.
func (a *account) tellsTyping(who string) (may bool) {
	presence := a.people.PresenceOf(who).Presence
	if a.cfg.NoTyping || presence != view.PresenceOnline && presence != view.PresenceAway {
		return false
	}
	if err := a.s.view("read contact", func(tx *bbolt.Tx) (err error) {
		may, err = tells(a.s.history(tx, a.jid), who)
		return err
	}); err != nil {
		a.log.Error("read contact", "err", err)
	}
	return may
}

// takeTyping notes what a contact does now. What was kept somewhere meanwhile, and what strangers say, means nothing.
func (a *account) takeTyping(in arrival, m *xmpp.Message) {
	state := chatstates.Of(m)
	if in.own || in.late || in.archived || in.room != nil || state == "" && m.Body == "" {
		return
	}
	if _, ok := a.people.Contact(in.from); !ok && state == chatstates.Composing {
		return
	}
	a.setTyping(in.from, state == chatstates.Composing)
}

func (a *account) setTyping(who string, on bool) {
	a.mu.Lock()
	was := !a.live.People.Typing[who].IsZero()
	next := map[string]time.Time{}
	for other, since := range a.live.People.Typing {
		if other != who {
			next[other] = since
		}
	}
	now := a.now()
	if on && len(next) < mostTyping {
		next[who] = now
	}
	a.live.People.Typing = next
	a.mu.Unlock()
	if on {
		a.After(view.TypingFades, func() {
			if a.typingSince(who).Equal(now) {
				a.setTyping(who, false)
			}
		})
	}
	if was != on {
		a.changed(EventTyping, who, "")
	}
}

// typingSince is when a contact began to write, or zero.
func (a *account) typingSince(who string) time.Time {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.live.People.Typing[who]
}
