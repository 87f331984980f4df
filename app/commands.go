package app

import (
	"context"
	"errors"

	"go.etcd.io/bbolt"

	"vouch/app/history"
)

const maxCA = 1 << 20 // bytes of a file of authorities

// onLoop runs f on the loop of an account.
func (s *Service) onLoop(ctx context.Context, of string, f func(a *account) error) error {
	a, err := s.account(of)
	if err != nil {
		return err
	}
	var result error
	if err := a.Call(ctx, func() { result = f(a) }); err != nil {
		return err
	}
	return result
}

// onChat is onLoop for a command about a chat.
func (s *Service) onChat(ctx context.Context, of, chat string, f func(a *account, who string) error) error {
	a, err := s.account(of)
	if err != nil {
		return err
	}
	who, err := a.chatAddress("chat", chat)
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

func (s *Service) setVoiceFormat(ctx context.Context, c SetVoiceFormat) error {
	return s.onChat(ctx, c.Account, c.Chat, func(a *account, who string) error {
		err := s.update("set format of voice messages", func(tx *bbolt.Tx) error {
			h := s.history(tx, a.jid)
			chat, err := h.Begin(who, a.now())
			if err != nil || chat.WAV == c.WAV {
				return err
			}
			chat.WAV = c.WAV
			return h.PutChat(chat)
		})
		a.changed(EventChanged, who, "")
		return err
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
			return a.keyring(tx).NeedBundles(who)
		})
		if _, fresh := a.mayAttend(who); err == nil && a.conn.online && !fresh {
			a.start(history.Todo{Task: history.FetchList, JID: who})
		}
		a.changed(EventChanged, who, "")
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
		chat.Unread, chat.Mentions, changed = 0, 0, true
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
