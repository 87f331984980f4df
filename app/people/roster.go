package people

import (
	"context"
	"slices"
	"strings"

	"mellium.im/xmpp/jid"

	"vouch/app/fault"
	"vouch/app/history"
	"vouch/app/input"
	"vouch/app/loop"
	"vouch/app/view"
	"vouch/xmpp"
	"vouch/xmpp/preauth"
	"vouch/xmpp/presence"
	"vouch/xmpp/roster"
)

// FetchRoster reads the roster, and then runs then with the error of the answer. Where the server keeps versions it says only
// that nothing has changed, or what, while the version here is known to it.
func (r *Room) FetchRoster(versions bool, then func(error)) {
	get := roster.Get{}
	if versions {
		ver := r.rosterVersion()
		get.Ver = &ver
	}
	r.Ask(jid.JID{}, false, get, func(answer *xmpp.Answer) {
		if answer.Err == nil {
			result, err := roster.ParseResult(answer.Payload)
			if err == nil && !(result.Unchanged && get.Ver != nil) {
				err = r.storeRoster(result)
			}
			if err != nil {
				r.Log.Error("store roster", "err", err)
			}
		} else {
			r.Log.Warn("fetch roster", "err", answer.Err)
		}
		then(answer.Err)
	})
}

// rosterVersion is the version of the roster that is here; "" asks for all of it.
func (r *Room) rosterVersion() (ver string) {
	if err := r.View("read roster version", func(h *history.Store) (err error) {
		ver, err = h.RosterVersion()
		return err
	}); err != nil {
		r.Log.Error("read roster version", "err", err)
	}
	return ver
}

func (r *Room) storeRoster(result roster.Result) error {
	contacts := make([]history.Contact, 0, len(result.Items))
	for _, item := range result.Items {
		contacts = append(contacts, contactOf(item))
	}
	err := r.Update("store roster", func(h *history.Store) error {
		if err := h.SetRoster(contacts); err != nil {
			return err
		}
		return h.PutRosterVersion(result.Ver)
	})
	if err == nil {
		err = r.forgetStrangers()
	}
	r.Changed("")
	return err
}

func contactOf(item roster.Item) history.Contact {
	return history.Contact{JID: item.JID.Bare().String(), Name: item.Name, Subscription: item.Subscription, Ask: item.Ask == "subscribe", Groups: item.Groups}
}

// ReceiveRosterPush takes one change of the roster from our own server. It is true when somebody whose changes reached us
// will tell us of none any more.
func (r *Room) ReceiveRosterPush(item roster.Item, ver string) (silent bool, err error) {
	c := contactOf(item)
	err = r.Update("store contact", func(h *history.Store) error {
		before, _, err := h.Contact(c.JID)
		if err != nil {
			return err
		}
		silent = before.TellsUs() && !c.TellsUs()
		change := h.PutContact
		if item.Subscription == "remove" {
			change = func(c history.Contact) error { return h.DropContact(c.JID) }
		}
		if err := change(c); err != nil {
			return err
		}
		if ver == "" {
			return nil // the older version that is here makes the next sign-in ask for more than it needs, not for less
		}
		return h.PutRosterVersion(ver)
	})
	if err == nil && item.Subscription == "remove" {
		err = r.forgetFace(c.JID)
	}
	if silent {
		r.Published(func(l *view.Live) { delete(l.People.Presence, c.JID) })
	}
	r.Changed(c.JID)
	return silent, err
}

// Add puts somebody in the roster and asks to see their presence. Of one who is there already what is not given stays. A token
// is that of an invitation.
func (r *Room) Add(ctx context.Context, who jid.JID, name string, groups []string, token string) error {
	item := roster.Item{JID: who}
	if known, ok := r.Contact(who.String()); ok {
		item.Name, item.Groups = known.Name, known.Groups
	}
	if name != "" {
		item.Name = name
	}
	if len(groups) > 0 {
		item.Groups = groups
	}
	return loop.Tell(ctx, r.Account, roster.Set(item), func() error {
		send := []any{presence.Subscribe(who)}
		if token != "" {
			send[0] = preauth.Subscribe(who, token)
		}
		asked := false
		r.Published(func(l *view.Live) { asked = l.People.Asks[who.String()] })
		if asked { // whom we add after they asked, we show ourselves to
			send = append(send, presence.Subscribed(who))
		}
		for _, p := range send {
			if err := r.Send(p); err != nil {
				r.Log.Info("ask for presence", "err", err)
			}
		}
		r.answered(who.String())
		return nil
	})
}

// Edit gives a contact another name, or other groups; nil leaves them. KindNotFound: it is none.
func (r *Room) Edit(ctx context.Context, who jid.JID, name *string, groups *[]string) (err error) {
	known, ok := r.Contact(who.String())
	if !ok {
		return fault.NotFound("jid", who.String())
	}
	set := roster.Item{JID: who, Name: known.Name, Groups: known.Groups}
	if name != nil {
		if set.Name, err = Name(*name); err != nil {
			return err
		}
	}
	if groups != nil {
		if set.Groups, err = Groups(*groups); err != nil {
			return err
		}
	}
	return loop.Tell(ctx, r.Account, roster.Set(set), func() error {
		if err := r.noteEdited(who.String(), set); err != nil {
			r.Log.Error("store contact", "err", err)
		}
		return nil
	})
}

// Remove takes somebody out of the roster; both subscriptions end with it (RFC 6121 §2.5). Then runs on the loop when our
// server has done it. The roster itself changes by the push.
func (r *Room) Remove(ctx context.Context, who jid.JID, then func()) error {
	return loop.Tell(ctx, r.Account, roster.Remove(who), func() error { then(); return nil })
}

// noteEdited takes over what our server has answered that it took: the push of it may come later, and whoever edits once
// more builds on what is here.
func (r *Room) noteEdited(who string, set roster.Item) error {
	err := r.Update("store contact", func(h *history.Store) error {
		c, known, err := h.Contact(who)
		if err != nil || !known {
			return err
		}
		c.Name, c.Groups = set.Name, set.Groups
		return h.PutContact(c)
	})
	r.Changed(who)
	return err
}

// Name is a name as it goes to the server: on one line, and none where there is nothing to see.
func Name(name string) (string, error) {
	name = strings.Join(strings.Fields(name), " ")
	if view.Blank(name) {
		return "", nil
	}
	if len([]rune(name)) > input.MaxName {
		return "", fault.Invalid("name", "too long")
	}
	return name, nil
}

// Groups are groups as they go to the server: none empty, none twice (RFC 6121 §2.3.3).
func Groups(groups []string) (out []string, err error) {
	for _, g := range groups {
		g = strings.Join(strings.Fields(g), " ")
		if len([]rune(g)) > roster.MaxRunes {
			return nil, fault.Invalid("groups", "too long")
		}
		if !view.Blank(g) && !slices.Contains(out, g) {
			out = append(out, g)
		}
	}
	if len(out) > roster.MaxGroups {
		return nil, fault.Invalid("groups", "too many")
	}
	return out, nil
}
