package keys

import (
	"vouch/app"
	"vouch/app/view"
	"vouch/ui/dialog"
	"vouch/ui/draw"
	"vouch/ui/words"
)

// choose sets the policy for new devices of the page's contact, or of the account; "" follows the account again. Where
// devices are there that an automatic policy could decide about, it asks whether it may.
func (p *devicesPage) choose(v *view.DevicesView, policy view.Policy) {
	if policy == v.Policy && !v.Inherited {
		p.choosing = false
		p.pane.Refresh()
		return
	}
	c := app.SetPolicy{Account: p.w.Shown.View.Account, JID: v.JID, Policy: policy}
	if v.Own {
		c.JID = ""
	}
	n := movable(v, policy)
	set := func(apply bool) {
		p.choosing = false
		c.Apply = apply
		p.w.Do(c, nil)
		p.pane.Refresh()
	}
	if policy == view.PolicyAsk || policy == "" || n == 0 && !v.Own {
		set(false)
		return
	}
	word := words.Trn("policy.apply", n)
	if v.Own {
		word = words.Tr("policy.applyContacts")
	}
	p.w.askPolicy(v, policy, word, set)
}

// movable counts the devices of a contact that an automatic policy could decide about at once. Once the user has decided
// about a key, First use leaves the others to him, and so does Until verified after he verified or rejected one.
func movable(v *view.DevicesView, policy view.Policy) (n int) {
	if v.Own {
		return 0
	}
	for _, d := range v.Devices {
		switch {
		case d.Trust == view.TrustUndecided:
			if d.Fingerprint != "" {
				n++
			}
		case policy == view.PolicyFirstUse, d.Trust != view.TrustTrusted:
			return 0
		}
	}
	return n
}

// askPolicy says what a policy does from now on, and asks with the words apply whether it counts for what is there too.
// Cancel has the keyboard.
func (w *Room) askPolicy(v *view.DevicesView, policy view.Policy, apply string, set func(apply bool)) {
	who, _ := policyOwner(v)
	also := false
	d := &dialog.Dialog{Title: words.Tr("policy.title", "Rule", words.PolicyName(policy)), Text: words.PolicyText(policy, who) + " " + words.Tr("policy.logged"), Focus: dialog.CancelKey}
	d.Body = func(s *draw.Sheet, x, y, bw float32) float32 {
		b := s.Box()
		s.Check("apply", also, draw.Ctl, x, y+(s.K(20)-b)/2, func() { also = !also; d.Refresh() })
		return y + s.Para(draw.One(apply, draw.F14, draw.Fg), x+b+12, y, bw-b-12, s.K(20))
	}
	d.Buttons = []draw.KeyButton{dialog.CancelButton(),
		{Button: draw.Button{Word: words.Tr("policy.use", "Rule", words.PolicyName(policy)), Kind: draw.Primary}, Key: "use", Tap: func() { set(also) }}}
	w.OpenDialog(d)
}
