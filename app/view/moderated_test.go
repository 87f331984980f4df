package view_test

import (
	"testing"
	"time"

	"vouch/app/history"
	"vouch/app/view"
	"vouch/trust"
)

const (
	walk    = "walk@rooms.example.org"
	harbour = "harbour@rooms.example.org"
)

// enter has the profile know a group and a channel, and bob as a contact with a name.
func (p *profile) enter() {
	p.t.Helper()
	p.update(func(h *history.Store, _ *trust.Store) error {
		if err := h.PutContact(history.Contact{JID: bob, Name: "Robert"}); err != nil {
			return err
		}
		for room, kind := range map[string]history.RoomKind{walk: {MembersOnly: true, NonAnonymous: true}, harbour: {}} {
			kind.Asked = noon
			if err := h.PutRoom(history.Room{JID: room, Autojoin: true, Kind: kind}); err != nil {
				return err
			}
			if _, err := h.BeginRoom(room, kind.Chat(), noon); err != nil {
				return err
			}
		}
		return nil
	})
}

// TestWhoTookAMessageAwayIsNamed as the user calls them where the address is known, else by nickname.
func TestWhoTookAMessageAwayIsNamed(t *testing.T) {
	t.Parallel()
	p := open(t)
	p.enter()
	for i, c := range []struct {
		name, by, place string
		moderated       bool
		want            string
		ours            bool
	}{
		{"a contact", bob, walk + "/bobby", true, "Robert", false},
		{"somebody whose address is known", carol, walk + "/caro", true, "caro", false},
		{"somebody whose address is not known", "", walk + "/mod", true, "mod", false},
		{"by address alone", carol, carol, true, "carol", false},
		{"the user", alice, walk + "/alice", true, "alice", true},
		{"the room does not say", "", walk, true, "", false},
		{"its author", "", bob, false, "", false},
	} {
		m := p.append(history.Message{Chat: walk, From: bob, Nick: "bobby", ArchiveID: "s1", Kind: history.KindText, Time: noon.Add(time.Duration(i) * time.Second),
			RetractedAt: noon.Add(time.Minute), RetractedBy: c.place, Moderated: c.moderated, By: c.by})
		rows := p.look(view.View{Account: alice, Chat: walk}).Rows
		r := rows[len(rows)-1]
		if r.ID != m.ID || r.Moderated != c.moderated || r.TakenBy != c.want || r.TakenByUs != c.ours || !r.RoomID {
			t.Errorf("%s: %+v", c.name, r)
		}
	}
}
