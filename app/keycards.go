package app

import (
	"context"
	"errors"

	"go.etcd.io/bbolt"

	"vouch/app/history"
	"vouch/app/keys"
	"vouch/trust"
)

const maxTold = 500 // contacts that Tell takes at once

// Tell sends Text, with the account's link in it, to contacts, encrypted: after a device was added, trusted or lost. It
// waits like any message where nobody has decided about a contact's devices. A chat whose encryption is off is left out,
// and named in the answer. KindInvalid "link": the link is not that of the account's devices any more.
func (s *Service) Tell(ctx context.Context, of string, to []string, text string) (left []string, err error) {
	if text, err = checkBody(text); err != nil {
		return nil, err
	}
	if len(to) == 0 || len(to) > maxTold {
		return nil, invalid("to", "between one and five hundred")
	}
	me, err := s.account(of)
	if err != nil {
		return nil, err
	}
	whom := make([]string, len(to))
	for i, who := range to {
		if whom[i], err = bareJID("to", who); err != nil {
			return nil, err
		}
		if whom[i] == me.jid {
			return nil, invalid("to", "your own account")
		}
	}
	err = s.onLoop(ctx, of, func(a *account) error {
		if err := s.view("read own devices", func(tx *bbolt.Tx) error { return a.keyring(tx).MayTell(text) }); err != nil {
			return err
		}
		for _, who := range whom {
			_, err := a.queueRow(history.Message{Chat: who, Body: text}, func(tx *bbolt.Tx, row *history.Message) error {
				if !row.Encrypted {
					return errPlain
				}
				return s.trust(tx, a.jid).Note(trust.Entry{Time: a.now(), JID: who, Event: trust.EventTold, By: trust.ByHand})
			})
			if errors.Is(err, errPlain) {
				left = append(left, who)
			} else if err != nil {
				return err
			}
		}
		return nil
	})
	return left, err
}

var errPlain = errors.New("the encryption of this chat is off")

func (s *Service) answerKeys(ctx context.Context, c AnswerKeys) error {
	return s.onDecisions(ctx, c.Account, c.Chat, func(a *account, k keys.Keyring, who string) error {
		m, err := k.Answer(who, c.ID, c.Accept)
		if err != nil {
			return err
		}
		k.History.OnCommit(func() { a.arrived(m) })
		return nil
	})
}
