package keys

import (
	"errors"
	"slices"
	"time"

	"vouch/app/history"
	"vouch/trust"
)

// Alarm begins the alarm of a chat, at that time, where a device came with another key than before, or with the key of another
// device: whatever the policy says, such a key is the user's to decide about. A key that comes back and is trusted is no
// news. The row that it returns, if any, is still to be appended to the chat.
func (k Keyring) Alarm(seen trust.Device, event trust.KeyEvent, at time.Time) ([]history.Message, error) {
	notice := history.NoticeKeyChanged
	switch {
	case event == trust.KeyShared && !seen.Changed:
		notice = history.NoticeKeyShared
	case event == trust.KeyKnown, event == trust.KeyNew, event == trust.KeyBack && seen.Level.Reads():
		return nil, nil
	}
	chat, err := k.History.Begin(seen.JID, at)
	if err != nil {
		return nil, err
	}
	chat.Alarm = true
	row := history.Message{Chat: seen.JID, From: seen.JID, Time: at, Kind: history.KindNotice, Notice: notice, Device: seen.ID, Fingerprint: seen.Fingerprint}
	return []history.Message{row}, k.History.PutChat(chat)
}

// endAlarm ends the alarm of a chat once the user has decided about every key that came in place of another, or that
// another device has too.
func (k Keyring) endAlarm(who string) error {
	chat, err := k.History.Chat(who)
	if errors.Is(err, history.ErrNotFound) || err == nil && !chat.Alarm {
		return nil
	} else if err != nil {
		return err
	}
	devices, err := k.Trust.Devices(who)
	if err != nil || slices.ContainsFunc(devices, func(d trust.Device) bool { return d.Active && (d.Changed || d.Shared) && !d.ByUser() }) {
		return err
	}
	chat.Alarm = false
	return k.History.PutChat(chat)
}
