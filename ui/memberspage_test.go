package ui

import (
	"testing"

	"fyne.io/fyne/v2"

	"vouch/app/view"
	"vouch/ui/draw"
	"vouch/ui/uitest"
)

// TestThePageOfMembersIsReachedAndLeft by button and keyboard; its search has the keyboard at once.
func TestThePageOfMembersIsReachedAndLeft(t *testing.T) {
	for _, c := range []struct {
		scene func() *view.Snapshot
		key   string
		page  view.Page
	}{
		{uitest.GroupScene, "members", view.PageMembers},
		{uitest.GroupScene, "pill", view.PageDevices},
		{uitest.GroupScene, "coverage", view.PageDevices},
		{uitest.ChannelScene, "members", view.PageMembers},
		{uitest.ChannelScene, "pill", view.PageMembers},
		{uitest.ChannelScene, "coverage", view.PageMembers},
	} {
		w, _ := window(t, Options{})
		snap := c.scene()
		see(w, snap)
		tap(t, w, c.key)
		if w.View().Page != c.page {
			t.Errorf("%s of %s leads to page %d", c.key, snap.View.Chat, w.View().Page)
		}
	}
	w, s := window(t, Options{})
	s.Persons = uitest.Persons()
	see(w, uitest.MembersScene())
	settled(t, w)
	e, ok := w.Win.Canvas().Focused().(*draw.Entry)
	if !ok {
		t.Fatalf("%T has the keyboard", w.Win.Canvas().Focused())
	}
	e.TypedKey(&fyne.KeyEvent{Name: fyne.KeyF6})
	if w.Win.Canvas().Focused() == e {
		t.Error("F6 does not lead on")
	}
	w.failed("no")
	if !hasControl(w, "failure") {
		t.Error("what goes wrong is not said on the page")
	}
	e.TypedKey(&fyne.KeyEvent{Name: fyne.KeyEscape})
	if w.View().Page != view.PageChat {
		t.Error("Escape does not lead back")
	}
}
