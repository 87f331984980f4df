package view

import (
	"errors"
	"slices"

	"vouch/app/fault"
	"vouch/app/history"
	"vouch/app/plan"
	"vouch/trust"
)

// Question is why messages of a chat wait, and what the user can decide.
type Question struct {
	Kind    fault.Kind    // KindUndecided, KindNoDevices, KindNoneTrusted or KindNoKeys; or what a question about keys was answered
	Waiting int           // messages that wait
	First   string        // id of the first of them
	Devices []*DeviceView // the undecided ones, oldest first; all active ones with KindNoneTrusted and KindNoKeys
	Who     []string      // in a group: bare JIDs of members whose devices are asked for in vain
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
	return out, src.addAsked(out, who)
}

// mostAsked bounds the devices of a question about a group.
const mostAsked = 200

// addAsked adds the devices that the question is about: those of the contact, or in a group of the members who cannot read yet.
func (src Source) addAsked(out *Question, who string) error {
	to, err := plan.AudienceIn(src.History, src.self(), who)
	if errors.Is(err, plan.ErrNoAudience) {
		return nil
	} else if err != nil {
		return err
	}
	for _, whose := range to.Needed() {
		if to.Group && src.Live.Keys.Refusals[whose].Kind == out.Kind {
			out.Who = append(out.Who, whose)
		}
		devices, err := src.Trust.Devices(whose)
		if err != nil {
			return err
		}
		if without, err := to.Accepts(src.Trust, whose); err != nil {
			return err
		} else if without || to.Group && slices.ContainsFunc(devices, func(d trust.Device) bool { return d.Active && d.Level.Reads() }) {
			continue
		}
		for _, d := range devices {
			if d.Active && (out.Kind != fault.KindUndecided || d.Fingerprint != "" && d.Level == trust.Undecided) && len(out.Devices) < mostAsked {
				out.Devices = append(out.Devices, deviceView(d, src.self(), 0))
			}
		}
	}
	return nil
}
