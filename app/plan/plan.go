// Package plan says what an encrypted message needs before it can be written, and for which devices it will be encrypted,
// from the trust of the moment. It reads one transaction and remembers nothing: a message that waits is planned anew
// whenever something has changed.
package plan

import (
	"slices"

	"vouch/app/fault"
	"vouch/app/history"
	"vouch/crypto"
	"vouch/trust"
)

// Plan says what an encrypted message needs before it can be written, or for whom it will be encrypted.
type Plan struct {
	Kind    fault.Kind // why the user has to do something, or ""
	Lists   []string   // bare JIDs whose device lists are needed
	Bundles []Need     // bundles are needed
	Later   []Need     // bundles that nothing waits for, of those without whom the user writes
	Targets []Target
	Left    []LeftOut
	Without []string // those of the others who have no device that will read it
	Kept    bool     // a note to oneself that no other device of ours may read: it stays here
}

// Options are what a plan rests on beside the trust of this moment.
type Options struct {
	Stale    []string // bare JIDs whose device lists were not seen on this stream; none: all are known well enough
	Released bool     // undecided devices are left out, instead of waiting for a decision about them
}

// Need is a bundle that is needed.
type Need struct {
	JID    string // bare
	Device uint32
}

// Target is a device that the message will be encrypted for.
type Target struct {
	Addr        crypto.Address
	Fingerprint string
}

// LeftOut is an active device that the message will not be encrypted for.
type LeftOut struct {
	Device trust.Device
	Own    bool
	NoKeys bool
}

// Ready tells whether the message can be encrypted now.
func (p Plan) Ready() bool {
	return p.Kind == "" && len(p.Lists) == 0 && len(p.Bundles) == 0 && len(p.Targets) > 0
}

// For works out what a message to an audience needs, from the trust of this moment. Of several people each must be
// able to read it: the first who cannot says why it waits. In a group only somebody of whom nothing is decided yet holds it:
// their undecided devices are the question, unless the user writes without them. Who has no device that could read is left out
// there, unless all have none.
func For(ts *trust.Store, to Audience, how Options) (Plan, error) {
	p := Plan{Lists: how.Stale}
	waits := fault.Kind("")
	for _, who := range to.Others {
		r, err := p.addDevices(ts, who)
		if err != nil {
			return Plan{}, err
		}
		p.add(who, r)
		without, err := to.Accepts(ts, who)
		if err != nil {
			return Plan{}, err
		}
		if without {
			p.putOff(who)
		}
		if kind := r.waits(how.Released); waits == "" && (!to.Group || kind == fault.KindUndecided && r.reachable == 0 && !how.Released && !without) {
			waits = kind
		}
	}
	own, err := p.addDevices(ts, to.Self)
	if err != nil {
		return Plan{}, err
	}
	doubt, err := ts.Doubt()
	if err != nil {
		return Plan{}, err
	}
	switch {
	case doubt != "":
		p.Kind = fault.KindCopied
	case len(p.Lists) > 0 || slices.ContainsFunc(to.Needed(), p.Needs):
		// what is missing may change everything below
	case to.Group && waits == "":
		p.Kind = p.nobody(to, own)
	case len(to.Others) == 0 && !to.Group:
		p.Kept = own.reachable == 0 // undecided own devices never hold anything
	default:
		p.Kind = waits
	}
	return p, nil
}

// add notes how far a message comes with one of the others.
func (p *Plan) add(who string, r reach) {
	if r.reachable == 0 {
		p.Without = append(p.Without, who)
	}
}

// putOff has nothing wait for the bundles of somebody.
func (p *Plan) putOff(who string) {
	p.Bundles = slices.DeleteFunc(p.Bundles, func(n Need) bool {
		if n.JID == who {
			p.Later = append(p.Later, n)
		}
		return n.JID == who
	})
}

// nobody says why a message to a group would reach nobody, or "".
func (p Plan) nobody(to Audience, own reach) fault.Kind {
	switch {
	case len(p.Without) < len(to.Others), len(to.Others) == 0 && own.reachable > 0:
		return ""
	case len(to.Others) > 0 && len(p.Left) > 0:
		return fault.KindNoneTrusted
	}
	return fault.KindNoDevices
}

// Needs tells whether a bundle of who is missing.
func (p Plan) Needs(who string) bool {
	return slices.ContainsFunc(p.Bundles, func(n Need) bool { return n.JID == who })
}

// reach says how far a message comes with one person, in active devices.
type reach struct {
	active    int
	undecided int
	rejected  int
	reachable int // will read it
}

// waits says why a message to this person waits for the user, or "".
func (r reach) waits(released bool) fault.Kind {
	switch {
	case r.active == 0:
		return fault.KindNoDevices
	case r.undecided > 0 && (!released || r.reachable == 0):
		return fault.KindUndecided
	case r.reachable > 0:
		return ""
	case r.rejected == r.active:
		return fault.KindNoneTrusted
	}
	return fault.KindNoKeys
}

// addDevices sorts the active devices of who. An own device whose bundle is not known is no reason to wait unless the
// user trusts it: what it will be is unknown, so it is left out and named.
func (p *Plan) addDevices(ts *trust.Store, who string) (r reach, err error) {
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
			p.Bundles = append(p.Bundles, Need{who, d.ID})
		case d.Fingerprint == "":
			p.Left = append(p.Left, LeftOut{d, own, d.Broken})
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
			p.Left = append(p.Left, LeftOut{d, own, false})
		}
	}
	return r, nil
}

// addTrusted adds a device that may read the message, if there is a session with it, else what it needs.
func (p *Plan) addTrusted(ts *trust.Store, who string, own bool, d trust.Device) (reads bool, err error) {
	addr := crypto.Address{JID: who, Device: d.ID}
	has, err := crypto.HasSession(ts, addr, d.Fingerprint)
	switch {
	case err != nil:
		return false, err
	case has:
		p.Targets = append(p.Targets, Target{addr, d.Fingerprint})
	case d.Broken:
		p.Left = append(p.Left, LeftOut{d, own, true})
	default:
		p.Bundles = append(p.Bundles, Need{who, d.ID})
	}
	return has, nil
}

// Recipients are the targets as a message remembers them.
func (p Plan) Recipients() []history.Recipient {
	out := make([]history.Recipient, len(p.Targets))
	for i, t := range p.Targets {
		out[i] = history.Recipient{JID: t.Addr.JID, Device: t.Addr.Device, Fingerprint: t.Fingerprint}
	}
	return out
}
