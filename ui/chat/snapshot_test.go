package chat

import (
	"testing"

	"fyne.io/fyne/v2"

	"vouch/app"
	"vouch/app/view"
	"vouch/ui/shell"
	"vouch/ui/uitest"
	"vouch/ui/words"
)

func TestRowsThatLookTheSameAreTheSame(t *testing.T) {
	w, _ := window(t)
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
	changed.Number, changed.Rows[0].State = 3, view.MessageFailed
	see(w, changed)
	if w.chat.book.made["1"] == before {
		t.Error("a row that failed looks as before")
	}
}

func TestOlderRowsAreAskedFor(t *testing.T) {
	w, _ := window(t)
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

func TestLettersGoToTheComposer(t *testing.T) {
	w, _ := window(t)
	see(w, uitest.MainScene())
	w.Win.Canvas().Focus(w.chat.list)
	w.chat.list.TypedRune('h')
	w.Win.Canvas().Focused().TypedRune('i')
	if w.chat.entry.Text != "hi" {
		t.Errorf("the field holds %q", w.chat.entry.Text)
	}
}

func TestTheWayToTheEnd(t *testing.T) {
	w, _ := window(t)
	see(w, uitest.UnreadScene())
	uitest.Press(t, w.chat.Pane, "end")
	if !w.chat.list.AtEnd() || w.chat.Pane.Find("end") != nil {
		t.Error("the list is not at its end, or the button stays")
	}
	w.chat.list.ScrollBy(500)
	if w.chat.Pane.Find("end") == nil {
		t.Error("there is no button to the end")
	}
}

func TestWhatCannotBeReadIsSaid(t *testing.T) {
	w, _ := window(t)
	w.chat.Fail(words.ErrText(&app.Error{Kind: app.KindDisk}, ""))
	if w.Shown != nil || w.chat.failure == "" {
		t.Error("nothing is said")
	}
}

func TestTabLeavesTheComposer(t *testing.T) {
	w, _ := window(t)
	see(w, uitest.MainScene())
	if w.chat.entry.AcceptsTab() {
		t.Error("the composer keeps Tab for itself")
	}
	w.Win.Canvas().FocusNext()
	if w.Win.Canvas().Focused() != w.chat.Pane.Find("send").(fyne.Focusable) {
		t.Errorf("Tab leads to %T", w.Win.Canvas().Focused())
	}
}
