package accounts

import (
	"strings"

	"vouch/app"
	"vouch/app/view"
	"vouch/ui/dialog"
	"vouch/ui/draw"
	"vouch/ui/words"
)

// AccountAct is what a line about an account offers: another password, where the server refuses the one it has, or a
// decision, where the server wants it in a less safe way than before.
func (w *Room) AccountAct(a *view.AccountView) (word string, tap func()) {
	switch {
	case a.State != view.StateError || a.Err == nil:
	case a.Err.Kind == app.KindAuth:
		return words.Tr("connection.enterPassword"), func() { w.AskPassword(a.JID) }
	case a.Err.Kind == app.KindDowngrade && a.Err.About != "":
		return words.Tr("row.lookAtIt"), func() { w.AskWeaker(a) }
	}
	return "", nil
}

// AskWeaker says how the account signed in until now and how the server wants it now, and asks whether that is to count.
// Staying disconnected has the keyboard.
func (w *Room) AskWeaker(a *view.AccountView) {
	host, now, failure, busy := words.HostOf(a.JID), a.Err.About, "", false
	d := &dialog.Dialog{Title: words.Tr("weaker.title", "Who", host), Text: words.Tr("weaker.text"), Width: 560, Focus: dialog.CancelKey, Stays: map[string]bool{"deed": true}}
	accept := func() {
		if busy {
			return
		}
		busy, failure = true, ""
		w.Do(app.AcceptLogin{Account: a.JID, Mechanism: now}, func(err error) {
			busy = false
			switch {
			case err == nil:
				d.Close()
				return
			case app.KindOf(err) == app.KindConflict:
				failure = words.Tr("weaker.changed", "Who", host)
			default:
				failure = words.ErrText(err, host)
			}
			d.Refresh()
		})
	}
	d.Body = func(s *draw.Sheet, x, y, bw float32) float32 {
		y = drawLogin(s, words.Tr("weaker.before"), a.LoginBefore, draw.Line, x, y, bw) + 8
		y = drawLogin(s, words.Tr("weaker.now"), now, draw.Rejected, x, y, bw) + 12
		y += s.Para(draw.One(words.Tr("weaker.accepted"), draw.F13, draw.Muted), x, y, bw, s.K(18))
		if failure != "" {
			y += 10 + dialog.Warning(s, failure, x, y+10, bw)
		}
		return y
	}
	stay := dialog.CancelButton()
	stay.Word = words.Tr("weaker.stay")
	d.Buttons = []draw.KeyButton{stay, dialog.DeedButton(words.Tr("weaker.accept"), accept)}
	w.OpenDialog(d)
}

// drawLogin draws a way to sign in, with its name for those who know it, and gives the lower edge.
func drawLogin(s *draw.Sheet, when, mechanism string, edge draw.Token, x, y, w float32) float32 {
	const pad = 12
	t := s.Sub(w, 0)
	lh := t.K(20)
	ty := float32(10)
	hw := t.Word(when, pad, ty, lh, draw.B14, draw.Fg)
	if name := words.OneLine(mechanism, words.NameRunes); name != "" {
		t.Right(t.Clip(name, w-2*pad-hw-12, draw.F12), w-pad, ty, lh, draw.F12, draw.Muted)
	}
	ty += lh + 2
	ty += t.Para(draw.One(loginText(mechanism), draw.F13, draw.Fg), pad, ty, w-2*pad, t.K(18)) + 10
	s.Frame(x, y, w, ty, edge, draw.Card, 12, 2)
	s.Add(t, x, y)
	return y + ty
}

// loginText is what happens at a login by a mechanism (RFC 5802 §5, RFC 4616, RFC 4422 appendix A).
func loginText(mechanism string) string {
	switch {
	case mechanism == "PLAIN":
		return words.Tr("weaker.plain")
	case mechanism == "EXTERNAL":
		return words.Tr("weaker.certificate")
	case strings.HasPrefix(mechanism, "SCRAM-") && strings.HasSuffix(mechanism, "-PLUS"):
		return words.Tr("weaker.bound")
	case mechanism == "SCRAM-SHA-1":
		return words.Tr("weaker.old")
	case strings.HasPrefix(mechanism, "SCRAM-"):
		return words.Tr("weaker.proof")
	}
	return words.Tr("weaker.unknown")
}
