package app

import (
	"slices"

	"vouch/app/history"
	"vouch/crypto"
	"vouch/trust"
)

// plan says what an encrypted message needs before it can be written, or for whom it will be encrypted.
type plan struct {
	kind    Kind     // why the user has to do something, or ""
	lists   []string // bare JIDs whose device lists are needed
	bundles []need   // bundles are needed
	targets []target
	left    []leftOut
	kept    bool // a note to oneself that no other device of ours may read: it stays here
}

// planOptions are what a plan rests on beside the trust of this moment.
type planOptions struct {
	stale    []string // bare JIDs whose device lists were not seen on this stream; none: all are known well enough
	released bool     // undecided devices are left out, instead of waiting for a decision about them
}

type need struct {
	jid    string
	device uint32
}

// target is a device that the message will be encrypted for.
type target struct {
	addr        crypto.Address
	fingerprint string
}

// leftOut is an active device that the message will not be encrypted for.
type leftOut struct {
	device trust.Device
	own    bool
	noKeys bool
}

// ready tells whether the message can be encrypted now.
func (p plan) ready() bool {
	return p.kind == "" && len(p.lists) == 0 && len(p.bundles) == 0 && len(p.targets) > 0
}

// planFor works out what a message to an audience needs, from the trust of this moment. Of several people each must be
// able to read it: the first who cannot says why it waits.
func planFor(ts *trust.Store, to audience, how planOptions) (plan, error) {
	p := plan{lists: how.stale}
	waits := Kind("")
	for _, who := range to.others {
		r, err := p.addDevices(ts, who)
		if err != nil {
			return plan{}, err
		}
		if waits == "" {
			waits = r.waits(how.released)
		}
	}
	own, err := p.addDevices(ts, to.self)
	if err != nil {
		return plan{}, err
	}
	doubt, err := ts.Doubt()
	if err != nil {
		return plan{}, err
	}
	switch {
	case doubt != "":
		p.kind = KindCopied
	case len(p.lists) > 0 || slices.ContainsFunc(to.needed(), p.needs):
		// what is missing may change everything below
	case len(to.others) == 0:
		p.kept = own.reachable == 0 // undecided own devices never hold anything
	default:
		p.kind = waits
	}
	return p, nil
}

// needs tells whether a bundle of who is missing.
func (p plan) needs(who string) bool {
	return slices.ContainsFunc(p.bundles, func(n need) bool { return n.jid == who })
}

// reach says how far a message comes with one person, in active devices.
type reach struct {
	active    int
	undecided int
	rejected  int
	reachable int // will read it
}

// waits says why a message to this person waits for the user, or "".
func (r reach) waits(released bool) Kind {
	switch {
	case r.active == 0:
		return KindNoDevices
	case r.undecided > 0 && (!released || r.reachable == 0):
		return KindUndecided
	case r.reachable > 0:
		return ""
	case r.rejected == r.active:
		return KindNoneTrusted
	}
	return KindNoKeys
}

// addDevices sorts the active devices of who. An own device whose bundle is not known is no reason to wait unless the
// user trusts it: what it will be is unknown, so it is left out and named.
func (p *plan) addDevices(ts *trust.Store, who string) (r reach, err error) {
	self, _, err := ts.Own()
	if err != nil {
		return r, err
	}
	devices, err := ts.Devices(who)
	if err != nil {
		return r, err
	}
	own := who == ts.Account()
	for _, d := range devices {
		if !d.Active || own && d.ID == self.Device {
			continue
		}
		r.active++
		switch {
		case d.Fingerprint == "" && !d.Broken && !own:
			p.bundles = append(p.bundles, need{who, d.ID})
		case d.Fingerprint == "":
			p.left = append(p.left, leftOut{d, own, d.Broken})
		case d.Level.Reads():
			reads, err := p.addTrusted(ts, who, own, d)
			if err != nil {
				return r, err
			}
			if reads {
				r.reachable++
			}
		default:
			if d.Level == trust.Rejected {
				r.rejected++
			} else {
				r.undecided++
			}
			p.left = append(p.left, leftOut{d, own, false})
		}
	}
	return r, nil
}

// addTrusted adds a device that may read the message, if there is a session with it, else what it needs.
func (p *plan) addTrusted(ts *trust.Store, who string, own bool, d trust.Device) (reads bool, err error) {
	addr := crypto.Address{JID: who, Device: d.ID}
	has, err := crypto.HasSession(ts, addr, d.Fingerprint)
	switch {
	case err != nil:
		return false, err
	case has:
		p.targets = append(p.targets, target{addr, d.Fingerprint})
	case d.Broken:
		p.left = append(p.left, leftOut{d, own, true})
	default:
		p.bundles = append(p.bundles, need{who, d.ID})
	}
	return has, nil
}

// recipients are the targets as a message remembers them.
func (p plan) recipients() []history.Recipient {
	out := make([]history.Recipient, len(p.targets))
	for i, t := range p.targets {
		out[i] = history.Recipient{JID: t.addr.JID, Device: t.addr.Device, Fingerprint: t.fingerprint}
	}
	return out
}
