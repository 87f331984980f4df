package keys

import (
	"errors"
	"slices"

	"vouch/app/fault"
	"vouch/app/history"
	"vouch/trust"
)

// Why the own keys may be in use by another copy of the profile, as view.AccountView.Doubt says, and why they were renewed.
const (
	DoubtMessage = "message" // a message came that this device should have written, and has not
	DoubtBundle  = "bundle"  // the server holds prekeys of this device that it has not made
	DoubtKey     = "key"     // the server holds another key under the id of this device
)

// RemoveOwn rejects another own device, and writes what the server has to forget about it. KindInvalid "device_id": it is this
// device. KindNotFound "device_id": there is none.
func (k Keyring) RemoveOwn(device uint32) error {
	own, have, err := k.Trust.Own()
	if err != nil {
		return err
	}
	if have && own.Device == device {
		return fault.Invalid("device_id", "this device; renew its keys, or remove the account here")
	}
	if err := k.Trust.Remove(device, k.Now); errors.Is(err, trust.ErrNoDevice) {
		return fault.NotFound("device_id", "no such device")
	} else if err != nil {
		return err
	}
	return k.leaveServer(device)
}

// RenewOwn makes this device a new one: new key, new id, no sessions. It writes what the server has to learn and to forget.
// Where there was a doubt it ends, and the log says that it was the reason.
func (k Keyring) RenewOwn() error {
	devices, err := k.Trust.Devices(k.self())
	if err != nil {
		return err
	}
	var taken []uint32
	for _, d := range devices {
		taken = append(taken, d.ID)
	}
	why, err := k.Trust.Doubt()
	if err != nil {
		return err
	}
	old, err := k.Trust.RenewOwn(taken, why, k.Now)
	if err != nil {
		return err
	}
	return errors.Join(k.History.Need(history.Todo{Task: history.PublishBundle}), k.leaveServer(old.Device))
}

// leaveServer asks for what the server has to forget about a device.
func (k Keyring) leaveServer(device uint32) error {
	return errors.Join(k.History.Need(history.Todo{Task: history.PublishList}), k.History.Need(history.Todo{Task: history.DeleteBundle, Device: device}))
}

// Doubt writes down a sign that another copy of this profile is in use, and tells whether it is the first. From then on
// nothing is encrypted until the user has decided: two copies of one ratchet would use the same message keys twice.
func (k Keyring) Doubt(why string) (first bool, err error) {
	was, err := k.Trust.Doubt()
	if err != nil || was != "" {
		return false, err
	}
	return true, k.Trust.SetDoubt(why)
}

// Listing are the ids that the own list is to hold: this device first, and the other active ones that the user has not removed.
func (k Keyring) Listing() ([]uint32, error) {
	own, _, err := k.Trust.Own()
	if err != nil {
		return nil, err
	}
	devices, err := k.Trust.Devices(k.self())
	if err != nil {
		return nil, err
	}
	ids := []uint32{own.Device}
	for _, d := range devices {
		if d.Active && !d.Removed && !slices.Contains(ids, d.ID) {
			ids = append(ids, d.ID)
		}
	}
	return ids, nil
}

// Others are this device, and the ids of the other own devices that are active.
func (k Keyring) Others() (this uint32, others []uint32, err error) {
	own, _, err := k.Trust.Own()
	if err != nil {
		return 0, nil, err
	}
	devices, err := k.Trust.Devices(k.self())
	for _, d := range devices {
		if d.Active && d.ID != own.Device && !slices.Contains(others, d.ID) {
			others = append(others, d.ID)
		}
	}
	return own.Device, others, err
}

// unwanted tells whether the own list holds a device that the user has removed: its program puts itself back.
func (k Keyring) unwanted(ids []uint32) (bool, error) {
	devices, err := k.Trust.Devices(k.self())
	return slices.ContainsFunc(devices, func(d trust.Device) bool { return d.Removed && d.Active && slices.Contains(ids, d.ID) }), err
}
