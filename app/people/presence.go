package people

import (
	"maps"

	"mellium.im/xmpp/jid"

	"vouch/app/fault"
	"vouch/app/input"
	"vouch/app/view"
	"vouch/xmpp"
	"vouch/xmpp/idle"
	"vouch/xmpp/presence"
)

// ReceivePresence takes presence and subscription requests. Nothing is ever accepted by itself, but who was invited.
func (r *Room) ReceivePresence(p *xmpp.Presence) error {
	if invited, err := r.welcome(p); err != nil || invited {
		return err
	}
	r.notePresence(p)
	if presence.KindOf(p) != presence.IsAvailable {
		return nil
	}
	return r.receivePhoto(p)
}

// notePresence keeps what contacts and our own devices say. Strangers may send presence too, and make us keep nothing.
func (r *Room) notePresence(p *xmpp.Presence) {
	from, kind := p.FromJID.Bare().String(), presence.KindOf(p)
	if kind == presence.IsAvailable && !r.shown(from) {
		return
	}
	noted := true
	r.Published(func(l *view.Live) {
		switch kind {
		case presence.IsAvailable, presence.IsUnavailable:
			noted = noteSeen(&l.People, p, kind == presence.IsAvailable)
		case presence.AsksToSubscribe:
			if len(l.People.Asks) < maxRequests {
				l.People.Asks[from] = true
			}
		case presence.HasLeft:
			delete(l.People.Asks, from)
		default:
			noted = false
		}
	})
	if noted {
		r.Changed(from)
	}
}

// noteSeen keeps what a resource of somebody says; false when there is no room.
func noteSeen(l *view.People, p *xmpp.Presence, available bool) bool {
	from := p.FromJID.Bare().String()
	if len(l.Presence) > maxPresences && l.Presence[from] == nil {
		return false
	}
	known := maps.Clone(l.Presence[from])
	if known == nil {
		known = map[string]view.Seen{}
	}
	if !available {
		delete(known, p.FromJID.Resourcepart())
	} else if _, update := known[p.FromJID.Resourcepart()]; update || len(known) < maxResources {
		known[p.FromJID.Resourcepart()] = seen(p)
	}
	l.Presence[from] = known
	if len(known) == 0 {
		delete(l.Presence, from)
	}
	return true
}

// seen is what a presence says.
func seen(p *xmpp.Presence) view.Seen {
	out := view.Seen{Presence: view.PresenceOnline, Show: view.ShowOf(presence.Show(p)), Status: input.Cut(p.Status, 1024), Idle: idle.Of(p)}
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

// PresenceOf is the best presence of a contact, as Live has it. It is for any goroutine.
func (r *Room) PresenceOf(who string) (seen view.Seen) {
	r.Published(func(l *view.Live) { seen = l.PresenceOf(who) })
	return seen
}

// Answer accepts or declines a request to see our presence. KindNotConnected.
func (r *Room) Answer(who jid.JID, accept bool) error {
	if !r.Online() {
		return &fault.Error{Kind: fault.KindNotConnected}
	}
	answer := any(presence.Unsubscribed(who))
	if accept {
		answer = presence.Subscribed(who)
	}
	if err := r.Send(answer); err != nil {
		return err
	}
	r.answered(who.String())
	r.Changed(who.String())
	return nil
}

// answered forgets a request to see our presence.
func (r *Room) answered(who string) {
	r.Published(func(l *view.Live) { delete(l.People.Asks, who) })
}
