package keys

import (
	"slices"
	"time"

	"vouch/app/fault"
	"vouch/app/view"
	"vouch/crypto"
	"vouch/trust"
)

// Check is what a code, a link or a page says about the keys of a JID, beside what is known here. It is data: reading
// changes nothing, Verify does.
type Check struct {
	JID, Name string
	Own       bool      // it is about the account's own devices
	VouchedBy string    // the account that made it for its own other computers; "" when the owner of the keys did
	Part      int       // of a code in parts: which one of …
	Parts     int       // … how many; 1 of 1 of a whole one, and of several read together how many were read
	Missing   int       // parts that were not read: what is there is not the whole code
	Findings  []Finding // in the order differs, matches, new, missing
	Distrust  []Finding // known keys that a trust message says are to be rejected
	Odd       []OddLine // lines of a page that look like fingerprints and are none
	Foreign   []string  // addresses on a page whose keys do not count here
}

// Result is how a key that was read stands to what is known.
type Result string

// The results.
const (
	Differs Result = "differs" // the device is known here with another key
	Matches Result = "matches"
	New     Result = "new"     // no device with this key was seen yet
	Missing Result = "missing" // known here, and not named
)

// Finding is one key of a Check.
type Finding struct {
	Result      Result
	DeviceID    uint32 // as known here, else as it was named; 0 when it was not
	Fingerprint string // as it was named; of a missing device the known one
	Known       string // of a device that differs, the fingerprint known here
	Label       string
	This        bool // this device
	Active      bool
	Trust       view.Trust // the decision about the known key; of one that differs or is new, about the named key
	KnownTrust  view.Trust // of a device that differs, the decision about the key known here
	LastSeen    time.Time
}

// Count is how many findings have that result.
func (c *Check) Count(r Result) (n int) {
	for _, f := range c.Findings {
		if f.Result == r {
			n++
		}
	}
	return n
}

// Verifiable are the fingerprints that reading this gives reason to verify: those that match or are new, but not those
// that the user has rejected, which no code puts right.
func (c *Check) Verifiable() (out []string) {
	for _, f := range c.Findings {
		if (f.Result == Matches || f.Result == New) && f.Trust != trust.Rejected && !f.This {
			out = append(out, f.Fingerprint)
		}
	}
	return out
}

// Check holds a claim against what is known. expect is whose keys they must be, or "" for anybody's. Errors: KindConflict
// "jid", with whose they are instead; KindConflict "vouched-by", when somebody else made the code for their own computers.
func (k Keyring) Check(c Claim, expect string) (*Check, error) {
	if expect != "" && c.JID != expect {
		return nil, &fault.Error{Kind: fault.KindConflict, Param: "jid", About: c.JID}
	}
	if c.VouchedBy != "" && c.VouchedBy != k.self() {
		return nil, &fault.Error{Kind: fault.KindConflict, Param: "vouched-by", About: c.VouchedBy}
	}
	contact, _, err := k.History.Contact(c.JID)
	if err != nil {
		return nil, err
	}
	out := &Check{
		JID: c.JID, Name: view.NameOf(contact.Name, c.JID), Own: c.JID == k.self(), VouchedBy: c.VouchedBy,
		Part: c.Part, Parts: c.Parts, Missing: c.Missing, Odd: c.Odd, Foreign: c.Foreign,
	}
	if out.Findings, err = k.compare(c); err != nil {
		return nil, err
	}
	out.Distrust, err = k.distrusted(c)
	return out, err
}

// compare gives the findings. This device is known by what it is, not by what the server's list says.
func (k Keyring) compare(c Claim) (out []Finding, err error) {
	own, have, err := k.Trust.Own()
	if err != nil {
		return nil, err
	}
	this, keys := have && c.JID == k.self(), c.Keys
	if this {
		out, keys = compareThis(own, keys)
	}
	found, err := k.Trust.Compare(c.JID, keys)
	if err != nil {
		return nil, err
	}
	for _, f := range found {
		if this && f.Device.ID == own.Device {
			continue
		}
		out = append(out, finding(f))
	}
	order := []Result{Differs, Matches, New, Missing}
	slices.SortStableFunc(out, func(a, b Finding) int { return slices.Index(order, a.Result) - slices.Index(order, b.Result) })
	return out, nil
}

// compareThis gives what is said about this device, and the other keys.
func compareThis(own crypto.Identity, keys []trust.LinkKey) (out []Finding, rest []trust.LinkKey) {
	this := own.Fingerprint()
	for _, key := range keys {
		switch {
		case key.Fingerprint == this:
			out = append(out, Finding{Result: Matches, DeviceID: own.Device, Fingerprint: key.Fingerprint, This: true, Active: true, Trust: trust.Verified})
		case key.Device == own.Device:
			out = append(out, Finding{Result: Differs, DeviceID: own.Device, Fingerprint: key.Fingerprint, Known: this, This: true, Active: true, KnownTrust: trust.Verified})
		default:
			rest = append(rest, key)
		}
	}
	return out, rest
}

func finding(f trust.Finding) Finding {
	out := Finding{
		Result: Result(f.Result), DeviceID: f.Device.ID, Fingerprint: f.Claimed.Fingerprint, Label: f.Device.Label,
		Active: f.Device.Active, Trust: f.Level, LastSeen: f.Device.LastSeen,
	}
	switch f.Result {
	case trust.New:
		out.DeviceID = f.Claimed.Device
	case trust.Missing:
		out.Fingerprint = f.Device.Fingerprint
	case trust.Differs:
		out.Known, out.KnownTrust = f.Device.Fingerprint, f.Device.Level
	}
	return out
}

// distrusted are the known keys that a trust message says are to be rejected.
func (k Keyring) distrusted(c Claim) (out []Finding, err error) {
	devices, err := k.Trust.Devices(c.JID)
	if err != nil {
		return nil, err
	}
	for _, d := range devices {
		if slices.Contains(c.Distrust, d.Fingerprint) {
			out = append(out, finding(trust.Finding{Result: trust.Matches, Claimed: trust.LinkKey{Device: d.ID, Fingerprint: d.Fingerprint}, Device: d, Level: d.Level}))
		}
	}
	return out, nil
}
