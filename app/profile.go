package app

import (
	"context"
	"strings"

	"vouch/app/loop"
	"vouch/app/view"
	"vouch/xmpp"
	"vouch/xmpp/nick"
	"vouch/xmpp/pep"
	"vouch/xmpp/vcard"
	"vouch/xmpp/vcard4"
)

// maxProfiles is how many profiles that were looked up are remembered, and maxField how many runes a field may have.
const (
	maxProfiles = 200
	maxField    = vcard.MaxRunes
)

// receiveNick takes what a contact calls itself. It is a suggestion for a name, and never one by itself.
func (a *account) receiveNick(from string, e pep.Event) error {
	if !a.shown(from) {
		return nil
	}
	name := ""
	if len(e.Items) > 0 {
		name = nick.Parse(e.Items[len(e.Items)-1].Payload)
	}
	a.mu.Lock()
	if name == "" {
		delete(a.live.People.Nicks, from)
	} else {
		a.live.People.Nicks[from] = name
	}
	a.mu.Unlock()
	a.changed(EventChanged, from, "")
	return nil
}

// Profile asks for what who says about themselves: the vCard4, else the older vCard. One who has neither has the zero
// Profile. It waits for the network.
func (s *Service) Profile(ctx context.Context, of, who string) (view.Profile, error) {
	who, err := bareJID("jid", who)
	if err != nil {
		return view.Profile{}, err
	}
	a, err := s.account(of)
	if err != nil {
		return view.Profile{}, err
	}
	card, err := a.fetchCard(ctx, who)
	if err != nil {
		return view.Profile{}, err
	}
	fields := card.Fields()
	if fields == (vcard.Fields{}) {
		older, err := a.fetchOlderCard(ctx, who)
		if err != nil {
			return view.Profile{}, err
		}
		fields = older.Fields
	}
	p := view.Profile(fields)
	a.mu.Lock()
	if len(a.live.People.Profiles) >= maxProfiles {
		clear(a.live.People.Profiles)
	}
	a.live.People.Profiles[who] = &p
	a.mu.Unlock()
	a.changed(EventChanged, who, "")
	return p, nil
}

// fetchCard fetches a vCard4; one that is not there, or makes no sense, is an empty one.
func (a *account) fetchCard(ctx context.Context, who string) (vcard4.Card, error) {
	answer, err := a.fetch(ctx, who, pep.Items(vcard4.Node, 1))
	if err != nil || answer == nil {
		return vcard4.Card{}, err
	}
	items, _, err := pep.ParseItems(answer)
	if err != nil || len(items) == 0 {
		return vcard4.Card{}, nil
	}
	card, err := vcard4.Parse(items[len(items)-1].Payload)
	if err != nil {
		a.log.Info("vcard", "peer", who, "err", err)
	}
	return card, nil
}

// fetch asks who something and waits. An answer that says that there is nothing, or nothing for us, is nil. It may be
// called from any goroutine but the loop's.
func (a *account) fetch(ctx context.Context, who string, payload any) (*xmpp.Element, error) {
	to, err := a.askAddress(who)
	if err != nil {
		return nil, invalid("jid", "not an address")
	}
	return loop.AskFor(ctx, a.asRoomsSeeIt(), loop.Question{To: to, Payload: payload}, func(answer *xmpp.Answer) (*xmpp.Element, error) {
		if loop.IsAbsent(answer.Err) {
			return nil, nil
		}
		return answer.Payload, loop.Failure(answer.Err)
	})
}

// setProfile publishes what the user says about themselves as vCard4, for those who may see our presence, and the nickname
// beside it. What another program has written there, and is not shown here, stays.
func (s *Service) setProfile(ctx context.Context, c SetProfile) error {
	fields := vcard.Fields(c.Profile)
	for _, text := range []*string{&fields.FullName, &fields.Nickname, &fields.Email, &fields.Phone, &fields.URL, &fields.Organisation, &fields.Title, &fields.Birthday, &fields.Note} {
		if *text = strings.TrimSpace(*text); len([]rune(*text)) > maxField {
			return invalid("profile", "too long")
		}
	}
	if len([]rune(fields.Nickname)) > nick.MaxRunes {
		return invalid("nickname", "too long")
	}
	a, err := s.account(c.Account)
	if err != nil {
		return err
	}
	card, err := a.fetchCard(ctx, a.jid)
	if err != nil {
		return err
	}
	publish := func(node string, payload any) error {
		return loop.Tell(ctx, a.asRoomsSeeIt(), pep.Publish(node, "current", payload, pep.Options{}), nil)
	}
	if err := publish(vcard4.Node, card.With(fields).Payload()); err != nil {
		return err
	}
	if err := publish(nick.Node, nick.Nick{Text: fields.Nickname}); err != nil {
		return err
	}
	if err := a.writeOlder(ctx, fields, c.Older); err != nil && c.Older {
		return err
	} else if err != nil { // what was asked for is done
		a.log.Warn("older vcard not kept in step", "err", err)
	}
	p := view.Profile(fields)
	a.mu.Lock()
	a.live.People.Profiles[a.jid] = &p
	a.mu.Unlock()
	a.changed(EventChanged, a.jid, "")
	return nil
}
