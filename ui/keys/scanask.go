package keys

import (
	"vouch/app/keys"
	"vouch/ui/dialog"
	"vouch/ui/draw"
	"vouch/ui/shell"
	"vouch/ui/words"
)

// askFirst asks before a code counts that the camera has not seen on its owner's device: a link, a picture, what another
// device of the user made, and what would reject keys. It names who is to be verified and how many keys.
func (r *scanned) askFirst(texts []string) {
	name, open := r.name(), r.open()
	d := &dialog.Dialog{Width: 620, Focus: dialog.CancelKey}
	switch {
	case r.check.VouchedBy != "":
		d.Title, d.Text = words.Tr("link.otherTitle", "Name", name), words.Trn("link.other", len(open), "Name", name)
	case r.check.Own:
		d.Title, d.Text = words.Trn("link.titleOwn", len(open)), words.Tr("link.textOwn")
		if r.pictured() {
			d.Text = words.Tr("link.textOwnPicture", "How", r.howText())
		}
	default:
		address := words.OneLine(r.check.JID, 2*words.NameRunes)
		d.Title = words.Trn("link.title", len(open), "Name", name)
		d.Text = words.Tr("link.text", "Name", name, "Address", address)
		if r.pictured() {
			d.Text = words.Tr("link.textPicture", "Name", name, "Address", address, "How", r.howText())
		}
	}
	if len(open) == 0 && r.check.VouchedBy == "" {
		d.Title, d.Text = words.Tr("link.rejectTitle", "Name", name), words.Tr("link.rejectText", "Name", name)
	}
	var reject []string
	for _, f := range r.check.Distrust {
		reject = append(reject, f.Fingerprint)
	}
	// That a link says to come from the user's own device anybody can write.
	asks := r.how != byCamera
	sure := !asks
	d.Body = func(s *draw.Sheet, x, y, w float32) float32 {
		y = r.drawAsked(s, x, y, w)
		if len(reject) > 0 {
			y += 8 + dialog.Warning(s, words.Trn("link.rejects", len(reject), "Name", name), x, y+8, w)
		}
		if asks {
			y = dialog.Choice(s, "sure", r.boxText(), sure, false, x, y+12, w, func() { sure = !sure; d.Refresh() })
		}
		b := draw.KeyButton{Button: draw.Button{Word: words.Trn("link.deed", len(open)), Kind: draw.Primary}, Key: "verify"}
		if len(open) == 0 {
			b = dialog.DeedButton(words.Trn("link.rejectDeed", len(reject)), nil)
			b.Key = "verify"
		}
		if sure {
			b.Tap = func() { r.verify(reject) }
		}
		d.Buttons = []draw.KeyButton{dialog.CancelButton(), b}
		return y
	}
	r.w.OpenDialog(d)
}

// pictured says that it was read from a picture, wherever that was.
func (r *scanned) pictured() bool { return r.how != byCamera && r.how != byLink }

// boxText is what the user says with the box: where it came from.
func (r *scanned) boxText() string {
	switch own := r.check.Own || r.check.VouchedBy != ""; {
	case own && r.pictured():
		return words.Tr("link.boxOwnPicture")
	case own:
		return words.Tr("link.boxOwn")
	case r.pictured():
		return words.Tr("link.boxPicture", "Name", r.name())
	}
	return words.Tr("link.box", "Name", r.name())
}

// drawAsked lists the keys with how they stand, and gives the lower edge.
func (r *scanned) drawAsked(s *draw.Sheet, x, y, w float32) float32 {
	if r.check.Count(keys.Differs) > 0 {
		y += dialog.Warning(s, words.Trn("link.differs", r.check.Count(keys.Differs)), x, y, w) + 8
	}
	for _, result := range []keys.Result{keys.Matches, keys.New} {
		var of []keys.Finding
		for _, f := range r.check.Findings {
			if f.Result == result {
				of = append(of, f)
			}
		}
		if len(of) > 0 {
			y = r.drawSection(s, result, of, "", x, y, w) + 8
		}
	}
	return y
}

// OpenKeys goes on with a link that verifies, which was clicked or handed over.
func (w *Room) OpenKeys(link string) {
	account := w.View().Account
	if account == "" {
		if a := w.Account(); a != nil {
			account = a.JID
		}
	}
	if account == "" {
		return
	}
	var check *keys.Check
	w.Read(func(s shell.Service) (err error) {
		check, err = s.ReadCode(account, "", link)
		return err
	}, func(err error) {
		if err != nil {
			w.OpenDialog(&dialog.Dialog{Title: words.Tr("link.unread"), Text: codeText(err, account, "", ""), Focus: dialog.CancelKey, Buttons: []draw.KeyButton{dialog.CloseButton()}})
			return
		}
		if check.Parts > 1 && check.Part <= check.Parts {
			p := w.ScanCode(check.JID)
			p.take([]string{link}, byLink)
			return
		}
		w.codeRead(account, check, []string{link}, byLink, true)
	})
}
