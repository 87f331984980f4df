package view

import (
	"cmp"
	"errors"
	"slices"
	"strings"

	"vouch/app/history"
	"vouch/app/plan"
)

// groupDevices is the Encryption tab of a room: what each who belongs to it would have as theirs.
func (src Source) groupDevices(room string) (*DevicesView, error) {
	chat := history.Chat{JID: room, Kind: history.ChatGroup} // whether there is one yet or not
	_, name, err := src.roomOf(chat)
	if err != nil {
		return nil, err
	}
	out := &DevicesView{JID: room, Name: name, Picture: src.Live.People.Faces[room], Group: true}
	belong, err := src.belonging(room)
	if err != nil {
		return nil, err
	}
	for _, who := range belong {
		m, err := src.personDevices(who)
		if err != nil {
			return nil, err
		}
		out.Members = append(out.Members, m)
		if !m.Own {
			out.Reading, out.Active = out.Reading+m.Reading, out.Active+m.Active
		}
	}
	slices.SortStableFunc(out.Members, func(a, b *DevicesView) int {
		switch {
		case a.Own != b.Own:
			return map[bool]int{true: 1, false: -1}[a.Own]
		default:
			return cmp.Or(strings.Compare(strings.ToLower(a.Name), strings.ToLower(b.Name)), strings.Compare(a.JID, b.JID))
		}
	})
	return out, nil
}

// All are the devices of the tab; of a room those of all who belong to it.
func (v *DevicesView) All() []*DeviceView {
	out := v.Devices
	for _, m := range v.Members {
		out = append(out, m.Devices...)
	}
	return out
}

// Of is the tab of who within that of a room, or the tab itself.
func (v *DevicesView) Of(who string) *DevicesView {
	for _, m := range v.Members {
		if m.JID == who {
			return m
		}
	}
	return v
}

// belonging are those who belong to a private room, ourselves among them; nil where nobody can say who reads what is written there.
func (src Source) belonging(room string) ([]string, error) {
	to, err := plan.AudienceOf(src.History, src.self(), history.Chat{JID: room, Kind: history.ChatGroup})
	if errors.Is(err, plan.ErrNoAudience) {
		return nil, nil
	}
	return to.Everybody(), err
}

// concerned are whom a timeline is about: somebody, or all who belong to a room; nil is everybody.
func (src Source) concerned(who string) ([]string, error) {
	if who == "" || !src.History.IsRoom(who) {
		return slices.DeleteFunc([]string{who}, func(who string) bool { return who == "" }), nil
	}
	return src.belonging(who)
}
