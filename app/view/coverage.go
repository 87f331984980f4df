package view

import (
	"vouch/app/plan"
	"vouch/trust"
)

// Coverage says who could read a message sent now.
type Coverage struct {
	Theirs, TheirsAll int // active devices of the others: trusted and reachable, all
	Own, OwnAll       int // own active devices, this one included
	LeftOut           []LeftOut
}

// LeftOut is an active device that a message sent now would not be encrypted for.
type LeftOut struct {
	Own    bool
	JID    string // bare: whose it is
	Label  string // "" when it has none
	ID     uint32
	Trust  Trust
	NoKeys bool // trusted, but its bundle is absent or invalid
}

// coverage says who could read a message sent now by self, as p has it.
func coverage(ts *trust.Store, self string, p plan.Plan) (Coverage, error) {
	out := Coverage{Own: 1, OwnAll: 1}
	add := func(jid string, reads bool) {
		all, some := &out.TheirsAll, &out.Theirs
		if jid == self {
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
			out.LeftOut = append(out.LeftOut, LeftOut{Own: n.JID == self, JID: n.JID, ID: n.Device, Label: d.Label, Trust: trust.Undecided})
		}
	}
	for _, l := range p.Left {
		add(l.Device.JID, false)
		out.LeftOut = append(out.LeftOut, LeftOut{Own: l.Own, JID: l.Device.JID, Label: l.Device.Label, ID: l.Device.ID, Trust: l.Device.Level, NoKeys: l.NoKeys})
	}
	return out, nil
}
