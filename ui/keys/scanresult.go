package keys

import (
	"context"
	"slices"

	"vouch/app"
	"vouch/app/keys"
	"vouch/app/view"
	"vouch/ui/dialog"
	"vouch/ui/draw"
	"vouch/ui/shell"
	"vouch/ui/words"
)

// scanned is a code that was read, and what has come of it.
type scanned struct {
	w       *Room
	account string
	check   *keys.Check
	how     string
	read    int           // keys in it
	changed []keys.Change // what Verify has changed; all of it can be taken back
	failure string
	off     map[string]bool // keys known here, of devices that differ, that were decided about
}

// codeRead goes on with a code: seen by the camera it verifies at once, otherwise the window asks. wanted says that it was to be the code of
// whom it is of: about one's own devices nothing happens in passing.
func (w *Room) codeRead(account string, check *keys.Check, texts []string, how string, wanted bool) {
	r := &scanned{w: w, account: account, check: check, how: how, off: map[string]bool{}}
	for _, f := range check.Findings {
		if f.Result != keys.Missing {
			r.read++
		}
	}
	switch {
	case check.VouchedBy != "" || len(check.Distrust) > 0 || (how != byCamera || check.Own && !wanted) && len(r.open()) > 0:
		r.askFirst(texts)
	case how != byCamera:
		r.show()
	default:
		r.verify(nil)
	}
}

// open are the keys that verifying would change something about.
func (r *scanned) open() (out []string) {
	verifiable := r.check.Verifiable()
	for _, f := range r.check.Findings {
		if f.Trust != view.TrustVerified && slices.Contains(verifiable, f.Fingerprint) {
			out = append(out, f.Fingerprint)
		}
	}
	return out
}

// verify makes verified what the code gives reason to, and rejects what it says, then shows what came of it.
func (r *scanned) verify(reject []string) {
	c := app.Verify{Account: r.account, JID: r.check.JID, Keys: r.check.Verifiable(), Reject: reject}
	c.By, c.Detail = r.source()
	if len(c.Keys)+len(c.Reject) == 0 {
		r.show()
		return
	}
	r.w.Ask(func(ctx context.Context, s shell.Service) (err error) {
		r.changed, err = s.Verify(ctx, c)
		return err
	}, func(err error) {
		if err != nil {
			r.failure = words.ErrText(err, words.HostOf(r.account))
		}
		r.show()
	})
}

// source is by what a decision about the code is, and where it was read.
func (r *scanned) source() (by view.Author, detail string) {
	switch {
	case r.check.VouchedBy != "" && r.how != byCamera:
		return view.ByOtherDevice, r.how
	case r.check.VouchedBy != "":
		return view.ByOtherDevice, ""
	case r.how == byLink:
		return view.ByLink, ""
	}
	return view.ByCode, r.how
}

func (r *scanned) name() string { return words.NameOf(r.check.Name, r.check.JID) }

// show is the dialog with the result.
func (r *scanned) show() {
	d := &dialog.Dialog{Title: words.Tr("result.title", "Name", r.name()), Text: r.heading(), Width: 760, Focus: "done"}
	undo := draw.KeyButton{Button: draw.Button{Word: words.Tr("undo.button")}, Key: "undo"}
	if len(r.changed) > 0 {
		undo.Tap = r.undo
	}
	d.Body = func(s *draw.Sheet, x, y, w float32) float32 { return r.draw(s, d, x, y, w) }
	d.Buttons = []draw.KeyButton{undo, {Button: draw.Button{Word: words.Tr("result.done"), Kind: draw.Primary}, Key: "done", Tap: func() {}}}
	r.w.OpenDialog(d)
}

func (r *scanned) heading() string {
	return words.Tr("result.heading", "Address", words.OneLine(r.check.JID, 2*words.NameRunes), "How", r.howText(), "Time", r.w.Now().Seen(r.w.Clock())) + " · " + words.Trn("result.keys", r.read)
}

func (r *scanned) howText() string {
	switch r.how {
	case byCamera:
		return words.Tr("result.byCamera")
	case byScreen:
		return words.Tr("result.byScreen")
	case byPicture:
		return words.Tr("result.byPicture")
	case byClipboard:
		return words.Tr("result.byClipboard")
	}
	return words.Tr("result.byLink")
}

// undo takes back what reading the code has changed.
func (r *scanned) undo() {
	r.w.Ask(func(ctx context.Context, s shell.Service) error {
		return s.Undo(ctx, r.account, r.check.JID, r.changed)
	}, func(err error) {
		text := words.Tr("result.undone", "Name", r.name())
		if err != nil {
			text = words.ErrText(err, words.HostOf(r.account))
		}
		r.w.OpenDialog(&dialog.Dialog{Title: words.Tr("result.undoneTitle"), Text: text, Focus: dialog.CancelKey, Buttons: []draw.KeyButton{dialog.CloseButton()}})
	})
}

// rejectKnown rejects the key that is known here of a device that differs.
func (r *scanned) rejectKnown(f keys.Finding, d *dialog.Dialog) {
	r.off[f.Known] = true
	var changed []keys.Change
	r.w.Ask(func(ctx context.Context, s shell.Service) (err error) {
		c := app.Verify{Account: r.account, JID: r.check.JID, Reject: []string{f.Known}}
		c.By, c.Detail = r.source()
		changed, err = s.Verify(ctx, c)
		return err
	}, func(err error) {
		r.changed = append(r.changed, changed...)
		if err != nil {
			r.off[f.Known] = false
			r.failure = words.ErrText(err, words.HostOf(r.account))
		}
		if len(r.changed) > 0 {
			d.Buttons[0].Tap = r.undo
		}
		d.Refresh()
	})
	d.Refresh()
}
