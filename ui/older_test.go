package ui

import (
	"fmt"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"vouch/app"
	"vouch/ui/timeline"
)

// longScene is a chat with as many rows as do not fit, from the row with that number on.
func longScene(from, to int, older app.Older) *app.Snapshot {
	snap := mainScene()
	snap.Chat.UnreadFrom, snap.Chat.Older = "", older
	snap.Rows = nil
	for i := from; i < to; i++ {
		snap.Rows = append(snap.Rows, text(fmt.Sprint("r", i), bob, "Bob", fmt.Sprint("Message ", i), at(20, "08:00").Add(time.Duration(i)*time.Minute)))
	}
	return snap
}

func older(snap *app.Snapshot, state app.Older, why app.Kind) *app.Snapshot {
	snap.Chat.Older, snap.Chat.OlderErr = state, why
	return snap
}

func TestOlderMessagesAreAskedForAtTheTop(t *testing.T) {
	w, s := window(t, Options{})
	fetch := app.FetchOlder{Account: alice, Chat: bob}
	see(w, longScene(100, 200, app.OlderUnknown))
	carryOut(t, w.Shell)
	did(t, s)
	w.chat.list.ToTop()
	w.chat.list.ScrollBy(-220)
	carryOut(t, w.Shell)
	did(t, s, fetch)
	seen := w.chat.list.FirstVisible()
	for n, snap := range []*app.Snapshot{longScene(100, 200, app.OlderLoading), longScene(50, 200, app.OlderUnknown), longScene(50, 200, app.OlderComplete)} {
		snap.Number = uint64(n + 2)
		see(w, snap)
		if got := w.chat.list.FirstVisible(); got != seen {
			t.Errorf("step %d: %s was read, now it is %s", n, seen, got)
		}
	}
	carryOut(t, w.Shell)
	did(t, s) // fifty rows are enough for now
	w.chat.list.ToTop()
	carryOut(t, w.Shell)
	did(t, s) // and there are none before these
}

func TestWhereOlderMessagesAreNotAskedFor(t *testing.T) {
	offline := mainScene()
	offline.Chat.Older, offline.Accounts[0].State = app.OlderUnknown, app.StateOffline
	stored := mainScene()
	stored.Chat.Older, stored.Chat.More = app.OlderUnknown, true
	empty := mainScene()
	empty.Rows, empty.Chat.Older = nil, app.OlderUnknown
	for name, c := range map[string]struct {
		snap *app.Snapshot
		want []app.Command
	}{
		"without a connection":          {offline, nil},
		"while there are rows here":     {stored, nil},
		"while they are fetched":        {older(mainScene(), app.OlderLoading, ""), nil},
		"after a failure":               {older(mainScene(), app.OlderFailed, app.KindRefused), nil},
		"at the beginning":              {older(mainScene(), app.OlderComplete, ""), nil},
		"where there is no archive":     {older(mainScene(), app.OlderNone, ""), nil},
		"in a chat with few rows: once": {older(mainScene(), app.OlderUnknown, ""), []app.Command{app.FetchOlder{Account: alice, Chat: bob}}},
		"in a chat without rows: once":  {empty, []app.Command{app.FetchOlder{Account: alice, Chat: bob}}},
	} {
		t.Run(name, func(t *testing.T) {
			w, s := window(t, Options{})
			for range 2 {
				see(w, c.snap)
			}
			carryOut(t, w.Shell)
			did(t, s, c.want...)
		})
	}
}

func TestOlderMessagesThatFailedCanBeAskedForAgain(t *testing.T) {
	w, s := window(t, Options{})
	for why, words := range map[app.Kind]string{
		app.KindMalformed: "The server’s archive gave no sensible answer about older messages. · Try again",
		app.KindBusy:      "Nothing to show in what was fetched so far. · Go on",
		app.KindRefused:   "Older messages could not be fetched. · Try again",
	} {
		row, ok := olderRow(older(mainScene(), app.OlderFailed, why))
		if got := row.Text + " · " + row.Actions[0].Word; !ok || got != words {
			t.Errorf("%s says %q", why, got)
		}
	}
	see(w, older(mainScene(), app.OlderFailed, app.KindRefused))
	w.Win.Canvas().Focus(w.chat.list)
	w.chat.list.ToTop()
	for range 12 {
		w.chat.list.TypedKey(&fyne.KeyEvent{Name: fyne.KeyUp})
	}
	w.chat.list.TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
	carryOut(t, w.Shell)
	did(t, s, app.FetchOlder{Account: alice, Chat: bob})
	if row, ok := olderRow(older(mainScene(), app.OlderComplete, "")); !ok || row.Kind != timeline.Head || row.Text != "Beginning of the conversation" {
		t.Errorf("the beginning is %+v", row)
	}
}
