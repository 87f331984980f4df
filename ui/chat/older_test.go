package chat

import (
	"testing"

	"fyne.io/fyne/v2"

	"vouch/app"
	"vouch/app/view"
	"vouch/ui/timeline"
	"vouch/ui/uitest"
)

func TestOlderMessagesAreAskedForAtTheTop(t *testing.T) {
	w, s := window(t)
	fetch := app.FetchOlder{Account: uitest.Alice, Chat: uitest.Bob}
	see(w, uitest.LongScene(100, 200, view.OlderUnknown))
	uitest.CarryOut(t, w.Shell)
	uitest.Did(t, s)
	w.chat.list.ToTop()
	w.chat.list.ScrollBy(-220)
	uitest.CarryOut(t, w.Shell)
	uitest.Did(t, s, fetch)
	seen := w.chat.list.FirstVisible()
	for n, snap := range []*view.Snapshot{uitest.LongScene(100, 200, view.OlderLoading), uitest.LongScene(50, 200, view.OlderUnknown), uitest.LongScene(50, 200, view.OlderComplete)} {
		snap.Number = uint64(n + 2)
		see(w, snap)
		if got := w.chat.list.FirstVisible(); got != seen {
			t.Errorf("step %d: %s was read, now it is %s", n, seen, got)
		}
	}
	uitest.CarryOut(t, w.Shell)
	uitest.Did(t, s) // fifty rows are enough for now
	w.chat.list.ToTop()
	uitest.CarryOut(t, w.Shell)
	uitest.Did(t, s) // and there are none before these
}

func TestWhereOlderMessagesAreNotAskedFor(t *testing.T) {
	offline := uitest.MainScene()
	offline.Chat.Older, offline.Accounts[0].State = view.OlderUnknown, view.StateOffline
	stored := uitest.MainScene()
	stored.Chat.Older, stored.Chat.More = view.OlderUnknown, true
	empty := uitest.MainScene()
	empty.Rows, empty.Chat.Older = nil, view.OlderUnknown
	for name, c := range map[string]struct {
		snap *view.Snapshot
		want []app.Command
	}{
		"without a connection":          {offline, nil},
		"while there are rows here":     {stored, nil},
		"while they are fetched":        {uitest.Older(uitest.MainScene(), view.OlderLoading, ""), nil},
		"after a failure":               {uitest.Older(uitest.MainScene(), view.OlderFailed, app.KindRefused), nil},
		"at the beginning":              {uitest.Older(uitest.MainScene(), view.OlderComplete, ""), nil},
		"where there is no archive":     {uitest.Older(uitest.MainScene(), view.OlderNone, ""), nil},
		"in a chat with few rows: once": {uitest.Older(uitest.MainScene(), view.OlderUnknown, ""), []app.Command{app.FetchOlder{Account: uitest.Alice, Chat: uitest.Bob}}},
		"in a chat without rows: once":  {empty, []app.Command{app.FetchOlder{Account: uitest.Alice, Chat: uitest.Bob}}},
	} {
		t.Run(name, func(t *testing.T) {
			w, s := window(t)
			for range 2 {
				see(w, c.snap)
			}
			uitest.CarryOut(t, w.Shell)
			uitest.Did(t, s, c.want...)
		})
	}
}

func TestOlderMessagesThatFailedCanBeAskedForAgain(t *testing.T) {
	w, s := window(t)
	for why, words := range map[app.Kind]string{
		app.KindMalformed: "The server’s archive gave no sensible answer about older messages. · Try again",
		app.KindBusy:      "Nothing to show in what was fetched so far. · Go on",
		app.KindRefused:   "Older messages could not be fetched. · Try again",
	} {
		row, ok := olderRow(uitest.Older(uitest.MainScene(), view.OlderFailed, why))
		if got := row.Text + " · " + row.Actions[0].Word; !ok || got != words {
			t.Errorf("%s says %q", why, got)
		}
	}
	see(w, uitest.Older(uitest.MainScene(), view.OlderFailed, app.KindRefused))
	w.Win.Canvas().Focus(w.chat.list)
	w.chat.list.ToTop()
	for range 12 {
		w.chat.list.TypedKey(&fyne.KeyEvent{Name: fyne.KeyUp})
	}
	w.chat.list.TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
	uitest.CarryOut(t, w.Shell)
	uitest.Did(t, s, app.FetchOlder{Account: uitest.Alice, Chat: uitest.Bob})
	if row, ok := olderRow(uitest.Older(uitest.MainScene(), view.OlderComplete, "")); !ok || row.Kind != timeline.Head || row.Text != "Beginning of the conversation" {
		t.Errorf("the beginning is %+v", row)
	}
}
