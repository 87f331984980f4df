package app

import (
	"context"
	"errors"
	"os"
	"strings"
	"unicode/utf8"

	"go.etcd.io/bbolt"
	"mellium.im/xmpp/jid"

	"vouch/app/history"
	"vouch/crypto"
	"vouch/trust"
	"vouch/xmpp"
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
		return s.onLoop(ctx, c.Account, func(a *account) error { return a.enable(c.On) })
	case ChangePassword:
		return s.changePassword(ctx, c)
	case AddContact:
		return s.addContact(ctx, c)
	case RemoveContact:
		return s.removeContact(ctx, c)
	case AnswerContact:
		return s.answerContact(ctx, c)
	case OpenChat:
		return s.openChat(ctx, c)
	case SendText:
		_, err := s.Send(ctx, c.Account, c.Chat, c.Body)
		return err
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
	case ClearChat:
		_, err := s.Clear(ctx, c.Account, c.Chat)
		return err
	case MarkRead:
		return s.onChat(ctx, c.Account, c.Chat, func(a *account, who string) error { return a.markRead(who) })
	case SetPolicy:
		return s.setPolicy(ctx, c)
	case Decide:
		return s.decide(ctx, c)
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

// Send stores a message and returns its id. It goes out when it can.
func (s *Service) Send(ctx context.Context, from, chat, body string) (id string, err error) {
	body = validText([]byte(body))
	switch {
	case strings.TrimSpace(body) == "":
		return "", invalid("body", "empty")
	case len(body) > maxBody:
		return "", invalid("body", "too long")
	}
	err = s.onChat(ctx, from, chat, func(a *account, who string) error {
		row, err := a.queueText(who, body)
		id = row.ID
		return err
	})
	return id, err
}

// queueText is transaction A: the message and its outbox entry.
func (a *account) queueText(who, body string) (history.Message, error) {
	row := history.Message{MessageID: history.NewID(), Chat: who, From: a.jid, Own: true, Time: a.now(), Body: body, Kind: "text", State: string(MessagePending)}
	e := history.Entry{Purpose: history.ForMessage, Chat: who}
	err := a.s.update("store message", func(tx *bbolt.Tx) error {
		h := a.s.history(tx, a.jid)
		chat, err := h.Begin(who, a.now())
		if err != nil {
			return err
		}
		row.ID, row.Encrypted = "", !chat.Plain
		if err := a.appendLive(h, &row); err != nil {
			return err
		}
		if err := h.MarkOwn(row.MessageID, row.ID); err != nil {
			return err
		}
		e.Row, e.Encrypted = row.ID, row.Encrypted
		return h.Queue(&e)
	})
	if err != nil {
		return row, err
	}
	a.remember(e)
	a.arrived(row)
	return row, nil
}

// entryOf is the outbox entry of an own row of a chat.
func (a *account) entryOf(h *history.Store, who, id string) (history.Message, history.Entry, error) {
	row, err := h.InChat(who, id)
	if errors.Is(err, history.ErrNotFound) {
		return row, history.Entry{}, notFound("id", id)
	} else if err != nil {
		return row, history.Entry{}, err
	}
	for _, e := range a.queue {
		if e.Row == id {
			full, err := h.Entry(e.Seq)
			return row, full, err
		}
	}
	return row, history.Entry{}, &Error{Kind: KindConflict, Param: "id", Detail: "the message does not wait"}
}

// release lets a message and those before it in its chat go to the devices trusted now.
func (s *Service) release(ctx context.Context, c Release) error {
	return s.onChat(ctx, c.Account, c.Chat, func(a *account, who string) error {
		released := map[uint64]bool{}
		err := s.update("release message", func(tx *bbolt.Tx) error {
			clear(released)
			h := s.history(tx, a.jid)
			_, last, err := a.entryOf(h, who, c.ID)
			if err != nil {
				return err
			}
			p, err := planFor(s.trust(tx, a.jid), a.jid, who, true, true, true)
			if err != nil {
				return err
			}
			if p.kind != "" {
				kind := p.kind
				if kind == KindUndecided {
					kind = KindNoneTrusted // nobody is left to send it to
				}
				return &Error{Kind: kind, Detail: "no device to send it to"}
			}
			for _, e := range a.queue {
				if e.Chat != who || e.Purpose != history.ForMessage || e.Seq > last.Seq {
					continue
				}
				full, err := h.Entry(e.Seq)
				if err != nil {
					return err
				}
				full.Released = true
				if err := h.PutEntry(full); err != nil {
					return err
				}
				released[e.Seq] = true
			}
			return nil
		})
		if err != nil {
			return err
		}
		for i := range a.queue {
			if released[a.queue[i].Seq] {
				a.queue[i].Released = true
			}
		}
		return nil
	})
}

// takeBack removes a message that has not been made yet.
func (s *Service) takeBack(ctx context.Context, c TakeBack) error {
	return s.onChat(ctx, c.Account, c.Chat, func(a *account, who string) error {
		var seq uint64
		err := s.update("take back message", func(tx *bbolt.Tx) error {
			h := s.history(tx, a.jid)
			row, e, err := a.entryOf(h, who, c.ID)
			if err != nil {
				return err
			}
			if e.Stanza != nil {
				return &Error{Kind: KindConflict, Param: "id", Detail: "the message has left"}
			}
			seq = e.Seq
			return errors.Join(h.Unqueue(e.Seq), h.Delete(row))
		})
		if err != nil {
			return err
		}
		a.forget(seq)
		a.changed(EventMessage, who, c.ID)
		return nil
	})
}

// sendAgain queues a failed message anew, under the encryption it was written under. Its id stays, so that a receiver who
// did get it can tell.
func (s *Service) sendAgain(ctx context.Context, c SendAgain) error {
	return s.onChat(ctx, c.Account, c.Chat, func(a *account, who string) error {
		var e history.Entry
		var row history.Message
		err := s.update("queue message again", func(tx *bbolt.Tx) (err error) {
			h := s.history(tx, a.jid)
			if row, err = h.InChat(who, c.ID); errors.Is(err, history.ErrNotFound) {
				return notFound("id", c.ID)
			} else if err != nil {
				return err
			}
			if !row.Own || row.State != string(MessageFailed) && row.State != string(MessageUnknownFate) {
				return &Error{Kind: KindConflict, Param: "id", Detail: "the message has not failed"}
			}
			row.State, row.ErrKind, row.ErrText, row.Recipients = string(MessagePending), "", "", nil
			e = history.Entry{Purpose: history.ForMessage, Chat: who, Row: row.ID, Encrypted: row.Encrypted}
			return errors.Join(h.Put(row), h.Queue(&e))
		})
		if err != nil {
			return err
		}
		a.remember(e)
		a.arrived(row)
		return nil
	})
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
			about := NoticeEncryptionOff
			if c.On {
				about = NoticeEncryptionOn
			}
			row = history.Message{Chat: who, From: a.jid, Own: true, Time: a.now(), Kind: "notice", Notice: string(about)}
			return a.appendLive(h, &row)
		})
		a.arrived(row)
		return err
	})
}

// Clear deletes the rows of a chat, apart from messages that still wait, and says how many went.
func (s *Service) Clear(ctx context.Context, of, chat string) (removed int, err error) {
	err = s.onChat(ctx, of, chat, func(a *account, who string) error {
		err := s.update("clear chat", func(tx *bbolt.Tx) (err error) {
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
		chat.Unread, changed = 0, true
		if len(last) > 0 {
			chat.ReadTo = last[0].Sort
		}
		return h.PutChat(chat)
	})
	if changed {
		a.changed(EventChanged, who, "")
	}
	return err
}

// lookAgain fetches list and bundles of a contact anew.
func (a *account) lookAgain(who string) error {
	if !a.online {
		return &Error{Kind: KindNotConnected}
	}
	delete(a.fresh, who)
	list := history.Todo{Task: history.FetchList, JID: who}
	delete(a.failed, list.Key())
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
		delete(a.failed, t.Key())
		a.start(t)
	}
	return err
}

// decide records a decision. The key need not have been seen; what must be right is its form.
func (s *Service) decide(ctx context.Context, c Decide) error {
	fingerprint, err := crypto.ParseFingerprint(c.Fingerprint)
	if err != nil {
		return &Error{Kind: KindInvalid, Param: "fingerprint", Detail: err.Error()}
	}
	switch c.Trust {
	case TrustUndecided, TrustTrusted, TrustVerified, TrustRejected:
	default:
		return invalid("trust", string(c.Trust))
	}
	return s.onChat(ctx, c.Account, c.JID, func(a *account, who string) error {
		err := s.update("store decision", func(tx *bbolt.Tx) error {
			ts := s.trust(tx, a.jid)
			own, have, err := ts.Own()
			if err != nil {
				return err
			}
			if have && who == a.jid && own.Fingerprint() == fingerprint {
				return invalid("fingerprint", "this device is its own and always trusted")
			}
			devices, err := ts.Devices(who)
			if err != nil {
				return err
			}
			known := false
			for _, d := range devices {
				known = known || d.Fingerprint == fingerprint
			}
			if !known {
				return notFound("fingerprint", "no such device of "+who)
			}
			if err := ts.Decide(who, fingerprint, trust.Level(c.Trust), "hand", a.now()); err != nil {
				return err
			}
			return a.lookedAt(s.history(tx, a.jid), who)
		})
		if err == nil {
			a.reconsider()
			a.changed(EventDevices, who, "")
		}
		return err
	})
}

// lookedAt ends the alarm of a chat once the user has decided about the new key.
func (a *account) lookedAt(h *history.Store, who string) error {
	chat, err := h.Chat(who)
	if errors.Is(err, history.ErrNotFound) || err == nil && !chat.Alarm {
		return nil
	} else if err != nil {
		return err
	}
	chat.Alarm = false
	return h.PutChat(chat)
}

// addAccount signs in first and keeps the account when that worked, or when only the network is missing.
func (s *Service) addAccount(ctx context.Context, c AddAccount) error {
	who, err := bareJID("jid", c.JID)
	if err != nil {
		return err
	}
	if !strings.Contains(who, "@") {
		return invalid("jid", "no account, only a server")
	}
	if c.Password == "" {
		return invalid("password", "empty")
	}
	if c.Host == "" && (c.Port != 0 || c.DirectTLS) {
		return invalid("host", "a port or TLS needs a host")
	}
	cfg := trust.Account{JID: who, Password: c.Password, Host: c.Host, Port: c.Port, DirectTLS: c.DirectTLS, Enabled: true, Added: s.opt.Now()}
	if c.CAFile != "" {
		info, err := os.Stat(c.CAFile)
		if err != nil || info.Size() > maxCA {
			return &Error{Kind: KindInvalid, Param: "ca_file", Detail: "cannot be read", Err: err}
		}
		if cfg.CAs, err = os.ReadFile(c.CAFile); err != nil {
			return &Error{Kind: KindInvalid, Param: "ca_file", Detail: "cannot be read", Err: err}
		}
	}
	if _, err := s.account(who); err == nil {
		return &Error{Kind: KindConflict, Param: "jid", Detail: who}
	}
	conf, err := s.config(cfg)
	if err != nil {
		return err
	}
	client, failure := xmpp.Connect(ctx, conf)
	if failure != nil {
		failure = connectError(failure)
		if KindOf(failure) != KindNotConnected {
			return failure
		}
	}
	if err := s.keep(ctx, cfg, client); err != nil {
		if client != nil {
			client.Close()
		}
		return err
	}
	return failure
}

// changePassword signs in with the new password first, so that a mistake costs nothing.
func (s *Service) changePassword(ctx context.Context, c ChangePassword) error {
	if c.Password == "" {
		return invalid("password", "empty")
	}
	var cfg trust.Account
	if err := s.onLoop(ctx, c.Account, func(a *account) error { cfg = a.cfg; return nil }); err != nil {
		return err
	}
	cfg.Password, cfg.Resource = c.Password, "" // a resource of its own, so that it does not push out the stream that is there
	conf, err := s.config(cfg)
	if err != nil {
		return err
	}
	client, err := xmpp.Connect(ctx, conf)
	if err != nil {
		return connectError(err)
	}
	client.Close()
	return s.onLoop(ctx, c.Account, func(a *account) error {
		a.cfg.Password = c.Password
		a.drop()
		return a.enable(true)
	})
}

// keep stores an account and starts its loop.
func (s *Service) keep(ctx context.Context, cfg trust.Account, client *xmpp.Client) error {
	s.mu.Lock()
	if _, there := s.accounts[cfg.JID]; there {
		s.mu.Unlock()
		return &Error{Kind: KindConflict, Param: "jid", Detail: cfg.JID}
	}
	a := newAccount(s, cfg)
	a.client = client
	s.accounts[cfg.JID] = a
	s.mu.Unlock()
	err := s.update("store account", func(tx *bbolt.Tx) error { return trust.PutAccount(tx, s.file.Seal(), cfg) })
	if err == nil {
		select {
		case s.begin <- a:
			s.changed(Event{Event: EventStatus, Account: cfg.JID})
			return nil
		case <-ctx.Done():
			err = errors.Join(&Error{Kind: KindBusy, Err: ctx.Err()},
				s.update("remove account", func(tx *bbolt.Tx) error { return trust.RemoveAccount(tx, s.file.Seal(), cfg.JID) }))
		}
	}
	s.mu.Lock()
	delete(s.accounts, cfg.JID)
	s.mu.Unlock()
	return err
}

// removeAccount signs out and forgets the account.
func (s *Service) removeAccount(ctx context.Context, c RemoveAccount) error {
	a, err := s.account(c.Account)
	if err != nil {
		return err
	}
	if err := a.retire(ctx); err != nil {
		return err
	}
	a.end()
	s.mu.Lock()
	delete(s.accounts, a.jid)
	s.mu.Unlock()
	err = s.update("remove account", func(tx *bbolt.Tx) error {
		if !c.KeepHistory {
			if err := history.Remove(tx, s.file.Seal(), a.jid); err != nil {
				return err
			}
		}
		return trust.RemoveAccount(tx, s.file.Seal(), a.jid)
	})
	s.changed(Event{Event: EventStatus, Account: a.jid})
	return err
}

// bareJID checks and normalises an address that a person gave.
func bareJID(param, text string) (string, error) {
	j, err := jid.Parse(strings.TrimSpace(text))
	if err != nil || j.Domainpart() == "" {
		return "", invalid(param, "not an address")
	}
	return j.Bare().String(), nil
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
