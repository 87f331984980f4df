package app

import (
	"context"
	"errors"
	"time"

	"mellium.im/xmpp/jid"

	"vouch/app/loop"
	"vouch/app/people"
	"vouch/app/view"
	"vouch/xmpp"
	"vouch/xmpp/preauth"
	"vouch/xmpp/roster"
)

// rosterPause is after how long a roster is asked for again that did not come.
const rosterPause = 3 * time.Second

// fetchRoster reads the roster and then says that we are here: contacts' presence comes after their names.
func (a *account) fetchRoster() {
	if a.facts.rostered {
		return
	}
	versions := a.conn.client != nil && a.conn.client.Offers(roster.NSVersions, "ver")
	a.people.FetchRoster(versions, func(failed error) {
		if a.conn.client == nil || errors.Is(failed, xmpp.ErrClosed) {
			return
		}
		if err := a.showPresence(); err != nil {
			a.log.Info("send presence", "err", err)
			a.After(noRoom, a.fetchRoster) // or once more when the stream goes on
			return
		}
		a.expectKept()
		if failed != nil && !loop.IsAbsent(failed) {
			a.After(rosterPause, a.fetchRoster) // no answer is none: what is known may be old
			return
		}
		a.facts.rostered = true
	})
}

// receiveRosterPush takes one change of the roster from our own server.
func (a *account) receiveRosterPush(item roster.Item, ver string) error {
	silent, err := a.people.ReceiveRosterPush(item, ver)
	if silent { // nothing will tell us of changes any more
		delete(a.facts.lists, item.JID.Bare().String())
	}
	return err
}

// addContact puts somebody in the roster, and opens the chat.
func (s *Service) addContact(ctx context.Context, c AddContact) error {
	who, err := bareJID("jid", c.JID)
	if err != nil {
		return err
	}
	name, err := people.Name(c.Name)
	if err != nil {
		return err
	}
	groups, err := people.Groups(c.Groups)
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
	return a.people.Add(ctx, jid.MustParse(who), name, groups, c.Token)
}

func (s *Service) editContact(ctx context.Context, c EditContact) error {
	return s.onPerson(c.Account, c.JID, func(a *account, who jid.JID) error { return a.people.Edit(ctx, who, c.Name, c.Groups) })
}

// removeContact takes somebody out of the roster. What has not left for them does not leave any more.
func (s *Service) removeContact(ctx context.Context, c RemoveContact) error {
	return s.onPerson(c.Account, c.JID, func(a *account, who jid.JID) error {
		return a.people.Remove(ctx, who, func() {
			if err := a.dropAll(who.String()); err != nil {
				a.log.Error("take messages back", "err", err)
			}
		})
	})
}

func (s *Service) answerContact(ctx context.Context, c AnswerContact) error {
	return s.onChat(ctx, c.Account, c.JID, func(a *account, who string) error {
		return a.people.Answer(jid.MustParse(who), c.Accept)
	})
}

func (s *Service) block(ctx context.Context, c Block) error {
	return s.onPerson(c.Account, c.JID, func(a *account, who jid.JID) error {
		return a.people.Block(ctx, who, people.Report{Reason: c.Report, Text: c.Text})
	})
}

func (s *Service) unblock(ctx context.Context, c Unblock) error {
	return s.onPerson(c.Account, c.JID, func(a *account, who jid.JID) error { return a.people.Unblock(ctx, who) })
}

// Blocked gives the addresses that an account blocks: people, and whole servers.
func (s *Service) Blocked(account string) ([]string, error) {
	a, err := s.account(account)
	if err != nil {
		return nil, err
	}
	return a.people.Blocked()
}

func (s *Service) setAvatar(ctx context.Context, c SetAvatar) error {
	a, err := s.account(c.Account)
	if err != nil {
		return err
	}
	var picture []byte
	if c.Path != "" {
		if picture, err = s.OwnPicture(c.Path); err != nil {
			return err
		}
	}
	return a.people.SetAvatar(ctx, picture)
}

// OwnPicture is the picture in a file as SetAvatar would publish it, a square PNG. It reads and decodes the file, so it is not
// for a window's main goroutine. KindInvalid: it cannot be used.
func (s *Service) OwnPicture(path string) ([]byte, error) { return people.OwnPicture(path) }

// Avatar is the picture of somebody as it is shown; the zero Picture when there is none.
func (s *Service) Avatar(of, who string) (picture view.Picture, err error) {
	err = s.onPerson(of, who, func(a *account, who jid.JID) error { picture = a.people.Avatar(who.String()); return nil })
	return picture, err
}

// Profile asks for what who says about themselves: the vCard4, else the older vCard. One who has neither has the zero
// Profile. It waits for the network.
func (s *Service) Profile(ctx context.Context, of, who string) (profile view.Profile, err error) {
	err = s.onPerson(of, who, func(a *account, who jid.JID) (err error) {
		profile, err = a.people.Profile(ctx, who.String())
		return err
	})
	return profile, err
}

func (s *Service) setProfile(ctx context.Context, c SetProfile) error {
	a, err := s.account(c.Account)
	if err != nil {
		return err
	}
	return a.people.SetProfile(ctx, c.Profile, c.Older)
}

// onPerson runs f, which is not on the loop, with an account and the address of a person or a server.
func (s *Service) onPerson(of, jidOf string, f func(a *account, who jid.JID) error) error {
	a, err := s.account(of)
	if err != nil {
		return err
	}
	who, err := bareJID("jid", jidOf)
	if err != nil {
		return err
	}
	return f(a, jid.MustParse(who))
}
