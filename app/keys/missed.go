package keys

import (
	"errors"
	"slices"

	"vouch/app/history"
	"vouch/trust"
)

// lookBack is in how many rows of a chat the messages are looked for that a device has missed.
const lookBack = 200

// Missed are the own encrypted messages of a chat, oldest first, that were not encrypted for a key: of its newest rows, up
// to the last one that was.
func (k Keyring) Missed(chat, fingerprint string) (out []history.Message, err error) {
	rows, err := k.History.Before(chat, nil, lookBack)
	if errors.Is(err, history.ErrNotFound) {
		return nil, nil
	}
	for _, row := range rows {
		if !row.Own || !row.Encrypted || !row.Kind.Said() || row.Retracted() || len(row.Recipients) == 0 {
			continue
		}
		if slices.ContainsFunc(row.Recipients, func(r history.Recipient) bool { return r.Fingerprint == fingerprint }) {
			out = nil
			continue
		}
		out = append(out, row)
	}
	return out, err
}

// newReaders are rows about the devices of a contact that the user has let read, where there are messages before that they
// cannot: trust is never applied backwards.
func (k Keyring) newReaders(who string, before map[string]trust.Level) (notices []history.Message, err error) {
	if who == k.self() {
		return nil, nil
	}
	if _, err := k.History.Chat(who); err != nil {
		if errors.Is(err, history.ErrNotFound) {
			err = nil
		}
		return nil, err
	}
	devices, err := k.Trust.Devices(who)
	if err != nil {
		return nil, err
	}
	last, err := k.History.Before(who, nil, 1)
	if err != nil {
		return nil, err
	}
	for _, d := range devices {
		if !d.Active || d.Fingerprint == "" || !d.Level.Reads() || before[d.Fingerprint].Reads() {
			continue
		}
		rows, err := k.Missed(who, d.Fingerprint)
		if err != nil {
			return nil, err
		}
		if len(rows) == 0 {
			continue
		}
		if n := len(last); n == 1 && last[0].Notice == history.NoticeTrusted && last[0].Fingerprint == d.Fingerprint {
			continue // it was unticked and ticked again
		}
		row := history.Message{Chat: who, From: who, Time: k.Now, Kind: history.KindNotice, Notice: history.NoticeTrusted, Device: d.ID, Fingerprint: d.Fingerprint, Count: len(rows)}
		notices, last = append(notices, row), []history.Message{row}
	}
	return notices, nil
}
