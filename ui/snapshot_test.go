package ui

import (
	"context"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"

	"vouch/app"
	"vouch/app/view"
	"vouch/ui/draw"
	"vouch/ui/timeline"
	"vouch/ui/uitest"
)

func TestSnapshotsThatAreDropped(t *testing.T) {
	w, _ := window(t, Options{})
	shown := uitest.MainScene()
	shown.Number = 5
	see(w, shown)
	older := uitest.MainScene()
	older.Number = 4
	w.show(older)
	if w.Shown != shown {
		t.Error("an older snapshot is shown")
	}
	other := uitest.PlainScene()
	other.Number = 6
	w.show(other)
	if w.Shown != shown {
		t.Error("a snapshot of another view is shown")
	}
	w.show(nil)
	newer := uitest.MainScene()
	newer.Number = 6
	w.show(newer)
	if w.Shown != newer {
		t.Error("a newer snapshot is not shown")
	}
}

func TestReadIsSaidOnceForEveryNewestRow(t *testing.T) {
	w, s := window(t, Options{})
	snap := uitest.MainScene()
	snap.Chats[0].Unread = 2
	w.away = true
	see(w, snap)
	uitest.CarryOut(t, w.Shell)
	uitest.Did(t, s)
	w.away = false
	for range 2 {
		see(w, snap)
	}
	uitest.CarryOut(t, w.Shell)
	uitest.Did(t, s, app.MarkRead{Account: uitest.Alice, Chat: uitest.Bob})
	more := uitest.MainScene()
	more.Number, more.Chats[0].Unread = 2, 1
	more.Rows = append(more.Rows, uitest.Text("8", uitest.Bob, "Bob", "Bring tea", uitest.At(20, "14:10")))
	see(w, more)
	uitest.CarryOut(t, w.Shell)
	uitest.Did(t, s, app.MarkRead{Account: uitest.Alice, Chat: uitest.Bob})
}

func TestTheFirstAccountIsTakenUp(t *testing.T) {
	w, _ := window(t, Options{})
	w.show(&view.Snapshot{View: w.View(), Number: 1, Accounts: []*view.AccountView{uitest.Account()}})
	if got := w.View().Account; got != uitest.Alice {
		t.Errorf("the window looks at %q", got)
	}
}

func TestWatchLooksCarriesOutAndStops(t *testing.T) {
	w, s := window(t, Options{})
	s.Snap = uitest.MainScene()
	w.Queue.SetView(s.Snap.View)
	seen := make(chan *view.Snapshot, 1)
	w.Do(app.ClearChat{Account: uitest.Alice, Chat: uitest.Bob}, func(error) { seen <- w.Shown })
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
	defer cancel()
	done := make(chan error)
	go func() { done <- w.Watch(ctx) }()
	select {
	case <-seen: // on Watch's goroutine: the test driver has no other
	case <-ctx.Done():
		t.Fatal("the command was not carried out")
	}
	cancel()
	if err := <-done; err != context.Canceled {
		t.Errorf("Watch ended with %v", err)
	}
	uitest.Did(t, s, app.ClearChat{Account: uitest.Alice, Chat: uitest.Bob})
}

func TestNothingWaitsBehindARepairOfASession(t *testing.T) {
	if !app.Waits(app.RepairSession{}) {
		t.Error("everything else waits behind it")
	}
}

func TestF6GoesRound(t *testing.T) {
	w, _ := window(t, Options{})
	see(w, uitest.MainScene())
	c := w.Win.Canvas()
	want := []fyne.Focusable{w.side.list, control(t, w, "pill"), found[*timeline.List](w)[0], composer(w)}
	for i, f := range want {
		c.Focused().TypedKey(&fyne.KeyEvent{Name: fyne.KeyF6})
		if c.Focused() != f {
			t.Fatalf("stop %d is %T", i, c.Focused())
		}
	}
}

func TestEscapeLeavesThePage(t *testing.T) {
	w, _ := window(t, Options{})
	see(w, uitest.EncScene())
	w.key(&fyne.KeyEvent{Name: fyne.KeyEscape})
	if w.View().Page != view.PageChat {
		t.Error("Escape does not lead back to the chat")
	}
}

func TestTheListIsFilteredAndOpenedByKeys(t *testing.T) {
	w, _ := window(t, Options{})
	see(w, uitest.MainScene())
	w.Win.Canvas().Focus(w.side.filter)
	test.Type(w.side.filter, "dav")
	if len(w.side.list.rows) != 1 {
		t.Fatalf("%d chats fit", len(w.side.list.rows))
	}
	w.side.filter.TypedKey(uitest.Enter)
	if got := w.View().Chat; got != uitest.Dave {
		t.Errorf("opened %q", got)
	}
	w.Win.Canvas().Focus(w.side.list)
	w.side.list.TypedKey(&fyne.KeyEvent{Name: fyne.KeyHome})
	w.side.list.TypedKey(&fyne.KeyEvent{Name: fyne.KeyDown})
	w.side.list.TypedKey(uitest.Enter)
	if got := w.View().Chat; got != uitest.Carol {
		t.Errorf("opened %q", got)
	}
}

func TestOnePaneAtATime(t *testing.T) {
	w, _ := window(t, Options{})
	w.Win.Resize(fyne.NewSize(500, 700))
	see(w, uitest.MainScene())
	if w.side.visible() {
		t.Error("the list stands beside the chat")
	}
	press(t, w, "back")
	if got := w.View().Chat; got != "" {
		t.Errorf("looks at %q", got)
	}
	see(w, uitest.Scene("", view.PageChat))
	if !w.side.visible() {
		t.Error("the list is not shown")
	}
}

func TestAChatOpensAtWhatIsNewAndIsReadAtItsEnd(t *testing.T) {
	w, s := window(t, Options{})
	see(w, uitest.UnreadScene())
	if got := found[*timeline.List](w)[0].FirstVisible(); got != "r30" && got != "r29" {
		t.Errorf("the chat opens at %s", got)
	}
	uitest.CarryOut(t, w.Shell)
	uitest.Did(t, s)
	found[*timeline.List](w)[0].ToEnd()
	uitest.CarryOut(t, w.Shell)
	uitest.Did(t, s, app.MarkRead{Account: uitest.Alice, Chat: uitest.Bob})
	if w.Win.Title() != "(53) Vouch" {
		t.Errorf("the title is %q", w.Win.Title())
	}
}

func TestShortcutsWorkWhereverTheKeyboardIs(t *testing.T) {
	w, _ := window(t, Options{})
	see(w, uitest.MainScene())
	type takes interface{ TypedShortcut(fyne.Shortcut) }
	find := &desktop.CustomShortcut{KeyName: fyne.KeyK, Modifier: fyne.KeyModifierShortcutDefault}
	for _, f := range []fyne.Focusable{composer(w), found[*timeline.List](w)[0]} {
		w.Win.Canvas().Focus(f)
		f.(takes).TypedShortcut(find)
		if w.Win.Canvas().Focused() != w.side.filter {
			t.Errorf("Ctrl+K from %T leads to %T", f, w.Win.Canvas().Focused())
		}
	}
	w.side.filter.TypedShortcut(&desktop.CustomShortcut{KeyName: fyne.KeyN, Modifier: fyne.KeyModifierShortcutDefault})
	uitest.Top(t, w.Shell)
	w.side.filter.TypedShortcut(&fyne.ShortcutSelectAll{}) // still the field's own
}

func TestWordsComeUpWhereThePointerRests(t *testing.T) {
	clock := uitest.Now
	w, _ := window(t, Options{Now: func() time.Time { return clock }})
	see(w, uitest.MainScene())
	menu := w.side.pane.Find("menu").(*draw.Hit)
	menu.MouseIn(nil)
	if w.tip.due() {
		t.Error("words come up at once")
	}
	clock = clock.Add(tipAfter)
	if !w.tip.due() || w.tip.words != "Menu" || w.tip.under != menu {
		t.Errorf("the words are %q", w.tip.words)
	}
	w.root.Refresh()
	menu.MouseOut()
	if w.tip.due() {
		t.Error("the words stay")
	}
}
