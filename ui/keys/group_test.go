package keys

import (
	"strings"
	"testing"

	"vouch/app/view"
	"vouch/ui/uitest"
	"vouch/ui/words"
)

// member gives a member of the group on the page.
func member(t *testing.T, r *Room, jid string) *view.DevicesView {
	t.Helper()
	m := r.Shown.Devices.Of(jid)
	if m.JID != jid {
		t.Fatalf("%s does not belong to the group", jid)
	}
	return m
}

// order are the members whose lines are drawn, from the top.
func order(r *Room) (out []string) {
	type line struct {
		jid string
		y   float32
	}
	var lines []line
	for _, m := range r.Shown.Devices.Members {
		if o := r.devices.body.Find("member " + m.JID); o != nil {
			lines = append(lines, line{m.JID, o.Position().Y})
		}
	}
	for len(lines) > 0 {
		top := 0
		for i, l := range lines {
			if l.y < lines[top].y {
				top = i
			}
		}
		out = append(out, lines[top].jid)
		lines = append(lines[:top], lines[top+1:]...)
	}
	return out
}

// Who needs the user stands first when the tab of a group is opened, and nobody moves while decisions are made.
func TestWhoNeedsTheUserStandsFirstInGroup(t *testing.T) {
	r, _ := window(t)
	see(r, uitest.GroupDevices())
	want := strings.Join([]string{"frank@example.org", uitest.Dave, uitest.Erin, uitest.Bob, uitest.Alice, uitest.Carol}, " ")
	if got := strings.Join(order(r), " "); got != want {
		t.Errorf("in the order %s, want %s", got, want)
	}
	decided := uitest.GroupDevices()
	frank := decided.Devices.Of("frank@example.org")
	frank.Devices[0].Trust, frank.Reading = view.TrustTrusted, 1
	decided.Number = r.Shown.Number + 1
	see(r, decided)
	if got := strings.Join(order(r), " "); got != want {
		t.Errorf("after a decision in the order %s", got)
	}
}

// A decision in the tab of a group is about the key of the member, as in their own tab.
func TestDecisionInGroupIsAboutKeyOfMember(t *testing.T) {
	r, s := window(t)
	see(r, uitest.GroupDevices())
	bob := member(t, r, uitest.Bob)
	fresh := bob.Devices[1]
	uitest.Press(t, r.devices.body, "check "+uitest.KeyOf(fresh))
	uitest.CarryOut(t, r.Shell)
	uitest.Did(t, s, uitest.Decision(fresh, view.TrustTrusted))
	uitest.Press(t, r.devices.body, "member "+uitest.Bob)
	if r.devices.body.Find("check "+uitest.KeyOf(fresh)) != nil {
		t.Error("Bob's devices are not folded away")
	}

	items := r.devices.deviceItems(bob.Devices[0])
	uitest.Choose(t, items, words.Tr("timeline.menu"))
	if v := r.View(); v.Page != view.PageTimeline || v.Member != uitest.Bob || v.Chat != uitest.Walk {
		t.Errorf("the timeline of Bob's phone is at %+v", v)
	}
	r.story.back()
	if v := r.View(); v.Page != view.PageDevices || v.Member != uitest.Bob {
		t.Errorf("back from it is %+v", v)
	}
}

// The tab of a member leads back to that of the group, and that to the conversation.
func TestTabOfMemberLeadsBackToGroup(t *testing.T) {
	r, _ := window(t)
	see(r, uitest.GroupDevices())
	uitest.Choose(t, r.devices.memberItems(member(t, r, uitest.Carol)), words.Tr("menu.encryption"))
	if v := r.View(); v.Page != view.PageDevices || v.Member != uitest.Carol {
		t.Fatalf("Carol's tab is at %+v", v)
	}
	r.devices.back()
	if v := r.View(); v.Page != view.PageDevices || v.Member != "" || v.Chat != uitest.Walk {
		t.Fatalf("back from it is %+v", v)
	}
	r.devices.back()
	if v := r.View(); v.Page != view.PageChat || v.Chat != uitest.Walk {
		t.Errorf("back from the group's is %+v", v)
	}
	uitest.Choose(t, r.devices.memberItems(member(t, r, uitest.Alice)), words.Tr("menu.encryption"))
	if r.View().Page != view.PageOwn {
		t.Errorf("the own tab is at %+v", r.View())
	}
}

// Of a large group only what is on the screen, or near it, is drawn, wherever it is scrolled to.
func TestOfLargeGroupOnlyWhatIsNearIsDrawn(t *testing.T) {
	const n = 2000
	r, _ := window(t)
	see(r, uitest.LargeGroupDevices(n))
	if r.devices.group.unfolded["member1999@example.org"] {
		t.Error("the devices of thousands are unfolded")
	}
	if got := order(r); len(got) == 0 || len(got) > 60 || got[0] != "member1999@example.org" {
		t.Fatalf("%d members are drawn, first %q", len(got), got[:min(1, len(got))])
	}
	end := r.devices.scroll.Content.MinSize().Height
	r.devices.scroll.ScrollToOffset(r.devices.scroll.Offset.AddXY(0, end/2))
	r.devices.moved()
	if got := order(r); len(got) == 0 || len(got) > 60 || got[0] == "member1999@example.org" {
		t.Errorf("in the middle %d members are drawn, first %q", len(got), got[:min(1, len(got))])
	}
}

// Where nobody can say who reads, the tab says so and offers nothing.
func TestTabOfOpenedRoomSaysThatNobodyKnows(t *testing.T) {
	r, _ := window(t)
	snap := uitest.GroupDevices()
	snap.Devices.Members = nil
	see(r, snap)
	if r.devices.body.Find("scan") != nil || r.devices.body.HeightFor(600) < 40 {
		t.Error("it offers to read codes")
	}
}
