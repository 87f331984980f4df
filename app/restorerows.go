package app

import (
	"errors"
	"strings"

	"go.etcd.io/bbolt"
	"mellium.im/xmpp/jid"

	"vouch/app/history"
	"vouch/trust"
)

func (k *keptContact) account() string { return k.Account }
func (k *keptRecord) account() string  { return k.Account }
func (k *keptChat) account() string    { return k.Account }
func (k *keptMessage) account() string { return k.Account }

// begin puts the accounts into the file, signed out, before anything else of them.
func (r *restoring) begin() error {
	if r.began {
		return nil
	}
	r.began = true
	return r.s.file.Update(func(tx *bbolt.Tx) error {
		here, err := trust.Accounts(tx, r.s.file.Seal())
		if err != nil {
			return err
		}
		known := map[string]bool{}
		for _, a := range here {
			known[a.JID] = true
		}
		for _, jid := range r.order {
			a := r.accounts[jid]
			if !known[jid] {
				if err := trust.PutAccount(tx, r.s.file.Seal(), r.signedOut(a)); err != nil {
					return err
				}
				r.out.Accounts = append(r.out.Accounts, jid)
			}
			t := r.s.trust(tx, jid)
			_, have, err := t.Own()
			if err != nil {
				return err
			}
			a.fresh = !have
			if a.lines, err = t.Lines(); err != nil {
				return err
			}
		}
		return nil
	})
}

// signedOut is an account without a password. Its server takes this computer for a new one.
func (r *restoring) signedOut(a *restoredAccount) trust.Account {
	k, set := a.kept, a.settings
	out := trust.Account{JID: k.JID, Added: k.Added, Host: k.Host, Port: k.Port, DirectTLS: k.DirectTLS, CAs: k.CAs, Strongest: k.Strongest, Agent: newAgent(),
		Show: set.Show, Words: set.Words, NoReceipts: set.NoReceipts, NoMarkers: set.NoMarkers, NoTyping: set.NoTyping, NoDisplayed: set.NoDisplayed,
		IdleAfter: set.IdleAfter, FetchUpTo: set.FetchUpTo, Highlights: set.Highlights, Proxy: k.Proxy}
	if out.Added.IsZero() {
		out.Added = r.s.opt.Now()
	}
	return out
}

// restore takes in a contact where the roster is not known here: else the server has said how it is.
func (k *keptContact) restore(r *restoring, tx *bbolt.Tx, a *restoredAccount) error {
	if !isBare(k.Contact.JID) {
		r.out.Skipped++
		return nil
	}
	h := r.s.history(tx, k.Account)
	if _, here, err := h.Contact(k.Contact.JID); err != nil || here || !a.fresh {
		return err
	}
	return h.PutContact(k.Contact)
}

func isBare(address string) bool {
	j, err := jid.Parse(address)
	return err == nil && j.Resourcepart() == "" && j.String() == address
}

func (k *keptRecord) restore(r *restoring, tx *bbolt.Tx, a *restoredAccount) error {
	changed, err := r.s.trust(tx, k.Account).Restore(k.Record, a.lines)
	if errors.Is(err, trust.ErrInvalid) {
		r.out.Skipped++
		return nil
	}
	if changed {
		r.out.Keys++
	}
	return err
}

// restore takes in a room, a chat, or the place in an archive; the last once all rows are here, since nothing before it is fetched again.
func (k *keptChat) restore(r *restoring, tx *bbolt.Tx, a *restoredAccount) error {
	h := r.s.history(tx, k.Account)
	switch {
	case k.Room != nil && isBare(k.Room.JID):
		if h.IsRoom(k.Room.JID) || !a.fresh { // the server has said where we are
			return nil
		}
		return h.PutRoom(*k.Room)
	case k.Archive != nil && (k.Of == k.Account || isBare(k.Of)):
		a.ends = append(a.ends, &archiveEnd{k.Account, k.Of, *k.Archive})
		return nil
	case k.Chat != nil && isChat(*k.Chat):
		c := *k.Chat
		now := r.now()
		c.LastLive, c.Settled, c.Cleared = min(c.LastLive, now), min(c.Settled, now), min(c.Cleared, now)
		c.Unknown = min(c.Unknown, now)
		a.ends = append(a.ends, &chatEnd{k.Account, c.JID, max(c.Unread, 0), max(c.Mentions, 0), k.ReadTo})
		_, err := h.BeginBack(c)
		return err
	}
	r.out.Skipped++
	return nil
}

// now bounds the sort times of a backup, whatever a clock said.
func (r *restoring) now() uint64 {
	return uint64(max(r.s.opt.Now().UnixMilli(), 0)) + 24*60*60*1000
}

func isChat(c history.Chat) bool {
	switch c.Kind {
	case history.ChatContact, history.ChatNotes, history.ChatGroup, history.ChatChannel:
		return isBare(c.JID)
	case history.ChatOccupant:
		bare, _, full := strings.Cut(c.JID, "/")
		return full && isBare(bare)
	}
	return false
}

// archiveEnd is how far an archive was read.
type archiveEnd struct {
	of, archive string
	at          history.Archive
}

func (e *archiveEnd) account() string { return e.of }

// restore has the archive be read from there on, unless it was read here. What was encrypted before this device existed cannot be read
// by it, and counts as such from now on.
func (e *archiveEnd) restore(r *restoring, tx *bbolt.Tx, _ *restoredAccount) error {
	h := r.s.history(tx, e.of)
	if here, err := h.Archive(e.archive); err != nil || here.Begun {
		return err
	}
	e.at.Since = r.s.opt.Now()
	return h.PutArchive(e.archive, e.at)
}

// chatEnd is what of a chat is said once its rows are here.
type chatEnd struct {
	of, chat         string
	unread, mentions int
	read             *keptPlace
}

func (e *chatEnd) account() string { return e.of }

func (e *chatEnd) restore(r *restoring, tx *bbolt.Tx, a *restoredAccount) error {
	h := r.s.history(tx, e.of)
	var readTo []byte
	if e.read != nil {
		readTo = h.KeyAt(e.chat, e.read.Sort)
		id := e.read.Row
		if twin := a.twins[id]; twin != "" {
			id = twin
		}
		row, err := h.InChat(e.chat, id)
		if err == nil {
			readTo = row.Sort
		} else if !errors.Is(err, history.ErrNotFound) {
			return err
		}
	}
	return h.EndBack(e.chat, e.unread, e.mentions, readTo)
}
