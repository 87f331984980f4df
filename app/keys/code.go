package keys

import (
	"vouch/app/fault"
	"vouch/app/view"
	"vouch/trust"
)

// Include says which devices a code holds.
type Include string

// What a code can hold besides this device. Whoever scans it takes the user's word for what is in it, so a device about which
// nobody has decided is in no code, like one that is rejected, removed, inactive, or whose key came in place of a trusted one.
const (
	IncludeVerified Include = ""        // active devices that the user has verified
	IncludeTrusted  Include = "trusted" // those that are trusted, too
)

// Code is what others scan, or open, to verify devices: of the account, or of a contact for the account's other
// computers.
type Code struct {
	JID, Name string
	Own       bool
	Link      string             // all keys in one
	Parts     []string           // links to be shown as codes one after the other: the same keys, four at a time
	Devices   []*view.DeviceView // in it: this one first
	LeftOut   []*view.DeviceView // active ones with a key that are not in it
}

// Code makes the code of who. KindInvalid "include": it is none. KindNotFound "jid": there is no key to put in.
func (k Keyring) Code(who string, with Include) (*Code, error) {
	switch with {
	case IncludeVerified, IncludeTrusted:
	default:
		return nil, fault.Invalid("include", string(with))
	}
	tab, err := k.devices(who)
	if err != nil {
		return nil, err
	}
	out := &Code{JID: who, Name: tab.Name, Own: tab.Own}
	var keys []trust.LinkKey
	for _, d := range tab.Devices {
		switch {
		case d.Fingerprint == "" || !d.Active:
		case d.This || includes(with, d):
			out.Devices = append(out.Devices, d)
			keys = append(keys, trust.LinkKey{Device: d.ID, Fingerprint: d.Fingerprint})
		default:
			out.LeftOut = append(out.LeftOut, d)
		}
	}
	if len(keys) == 0 {
		return nil, fault.NotFound("jid", "no key to put into a code")
	}
	vouchedBy := ""
	out.Link = trust.URI(who, keys)
	if !out.Own {
		vouchedBy = k.self()
		out.Link = trust.VouchedURI(who, keys, k.self())
	}
	out.Parts = trust.Parts(who, keys, vouchedBy)
	return out, nil
}

func includes(with Include, d *view.DeviceView) bool {
	return !d.Removed && (d.Trust == trust.Verified || d.Trust == trust.Trusted && with == IncludeTrusted)
}
