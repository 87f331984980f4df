package app

import (
	"errors"
	"slices"
	"time"

	"go.etcd.io/bbolt"

	"vouch/app/view"
	"vouch/crypto"
	"vouch/trust"
	pages "vouch/trust/page"
)

// KeyCheck is what a code, a link or a page says about the keys of a JID, beside what is known here. It is data: reading
// changes nothing, Verify does.
type KeyCheck struct {
	JID, Name string
	Own       bool         // it is about the account's own devices
	VouchedBy string       // the account that made it for its own other computers; "" when the owner of the keys did
	Part      int          // of a code in parts: which one of …
	Parts     int          // … how many; 1 of 1 of a whole one, and of several read together how many were read
	Missing   int          // parts that were not read: what is there is not the whole code
	Findings  []KeyFinding // in the order differs, matches, new, missing
	Distrust  []KeyFinding // known keys that a trust message says are to be rejected
	Odd       []OddLine    // lines of a page that look like fingerprints and are none
	Foreign   []string     // addresses on a page whose keys do not count here
}

// OddLine is a line of a page that looks like a fingerprint and is none.
type OddLine = pages.Odd

// KeyResult is how a key that was read stands to what is known.
type KeyResult string

// The results.
const (
	KeyDiffers KeyResult = "differs" // the device is known here with another key
	KeyMatches KeyResult = "matches"
	KeyNew     KeyResult = "new"     // no device with this key was seen yet
	KeyMissing KeyResult = "missing" // known here, and not named
)

// KeyFinding is one key of a KeyCheck.
type KeyFinding struct {
	Result      KeyResult
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
func (c *KeyCheck) Count(r KeyResult) (n int) {
	for _, f := range c.Findings {
		if f.Result == r {
			n++
		}
	}
	return n
}

// Verifiable are the fingerprints that reading this gives reason to verify: those that match or are new, but not those
// that the user has rejected, which no code puts right.
func (c *KeyCheck) Verifiable() (out []string) {
	for _, f := range c.Findings {
		if (f.Result == KeyMatches || f.Result == KeyNew) && f.Trust != trust.Rejected && !f.This {
			out = append(out, f.Fingerprint)
		}
	}
	return out
}

// ReadCode reads verification links, codes in parts given together included, and trust messages (XEP-0434 v0.6.0), and
// holds them against what is known. expect is whose code it must be, or "" for anybody's. Errors: KindInvalid "uri", with
// what is wrong with it; KindRoom "uri"; KindConflict "jid", with whose it is instead; KindConflict "vouched-by", when somebody else made
// it for their own computers.
func (s *Service) ReadCode(account, expect string, texts ...string) (*KeyCheck, error) {
	a, err := s.account(account)
	if err != nil {
		return nil, err
	}
	if expect != "" {
		if expect, err = bareJID("jid", expect); err != nil {
			return nil, err
		}
	}
	link, part, err := readLinks(texts)
	if err != nil {
		return nil, err
	}
	out := &KeyCheck{JID: link.JID, Own: link.JID == a.jid, VouchedBy: link.VouchedBy(), Part: part, Parts: 1}
	if _, parts := link.Part(); parts > 1 {
		out.Parts, out.Missing = parts, parts-len(texts)
	}
	if expect != "" && link.JID != expect {
		return nil, &Error{Kind: KindConflict, Param: "jid", About: link.JID}
	}
	if out.VouchedBy != "" && out.VouchedBy != a.jid {
		return nil, &Error{Kind: KindConflict, Param: "vouched-by", About: out.VouchedBy}
	}
	return out, s.view("read devices", func(tx *bbolt.Tx) error {
		if err := s.compare(tx, a, out, link.Keys); err != nil {
			return err
		}
		return s.distrusted(tx, a, out, link.Distrust)
	})
}

// ReadPage holds a page of fingerprints, as pasted, opened or fetched, against what is known of who. KindInvalid "text"
// says what is wrong with it; a page without fingerprints is not an error.
func (s *Service) ReadPage(account, who, text string) (*KeyCheck, error) {
	a, err := s.account(account)
	if err != nil {
		return nil, err
	}
	if who, err = bareJID("jid", who); err != nil {
		return nil, err
	}
	read, err := pages.Read(text, who)
	if err != nil {
		return nil, &Error{Kind: KindInvalid, Param: "text", Why: err.Error()}
	}
	keys := make([]trust.LinkKey, len(read.Fingerprints))
	for i, fp := range read.Fingerprints {
		keys[i].Fingerprint = fp
	}
	out := &KeyCheck{JID: who, Own: who == a.jid, Part: 1, Parts: 1, Odd: read.Odd, Foreign: read.Foreign}
	return out, s.view("read devices", func(tx *bbolt.Tx) error { return s.compare(tx, a, out, keys) })
}

// CodeFault is what is wrong with a code or link, as FaultOf tells.
type CodeFault string

// The faults.
const (
	FaultMalformed   CodeFault = "malformed" // not a link that Vouch reads
	FaultTooLong     CodeFault = "too-long"
	FaultNoKeys      CodeFault = "no-keys"
	FaultTwice       CodeFault = "twice" // two keys for one device
	FaultContradicts CodeFault = "contradicts"
	FaultEncryption  CodeFault = "encryption" // keys for another one than OMEMO
	FaultMixed       CodeFault = "mixed"      // parts of different codes
	FaultDevice      CodeFault = "device-id"  // names a device by what is no device id
	FaultKey         CodeFault = "key"        // a key in it is none
	FaultPart        CodeFault = "part"       // says to be a part of a code, and is none, or other parts are missing
)

func (f CodeFault) Error() string { return "fault in code: " + string(f) }

// FaultOf is what is wrong with a code that ReadCode has refused with KindInvalid; "" where it has not.
func FaultOf(err error) CodeFault {
	var f CodeFault
	errors.As(err, &f)
	return f
}

func faultOfLink(err error) CodeFault {
	switch {
	case errors.Is(err, trust.ErrTwoKeys):
		return FaultTwice
	case errors.Is(err, trust.ErrContradicts):
		return FaultContradicts
	case errors.Is(err, trust.ErrLongLink):
		return FaultTooLong
	case errors.Is(err, trust.ErrBadDevice):
		return FaultDevice
	case errors.Is(err, crypto.ErrBadFingerprint):
		return FaultKey
	case errors.Is(err, trust.ErrBadPart):
		return FaultPart
	}
	return FaultMalformed
}

// readLinks reads links that together are one code, and gives the first with the keys of all. part is how many parts were
// read, or which one of several a single link is.
func readLinks(texts []string) (link trust.Link, part int, err error) {
	bad := func(fault CodeFault, detail string) error {
		return &Error{Kind: KindInvalid, Param: "uri", Why: detail, Err: fault}
	}
	if len(texts) == 0 {
		return link, 0, bad(FaultNoKeys, "nothing to read")
	}
	seen := map[int]bool{}
	for i, text := range texts {
		l, err := trust.ParseLink(text)
		if err != nil {
			return link, 0, bad(faultOfLink(err), err.Error())
		}
		if l.Room() {
			return link, 0, &Error{Kind: KindRoom, Param: "uri", About: l.JID}
		}
		if len(l.Keys)+len(l.Distrust) == 0 {
			return link, 0, bad(FaultNoKeys, "no keys in it")
		}
		if l.Encryption != "" && l.Encryption != "eu.siacs.conversations.axolotl" && l.Encryption != "urn:xmpp:omemo:2" && l.Encryption != "urn:xmpp:omemo:1" {
			return link, 0, bad(FaultEncryption, "keys for "+l.Encryption)
		}
		if i == 0 {
			link = l
			part, _ = l.Part()
			seen[part] = true
			continue
		}
		_, parts := link.Part()
		n, other := l.Part()
		if l.JID != link.JID || l.VouchedBy() != link.VouchedBy() || other != parts || parts < 2 || seen[n] {
			return link, 0, bad(FaultMixed, "not the parts of one code")
		}
		seen[n] = true
		for _, k := range l.Keys {
			at := slices.IndexFunc(link.Keys, func(o trust.LinkKey) bool { return k.Device != 0 && o.Device == k.Device })
			if at >= 0 && link.Keys[at].Fingerprint != k.Fingerprint {
				return link, 0, bad(FaultTwice, "parts with two keys for one device")
			}
			if at < 0 {
				link.Keys = append(link.Keys, k)
			}
		}
		link.Distrust = append(link.Distrust, l.Distrust...)
		part = i + 1
	}
	for _, k := range link.Keys {
		if slices.Contains(link.Distrust, k.Fingerprint) {
			return link, 0, bad(FaultContradicts, "a key both trusted and distrusted")
		}
	}
	return link, part, nil
}

// compare fills the findings. This device is known by what it is, not by what the server's list says.
func (s *Service) compare(tx *bbolt.Tx, a *account, out *KeyCheck, keys []trust.LinkKey) error {
	t := s.trust(tx, a.jid)
	contact, _, err := s.history(tx, a.jid).Contact(out.JID)
	if err != nil {
		return err
	}
	out.Name = view.NameOf(contact.Name, out.JID)
	own, have, err := t.Own()
	if err != nil {
		return err
	}
	if have && out.Own {
		this := own.Fingerprint()
		rest := keys[:0:0]
		for _, k := range keys {
			switch {
			case k.Fingerprint == this:
				out.Findings = append(out.Findings, KeyFinding{Result: KeyMatches, DeviceID: own.Device, Fingerprint: k.Fingerprint, This: true, Active: true, Trust: trust.Verified})
			case k.Device == own.Device:
				out.Findings = append(out.Findings, KeyFinding{Result: KeyDiffers, DeviceID: own.Device, Fingerprint: k.Fingerprint, Known: this, This: true, Active: true, KnownTrust: trust.Verified})
			default:
				rest = append(rest, k)
			}
		}
		keys = rest
	}
	found, err := t.Compare(out.JID, keys)
	if err != nil {
		return err
	}
	for _, f := range found {
		if have && out.Own && f.Device.ID == own.Device {
			continue
		}
		out.Findings = append(out.Findings, keyFinding(f))
	}
	order := []KeyResult{KeyDiffers, KeyMatches, KeyNew, KeyMissing}
	slices.SortStableFunc(out.Findings, func(a, b KeyFinding) int { return slices.Index(order, a.Result) - slices.Index(order, b.Result) })
	return nil
}

func keyFinding(f trust.Finding) KeyFinding {
	out := KeyFinding{
		Result: KeyResult(f.Result), DeviceID: f.Device.ID, Fingerprint: f.Claimed.Fingerprint, Label: f.Device.Label,
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

// distrusted fills in the known keys that a trust message says are to be rejected.
func (s *Service) distrusted(tx *bbolt.Tx, a *account, out *KeyCheck, fingerprints []string) error {
	devices, err := s.trust(tx, a.jid).Devices(out.JID)
	if err != nil {
		return err
	}
	for _, d := range devices {
		if slices.Contains(fingerprints, d.Fingerprint) {
			out.Distrust = append(out.Distrust, keyFinding(trust.Finding{Result: trust.Matches, Claimed: trust.LinkKey{Device: d.ID, Fingerprint: d.Fingerprint}, Device: d, Level: d.Level}))
		}
	}
	return nil
}
