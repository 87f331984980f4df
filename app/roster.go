package app

import (
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	"go.etcd.io/bbolt"
	"mellium.im/xmpp/jid"

	"vouch/app/history"
	"vouch/app/input"
	"vouch/app/view"
	"vouch/xmpp"
	"vouch/xmpp/preauth"
	"vouch/xmpp/presence"
	"vouch/xmpp/roster"
)

// rosterPause is after how long a roster is asked for again that did not come.
const rosterPause = 3 * time.Second

// fetchRoster reads the roster and then says that we are here: contacts' presence comes after their names. Where the
// server keeps versions it says only that nothing has changed, or what, while the version here is known to it.
func (a *account) fetchRoster() {
	if a.facts.rostered {
		return
	}
	get := roster.Get{}
	if a.conn.client != nil && a.conn.client.Offers(roster.NSVersions, "ver") {
		ver := a.rosterVersion()
		get.Ver = &ver
	}
	a.ask(jid.JID{}, false, get, func(answer *xmpp.Answer) {
		if answer.Err == nil {
			result, err := roster.ParseResult(answer.Payload)
			if err == nil && !(result.Unchanged && get.Ver != nil) {
				err = a.storeRoster(result)
			}
			if err != nil {
				a.log.Error("store roster", "err", err)
			}
		} else {
			a.log.Warn("fetch roster", "err", answer.Err)
		}
		if a.conn.client == nil || errors.Is(answer.Err, xmpp.ErrClosed) {
			return
		}
		if _, err := a.conn.client.Send(a.ownPresence()); err != nil {
			a.log.Info("send presence", "err", err)
			a.helpersAfter(noRoom, a.fetchRoster) // or once more when the stream goes on
			return
		}
		a.expectKept()
		if answer.Err != nil && !isAbsent(answer.Err) {
			a.helpersAfter(rosterPause, a.fetchRoster) // no answer is none: what is known may be old
			return
		}
		a.facts.rostered = true
	})
}

// rosterVersion is the version of the roster that is here; "" asks for all of it.
func (a *account) rosterVersion() (ver string) {
	if err := a.s.view("read roster version", func(tx *bbolt.Tx) (err error) {
		ver, err = a.s.history(tx, a.jid).RosterVersion()
		return err
	}); err != nil {
		a.log.Error("read roster version", "err", err)
	}
	return ver
}

func (a *account) storeRoster(result roster.Result) error {
	contacts := make([]history.Contact, 0, len(result.Items))
	for _, item := range result.Items {
		contacts = append(contacts, contactOf(item))
	}
	err := a.s.update("store roster", func(tx *bbolt.Tx) error {
		h := a.s.history(tx, a.jid)
		if err := h.SetRoster(contacts); err != nil {
			return err
		}
		return h.PutRosterVersion(result.Ver)
	})
	if err == nil {
		err = a.forgetStrangers()
	}
	a.changed(EventChanged, "", "")
	return err
}

func contactOf(item roster.Item) history.Contact {
	return history.Contact{JID: item.JID.Bare().String(), Name: item.Name, Subscription: item.Subscription, Ask: item.Ask == "subscribe", Groups: item.Groups}
}

// receiveRosterPush takes one change of the roster from our own server.
func (a *account) receiveRosterPush(item roster.Item, ver string) error {
	c := contactOf(item)
	told, tells := false, c.Subscription == "to" || c.Subscription == "both"
	err := a.s.update("store contact", func(tx *bbolt.Tx) (err error) {
		h := a.s.history(tx, a.jid)
		if told, err = sendsEvents(h, c.JID); err != nil {
			return err
		}
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
		err = a.forgetFace(c.JID)
	}
	if told && !tells { // nothing will tell us of changes any more
		delete(a.facts.lists, c.JID)
		a.forgetPresence(c.JID)
	}
	a.changed(EventChanged, c.JID, "")
	return err
}

// addContact puts somebody in the roster, asks to see their presence, and opens the chat. Of one who is there already what
// is not given stays.
func (s *Service) addContact(ctx context.Context, c AddContact) error {
	who, err := bareJID("jid", c.JID)
	if err != nil {
		return err
	}
	name, err := contactName(c.Name)
	if err != nil {
		return err
	}
	groups, err := contactGroups(c.Groups)
	if err != nil {
		return err
	}
	if len(c.Token) > preauth.MaxToken {
		return invalid("token", "too long")
	}
	a, err := s.account(c.Account)
	if err != nil {
		return err
	}
	if who == a.jid {
		return invalid("jid", "your own address")
	}
	if err := s.openChat(ctx, OpenChat{c.Account, who}); err != nil {
		return err
	}
	item := roster.Item{JID: jid.MustParse(who), Name: name, Groups: groups}
	if known, ok := a.contact(who); ok && name == "" {
		item.Name = known.Name
	}
	if known, ok := a.contact(who); ok && len(groups) == 0 {
		item.Groups = known.Groups
	}
	return s.rosterSet(ctx, c.Account, roster.Set(item), func(a *account) {
		send := []any{presence.Subscribe(jid.MustParse(who))}
		if c.Token != "" {
			send[0] = preauth.Subscribe(jid.MustParse(who), c.Token)
		}
		if a.asksFor(who) { // whom we add after they asked, we show ourselves to
			send = append(send, presence.Subscribed(jid.MustParse(who)))
		}
		for _, p := range send {
			if _, err := a.conn.client.Send(p); err != nil {
				a.log.Info("ask for presence", "err", err)
			}
		}
		a.mu.Lock()
		delete(a.live.People.Asks, who)
		a.mu.Unlock()
	})
}

// editContact gives a contact another name, or other groups.
func (s *Service) editContact(ctx context.Context, c EditContact) error {
	who, err := bareJID("jid", c.JID)
	if err != nil {
		return err
	}
	a, err := s.account(c.Account)
	if err != nil {
		return err
	}
	known, ok := a.contact(who)
	if !ok {
		return notFound("jid", who)
	}
	set := roster.Item{JID: jid.MustParse(who), Name: known.Name, Groups: known.Groups}
	if c.Name != nil {
		if set.Name, err = contactName(*c.Name); err != nil {
			return err
		}
	}
	if c.Groups != nil {
		if set.Groups, err = contactGroups(*c.Groups); err != nil {
			return err
		}
	}
	return s.rosterSet(ctx, c.Account, roster.Set(set), func(a *account) {
		if err := a.noteEdited(who, set); err != nil {
			a.log.Error("store contact", "err", err)
		}
	})
}

// noteEdited takes over what our server has answered that it took: the push of it may come later, and whoever edits once
// more builds on what is here.
func (a *account) noteEdited(who string, set roster.Item) error {
	err := a.s.update("store contact", func(tx *bbolt.Tx) error {
		h := a.s.history(tx, a.jid)
		c, known, err := h.Contact(who)
		if err != nil || !known {
			return err
		}
		c.Name, c.Groups = set.Name, set.Groups
		return h.PutContact(c)
	})
	a.changed(EventChanged, who, "")
	return err
}

// contactName is a name as it goes to the server: on one line, and none where there is nothing to see.
func contactName(name string) (string, error) {
	name = strings.Join(strings.Fields(name), " ")
	if view.Blank(name) {
		return "", nil
	}
	if len([]rune(name)) > input.MaxName {
		return "", invalid("name", "too long")
	}
	return name, nil
}

// contactGroups are groups as they go to the server: none empty, none twice (RFC 6121 §2.3.3).
func contactGroups(groups []string) (out []string, err error) {
	for _, g := range groups {
		g = strings.Join(strings.Fields(g), " ")
		if len([]rune(g)) > roster.MaxRunes {
			return nil, invalid("groups", "too long")
		}
		if !view.Blank(g) && !slices.Contains(out, g) {
			out = append(out, g)
		}
	}
	if len(out) > roster.MaxGroups {
		return nil, invalid("groups", "too many")
	}
	return out, nil
}

// removeContact takes somebody out of the roster; both subscriptions end with it (RFC 6121 §2.5). What has not left for them
// does not leave any more.
func (s *Service) removeContact(ctx context.Context, c RemoveContact) error {
	who, err := bareJID("jid", c.JID)
	if err != nil {
		return err
	}
	return s.rosterSet(ctx, c.Account, roster.Remove(jid.MustParse(who)), func(a *account) {
		if err := a.dropAll(who); err != nil {
			a.log.Error("take messages back", "err", err)
		}
	})
}

// rosterSet sends one roster change and waits for the server's answer; then, unless nil, runs on the loop when it is no
// error. The roster itself changes by the push.
func (s *Service) rosterSet(ctx context.Context, of string, payload any, then func(*account)) error {
	a, err := s.account(of)
	if err != nil {
		return err
	}
	return a.tell(ctx, payload, func() error {
		if then != nil {
			then(a)
		}
		return nil
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
