package view

import (
	"vouch/app/history"
	"vouch/app/plan"
	"vouch/trust"
)

// mends say of the devices that rows which could not be read came from, what is known about them.
type mends struct {
	keys     map[string]map[uint32]string // the key that a device has now, by JID and id
	repaired []trust.Entry                // oldest first
}

// mendsOf looks it up, where there is such a row.
func (src Source) mendsOf(to plan.Audience, rows []history.Message) (*mends, error) {
	some := false
	for _, m := range rows {
		some = some || m.Kind == history.KindUnreadable
	}
	if !some {
		return nil, nil
	}
	out := &mends{keys: map[string]map[uint32]string{}}
	for _, jid := range to.Everybody() {
		t := src.Trust
		devices, err := t.Devices(jid)
		if err != nil {
			return nil, err
		}
		out.keys[jid] = map[uint32]string{}
		for _, d := range devices {
			if d.Fingerprint != "" && (d.Active || out.keys[jid][d.ID] == "") {
				out.keys[jid][d.ID] = d.Fingerprint
			}
		}
		entries, err := t.Log(jid)
		if err != nil {
			return nil, err
		}
		for _, e := range entries {
			if e.Event == trust.EventRepaired {
				out.repaired = append(out.repaired, e)
			}
		}
	}
	return out, nil
}

// fill completes a row that could not be read.
func (m *mends) fill(row *Row) {
	if m == nil || row.Kind != history.KindUnreadable {
		return
	}
	row.Key = m.keys[row.From][row.DeviceID]
	for _, e := range m.repaired {
		if e.JID == row.From && e.Device == row.DeviceID && e.Time.After(row.Time) {
			row.Repaired = e.Time
		}
	}
}
