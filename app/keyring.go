package app

import (
	"time"

	"go.etcd.io/bbolt"

	"vouch/app/history"
	"vouch/app/keys"
	"vouch/app/view"
	"vouch/trust"
	"vouch/xmpp/omemo"
)

// keyring is the account's keys in tx.
func (a *account) keyring(tx *bbolt.Tx) keys.Keyring {
	return a.keysOf(a.s.history(tx, a.jid), a.s.trust(tx, a.jid))
}

func (a *account) keysOf(h *history.Store, t *trust.Store) keys.Keyring {
	return keys.Keyring{Trust: t, History: h, Now: a.now()}
}

// applyPolicy lets the contact's policy decide about the device that wrote, if nobody has. Under "first use" only a text
// that decrypts counts, and only one of the contact's own: never a key transport, a carbon, or what we wrote elsewhere.
func (a *account) applyPolicy(h *history.Store, t *trust.Store, in arrival, e *omemo.Encrypted, row *history.Message, out *taken) error {
	if in.room != nil && in.archived {
		return nil // who wrote it rests on the room's word alone
	}
	wrote := !view.Blank(in.said.text) && !in.own && !in.copied
	return a.decideByPolicy(a.keysOf(h, t), in.from, row.Fingerprint, e.SenderID, wrote, out)
}

// decideByPolicy lets a policy decide about a key that was seen just now.
func (a *account) decideByPolicy(k keys.Keyring, who, fingerprint string, device uint32, wrote bool, out *taken) error {
	notices, err := k.ByPolicy(who, fingerprint, device, wrote)
	if err != nil {
		return err
	}
	return a.appendTrusted(k.History, notices, out)
}

// appendTrusted appends the rows about keys that a policy has trusted.
func (a *account) appendTrusted(h *history.Store, notices []history.Message, out *taken) error {
	if err := a.appendAll(h, notices); err != nil {
		return err
	}
	for _, row := range notices {
		out.rows, out.devices = append(out.rows, row), append(out.devices, row.Chat)
	}
	return nil
}

// alarm begins the alarm of the chat with whoever shows a key that is the user's to decide about.
func (a *account) alarm(k keys.Keyring, seen trust.Device, event trust.KeyEvent, at time.Time) error {
	notices, err := k.Alarm(seen, event, at)
	if err != nil {
		return err
	}
	return a.appendAll(k.History, notices)
}

// appendNotices appends rows by the program, and tells of them once they are committed.
func (a *account) appendNotices(h *history.Store, notices []history.Message) error {
	err := a.appendAll(h, notices)
	for _, row := range notices {
		h.OnCommit(func() { a.arrived(row) })
	}
	return err
}

// appendAll is appendLive for some rows, which it numbers.
func (a *account) appendAll(h *history.Store, rows []history.Message) error {
	for i := range rows {
		if err := a.appendLive(h, &rows[i]); err != nil {
			return err
		}
	}
	return nil
}
