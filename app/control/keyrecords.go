package control

import (
	"vouch/app/keys"
	"vouch/app/view"
)

// keyRecord is one key of a code or a page.
type keyRecord struct {
	DeviceID    uint32     `json:"device_id,omitempty"`
	Fingerprint string     `json:"fingerprint"`
	Known       string     `json:"known,omitempty" about:"the key known here, where it differs"`
	Label       string     `json:"label,omitempty"`
	Active      bool       `json:"active" about:"it stands in its owner's list"`
	Trust       view.Trust `json:"trust" about:"undecided, trusted, verified or rejected"`
}

func newKeyRecord(f keys.Finding) keyRecord {
	return keyRecord{f.DeviceID, f.Fingerprint, f.Known, f.Label, f.Active, f.Trust}
}

// scanRecord is the answer of devices.scan; unknown are the devices known here that the code does not hold, and applied says
// that something has changed.
type scanRecord struct {
	JID        string      `json:"jid" about:"whose code it is"`
	Own        bool        `json:"own" about:"it is of the account"`
	VouchedBy  string      `json:"vouched_by,omitempty" about:"an account that made it for its other devices"`
	Part       int         `json:"part" about:"of a code in parts: which"`
	Parts      int         `json:"parts" about:"and of how many"`
	Matched    []keyRecord `json:"matched" about:"keys that are known"`
	Added      []keyRecord `json:"added" about:"keys that are new"`
	Mismatched []keyRecord `json:"mismatched" about:"keys that differ from those known"`
	Unknown    []keyRecord `json:"unknown" about:"devices known here that the code does not hold"`
	Distrust   []keyRecord `json:"distrust,omitempty" about:"keys that its maker has rejected"`
	Applied    bool        `json:"applied" about:"something has changed"`
}

func newScanRecord(c *keys.Check) scanRecord {
	out := scanRecord{
		JID: c.JID, Own: c.Own, VouchedBy: c.VouchedBy, Part: c.Part, Parts: c.Parts,
		Matched: []keyRecord{}, Added: []keyRecord{}, Mismatched: []keyRecord{}, Unknown: []keyRecord{},
	}
	for _, f := range c.Findings {
		k := newKeyRecord(f)
		switch f.Result {
		case keys.Matches:
			out.Matched = append(out.Matched, k)
		case keys.New:
			out.Added = append(out.Added, k)
		case keys.Differs:
			out.Mismatched = append(out.Mismatched, k)
		case keys.Missing:
			out.Unknown = append(out.Unknown, k)
		}
	}
	for _, f := range c.Distrust {
		out.Distrust = append(out.Distrust, newKeyRecord(f))
	}
	return out
}

// pageRecord is the answer of devices.check: extra stands on the page only, missing is known here and not on it.
type pageRecord struct {
	Matched []keyRecord `json:"matched"`
	Missing []keyRecord `json:"missing" about:"known here, and not on the page"`
	Extra   []keyRecord `json:"extra" about:"on the page only"`
	Odd     []oddRecord `json:"odd" about:"lines with digits that are no fingerprint"`
	Foreign []string    `json:"foreign" about:"addresses of others that the page names"`
}

type oddRecord struct {
	Line   int `json:"line"`
	Digits int `json:"digits"`
}

func newPageRecord(check *keys.Check) pageRecord {
	out := pageRecord{Matched: []keyRecord{}, Missing: []keyRecord{}, Extra: []keyRecord{}, Odd: []oddRecord{}, Foreign: append([]string{}, check.Foreign...)}
	for _, f := range check.Findings {
		switch f.Result {
		case keys.Matches:
			out.Matched = append(out.Matched, newKeyRecord(f))
		case keys.Missing:
			out.Missing = append(out.Missing, newKeyRecord(f))
		default:
			out.Extra = append(out.Extra, newKeyRecord(f))
		}
	}
	for _, o := range check.Odd {
		out.Odd = append(out.Odd, oddRecord{o.Line, o.Digits})
	}
	return out
}
