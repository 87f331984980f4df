package app

import (
	"context"
	"errors"
	"iter"
	"slices"
	"strings"

	"go.etcd.io/bbolt"

	"vouch/app/history"
	"vouch/trust"
	"vouch/trust/links"
)

const maxTold = 500 // contacts that Tell takes at once

// KeyCard is what a received message says about its sender's own devices: a verification link of theirs.
type KeyCard struct {
	Keys      int    // how many keys it names
	New       int    // of them not verified yet
	Differs   int    // of them for devices known here with another key
	CanAccept bool   // the message came encrypted from a device that is verified now
	Answered  Answer // "" while nobody has done anything
}

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
		if err := s.view("read own devices", func(tx *bbolt.Tx) error { return s.mayTell(tx, a, text) }); err != nil {
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

// linkIn is the verification link for its sender in a text, if there is one.
func linkIn(m history.Message) (text string, link trust.Link, ok bool) {
	if m.Own || !m.Kind.Said() {
		return "", trust.Link{}, false
	}
	for word, link := range keyLinks(m.Body) {
		if link.JID == m.From && link.VouchedBy() == "" {
			return word, link, true
		}
	}
	return "", trust.Link{}, false
}

// keyLinks are the links with keys in a text.
func keyLinks(text string) iter.Seq2[string, trust.Link] {
	return func(yield func(string, trust.Link) bool) {
		if !strings.Contains(text, "omemo-sid-") {
			return
		}
		var words []string
		for _, l := range links.Find(text) {
			words = append(words, text[l.From:l.To])
		}
		for word := range strings.FieldsSeq(text) { // an address may have no scheme
			word = strings.TrimLeft(word, "<>()[]\"'.,")
			words = append(words, word[:links.End(word)])
		}
		for _, word := range words {
			if !strings.Contains(word, "omemo-sid-") {
				continue
			}
			if link, err := trust.ParseLink(word); err == nil && len(link.Keys) > 0 && !yield(word, link) {
				return
			}
		}
	}
}

// mayTell refuses a text with a link that holds a key of the account's which no code would hold: it was right when it was
// made, and is not any longer.
func (s *Service) mayTell(tx *bbolt.Tx, a *account, text string) error {
	view, err := s.devicesView(tx, a, a.jid)
	if err != nil {
		return err
	}
	for _, link := range keyLinks(text) {
		for _, k := range link.Keys {
			if link.JID == a.jid && !slices.ContainsFunc(view.Devices, func(d *DeviceView) bool {
				return d.Fingerprint == k.Fingerprint && d.Active && (d.This || includes(IncludeTrusted, d))
			}) {
				return invalid("link", "a link with a key of a device that is not trusted")
			}
		}
	}
	return nil
}

// keyCard is the card of a row, or nil.
func keyCard(t *trust.Store, m history.Message) (*KeyCard, error) {
	_, link, ok := linkIn(m)
	if !ok {
		return nil, nil
	}
	out := &KeyCard{Keys: len(link.Keys), Answered: m.Answered}
	found, err := t.Compare(m.From, link.Keys)
	if err != nil {
		return nil, err
	}
	for _, f := range found {
		switch {
		case f.Result == trust.Differs:
			out.Differs++
		case f.Result != trust.Missing && f.Level != trust.Verified:
			out.New++
		}
	}
	out.CanAccept, err = fromVerified(t, m)
	return out, err
}

// fromVerified tells whether a message came from a device whose key is verified now.
func fromVerified(t *trust.Store, m history.Message) (bool, error) {
	if !m.Encrypted || m.Fingerprint == "" {
		return false, nil
	}
	level, err := t.Level(m.From, m.Fingerprint)
	return level == trust.Verified, err
}

func (s *Service) answerKeys(ctx context.Context, c AnswerKeys) error {
	return s.onDecisions(ctx, c.Account, c.Chat, func(a *account, tx *bbolt.Tx, who string) error {
		h, t := s.history(tx, a.jid), s.trust(tx, a.jid)
		m, err := h.InChat(who, c.ID)
		if err != nil && !errors.Is(err, history.ErrNotFound) {
			return err
		}
		_, link, ok := linkIn(m)
		if err != nil || !ok {
			return notFound("id", c.ID)
		}
		m.Answered = history.AnswerDismissed
		if c.Accept {
			m.Answered = history.AnswerAccepted
			if err := accept(t, m, link, a); err != nil {
				return err
			}
		}
		h.OnCommit(func() { a.arrived(m) })
		return h.Put(m)
	})
}

// accept verifies the keys of a card: those that match or are new, but none that differs or was rejected.
func accept(t *trust.Store, m history.Message, link trust.Link, a *account) error {
	verified, err := fromVerified(t, m)
	if err != nil {
		return err
	}
	if !verified {
		return &Error{Kind: KindUndecided, Param: "id", Detail: "the device that wrote this is not verified"}
	}
	found, err := t.Compare(m.From, link.Keys)
	if err != nil {
		return err
	}
	for _, f := range found {
		if f.Result != trust.Matches && f.Result != trust.New || f.Level == trust.Rejected {
			continue
		}
		d := trust.Decision{JID: m.From, Fingerprint: f.Claimed.Fingerprint, Level: trust.Verified, At: a.now(), By: trust.ByMessage, Detail: m.Fingerprint}
		if err := t.Record(d); err != nil {
			return err
		}
	}
	return nil
}
