package ui

import (
	"context"
	"fmt"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"

	"vouch/app"
	"vouch/ui/draw"
	"vouch/ui/shell"
	"vouch/ui/uitest"
	"vouch/ui/words"
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

func TestRowsThatLookTheSameAreTheSame(t *testing.T) {
	w, _ := window(t, Options{})
	snap := uitest.MainScene()
	see(w, snap)
	before := w.chat.book.made["1"]
	again := uitest.MainScene()
	again.Number = 2
	see(w, again)
	if w.chat.book.made["1"] != before {
		t.Error("a row that looks as before is measured again")
	}
	changed := uitest.MainScene()
	changed.Number, changed.Rows[0].State = 3, app.MessageFailed
	see(w, changed)
	if w.chat.book.made["1"] == before {
		t.Error("a row that failed looks as before")
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
	w.show(&app.Snapshot{View: w.View(), Number: 1, Accounts: []*app.AccountView{uitest.Account()}})
	if got := w.View().Account; got != uitest.Alice {
		t.Errorf("the window looks at %q", got)
	}
}

func TestOlderRowsAreAskedFor(t *testing.T) {
	w, _ := window(t, Options{})
	snap := uitest.MainScene()
	see(w, snap)
	if w.View().Before != shell.FirstRows {
		t.Fatalf("asked for %d rows though there are no more", w.View().Before)
	}
	more := uitest.MainScene()
	more.Number, more.Chat.More = 2, true
	see(w, more)
	if got := w.View().Before; got != shell.FirstRows+moreRows {
		t.Errorf("asked for %d rows", got)
	}
}

func TestWatchLooksCarriesOutAndStops(t *testing.T) {
	w, s := window(t, Options{})
	s.Snap = uitest.MainScene()
	w.Queue.SetView(s.Snap.View)
	seen := make(chan *app.Snapshot, 1)
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
	if !slow(app.RepairSession{}) {
		t.Error("everything else waits behind it")
	}
}

func TestF6GoesRound(t *testing.T) {
	w, _ := window(t, Options{})
	see(w, uitest.MainScene())
	c := w.Win.Canvas()
	want := []fyne.Focusable{w.side.list, w.chat.pane.Find("pill").(fyne.Focusable), w.chat.list, w.chat.entry}
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
	if w.View().Page != app.PageChat {
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
	uitest.Press(t, w.chat.pane, "back")
	if got := w.View().Chat; got != "" {
		t.Errorf("looks at %q", got)
	}
	see(w, uitest.Scene("", app.PageChat))
	if !w.side.visible() {
		t.Error("the list is not shown")
	}
}

func TestLettersGoToTheComposer(t *testing.T) {
	w, _ := window(t, Options{})
	see(w, uitest.MainScene())
	w.Win.Canvas().Focus(w.chat.list)
	w.chat.list.TypedRune('h')
	w.Win.Canvas().Focused().TypedRune('i')
	if w.chat.entry.Text != "hi" {
		t.Errorf("the field holds %q", w.chat.entry.Text)
	}
}

// unreadScene is a chat with more that is new than fits the screen.
func unreadScene() *app.Snapshot {
	s := uitest.MainScene()
	s.Rows = nil
	for i := range 80 {
		s.Rows = append(s.Rows, uitest.Text(fmt.Sprint("r", i), uitest.Bob, "Bob", "one of many", uitest.At(20, "09:00").Add(time.Duration(i)*time.Minute)))
	}
	s.Chat.UnreadFrom = "r30"
	s.Chats[0].Unread = 50
	return s
}

func TestAChatOpensAtWhatIsNewAndIsReadAtItsEnd(t *testing.T) {
	w, s := window(t, Options{})
	see(w, unreadScene())
	if got := w.chat.list.FirstVisible(); got != "r30" && got != "r29" {
		t.Errorf("the chat opens at %s", got)
	}
	uitest.CarryOut(t, w.Shell)
	uitest.Did(t, s)
	w.chat.list.ToEnd()
	uitest.CarryOut(t, w.Shell)
	uitest.Did(t, s, app.MarkRead{Account: uitest.Alice, Chat: uitest.Bob})
	if w.Win.Title() != "(53) Vouch" {
		t.Errorf("the title is %q", w.Win.Title())
	}
}

func TestTheWayToTheEnd(t *testing.T) {
	w, _ := window(t, Options{})
	see(w, unreadScene())
	uitest.Press(t, w.chat.pane, "end")
	if !w.chat.list.AtEnd() || w.chat.pane.Find("end") != nil {
		t.Error("the list is not at its end, or the button stays")
	}
	w.chat.list.ScrollBy(500)
	if w.chat.pane.Find("end") == nil {
		t.Error("there is no button to the end")
	}
}

func TestWhatCannotBeReadIsSaid(t *testing.T) {
	w, _ := window(t, Options{})
	w.chat.fail(words.ErrText(&app.Error{Kind: app.KindDisk}, ""))
	if w.Shown != nil || w.chat.failure == "" {
		t.Error("nothing is said")
	}
}

func TestShortcutsWorkWhereverTheKeyboardIs(t *testing.T) {
	w, _ := window(t, Options{})
	see(w, uitest.MainScene())
	type takes interface{ TypedShortcut(fyne.Shortcut) }
	find := &desktop.CustomShortcut{KeyName: fyne.KeyK, Modifier: fyne.KeyModifierShortcutDefault}
	for _, f := range []fyne.Focusable{w.chat.entry, w.chat.list} {
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

func TestTabLeavesTheComposer(t *testing.T) {
	w, _ := window(t, Options{})
	see(w, uitest.MainScene())
	if w.chat.entry.AcceptsTab() {
		t.Error("the composer keeps Tab for itself")
	}
	w.Win.Canvas().FocusNext()
	if w.Win.Canvas().Focused() != w.chat.pane.Find("send").(fyne.Focusable) {
		t.Errorf("Tab leads to %T", w.Win.Canvas().Focused())
	}
}
