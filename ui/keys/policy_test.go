package keys

import (
	"testing"

	"fyne.io/fyne/v2"

	"vouch/app"
	"vouch/app/view"
	"vouch/ui/uitest"
)

func TestChoosingAPolicy(t *testing.T) {
	set := func(jid string, policy view.Policy, apply bool) app.Command {
		return app.SetPolicy{Account: uitest.Alice, JID: jid, Policy: policy, Apply: apply}
	}
	own := func(policy view.Policy, inherited bool, scene func() *view.Snapshot) func() *view.Snapshot {
		return func() *view.Snapshot {
			s := scene()
			s.Devices.Policy, s.Devices.Inherited = policy, inherited
			return s
		}
	}
	for _, c := range []struct {
		name  string
		scene func() *view.Snapshot
		press string
		then  []string // buttons of the dialog; nil where there is to be none
		want  []app.Command
	}{
		{"a contact with a verified device: nothing is asked", uitest.EncScene, "until-verified", nil, []app.Command{set(uitest.Bob, view.PolicyUntilVerified, false)}},
		{"a contact with a trusted device: nothing is asked", uitest.EncScene, "first-use", nil, []app.Command{set(uitest.Bob, view.PolicyFirstUse, false)}},
		{"undecided devices stay as they are", uitest.FirstScene, "first-use", []string{"use"}, []app.Command{set(uitest.Bob, view.PolicyFirstUse, false)}},
		{"undecided devices follow", uitest.FirstScene, "until-verified", []string{"apply", "use"}, []app.Command{set(uitest.Bob, view.PolicyUntilVerified, true)}},
		{"ticked and unticked", uitest.FirstScene, "until-verified", []string{"apply", "apply", "use"}, []app.Command{set(uitest.Bob, view.PolicyUntilVerified, false)}},
		{"cancel", uitest.FirstScene, "until-verified", []string{"apply", "cancel"}, nil},
		{"Ask me never asks", own(view.PolicyFirstUse, false, uitest.FirstScene), "ask", nil, []app.Command{set(uitest.Bob, view.PolicyAsk, false)}},
		{"the chosen one again", own(view.PolicyAsk, false, uitest.FirstScene), "ask", nil, nil},
		{"the chosen one, no longer that of the account", uitest.FirstScene, "ask", nil, []app.Command{set(uitest.Bob, view.PolicyAsk, false)}},
		{"that of the account again", own(view.PolicyAsk, false, uitest.FirstScene), "inherit", nil, []app.Command{set(uitest.Bob, "", false)}},
		{"the account", uitest.OwnScene, "first-use", []string{"use"}, []app.Command{set("", view.PolicyFirstUse, false)}},
		{"the account, with devices that are there", uitest.OwnScene, "first-use", []string{"apply", "use"}, []app.Command{set("", view.PolicyFirstUse, true)}},
	} {
		t.Run(c.name, func(t *testing.T) {
			w, s := window(t)
			see(w, c.scene())
			uitest.Press(t, w.devices.body, "policy "+c.press)
			for _, b := range c.then {
				uitest.Press(t, uitest.Top(t, w.Shell), b)
			}
			uitest.CarryOut(t, w.Shell)
			uitest.Did(t, s, c.want...)
			if w.Win.Canvas().Overlays().Top() != nil {
				t.Error("a dialog is open")
			}
		})
	}
}

func TestEnterChoosesNoAutomaticPolicy(t *testing.T) {
	w, s := window(t)
	see(w, uitest.FirstScene())
	uitest.Press(t, w.devices.body, "policy until-verified")
	w.Win.Canvas().Focused().TypedKey(uitest.Enter)
	uitest.CarryOut(t, w.Shell)
	uitest.Did(t, s)
}

func TestOnlyTheChosenPolicyWhereThereIsNoRoom(t *testing.T) {
	for name, o := range map[string]struct {
		width, scale float32
	}{"a narrow window": {470, 1}, "large text": {880, 2}} {
		t.Run(name, func(t *testing.T) {
			w, s := windowLike(t, uitest.Look{Scale: o.scale})
			w.Win.Resize(fyne.NewSize(o.width, 950))
			see(w, uitest.EncScene())
			if w.devices.body.Find("policy ask") != nil {
				t.Fatal("all policies are shown")
			}
			uitest.Press(t, w.devices.body, "policy")
			uitest.Press(t, w.devices.body, "policy first-use")
			uitest.CarryOut(t, w.Shell)
			uitest.Did(t, s, app.SetPolicy{Account: uitest.Alice, JID: uitest.Bob, Policy: view.PolicyFirstUse})
			if w.devices.body.Find("policy ask") != nil {
				t.Error("they stay unfolded after the choice")
			}
		})
	}
}

func TestOwnDevicesHaveNoPolicy(t *testing.T) {
	snap := uitest.OwnScene()
	if n := movable(snap.Devices, view.PolicyUntilVerified); n != 0 {
		t.Errorf("a policy of contacts is offered for %d own devices", n)
	}
}
