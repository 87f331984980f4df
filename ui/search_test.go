package ui

import (
	"fmt"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"vouch/app/view"
	"vouch/ui/uitest"
)

// Ctrl+F looks for messages in the chat that is shown; a hit shows the message in its chat, and not the end of it; Escape leads back.
func TestLookingForAMessage(t *testing.T) {
	w, s := window(t, Options{})
	scene, hits := uitest.SearchScene(3)
	s.Hits = hits
	see(w, uitest.MainScene())
	if !w.shortcut(&desktop.CustomShortcut{KeyName: fyne.KeyF, Modifier: fyne.KeyModifierShortcutDefault}) {
		t.Fatal("it is no shortcut")
	}
	if v := w.View(); v.Page != view.PageSearch || v.Chat != uitest.Bob {
		t.Fatalf("it looks at %+v", v)
	}
	see(w, scene)
	uitest.Write(w.Shell, "boat number 2")
	uitest.Await(t, w.Shell, "the hits", w.search.Drawn)
	w.Win.Canvas().Focused().TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
	v := w.View()
	if v.Page != view.PageChat || v.Chat != uitest.Bob || v.Anchor != "h9" {
		t.Fatalf("it looks at %+v", v)
	}
	long := uitest.MainScene()
	long.View = v
	for i := range 60 {
		row := *long.Rows[len(long.Rows)-1]
		row.ID = fmt.Sprint("later ", i)
		long.Rows = append(long.Rows, &row)
	}
	long.Rows[0].ID = "h9"
	see(w, long)
	if w.chat.AtEnd() {
		t.Error("the end of the chat is shown")
	}
	w.key(&fyne.KeyEvent{Name: fyne.KeyEscape})
	if v := w.View(); v.Page != view.PageSearch {
		t.Errorf("Escape leads to %+v", v)
	}
	see(w, scene)
	if w.key(&fyne.KeyEvent{Name: fyne.KeyEscape}); w.View().Page != view.PageChat {
		t.Errorf("Escape again leads to %+v", w.View())
	}
}

// What no chat fits is looked for in messages.
func TestWhatNoChatFitsIsLookedFor(t *testing.T) {
	w, s := window(t, Options{})
	scene, hits := uitest.SearchScene(0)
	s.Hits = hits
	see(w, uitest.MainScene())
	w.side.filter.SetText("krankenhaus")
	w.side.filter.OnSubmitted(w.side.filter.Text)
	if v := w.View(); v.Page != view.PageSearch || w.side.filter.Text != "" {
		t.Fatalf("it looks at %+v", v)
	}
	see(w, scene)
	uitest.Await(t, w.Shell, "the hits", w.search.Drawn)
	if len(s.Searched) != 1 || s.Searched[0].Text != "krankenhaus" || s.Searched[0].Chat != "" {
		t.Errorf("looked for %+v", s.Searched)
	}
}
