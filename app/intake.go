package app

import (
	"errors"
	"strings"

	"go.etcd.io/bbolt"

	"vouch/app/history"
	"vouch/xmpp/foreign"
	"vouch/xmpp/invites"
	"vouch/xmpp/omemo"
)

// takeIn takes in one message, whichever way it came: live, as a carbon, or from the archive. The order of the steps is a
// rule:
//
//  1. What the archive has given before is known by its archive id, and nothing of it counts again.
//  2. What a room took away of somebody is its own word, and nobody's message.
//  3. An own message that comes back was stored before it was sent. It is known by its id and never decrypted.
//  4. What the user has cleared does not come back. What comes from a nickname in a room that is not known is nobody's address, so no
//     chat of two begins with it.
//  5. What programs tell programs — what arrived, was seen, could not be read, reactions — counts each for itself, whatever
//     else the message holds: it may be that the text beside it is there only for clients that do not know it.
//  6. What is for people counts once: under our encryption, else under another, else in clear. What stands outside of an
//     encryption never speaks for what is inside.
func (a *account) takeIn(tx *bbolt.Tx, in arrival, out *taken) error {
	h := a.s.history(tx, a.jid)
	in.said = contentOf(in.msg)
	if in.archiveID != "" {
		if row := h.SeenArchived(in.by(a.jid), in.archiveID); row != "" {
			return a.metRow(h, in, row)
		}
	}
	if moderated, err := a.takeModeration(h, in, out); err != nil || moderated {
		return err
	}
	if in.own {
		known, err := a.takeOwnCopy(h, in, out)
		if err != nil || known {
			return err
		}
	}
	if cleared, err := a.isCleared(h, in); err != nil || cleared {
		return err
	}
	if aside, err := ofOccupant(h, in); err != nil || aside {
		return err
	}
	if err := a.takeSignals(h, in, out); err != nil {
		return err
	}
	encrypted, present, err := omemo.FromMessage(in.msg)
	switch {
	case present && err != nil:
		return a.takeMalformed(h, in, err, out)
	case present:
		return a.takeEncrypted(tx, in, encrypted, out)
	}
	if name, ok := foreign.Encryption(in.msg); ok {
		return a.takeForeign(h, in, name, out)
	}
	return a.takeClear(h, in, out)
}

// ofOccupant tells a private message in a room from one of a person, who may say of a message of their own what they like.
func ofOccupant(h *history.Store, in arrival) (bool, error) {
	if !invites.OfOccupant(in.msg) || in.room != nil || strings.Contains(in.chat, "/") {
		return false, nil // the last: of somebody in a room that is known
	}
	_, contact, err := h.Contact(in.chat)
	return !contact, err
}

// takeSignals takes what programs tell programs.
func (a *account) takeSignals(h *history.Store, in arrival, out *taken) error {
	said := in.said
	if in.room != nil { // nothing there is for one of many alone
		said.unread, said.received, said.displayed = "", "", ""
	}
	if said.unread != "" {
		if err := a.takeUnread(h, in, said.unread, out); err != nil {
			return err
		}
	}
	if said.received != "" {
		if err := a.takeReceipt(h, in, said.received, out); err != nil {
			return err
		}
	}
	if said.displayed != "" {
		if err := a.takeMarker(h, in, said.displayed, out); err != nil {
			return err
		}
	}
	if said.reaction == nil {
		return nil
	}
	return a.takeReaction(h, in, *said.reaction, out)
}

// dealsWith tells whether who is ourselves, our server, a contact, or somebody there is a chat with: strangers are all
// others, and what they make us keep has bounds.
func (a *account) dealsWith(h *history.Store, who string) (bool, error) {
	if who == a.jid || who == a.addr.Domain().String() {
		return true, nil
	}
	if _, contact, err := h.Contact(who); err != nil || contact {
		return contact, err
	}
	_, err := h.Chat(who)
	if errors.Is(err, history.ErrNotFound) {
		return false, nil
	}
	return err == nil, err
}
