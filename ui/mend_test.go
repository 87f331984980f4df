package ui

import (
	"slices"
	"strconv"
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"vouch/app"
	"vouch/ui/dialog"
	"vouch/ui/draw"
	"vouch/ui/shell"
	"vouch/ui/timeline"
	"vouch/ui/words"
)

func dialogOf(t *testing.T, w *shell.Shell) *dialog.Dialog {
	t.Helper()
	p, ok := w.Win.Canvas().Overlays().Top().(*dialog.Pane)
	if !ok {
		t.Fatal("no dialog is open")
	}
	return p.Dialog
}

func focusable(t *testing.T, p *draw.Pane, key string) fyne.Focusable {
	t.Helper()
	f, ok := p.Find(key).(fyne.Focusable)
	if !ok {
		t.Fatalf("there is no %q", key)
	}
	return f
}

func unreadable(kind app.Kind) *app.Row {
	return &app.Row{ID: "u", Kind: app.RowUnreadable, From: bob, Name: "Bob", Time: at(20, "13:52"), Encrypted: true, Device: "Bob’s laptop", DeviceID: 90125, Err: kind, Key: printLaptop}
}

func actions(r timeline.Row) (out []string) {
	for _, a := range r.Actions {
		if a.Act != "" {
			out = append(out, a.Act)
		}
	}
	return out
}

func TestEachCauseHasTheButtonsThatHelp(t *testing.T) {
	speak(t, "en")
	window(t, Options{})
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
		row := unreadableRow(unreadable(kind), words.Calendar{Now: now})
		if got := actions(row); !slices.Equal(got, want) || row.Detail == "" {
			t.Errorf("%s offers %q", kind, got)
		}
	}
	nameless := unreadable(app.KindNotForThisDevice)
	nameless.DeviceID = 0
	mine := unreadable(app.KindNoSession)
	mine.Own, mine.From = true, alice
	for name, c := range map[string]struct {
		row  *app.Row
		want []string
	}{
		"without a device":            {nameless, []string{actAsk, actDetails}},
		"of another device of myself": {mine, []string{actRepair, actDetails}},
	} {
		if got := actions(unreadableRow(c.row, words.Calendar{Now: now})); !slices.Equal(got, c.want) {
			t.Errorf("%s: %q", name, got)
		}
	}
}

func TestTheRowSaysWhatWasTried(t *testing.T) {
	speak(t, "en")
	w, _ := window(t, Options{})
	r := unreadable(app.KindNoSession)
	r.AskedAt, r.Repaired = at(20, "14:03"), at(20, "14:04")
	if got := unreadableRow(r, words.Calendar{Now: now}).Detail; !strings.Contains(got, "\nYou asked for it again today 14:03.\nThe session was begun anew today 14:04.") {
		t.Errorf("it says %q", got)
	}
	snap := mainScene()
	snap.Rows = append(snap.Rows, r)
	see(w, snap)
	var facts []string
	for _, f := range w.chat.facts(r) {
		facts = append(facts, f.word+": "+f.text+f.digits)
	}
	for _, want := range []string{"Kind: no-session", "Device: Bob’s laptop · 90125", "Key: The one that the device has now" + printLaptop, "Tried: You asked for it again today 14:03.\nThe session was begun anew today 14:04."} {
		if !slices.Contains(facts, want) {
			t.Errorf("%q is not among %q", want, facts)
		}
	}
}

func TestAskingIsDoneInTheUsersLanguage(t *testing.T) {
	w, s := window(t, Options{})
	speak(t, "de")
	see(w, mainScene())
	w.chat.act(w.chat.book.made["5"], actAsk)
	carryOut(t, w.Shell)
	did(t, s, app.AskAgain{Account: alice, Chat: bob, ID: "5", Text: "Ich konnte eine deiner Nachrichten nicht lesen (heute 13:52). Bitte schicke sie noch einmal."})
}

func TestRepairingSaysWhatCameOfIt(t *testing.T) {
	speak(t, "en")
	w, s := window(t, Options{})
	see(w, mainScene())
	said := map[string]bool{}
	for _, kind := range []app.Kind{"", app.KindUndecided, app.KindNoKeys, app.KindConflict, app.KindNotConnected, app.KindNotFound, app.KindCopied} {
		s.err = nil
		if kind != "" {
			s.err = &app.Error{Kind: kind}
		}
		w.chat.act(w.chat.book.made["5"], actRepair)
		carryOut(t, w.Shell)
		did(t, s, app.RepairSession{Account: alice, JID: bob, DeviceID: 90125})
		s.done = nil
		d := dialogOf(t, w.Shell)
		if said[d.Text] || (d.Title == "The session was begun anew") != (kind == "") {
			t.Errorf("%q: it says %q, %q", kind, d.Title, d.Text)
		}
		said[d.Text] = true
		devices := top(t, w.Shell).Find("devices") != nil
		if devices != (kind == app.KindUndecided || kind == app.KindConflict) {
			t.Errorf("%s offers the devices: %t", kind, devices)
		}
		d.Close()
	}
	s.err = &app.Error{Kind: app.KindUndecided}
	w.chat.act(w.chat.book.made["5"], actRepair)
	carryOut(t, w.Shell)
	press(t, top(t, w.Shell), "devices")
	if w.View().Page != app.PageDevices {
		t.Error("the devices are not shown")
	}
}

func TestAnOwnMessageThatCouldNotBeRead(t *testing.T) {
	speak(t, "en")
	w, s := window(t, Options{})
	see(w, trustedScene())
	row := w.chat.book.made["2"]
	if row.Foot != "A device of Bob could not read this, and asked for it today 13:58" {
		t.Errorf("it says %q", row.Foot)
	}
	w.chat.act(row, row.Actions[0].Act)
	carryOut(t, w.Shell)
	did(t, s, app.SendCopies{Account: alice, Chat: bob, IDs: []string{"2"}})
	s.err = &app.Error{Kind: app.KindReadable}
	w.chat.act(row, row.Actions[0].Act)
	carryOut(t, w.Shell)
	if w.chat.failure != words.Tr("error.readable") {
		t.Errorf("it says %q", w.chat.failure)
	}
}

// keysScene has cards of keys of each kind.
func keysScene() *app.Snapshot {
	s := mainScene()
	s.Chat.UnreadFrom = ""
	s.Rows = nil
	for i, k := range []app.KeyCard{
		{Keys: 3, New: 1, CanAccept: true},
		{Keys: 2, New: 1, Differs: 1},
		{Keys: 2, New: 2, Answered: "dismissed"},
		{Keys: 2, Answered: "accepted"},
		{Keys: 2},
		{Keys: 1, Differs: 1, CanAccept: true},
	} {
		r := text("k"+strconv.Itoa(i), bob, "Bob", "My devices have changed: xmpp:bob@example.org?omemo-sid-771204=…", at(20, "13:4"+strconv.Itoa(i)))
		r.Keys = &k
		s.Rows = append(s.Rows, r)
	}
	return s
}

func TestCardsOfKeys(t *testing.T) {
	speak(t, "en")
	w, s := window(t, Options{})
	see(w, keysScene())
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
	carryOut(t, w.Shell)
	did(t, s, app.AnswerKeys{Account: alice, Chat: bob, ID: "k0", Accept: true}, app.AnswerKeys{Account: alice, Chat: bob, ID: "k1"})
	s.err = &app.Error{Kind: app.KindUndecided}
	w.chat.act(w.chat.book.made["keys k0"], actAccept)
	carryOut(t, w.Shell)
	if !strings.Contains(w.chat.failure, "its word is not enough") {
		t.Errorf("it says %q", w.chat.failure)
	}
	w.chat.act(w.chat.book.made["keys k1"], actDevices)
	if w.View().Page != app.PageDevices {
		t.Error("the devices are not shown")
	}
	gone := keysScene()
	gone.Number, gone.Rows[0].Retracted = 2, at(20, "14:00")
	see(w, gone)
	if w.chat.book.made["keys k0"] != nil {
		t.Error("the card of a message that was taken back stays")
	}
}
