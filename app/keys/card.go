package keys

import (
	"slices"

	"vouch/app/fault"
	"vouch/app/view"
)

// MayTell refuses a text with a link that holds a key of the account's which no code would hold: it was right when it was
// made, and is not any longer. KindInvalid "link".
func (k Keyring) MayTell(text string) error {
	own, err := k.devices(k.self())
	if err != nil {
		return err
	}
	for _, link := range view.KeyLinks(text) {
		for _, key := range link.Keys {
			if link.JID == k.self() && !slices.ContainsFunc(own.Devices, func(d *view.DeviceView) bool {
				return d.Fingerprint == key.Fingerprint && d.Active && (d.This || includes(IncludeTrusted, d))
			}) {
				return fault.Invalid("link", "a link with a key of a device that is not trusted")
			}
		}
	}
	return nil
}
