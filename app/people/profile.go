package people

import (
	"context"
	"strings"

	"vouch/app/fault"
	"vouch/app/loop"
	"vouch/app/view"
	"vouch/xmpp"
	"vouch/xmpp/nick"
	"vouch/xmpp/pep"
	"vouch/xmpp/vcard"
	"vouch/xmpp/vcard4"

	"mellium.im/xmpp/jid"
)

// maxProfiles is how many profiles that were looked up are remembered, and maxField how many runes a field may have.
const (
	maxProfiles = 200
	maxField    = vcard.MaxRunes
)

// ReceiveNick takes what a contact calls itself. It is a suggestion for a name, and never one by itself.
func (r *Room) ReceiveNick(from string, e pep.Event) error {
	if !r.shown(from) {
		return nil
	}
	name := ""
	if len(e.Items) > 0 {
		name = nick.Parse(e.Items[len(e.Items)-1].Payload)
	}
	r.Published(func(l *view.Live) {
		if name == "" {
			delete(l.People.Nicks, from)
		} else {
			l.People.Nicks[from] = name
		}
	})
	r.Changed(from)
	return nil
}

// Profile asks for what who says about themselves: the vCard4, else the older vCard. One who has neither has the zero
// Profile. What was found is published, too.
func (r *Room) Profile(ctx context.Context, who string) (view.Profile, error) {
	card, err := r.fetchCard(ctx, who)
	if err != nil {
		return view.Profile{}, err
	}
	fields := card.Fields()
	if fields == (vcard.Fields{}) {
		older, err := r.fetchOlderCard(ctx, who)
		if err != nil {
			return view.Profile{}, err
		}
		fields = older.Fields
	}
	p := view.Profile(fields)
	r.Published(func(l *view.Live) {
		if len(l.People.Profiles) >= maxProfiles {
			clear(l.People.Profiles)
		}
		l.People.Profiles[who] = &p
	})
	r.Changed(who)
	return p, nil
}

// fetchCard fetches a vCard4; one that is not there, or makes no sense, is an empty one.
func (r *Room) fetchCard(ctx context.Context, who string) (vcard4.Card, error) {
	answer, err := r.fetch(ctx, who, pep.Items(vcard4.Node, 1))
	if err != nil || answer == nil {
		return vcard4.Card{}, err
	}
	items, _, err := pep.ParseItems(answer)
	if err != nil || len(items) == 0 {
		return vcard4.Card{}, nil
	}
	card, err := vcard4.Parse(items[len(items)-1].Payload)
	if err != nil {
		r.Log.Info("vcard", "peer", who, "err", err)
	}
	return card, nil
}

// entity is who as a question is addressed: we ourselves are the zero JID.
func (r *Room) entity(who string) (jid.JID, error) {
	if who == r.JID {
		return jid.JID{}, nil
	}
	return jid.Parse(who)
}

// fetch asks who something and waits. An answer that says that there is nothing, or nothing for us, is nil. It may be
// called from any goroutine but the loop's.
func (r *Room) fetch(ctx context.Context, who string, payload any) (*xmpp.Element, error) {
	to, err := r.entity(who)
	if err != nil {
		return nil, fault.Invalid("jid", "not an address")
	}
	return loop.AskFor(ctx, r.Account, loop.Question{To: to, Payload: payload}, func(answer *xmpp.Answer) (*xmpp.Element, error) {
		if loop.IsAbsent(answer.Err) {
			return nil, nil
		}
		return answer.Payload, loop.Failure(answer.Err)
	})
}

// SetProfile publishes what the user says about themselves as vCard4, for those who may see our presence, and the nickname
// beside it. What another program has written there, and is not shown here, stays.
// With older the older vCard gets all of it, else only what stands there already.
func (r *Room) SetProfile(ctx context.Context, profile view.Profile, older bool) error {
	fields := vcard.Fields(profile)
	for _, text := range []*string{&fields.FullName, &fields.Nickname, &fields.Email, &fields.Phone, &fields.URL, &fields.Organisation, &fields.Title, &fields.Birthday, &fields.Note} {
		if *text = strings.TrimSpace(*text); len([]rune(*text)) > maxField {
			return fault.Invalid("profile", "too long")
		}
	}
	if len([]rune(fields.Nickname)) > nick.MaxRunes {
		return fault.Invalid("nickname", "too long")
	}
	card, err := r.fetchCard(ctx, r.JID)
	if err != nil {
		return err
	}
	publish := func(node string, payload any) error {
		return loop.Tell(ctx, r.Account, pep.Publish(node, "current", payload, pep.Options{}), nil)
	}
	if err := publish(vcard4.Node, card.With(fields).Payload()); err != nil {
		return err
	}
	if err := publish(nick.Node, nick.Nick{Text: fields.Nickname}); err != nil {
		return err
	}
	if err := r.writeOlder(ctx, fields, older); err != nil && older {
		return err
	} else if err != nil { // what was asked for is done
		r.Log.Warn("older vcard not kept in step", "err", err)
	}
	p := view.Profile(fields)
	r.Published(func(l *view.Live) { l.People.Profiles[r.JID] = &p })
	r.Changed(r.JID)
	return nil
}
