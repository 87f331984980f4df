package view

import (
	"vouch/app/fault"
	"vouch/app/history"
	"vouch/trust"
)

// Question is why messages of a chat wait, and what the user can decide.
type Question struct {
	Kind    fault.Kind    // KindUndecided, KindNoDevices, KindNoneTrusted or KindNoKeys; or what a question about keys was answered
	Waiting int           // messages that wait
	First   string        // id of the first of them
	Devices []*DeviceView // the undecided ones, oldest first; all active ones with KindNoneTrusted and KindNoKeys
}

// question says why messages of a chat wait for the user, or nil.
func (src Source) question(who string) (*Question, error) {
	entries, err := src.History.Outbox()
	if err != nil {
		return nil, err
	}
	var out *Question
	for _, e := range entries {
		if e.Chat != who || e.Purpose != history.ForMessage || e.Stanza != nil {
			continue
		}
		if out != nil {
			out.Waiting++
			continue
		}
		row, err := src.History.Get(e.Row)
		if err != nil {
			return nil, err
		}
		if row.ErrKind == "" {
			return nil, nil // only the network is waited for
		}
		out = &Question{Kind: row.ErrKind, Waiting: 1, First: row.ID}
	}
	if out == nil {
		return nil, nil
	}
	devices, err := src.Trust.Devices(who)
	if err != nil {
		return nil, err
	}
	for _, d := range devices {
		if d.Active && (out.Kind != fault.KindUndecided || d.Fingerprint != "" && d.Level == trust.Undecided) {
			out.Devices = append(out.Devices, deviceView(d, src.self(), 0))
		}
	}
	return out, nil
}
