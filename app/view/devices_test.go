package view_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"vouch/app/fault"
	"vouch/app/history"
	"vouch/app/view"
	"vouch/trust"
)

// tab is an Encryption tab in words.
func tab(d *view.DevicesView) (out []string) {
	out = append(out, fmt.Sprintf("%s own:%t %s inherited:%t, %d of %d read %s", d.Name, d.Own, d.Policy, d.Inherited, d.Reading, d.Active, d.Refused))
	for _, one := range d.Devices {
		line := fmt.Sprintf("%d %s", one.ID, one.Trust)
		if one.This {
			line = "this " + string(one.Trust)
		}
		if !one.Active {
			line += " not active"
		}
		out = append(out, line)
	}
	for _, e := range d.Expected {
		out = append(out, "expected "+e.Fingerprint[:4])
	}
	return out
}

func TestDevicesAreOfThePageThatIsOpen(t *testing.T) {
	t.Parallel()
	p := open(t)
	p.device(bob, 1, trust.Trusted)
	p.device(bob, 2, trust.Undecided)
	p.device(alice, 3, trust.Rejected)
	expected := p.device(carol, 9, trust.Undecided)
	p.update(func(_ *history.Store, ts *trust.Store) error {
		if _, _, err := ts.SeeList(bob, []uint32{1}, noon); err != nil { // 2 has left it
			return err
		}
		this, _, err := ts.Own()
		if err != nil {
			return err
		}
		if _, _, err := ts.SeeList(alice, []uint32{3, this.Device}, noon); err != nil {
			return err
		}
		if err := ts.SetPolicy(bob, trust.FirstUse, noon); err != nil {
			return err
		}
		return ts.Decide(bob, expected, trust.Verified, trust.ByPage, noon)
	})
	p.live.Keys.Refusals = map[string]view.Refusal{bob: {Kind: fault.KindUnreachable, Said: "gone fishing"}}
	bobs := []string{"bob own:false first-use inherited:false, 1 of 1 read unreachable", "1 trusted", "2 undecided not active", "expected " + expected[:4]}
	own := []string{"alice own:true ask inherited:false, 1 of 2 read ", "this verified", "3 rejected"}
	for _, row := range []struct {
		page    view.Page
		want    []string
		moments bool
	}{
		{view.PageChat, nil, false},
		{view.PageDevices, bobs, false},
		{view.PageOwn, own, false},
		{view.PageTimeline, bobs, true},
		{view.PageOwnTimeline, own, true},
	} {
		snap := p.look(view.View{Account: alice, Chat: bob, Page: row.page})
		var got []string
		if snap.Devices != nil {
			got = tab(snap.Devices)
		}
		same(t, fmt.Sprint("page ", row.page), got, row.want)
		if (snap.Moments != 0) != row.moments {
			t.Errorf("page %d: moments up to %d", row.page, snap.Moments)
		}
	}
	if snap := p.look(view.View{Account: alice, Page: view.PageDevices}); snap.Devices != nil {
		t.Errorf("devices of nobody: %+v", snap.Devices)
	}
}

func TestStoryIsNewestFirst(t *testing.T) {
	t.Parallel()
	p := open(t)
	key := p.device(bob, 1, trust.Undecided)
	p.update(func(_ *history.Store, ts *trust.Store) error {
		if err := ts.SeeMessage(bob, 1, key, noon.Add(time.Minute)); err != nil {
			return err
		}
		if err := ts.Decide(bob, key, trust.Verified, trust.ByCode, noon.Add(2*time.Minute)); err != nil {
			return err
		}
		if err := ts.SetLabel(bob, 1, "phone", "", noon.Add(3*time.Minute)); err != nil {
			return err
		}
		return ts.SetPolicy("", trust.FirstUse, noon.Add(4*time.Minute))
	})
	p.device(carol, 5, trust.Undecided)
	story := func(who string) (out []string) {
		p.read(func(src view.Source) error {
			moments, err := src.Story(who)
			for _, m := range moments {
				out = append(out, fmt.Sprintf("%s %s %q %s>%s", m.Kind, m.Name, m.Label, m.From, m.To))
			}
			return err
		})
		return out
	}
	bobs := []string{`named bob "phone" >`, `decision bob "phone" undecided>verified`, `wrote bob "phone" >`, `seen bob "phone" undecided>undecided`}
	same(t, "bob's", story(bob), bobs)
	all := slices.DeleteFunc(story(""), func(line string) bool { return line == `seen carol "" undecided>undecided` })
	same(t, "everybody's", all, append([]string{`policy  "" >first-use`}, bobs...))
}
