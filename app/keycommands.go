package app

import "vouch/app/view"

// LookAgain fetches the contact's device list and bundles anew.
type LookAgain struct {
	Account string `json:"account"`
	Chat    string `json:"jid"`
}

// NameDevice gives a device, one's own or a contact's, a label and a note that only this profile knows. KindNotFound: there
// is no such device.
type NameDevice struct {
	Account  string `json:"account"`
	JID      string `json:"jid"`
	DeviceID uint32 `json:"device_id"`
	Label    string `json:"label"`
	Note     string `json:"note,omitempty"`
}

// Decide records the user's decision about one key. From then on it counts for what is written. KindNotFound: no device has
// shown that key, and nothing was decided about it before.
type Decide struct {
	Account     string     `json:"account"`
	JID         string     `json:"jid"`
	Fingerprint string     `json:"fingerprint"`
	Trust       view.Trust `json:"trust" about:"undecided, trusted, verified or rejected"`
}

// Verify makes keys of JID verified, those of devices not seen yet too, and rejects others. This device's own key is left
// alone. KindInvalid: a fingerprint is none, or stands in both lists; then nothing changes.
type Verify struct {
	Account string      `json:"account"`
	JID     string      `json:"jid"`
	Keys    []string    `json:"fingerprints"`
	Reject  []string    `json:"-"` // fingerprints
	By      view.Author `json:"by,omitempty" about:"how they were compared: hand, code, link, page or other-device; hand where it is left out"`
	Detail  string      `json:"detail,omitempty" about:"where: for a code camera, screen, picture or clipboard, for a page its address"`
}

// SetPolicy sets what happens with new devices of a contact, or, with JID "", of every contact without a policy of its
// own. It counts for keys seen from then on; with Apply also for those nobody has decided about.
type SetPolicy struct {
	Account string      `json:"account"`
	JID     string      `json:"jid,omitempty" about:"whose; left out for everybody without a policy of their own"`
	Policy  view.Policy `json:"policy,omitempty" setting:"true" about:"ask, first-use or until-verified"` // for a contact also "" for that of the account
	Apply   bool        `json:"-"`
}

// RepairSession begins the session with a device anew, from a fresh bundle, and says so to the device by an empty message,
// which carries the new session. What was lost stays lost; later messages can be read again. KindUndecided: the device is
// not trusted, so nothing is written to it. KindNoKeys: it has no usable bundle. KindConflict "device_id": it has another
// key now, which is the user's to decide about.
type RepairSession struct {
	Account  string `json:"account"`
	JID      string `json:"jid"`
	DeviceID uint32 `json:"device_id"`
}

// RemoveDevice takes another own device out of the account: nothing is encrypted for it from this moment on, its key is
// rejected, it leaves the published list, and its bundle is deleted, at once or when there is a connection. KindInvalid:
// it is this device. KindNotFound: there is none. The password is not changed, so somebody who has the device can still
// sign in with it.
type RemoveDevice struct {
	Account  string `json:"account"`
	DeviceID uint32 `json:"device_id"`
}

// RenewKeys makes this device a new one: new key, new id, new sessions. The old id leaves the list and its bundle is
// deleted. Others see a new device and have to decide about it; what they had already written for the old one cannot be
// read. It takes a connection that has fetched the own list, else KindNotConnected.
type RenewKeys struct {
	Account string `json:"account"`
}

// KeepKeys says that AccountView.Doubt is a false alarm.
type KeepKeys struct {
	Account string `json:"account"`
}

func (LookAgain) command()     {}
func (NameDevice) command()    {}
func (Decide) command()        {}
func (Verify) command()        {}
func (SetPolicy) command()     {}
func (RepairSession) command() {}
func (RemoveDevice) command()  {}
func (RenewKeys) command()     {}
func (KeepKeys) command()      {}
