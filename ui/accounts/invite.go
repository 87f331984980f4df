package accounts

import (
	"strings"

	"vouch/app"
	"vouch/app/input"
	"vouch/app/view"
	"vouch/ui/dialog"
	"vouch/ui/draw"
	"vouch/ui/words"
)

// Invite makes an invitation, and shows its link for sending it by another way.
func (w *Room) Invite() {
	a := w.Account()
	if a == nil {
		return
	}
	w.Do(app.MakeInvitation{Account: a.JID}, func(err error) {
		if err != nil {
			w.Fail(words.ErrText(err, words.HostOf(a.JID)))
			return
		}
		w.Peek(func(got []*view.Snapshot, err error) {
			if err != nil {
				w.Fail(words.ErrText(err, ""))
				return
			}
			for _, of := range got[0].Accounts {
				if of.JID == a.JID {
					w.showInvitation(of.Invitation, of.InvitePage)
				}
			}
		}, view.View{Account: a.JID})
	})
}

// showInvitation shows the link of an invitation; page is the same for a browser, or "".
func (w *Room) showInvitation(link, page string) {
	d := &dialog.Dialog{Title: words.Tr("invite.title"), Text: words.Tr("invite.text"), Width: 520}
	copied := func(what string) func() { return func() { w.App.Clipboard().SetContent(what) } }
	d.Body = func(s *draw.Sheet, x, y, bw float32) float32 {
		return y + s.Para(draw.One(link, draw.F13, draw.Fg), x, y, bw, s.K(18))
	}
	d.Buttons = []draw.KeyButton{dialog.CloseButton()}
	if page != "" {
		d.Text = words.Tr("invite.textAccount")
		d.Buttons = append(d.Buttons, draw.KeyButton{Button: draw.Button{Word: words.Tr("invite.copyPage")}, Key: "page", Tap: copied(page)})
	}
	d.Buttons = append(d.Buttons, draw.KeyButton{Button: draw.Button{Word: words.Tr("invite.copy"), Kind: draw.Primary}, Key: "copy", Tap: copied(link)})
	d.Focus = "copy"
	w.OpenDialog(d)
}

// Welcome goes on with a link that invites: to a contact, or where there is none yet or the link says so, to an account.
func (w *Room) Welcome(l input.Link) {
	switch {
	case w.Account() == nil:
		w.signin.form.invited(l)
	case l.Account:
		w.AddAccount().invited(l)
	default:
		w.askInvited(l)
	}
}

// askInvited asks whether the user wants what a link invites to. Nothing has been told to anybody before.
func (w *Room) askInvited(l input.Link) {
	a := w.Account()
	if a == nil || l.JID == a.JID {
		return
	}
	add := func() {
		w.Do(app.AddContact{Account: a.JID, JID: l.JID, Name: l.Name, Token: l.Token}, func(err error) {
			if err != nil && app.KindOf(err) != app.KindConflict {
				w.Fail(words.ErrText(err, words.HostOf(l.JID)))
				return
			}
			w.OpenChat(l.JID)
		})
	}
	w.OpenDialog(&dialog.Dialog{
		Title: words.Tr("invited.title", "Address", words.OneLine(l.JID, words.NameRunes)), Text: words.Tr("invited.text"), Focus: dialog.CancelKey,
		Buttons: []draw.KeyButton{dialog.CancelButton(), {Button: draw.Button{Word: words.Tr("invited.deed"), Kind: draw.Primary}, Key: "add", Tap: add}},
	})
}

// tokenIn is that of an invitation that was typed or pasted as an address, or "".
func tokenIn(typed string) string {
	typed = strings.TrimSpace(typed)
	if !words.IsLink(typed) {
		return ""
	}
	l, err := input.ParseLink(typed)
	if err != nil {
		return ""
	}
	return l.Token
}
