package control

import "vouch/app"

// keyRecord is one key of a code or a page.
type keyRecord struct {
	DeviceID    uint32    `json:"device_id,omitempty"`
	Fingerprint string    `json:"fingerprint"`
	Known       string    `json:"known,omitempty"` // the key known here, where it differs
	Label       string    `json:"label,omitempty"`
	Active      bool      `json:"active"`
	Trust       app.Trust `json:"trust"`
}

func newKeyRecord(f app.KeyFinding) keyRecord {
	return keyRecord{f.DeviceID, f.Fingerprint, f.Known, f.Label, f.Active, f.Trust}
}

// scanRecord is the answer of devices.scan; unknown are the devices known here that the code does not hold, and applied says
// that something has changed.
type scanRecord struct {
	JID        string      `json:"jid"`
	Own        bool        `json:"own"`
	VouchedBy  string      `json:"vouched_by,omitempty"`
	Part       int         `json:"part"`
	Parts      int         `json:"parts"`
	Matched    []keyRecord `json:"matched"`
	Added      []keyRecord `json:"added"`
	Mismatched []keyRecord `json:"mismatched"`
	Unknown    []keyRecord `json:"unknown"`
	Distrust   []keyRecord `json:"distrust,omitempty"`
	Applied    bool        `json:"applied"`
}

func newScanRecord(c *app.KeyCheck) scanRecord {
	out := scanRecord{
		JID: c.JID, Own: c.Own, VouchedBy: c.VouchedBy, Part: c.Part, Parts: c.Parts,
		Matched: []keyRecord{}, Added: []keyRecord{}, Mismatched: []keyRecord{}, Unknown: []keyRecord{},
	}
	for _, f := range c.Findings {
		k := newKeyRecord(f)
		switch f.Result {
		case app.KeyMatches:
			out.Matched = append(out.Matched, k)
		case app.KeyNew:
			out.Added = append(out.Added, k)
		case app.KeyDiffers:
			out.Mismatched = append(out.Mismatched, k)
		case app.KeyMissing:
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
	Missing []keyRecord `json:"missing"`
	Extra   []keyRecord `json:"extra"`
	Odd     []oddRecord `json:"odd"`
	Foreign []string    `json:"foreign"`
}

type oddRecord struct {
	Line   int `json:"line"`
	Digits int `json:"digits"`
}

func newPageRecord(check *app.KeyCheck) pageRecord {
	out := pageRecord{Matched: []keyRecord{}, Missing: []keyRecord{}, Extra: []keyRecord{}, Odd: []oddRecord{}, Foreign: append([]string{}, check.Foreign...)}
	for _, f := range check.Findings {
		switch f.Result {
		case app.KeyMatches:
			out.Matched = append(out.Matched, newKeyRecord(f))
		case app.KeyMissing:
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
