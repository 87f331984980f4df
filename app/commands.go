package app

import (
	"context"
	"errors"
	"strings"
	"unicode/utf8"

	"go.etcd.io/bbolt"

	"vouch/app/history"
)

const (
	maxBody = 64 << 10 // bytes of a text: below what servers accept, encrypted and in base64
	maxName = 200      // runes of a contact's name
	maxCA   = 1 << 20  // bytes of a file of authorities
)

// Do carries out a command. It may wait for the network as long as ctx allows. Errors are *Error.
func (s *Service) Do(ctx context.Context, c Command) error {
	switch c := c.(type) {
	case AddAccount:
		return s.addAccount(ctx, c)
	case RemoveAccount:
		return s.removeAccount(ctx, c)
	case EnableAccount:
		return s.enableAccount(ctx, c)
	case SetProxy:
		return s.setProxy(ctx, c)
	case ChangePassword:
		return s.changePassword(ctx, c)
	case AcceptLogin:
		return s.onLoop(ctx, c.Account, func(a *account) error { return a.acceptLogin(c.Mechanism) })
	case MakeInvitation:
		_, err := s.Invite(ctx, c.Account)
		return err
	case AddContact:
		return s.addContact(ctx, c)
	case EditContact:
		return s.editContact(ctx, c)
	case RemoveContact:
		return s.removeContact(ctx, c)
	case AnswerContact:
		return s.answerContact(ctx, c)
	case Block:
		return s.block(ctx, c)
	case Unblock:
		return s.unblock(ctx, c)
	case SetPresence:
		return s.setPresence(ctx, c)
	case SetActive:
		return s.setActive(ctx, c)
	case Active:
		return s.used(ctx)
	case SetIdle:
		return s.onLoop(ctx, c.Account, func(a *account) error { return a.setIdle(c.Minutes) })
	case SetAvatar:
		return s.setAvatar(ctx, c)
	case LookUp:
		_, err := s.Profile(ctx, c.Account, c.JID)
		return err
	case SetProfile:
		return s.setProfile(ctx, c)
	case LookArchive:
		_, err := s.ArchivePrefs(ctx, c.Account)
		return err
	case SetArchive:
		_, err := s.SetArchivePrefs(ctx, c.Account, c.Prefs)
		return err
	case OpenChat:
		return s.openChat(ctx, c)
	case SendText:
		_, err := s.SendReply(ctx, c.Account, c.Chat, c.Body, c.ReplyTo)
		return err
	case CorrectText:
		_, err := s.Correct(ctx, c.Account, c.Chat, c.ID, c.Body)
		return err
	case Retract:
		_, err := s.Retract(ctx, c.Account, c.Chat, c.ID)
		return err
	case React:
		return s.react(ctx, c)
	case SetPrivacy:
		return s.onLoop(ctx, c.Account, func(a *account) error { return a.setPrivacy(c.Privacy) })
	case Typing:
		return s.Typing(ctx, c.Account, c.Chat, c.State)
	case Release:
		return s.release(ctx, c)
	case TakeBack:
		return s.takeBack(ctx, c)
	case SendAgain:
		return s.sendAgain(ctx, c)
	case SetEncryption:
		return s.setEncryption(ctx, c)
	case LookAgain:
		return s.onChat(ctx, c.Account, c.Chat, func(a *account, who string) error { return a.lookAgain(who) })
	case FetchOlder:
		_, err := s.Older(ctx, c.Account, c.Chat)
		return err
	case ClearChat:
		_, err := s.Clear(ctx, c.Account, c.Chat)
		return err
	case MarkRead:
		return s.onChat(ctx, c.Account, c.Chat, func(a *account, who string) error { return a.markRead(who) })
	case SetPolicy:
		return s.setPolicy(ctx, c)
	case Decide:
		return s.decide(ctx, c)
	case Verify:
		_, err := s.Verify(ctx, c)
		return err
	case RepairSession:
		return s.repairSession(ctx, c)
	case RemoveDevice:
		return s.removeDevice(ctx, c)
	case RenewKeys:
		return s.renewKeys(ctx, c)
	case KeepKeys:
		return s.keepKeys(ctx, c)
	case AskAgain:
		return s.askAgain(ctx, c)
	case SendCopies:
		return s.sendCopies(ctx, c)
	case AnswerKeys:
		return s.answerKeys(ctx, c)
	case NameDevice:
		return s.nameDevice(ctx, c)
	}
	return invalid("command", "unknown")
}

// onLoop runs f on the loop of an account.
func (s *Service) onLoop(ctx context.Context, of string, f func(a *account) error) error {
	a, err := s.account(of)
	if err != nil {
		return err
	}
	var result error
	if err := a.call(ctx, func() { result = f(a) }); err != nil {
		return err
	}
	return result
}

// onChat is onLoop for a command about a chat.
func (s *Service) onChat(ctx context.Context, of, chat string, f func(a *account, who string) error) error {
	who, err := bareJID("chat", chat)
	if err != nil {
		return err
	}
	return s.onLoop(ctx, of, func(a *account) error { return f(a, who) })
}

// setEncryption counts for messages written from now on; those that wait keep what they were written under.
func (s *Service) setEncryption(ctx context.Context, c SetEncryption) error {
	return s.onChat(ctx, c.Account, c.Chat, func(a *account, who string) error {
		row := history.Message{}
		err := s.update("set encryption", func(tx *bbolt.Tx) error {
			row = history.Message{}
			h := s.history(tx, a.jid)
			chat, err := h.Begin(who, a.now())
			if err != nil || chat.Plain == !c.On {
				return err
			}
			chat.Plain = !c.On
			if err := h.PutChat(chat); err != nil {
				return err
			}
			about := history.NoticeEncryptionOff
			if c.On {
				about = history.NoticeEncryptionOn
			}
			row = history.Message{Chat: who, From: a.jid, Own: true, Time: a.now(), Kind: history.KindNotice, Notice: about}
			return a.appendLive(h, &row)
		})
		a.arrived(row)
		return err
	})
}

// Clear deletes the rows of a chat, and says how many went. Messages that are not known to have arrived do not leave any
// more; retractions do, and stay until then.
func (s *Service) Clear(ctx context.Context, of, chat string) (removed int, err error) {
	err = s.onChat(ctx, of, chat, func(a *account, who string) error {
		waiting, err := a.sendingsTo(who, history.ForMessage, history.ForReaction)
		if err != nil {
			return err
		}
		err = a.takeOut("clear chat", waiting, func(tx *bbolt.Tx, _ map[uint64]bool) (err error) {
			removed, err = s.history(tx, a.jid).Clear(who)
			return err
		})
		if errors.Is(err, history.ErrNotFound) {
			return notFound("chat", who)
		}
		a.changed(EventChanged, who, "")
		return err
	})
	return removed, err
}

// markRead remembers how far the user has read.
func (a *account) markRead(who string) error {
	changed := false
	err := a.s.update("mark read", func(tx *bbolt.Tx) error {
		h := a.s.history(tx, a.jid)
		chat, err := h.Chat(who)
		if errors.Is(err, history.ErrNotFound) {
			return nil
		} else if err != nil {
			return err
		}
		last, err := h.Before(who, nil, 1)
		if err != nil {
			return err
		}
		if chat.Unread == 0 && (len(last) == 0 || string(chat.ReadTo) == string(last[0].Sort)) {
			return nil
		}
		since := chat.ReadTo
		chat.Unread, changed = 0, true
		if len(last) > 0 {
			chat.ReadTo = last[0].Sort
		}
		return errors.Join(h.PutChat(chat), a.oweMarker(h, who, since), a.oweDisplayed(h, who))
	})
	if changed {
		a.changed(EventChanged, who, "")
	}
	return err
}

// lookAgain fetches list and bundles of a contact anew.
func (a *account) lookAgain(who string) error {
	if !a.conn.online {
		return &Error{Kind: KindNotConnected}
	}
	delete(a.facts.lists, who)
	list := history.Todo{Task: history.FetchList, JID: who}
	delete(a.devices.todos.failed, list.Key())
	a.start(list)
	var again []history.Todo
	err := a.s.view("read devices", func(tx *bbolt.Tx) error {
		devices, err := a.s.trust(tx, a.jid).Devices(who)
		for _, d := range devices {
			if d.Active && (d.Broken || d.Fingerprint == "") {
				again = append(again, history.Todo{Task: history.FetchBundle, JID: who, Device: d.ID})
			}
		}
		return err
	})
	for _, t := range again {
		delete(a.devices.todos.failed, t.Key())
		a.start(t)
	}
	return err
}

// validText makes text what XML and screens can carry: UTF-8 without the characters XML 1.0 §2.2 forbids.
func validText(text []byte) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\t', r == '\n', r == '\r':
			return r
		case r < 0x20, r == 0xFFFE, r == 0xFFFF:
			return utf8.RuneError
		}
		return r
	}, strings.ToValidUTF8(string(text), "\uFFFD"))
}
