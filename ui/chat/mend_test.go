package chat

import (
	"slices"
	"strings"
	"testing"

	"vouch/app"
	"vouch/app/view"
	"vouch/ui/timeline"
	"vouch/ui/uitest"
	"vouch/ui/words"
)

func actions(r timeline.Row) (out []string) {
	for _, a := range r.Actions {
		if a.Act != "" {
			out = append(out, a.Act)
		}
	}
	return out
}

func TestEachCauseHasTheButtonsThatHelp(t *testing.T) {
	uitest.Speak(t, "en")
	window(t)
	for kind, want := range map[app.Kind][]string{
		app.KindNotForThisDevice: {actAsk, actRepair, actDetails},
		app.KindUnknownPreKey:    {actAsk, actRepair, actDetails},
		app.KindNoSession:        {actRepair, actAsk, actDetails},
		app.KindTooFarAhead:      {actRepair, actAsk, actDetails},
		app.KindTooCostly:        {actAsk, actDetails},
		app.KindTampered:         {actAsk, actDetails},
		app.KindMalformed:        {actAsk, actDetails},
		app.KindDuplicateKey:     {actDetails},
	} {
		row := unreadableRow(uitest.Unreadable(kind), words.Calendar{Now: uitest.Now})
		if got := actions(row); !slices.Equal(got, want) || row.Detail == "" {
			t.Errorf("%s offers %q", kind, got)
		}
	}
	nameless := uitest.Unreadable(app.KindNotForThisDevice)
	nameless.DeviceID = 0
	mine := uitest.Unreadable(app.KindNoSession)
	mine.Own, mine.From = true, uitest.Alice
	for name, c := range map[string]struct {
		row  *view.Row
		want []string
	}{
		"without a device":            {nameless, []string{actAsk, actDetails}},
		"of another device of myself": {mine, []string{actRepair, actDetails}},
	} {
		if got := actions(unreadableRow(c.row, words.Calendar{Now: uitest.Now})); !slices.Equal(got, c.want) {
			t.Errorf("%s: %q", name, got)
		}
	}
}

func TestTheRowSaysWhatWasTried(t *testing.T) {
	uitest.Speak(t, "en")
	w, _ := window(t)
	r := uitest.Unreadable(app.KindNoSession)
	r.AskedAt, r.Repaired = uitest.At(20, "14:03"), uitest.At(20, "14:04")
	if got := unreadableRow(r, words.Calendar{Now: uitest.Now}).Detail; !strings.Contains(got, "\nYou asked for it again today 14:03.\nThe session was begun anew today 14:04.") {
		t.Errorf("it says %q", got)
	}
	snap := uitest.MainScene()
	snap.Rows = append(snap.Rows, r)
	see(w, snap)
	var facts []string
	for _, f := range w.chat.facts(r) {
		facts = append(facts, f.Word+": "+f.Text+f.Digits)
	}
	for _, want := range []string{"Kind: no-session", "Device: Bob’s laptop · 90125", "Key: The one that the device has now" + uitest.PrintLaptop, "Tried: You asked for it again today 14:03.\nThe session was begun anew today 14:04."} {
		if !slices.Contains(facts, want) {
			t.Errorf("%q is not among %q", want, facts)
		}
	}
}

func TestAskingIsDoneInTheUsersLanguage(t *testing.T) {
	w, s := window(t)
	uitest.Speak(t, "de")
	see(w, uitest.MainScene())
	w.chat.act(w.chat.book.made["5"], actAsk)
	uitest.CarryOut(t, w.Shell)
	uitest.Did(t, s, app.AskAgain{Account: uitest.Alice, Chat: uitest.Bob, ID: "5", Text: "Ich konnte eine deiner Nachrichten nicht lesen (heute 13:52). Bitte schicke sie noch einmal."})
}

func TestRepairingSaysWhatCameOfIt(t *testing.T) {
	uitest.Speak(t, "en")
	w, s := window(t)
	see(w, uitest.MainScene())
	said := map[string]bool{}
	for _, kind := range []app.Kind{"", app.KindUndecided, app.KindNoKeys, app.KindConflict, app.KindNotConnected, app.KindNotFound, app.KindCopied} {
		s.Err = nil
		if kind != "" {
			s.Err = &app.Error{Kind: kind}
		}
		w.chat.act(w.chat.book.made["5"], actRepair)
		uitest.CarryOut(t, w.Shell)
		uitest.Did(t, s, app.RepairSession{Account: uitest.Alice, JID: uitest.Bob, DeviceID: 90125})
		s.Done = nil
		d := uitest.DialogOf(t, w.Shell)
		if said[d.Text] || (d.Title == "The session was begun anew") != (kind == "") {
			t.Errorf("%q: it says %q, %q", kind, d.Title, d.Text)
		}
		said[d.Text] = true
		devices := uitest.Top(t, w.Shell).Find("devices") != nil
		if devices != (kind == app.KindUndecided || kind == app.KindConflict) {
			t.Errorf("%s offers the devices: %t", kind, devices)
		}
		d.Close()
	}
	s.Err = &app.Error{Kind: app.KindUndecided}
	w.chat.act(w.chat.book.made["5"], actRepair)
	uitest.CarryOut(t, w.Shell)
	uitest.Press(t, uitest.Top(t, w.Shell), "devices")
	if w.View().Page != view.PageDevices {
		t.Error("the devices are not shown")
	}
}

func TestAnOwnMessageThatCouldNotBeRead(t *testing.T) {
	uitest.Speak(t, "en")
	w, s := window(t)
	see(w, uitest.TrustedScene())
	row := w.chat.book.made["2"]
	if row.Foot != "A device of Bob could not read this, and asked for it today 13:58" {
		t.Errorf("it says %q", row.Foot)
	}
	w.chat.act(row, row.Actions[0].Act)
	uitest.CarryOut(t, w.Shell)
	uitest.Did(t, s, app.SendCopies{Account: uitest.Alice, Chat: uitest.Bob, IDs: []string{"2"}})
	s.Err = &app.Error{Kind: app.KindReadable}
	w.chat.act(row, row.Actions[0].Act)
	uitest.CarryOut(t, w.Shell)
	if w.chat.failure != words.Tr("error.readable") {
		t.Errorf("it says %q", w.chat.failure)
	}
}

func TestCardsOfKeys(t *testing.T) {
	uitest.Speak(t, "en")
	w, s := window(t)
	see(w, uitest.KeysScene())
	for id, c := range map[string]struct {
		kind    timeline.Kind
		actions []string
		has     string
	}{
		"k0": {timeline.Card, []string{actAccept, actDismiss}, "3 keys, 1 of them new to you\nYou verified the device"},
		"k1": {timeline.Card, []string{actDevices, actDismiss}, "not verified by you, so its word is not enough"},
		"k2": {timeline.Note, nil, "You dismissed the keys"},
		"k3": {timeline.Note, nil, "You verified the keys"},
		"k4": {timeline.Note, nil, "You have verified all keys"},
		"k5": {timeline.Card, []string{actDevices, actDismiss}, "1 does not match"},
	} {
		row := w.chat.book.made[cardOf+id]
		if row == nil || row.Kind != c.kind || !slices.Equal(actions(*row), c.actions) || !strings.Contains(row.Detail+row.Text, c.has) {
			t.Errorf("%s: %+v", id, row)
		}
	}
	w.chat.act(w.chat.book.made["keys k0"], actAccept)
	w.chat.act(w.chat.book.made["keys k1"], actDismiss)
	uitest.CarryOut(t, w.Shell)
	uitest.Did(t, s, app.AnswerKeys{Account: uitest.Alice, Chat: uitest.Bob, ID: "k0", Accept: true}, app.AnswerKeys{Account: uitest.Alice, Chat: uitest.Bob, ID: "k1"})
	s.Err = &app.Error{Kind: app.KindUndecided}
	w.chat.act(w.chat.book.made["keys k0"], actAccept)
	uitest.CarryOut(t, w.Shell)
	if !strings.Contains(w.chat.failure, "its word is not enough") {
		t.Errorf("it says %q", w.chat.failure)
	}
	w.chat.act(w.chat.book.made["keys k1"], actDevices)
	if w.View().Page != view.PageDevices {
		t.Error("the devices are not shown")
	}
	gone := uitest.KeysScene()
	gone.Number, gone.Rows[0].Retracted = 2, uitest.At(20, "14:00")
	see(w, gone)
	if w.chat.book.made["keys k0"] != nil {
		t.Error("the card of a message that was taken back stays")
	}
}
