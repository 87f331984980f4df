package keys

import (
	"slices"

	"vouch/app/fault"
	"vouch/trust"
	pages "vouch/trust/page"
)

// Claim is what a code, a link or a page says about the keys of a JID. It is data, not yet held against what is known.
type Claim struct {
	JID       string
	VouchedBy string          // the account that made it for its own other computers; "" when the owner of the keys did
	Part      int             // of a code in parts: which one of …
	Parts     int             // … how many; 1 of 1 of a whole one, and of several read together how many were read
	Missing   int             // parts that were not read: what is there is not the whole code
	Keys      []trust.LinkKey // those that it vouches for
	Distrust  []string        // fingerprints that a trust message says are to be rejected
	Odd       []OddLine       // lines of a page that look like fingerprints and are none
	Foreign   []string        // addresses on a page whose keys do not count here
}

// OddLine is a line of a page that looks like a fingerprint and is none.
type OddLine = pages.Odd

// ReadCode reads verification links, codes in parts given together included, and trust messages (XEP-0434 v0.6.0).
// Errors: KindInvalid "uri", of which FaultOf says what is wrong; KindRoom "uri".
func ReadCode(texts ...string) (Claim, error) {
	link, part, err := readLinks(texts)
	if err != nil {
		return Claim{}, err
	}
	out := Claim{JID: link.JID, VouchedBy: link.VouchedBy(), Part: part, Parts: 1, Keys: link.Keys, Distrust: link.Distrust}
	if _, parts := link.Part(); parts > 1 {
		out.Parts, out.Missing = parts, parts-len(texts)
	}
	return out, nil
}

// ReadPage reads a page of fingerprints, as pasted, opened or fetched, for those of who. KindInvalid "text" says what is wrong
// with it; a page without fingerprints is not an error.
func ReadPage(text, who string) (Claim, error) {
	read, err := pages.Read(text, who)
	if err != nil {
		return Claim{}, &fault.Error{Kind: fault.KindInvalid, Param: "text", Why: err.Error()}
	}
	out := Claim{JID: who, Part: 1, Parts: 1, Keys: make([]trust.LinkKey, len(read.Fingerprints)), Odd: read.Odd, Foreign: read.Foreign}
	for i, fp := range read.Fingerprints {
		out.Keys[i].Fingerprint = fp
	}
	return out, nil
}

// readLinks reads links that together are one code, and gives the first with the keys of all. part is how many parts were
// read, or which one of several a single link is.
func readLinks(texts []string) (link trust.Link, part int, err error) {
	bad := func(f Fault, detail string) error {
		return &fault.Error{Kind: fault.KindInvalid, Param: "uri", Why: detail, Err: f}
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
			return link, 0, &fault.Error{Kind: fault.KindRoom, Param: "uri", About: l.JID}
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
