package app

import (
	"vouch/app/history"
	"vouch/crypto"
	"vouch/trust"
)

// plan says what an encrypted message needs before it can be written, or for whom it will be encrypted.
type plan struct {
	kind    Kind   // why the user has to do something, or ""
	list    bool   // the contact's device list is needed
	bundles []need // bundles are needed
	targets []target
	left    []leftOut
	kept    bool // a note to oneself that no other device of ours may read: it stays here
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
	return p.kind == "" && !p.list && len(p.bundles) == 0 && len(p.targets) > 0
}

// planFor works out what a message to who needs, from the trust of this moment. fresh tells whether who's device list
// was seen on this stream; ownFresh the same for our own. released leaves out undecided devices instead of waiting for a
// decision about them.
func planFor(ts *trust.Store, self, who string, fresh, ownFresh, released bool) (plan, error) {
	p := plan{list: !fresh || !ownFresh}
	theirs, undecided, err := p.addDevices(ts, who, who == self, who != self)
	if err != nil {
		return plan{}, err
	}
	reachable := len(p.targets)
	if who != self {
		if _, _, err := p.addDevices(ts, self, true, false); err != nil {
			return plan{}, err
		}
	}
	rejected := 0
	for _, l := range p.left {
		if l.device.JID == who && l.device.Level == trust.Rejected {
			rejected++
		}
	}
	doubt, err := ts.Doubt()
	if err != nil {
		return plan{}, err
	}
	switch {
	case doubt != "":
		p.kind = KindCopied
	case p.list || p.needs(who):
		// what is missing may change everything below
	case who == self:
		p.kept = reachable == 0 // undecided own devices never hold anything
	case theirs == 0:
		p.kind = KindNoDevices
	case undecided > 0 && (!released || reachable == 0):
		p.kind = KindUndecided
	case reachable == 0 && rejected == theirs:
		p.kind = KindNoneTrusted
	case reachable == 0:
		p.kind = KindNoKeys
	}
	return p, nil
}

// needs tells whether a bundle of who is missing.
func (p plan) needs(who string) bool {
	for _, n := range p.bundles {
		if n.jid == who {
			return true
		}
	}
	return false
}

// addDevices sorts the active devices of who. An own device whose bundle is not known is no reason to wait unless the
// user trusts it: what it will be is unknown, so it is left out and named.
func (p *plan) addDevices(ts *trust.Store, who string, own, hold bool) (active, undecided int, err error) {
	self, _, err := ts.Own()
	if err != nil {
		return 0, 0, err
	}
	devices, err := ts.Devices(who)
	if err != nil {
		return 0, 0, err
	}
	for _, d := range devices {
		if !d.Active || own && d.ID == self.Device {
			continue
		}
		active++
		addr := crypto.Address{JID: who, Device: d.ID}
		switch {
		case d.Fingerprint == "" && d.Broken:
			p.left = append(p.left, leftOut{d, own, true})
		case d.Fingerprint == "":
			if hold {
				p.bundles = append(p.bundles, need{who, d.ID})
			} else {
				p.left = append(p.left, leftOut{d, own, false})
			}
		case d.Level.Reads():
			has, err := crypto.HasSession(ts, addr, d.Fingerprint)
			switch {
			case err != nil:
				return 0, 0, err
			case has:
				p.targets = append(p.targets, target{addr, d.Fingerprint})
			case d.Broken:
				p.left = append(p.left, leftOut{d, own, true})
			default:
				p.bundles = append(p.bundles, need{who, d.ID})
			}
		case d.Level == trust.Rejected:
			p.left = append(p.left, leftOut{d, own, false})
		default:
			undecided++
			p.left = append(p.left, leftOut{d, own, false})
		}
	}
	return active, undecided, nil
}

// recipients are the targets as a message remembers them.
func (p plan) recipients() []history.Recipient {
	out := make([]history.Recipient, len(p.targets))
	for i, t := range p.targets {
		out[i] = history.Recipient{JID: t.addr.JID, Device: t.addr.Device, Fingerprint: t.fingerprint}
	}
	return out
}
