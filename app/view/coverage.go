package view

import (
	"vouch/app/plan"
	"vouch/trust"
)

// Coverage says who could read a message sent now.
type Coverage struct {
	Theirs, TheirsAll int // active devices of the contact: trusted and reachable, all
	Own, OwnAll       int // own active devices, this one included
	LeftOut           []LeftOut
}

// LeftOut is an active device that a message sent now would not be encrypted for.
type LeftOut struct {
	Own    bool
	Label  string // "" when it has none
	ID     uint32
	Trust  Trust
	NoKeys bool // trusted, but its bundle is absent or invalid
}

// coverage says who could read a message sent now, as plan.For has it.
func coverage(ts *trust.Store, to plan.Audience) (Coverage, error) {
	out := Coverage{Own: 1, OwnAll: 1}
	p, err := plan.For(ts, to, plan.Options{Released: true})
	if err != nil {
		return out, err
	}
	add := func(jid string, reads bool) {
		all, some := &out.TheirsAll, &out.Theirs
		if jid == to.Self {
			all, some = &out.OwnAll, &out.Own
		}
		*all++
		if reads {
			*some++
		}
	}
	for _, t := range p.Targets {
		add(t.Addr.JID, true)
	}
	for _, n := range p.Bundles {
		d, ok, err := ts.Device(n.JID, n.Device)
		if err != nil {
			return out, err
		}
		reads := ok && d.Level.Reads()
		add(n.JID, reads)
		if !reads {
			out.LeftOut = append(out.LeftOut, LeftOut{Own: n.JID == to.Self, ID: n.Device, Label: d.Label, Trust: trust.Undecided})
		}
	}
	for _, l := range p.Left {
		add(l.Device.JID, false)
		out.LeftOut = append(out.LeftOut, LeftOut{Own: l.Own, Label: l.Device.Label, ID: l.Device.ID, Trust: l.Device.Level, NoKeys: l.NoKeys})
	}
	return out, nil
}
