package chat

import (
	"vouch/app"
	"vouch/app/view"
	"vouch/ui/dialog"
	"vouch/ui/draw"
	"vouch/ui/timeline"
	"vouch/ui/words"
)

// helps are the actions that help with a message that could not be read, by what was wrong with it, the best one first.
var helps = map[app.Kind][]string{
	app.KindNotForThisDevice: {actAsk, actRepair},
	app.KindUnknownPreKey:    {actAsk, actRepair},
	app.KindNoSession:        {actRepair, actAsk},
	app.KindTooFarAhead:      {actRepair, actAsk},
	app.KindTooCostly:        {actAsk},
	app.KindTampered:         {actAsk},
	app.KindMalformed:        {actAsk},
}

// unreadableRow is the card of a message that could not be read: the cause, what was tried, and what helps.
func unreadableRow(r *view.Row, c words.Calendar) timeline.Row {
	out := timeline.Row{ID: r.ID, Kind: timeline.Card, Icon: "warn", Edge: draw.Undecided, Time: c.Clock(r.Time), Tip: c.Full(r.Time),
		Title: words.Tr("unreadable.title", "Name", words.NameOf(r.Name, r.From)), Detail: words.KindText(r.Err, senderDevice(r))}
	if r.Err == app.KindOtherEncryption {
		out.Detail = words.Tr("unreadable.encryption", "Encryption", words.OneLine(r.About, aboutRunes), "Name", words.NameOf(r.Name, r.From))
		if said := words.OneLine(r.Body, wordsRunes); said != "" {
			out.Detail += "\n" + words.Tr("unreadable.says", "Words", said)
		}
	}
	if !r.AskedAt.IsZero() {
		out.Detail += "\n" + words.Tr("mend.asked", "Time", c.Seen(r.AskedAt))
	}
	if !r.Repaired.IsZero() {
		out.Detail += "\n" + words.Tr("mend.repaired", "Time", c.Seen(r.Repaired))
	}
	n := 0
	for _, help := range helps[r.Err] {
		switch {
		case help == actAsk && !r.Own:
			out.Actions[n] = timeline.Action{Act: actAsk, Icon: "reply", Word: words.Tr("mend.ask")}
		case help == actRepair && r.DeviceID != 0:
			out.Actions[n] = timeline.Action{Act: actRepair, Icon: "repair", Word: words.Tr("mend.repair")}
		default:
			continue
		}
		n++
	}
	out.Actions[n] = timeline.Action{Act: actDetails, Word: words.Tr("row.details"), Quiet: n > 0}
	return out
}

// mend does what helps with messages that could not be read, here or there, and what a card of keys offers.
func (c *Room) mend(r *view.Row, what string) {
	v := c.w.Shown.View
	switch what {
	case actAsk:
		words := words.Tr("mend.words", "Time", c.w.Now().Seen(r.Time))
		c.w.Do(app.AskAgain{Account: v.Account, Chat: v.Chat, ID: r.ID, Text: words}, nil)
	case actRepair:
		c.repair(r)
	case actCopies:
		c.askCopies(r)
	case actCopy:
		c.w.Do(app.SendCopies{Account: v.Account, Chat: v.Chat, IDs: []string{r.ID}}, nil)
	case actAccept, actDismiss:
		c.answerKeys(r, what == actAccept)
	}
}

// repair has the session with the device of a row begun anew, and says what came of it.
func (c *Room) repair(r *view.Row) {
	device := senderDevice(r)
	c.w.Do(app.RepairSession{Account: c.w.Shown.View.Account, JID: r.From, DeviceID: r.DeviceID}, func(err error) {
		if err == nil {
			c.w.OpenDialog(&dialog.Dialog{Title: words.Tr("mend.done"), Text: words.Tr("mend.doneText", "Device", device), Focus: dialog.CancelKey, Buttons: []draw.KeyButton{dialog.CloseButton()}})
			return
		}
		d := &dialog.Dialog{Title: words.Tr("mend.failed"), Text: repairText(err, device), Focus: dialog.CancelKey}
		if k := app.KindOf(err); k == app.KindUndecided || k == app.KindConflict {
			d.Buttons = append(d.Buttons, draw.KeyButton{Button: draw.Button{Word: words.Tr("mend.devices")}, Key: "devices", Tap: func() { c.showDevicesOf(r) }})
		}
		d.Buttons = append(d.Buttons, dialog.CloseButton())
		c.w.OpenDialog(d)
	})
}

// showDevicesOf opens the Encryption tab of who wrote a row.
func (c *Room) showDevicesOf(r *view.Row) {
	if r.Own {
		c.w.GoTo(view.PageOwn)
		return
	}
	c.w.GoToPerson(r.From)
}

// repairText says why no session could be begun.
func repairText(err error, device string) string {
	switch app.KindOf(err) {
	case app.KindUndecided:
		return words.Tr("mend.undecided", "Device", device)
	case app.KindNoKeys:
		return words.Tr("mend.noKeys", "Device", device)
	case app.KindConflict:
		return words.Tr("mend.conflict", "Device", device)
	case app.KindNotConnected:
		return words.Tr("mend.notConnected")
	case app.KindNotFound:
		return words.Tr("mend.gone", "Device", device)
	case app.KindCopied:
		return words.Tr("mend.copied")
	}
	return words.ErrText(err, device)
}

// mendFacts are the details of a message that could not be read.
func mendFacts(r *view.Row, c words.Calendar) []dialog.Fact {
	out := []dialog.Fact{{Word: words.Tr("details.cause"), Text: string(r.Err), Digits: ""}}
	if r.Key != "" {
		out = append(out, dialog.Fact{Word: words.Tr("details.key"), Text: words.Tr("details.keyNow"), Digits: r.Key})
	}
	tried := words.Tr("details.nothingTried")
	switch {
	case !r.AskedAt.IsZero() && !r.Repaired.IsZero():
		tried = words.Tr("mend.asked", "Time", c.Seen(r.AskedAt)) + "\n" + words.Tr("mend.repaired", "Time", c.Seen(r.Repaired))
	case !r.AskedAt.IsZero():
		tried = words.Tr("mend.asked", "Time", c.Seen(r.AskedAt))
	case !r.Repaired.IsZero():
		tried = words.Tr("mend.repaired", "Time", c.Seen(r.Repaired))
	}
	return append(out, dialog.Fact{Word: words.Tr("details.tried"), Text: tried, Digits: ""})
}
