package app_test

import (
	"maps"
	"slices"
	"strconv"
	"strings"

	"vouch/app/view"
)

// walkModel says what must be true after each step of a walk: who is trusted, and which messages may have left.
type walkModel struct {
	step    int
	devices []*walkDevice
	policy  string
	since   int // the step in which it was set
	off     bool
	pending []*walkText // of the chat, in the order written
}

// walkDevice is a device of bob, or another one of alice.
type walkDevice struct {
	raw     *raw
	own     bool
	good    bool // its bundle can be used
	listed  bool
	known   bool // alice has seen its key
	seen    int  // the step in which she did
	wrote   bool
	removed bool // taken out of the account
	level   view.Trust
	decided bool // at any time
}

// walkText is a message of alice's.
type walkText struct {
	row, id  string
	clear    bool
	released bool
	left     bool
	secret   bool        // a text of it was under encryption, whether it has left or not
	replaced bool        // need not arrive: it was changed before that was certain, or is for nobody else
	of       *walkText   // of a change: what it changes
	changes  []*walkText // of others: in the order they were made
}

// reads tells whether a message encrypted now is for d.
func (d *walkDevice) reads() bool { return d.listed && d.trusted() && (d.good || d.wrote) }

func (d *walkDevice) trusted() bool {
	return d.known && (d.level == view.TrustTrusted || d.level == view.TrustVerified)
}

func (d *walkDevice) key() string { return d.raw.id.Fingerprint() }

func (d *walkDevice) decide(level view.Trust) {
	d.level, d.decided = level, d.decided || level != view.TrustUndecided
}

// of are the devices of one side that f wants.
func (m *walkModel) of(own bool, f func(d *walkDevice) bool) (out []*walkDevice) {
	for _, d := range m.devices {
		if d.own == own && f(d) {
			out = append(out, d)
		}
	}
	return out
}

// walkSet are device ids in words, so that sets can be compared.
func walkSet(ids []uint32) string {
	slices.Sort(ids)
	var words []string
	for _, id := range ids {
		words = append(words, strconv.Itoa(int(id)))
	}
	return strings.Join(words, " ")
}

// law is whom something encrypted at a moment may be for.
type law struct {
	readers string          // exactly these devices, for a text
	notes   string          // these, for a note to oneself
	trusted map[uint32]bool // any of these, for a key transport
}

func (m *walkModel) law() law {
	out := law{trusted: map[uint32]bool{}}
	var readers, own []uint32
	for _, d := range m.devices {
		if d.reads() {
			if readers = append(readers, d.raw.device); d.own {
				own = append(own, d.raw.device)
			}
		}
		if d.trusted() {
			out.trusted[d.raw.device] = true
		}
	}
	out.readers, out.notes = walkSet(readers), walkSet(own)
	return out
}

// reachable tells whether a device of bob reads, and asked whether an undecided one holds what is written.
func (m *walkModel) reachable() bool { return len(m.of(false, (*walkDevice).reads)) > 0 }

func (m *walkModel) asked() bool {
	return len(m.of(false, func(d *walkDevice) bool { return d.listed && d.known && d.level == view.TrustUndecided })) > 0
}

// leave takes out of the pending messages those that go out now: one that waits holds the later ones.
func (m *walkModel) leave() (gone []*walkText) {
	for len(m.pending) > 0 {
		t := m.pending[0]
		if !t.clear && (!m.reachable() || m.asked() && !t.released) {
			return gone
		}
		t.left = true
		gone, m.pending = append(gone, t), m.pending[1:]
	}
	return gone
}

// see makes the key of a device known, and lets the policy decide about it.
func (m *walkModel) see(d *walkDevice) {
	if !d.known {
		d.known, d.seen = true, m.step
	}
	m.apply(d, false, false)
}

// apply is what the policy does about a device's key: when it is seen, when it wrote, and with now also when the user wants
// it for keys that were there before.
func (m *walkModel) apply(d *walkDevice, wrote, now bool) {
	if d.own || d.decided || !now && d.seen < m.since {
		return
	}
	others := m.of(false, func(d *walkDevice) bool { return d.decided })
	switch m.policy {
	case "first-use":
		if wrote && len(others) == 0 {
			d.decide(view.TrustTrusted)
		}
	case "until-verified":
		if !slices.ContainsFunc(others, func(d *walkDevice) bool { return d.level == view.TrustVerified || d.level == view.TrustRejected }) {
			d.decide(view.TrustTrusted)
		}
	}
}

// setPolicy says whether the policy can be set with apply and still leave one outcome only.
func (m *walkModel) setPolicy(policy string, apply bool) {
	if m.policy != policy {
		m.policy, m.since = policy, m.step
	}
	if apply {
		for _, d := range m.undecided() {
			m.apply(d, d.wrote, true)
		}
	}
}

// undecided are the active devices of bob that a policy could decide about.
func (m *walkModel) undecided() []*walkDevice {
	return m.of(false, func(d *walkDevice) bool { return d.listed && d.known && !d.decided })
}

// table is what alice should know of one side's active devices: by id, whose key is known, and its level.
func (m *walkModel) table(own bool) map[uint32]string {
	out := map[uint32]string{}
	for _, d := range m.of(own, func(d *walkDevice) bool { return d.listed }) {
		if out[d.raw.device] = "unknown"; d.known {
			out[d.raw.device] = string(d.level)
		}
	}
	return out
}

// knows tells whether a devices tab shows that table, with every key looked for.
func knows(v *view.DevicesView, want map[uint32]string) bool {
	got := map[uint32]string{}
	for _, d := range v.Devices {
		if !d.Active || d.This {
			continue
		}
		switch {
		case d.Fingerprint != "":
			got[d.ID] = string(d.Trust)
		case d.Broken:
			got[d.ID] = "unknown"
		default:
			got[d.ID] = "not looked for yet"
		}
	}
	return maps.Equal(got, want)
}
