package keys

import (
	"errors"
	"slices"

	"vouch/app/fault"
	"vouch/app/history"
	"vouch/trust"
)

// Deciding has decide record decisions about who, and writes what follows from them. The rows that it returns are still to
// be appended to the chat with who.
func (k Keyring) Deciding(who string, decide func() error) ([]history.Message, error) {
	before, err := k.levels(who)
	if err != nil {
		return nil, err
	}
	if err := decide(); err != nil {
		return nil, err
	}
	if err := k.endAlarm(who); err != nil {
		return nil, err
	}
	return k.newReaders(who, before)
}

// Decide records a decision about a key that a device has shown, or that was decided about before any did. It is called in
// Deciding. KindNotFound "fingerprint": it is neither. KindInvalid "fingerprint": it is the key of this device.
func (k Keyring) Decide(who, fingerprint string, level trust.Level) error {
	own, have, err := k.Trust.Own()
	if err != nil {
		return err
	}
	if have && who == k.self() && own.Fingerprint() == fingerprint {
		return fault.Invalid("fingerprint", "this device is its own and always trusted")
	}
	devices, err := k.Trust.Devices(who)
	if err != nil {
		return err
	}
	if !slices.ContainsFunc(devices, func(d trust.Device) bool { return d.Fingerprint == fingerprint }) {
		if was, err := k.Trust.Level(who, fingerprint); err != nil || was == trust.Undecided {
			return errors.Join(err, fault.NotFound("fingerprint", "no such device of "+who))
		}
	}
	return k.Trust.Decide(who, fingerprint, level, trust.ByHand, k.Now)
}

// NameDevice writes a label and a note. KindNotFound "device_id": there is no such device.
func (k Keyring) NameDevice(who string, device uint32, label, note string) error {
	err := k.Trust.SetLabel(who, device, label, note, k.Now)
	if errors.Is(err, trust.ErrNoDevice) {
		return fault.NotFound("device_id", "no such device of "+who)
	}
	return err
}

// levels are the decisions about all keys of who that a device shows.
func (k Keyring) levels(who string) (map[string]trust.Level, error) {
	devices, err := k.Trust.Devices(who)
	out := map[string]trust.Level{}
	for _, d := range devices {
		out[d.Fingerprint] = d.Level
	}
	return out, err
}
