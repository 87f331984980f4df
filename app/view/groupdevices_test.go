package view_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"vouch/app/history"
	"vouch/app/view"
	"vouch/trust"
)

const group = "boat@rooms.example.org"

// inGroup makes a private room of these people, alice among them.
func (p *profile) inGroup(people ...string) {
	p.t.Helper()
	p.update(func(h *history.Store, _ *trust.Store) error {
		private := history.RoomKind{MembersOnly: true, NonAnonymous: true, Persistent: true}
		if err := h.PutRoom(history.Room{JID: group, Name: "Boat", Kind: private}); err != nil {
			return err
		}
		for _, who := range append(people, alice) {
			if err := h.PutMember(group, history.Member{JID: who, Affiliation: "member"}); err != nil {
				return err
			}
		}
		_, err := h.BeginRoom(group, history.ChatGroup, noon)
		return err
	})
}

// The tab of a group has what the tab of each who belongs to it has, and that of one of them is reached within it.
func TestTabOfGroupIsThatOfItsMembers(t *testing.T) {
	t.Parallel()
	p := open(t)
	p.device(carol, 7, trust.Trusted)
	p.device(bob, 1, trust.Trusted)
	p.device(bob, 2, trust.Undecided)
	p.inGroup(carol, bob)
	look := func(page view.Page, member string) *view.DevicesView {
		return p.look(view.View{Account: alice, Chat: group, Page: page, Member: member}).Devices
	}
	all := look(view.PageDevices, "")
	if !all.Group || all.Name != "Boat" || all.Reading != 2 || all.Active != 3 || len(all.Devices) != 0 {
		t.Errorf("the group's: %+v", all)
	}
	var got []string
	for _, m := range all.Members {
		got = append(got, tab(m)...)
	}
	bobs := []string{"bob own:false ask inherited:true, 1 of 2 read ", "1 trusted", "2 undecided"}
	same(t, "members", got, append(slices.Clone(bobs), "carol own:false ask inherited:true, 1 of 1 read ", "7 trusted",
		"alice own:true ask inherited:false, 1 of 1 read ", "this verified"))
	same(t, "bob's", tab(look(view.PageDevices, bob)), bobs)
	same(t, "bob's, beside his timeline", tab(look(view.PageTimeline, bob)), bobs)
	if n := len(all.All()); n != 4 {
		t.Errorf("%d devices in all", n)
	}
	if all.Of(carol).JID != carol || all.Of("who@example.org") != all {
		t.Error("Of finds another tab")
	}

	p.update(func(h *history.Store, _ *trust.Store) error {
		return h.PutRoom(history.Room{JID: group, Name: "Boat", Kind: history.RoomKind{NonAnonymous: true}})
	})
	if open := look(view.PageDevices, ""); !open.Group || open.Members != nil || open.Active != 0 {
		t.Errorf("of a room that anybody may enter: %+v", open)
	}
}

// The timeline of a group is that of those who belong to it, and of nobody else.
func TestStoryOfGroupIsThatOfItsMembers(t *testing.T) {
	t.Parallel()
	p := open(t)
	keys := map[string]string{bob: p.device(bob, 1, trust.Undecided), carol: p.device(carol, 7, trust.Undecided)}
	p.device("dave@example.org", 9, trust.Undecided)
	p.inGroup(bob, carol)
	p.update(func(_ *history.Store, ts *trust.Store) error {
		for who, key := range keys {
			if err := ts.Decide(who, key, trust.Trusted, trust.ByHand, noon.Add(time.Minute)); err != nil {
				return err
			}
		}
		return ts.SetPolicy("", trust.FirstUse, noon.Add(2*time.Minute))
	})
	var got []string
	p.read(func(src view.Source) error {
		moments, err := src.Story(group)
		for _, m := range moments {
			if m.JID != alice {
				got = append(got, fmt.Sprintf("%s %s", m.Kind, m.Name))
			}
		}
		return err
	})
	slices.Sort(got)
	same(t, "the group's", got, []string{"decision bob", "decision carol", "seen bob", "seen carol"})
}
