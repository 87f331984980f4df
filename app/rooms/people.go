package rooms

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"strings"

	"mellium.im/xmpp/jid"

	"vouch/app/fault"
	"vouch/app/history"
	"vouch/xmpp/muc"
)

// Person is somebody who is in a room, or belongs to it.
type Person struct {
	Occupant      // of one who is not there JID and Affiliation alone
	Here     bool // in the room now
}

// Members are who is in a room, and who belongs to it as far as that is known, by affiliation, role and name. One who is there
// under several nicknames is as often in it. KindNotFound: no room that is known.
func (r *Rooms) Members(ctx context.Context, at jid.JID) ([]Person, error) {
	var people []Person
	name := at.Bare().String()
	known := false
	if err := r.Call(ctx, func() {
		rm := r.all[name]
		if rm == nil {
			return
		}
		known, people = true, make([]Person, 0, len(rm.here))
		for _, o := range rm.here {
			people = append(people, Person{*o, rm.in})
		}
	}); err != nil {
		return nil, err
	}
	if !known {
		return nil, fault.NotFound("room", name)
	}
	var members []history.Member
	if err := r.View("read members", func(h *history.Store) (err error) {
		members, err = h.Members(name)
		return err
	}); err != nil {
		return nil, err
	}
	return sorted(withAbsent(people, members)), nil
}

// withAbsent adds the members who are not there.
func withAbsent(people []Person, members []history.Member) []Person {
	here := make(map[string]bool, len(people))
	for _, p := range people {
		here[p.JID] = true
	}
	for _, m := range members {
		if !here[m.JID] {
			people = append(people, Person{Occupant: Occupant{JID: m.JID, Affiliation: muc.Affiliation(m.Affiliation), Role: muc.NoRole}})
		}
	}
	return people
}

func sorted(people []Person) []Person {
	type row struct {
		Person
		place int
		name  string
	}
	rows := make([]row, len(people))
	for i, p := range people {
		rows[i] = row{p, standing(&p), strings.ToLower(cmp.Or(p.Nick, p.JID))}
	}
	slices.SortFunc(rows, func(a, b row) int {
		return cmp.Or(cmp.Compare(a.place, b.place), cmp.Compare(a.name, b.name), cmp.Compare(a.Nick, b.Nick))
	})
	for i, row := range rows {
		people[i] = row.Person
	}
	return people
}

// standing is where somebody stands in the list: owners, admins, moderators, members, others, those without voice.
func standing(p *Person) int {
	switch {
	case p.Affiliation == muc.Owner:
		return 0
	case p.Affiliation == muc.Admin:
		return 1
	case p.Role == muc.Moderator:
		return 2
	case p.Affiliation == muc.Member:
		return 3
	case p.Role != muc.Visitor:
		return 4
	}
	return 5
}

// List are all with an affiliation, as the room tells now, such as those who are banned. KindNotAllowed: it does not tell us.
func (r *Rooms) List(ctx context.Context, at jid.JID, a muc.Affiliation) ([]muc.Item, error) {
	answer, err := r.askRoom(ctx, at, false, muc.GetList(a))
	if err != nil {
		return nil, err
	}
	list, err := muc.ParseList(answer.Payload)
	if err == nil && list.More {
		err = errTooLong
	}
	if err != nil && !errors.Is(err, errTooLong) {
		return nil, &fault.Error{Kind: fault.KindMalformed, Err: err}
	}
	return list.Items, nil
}
