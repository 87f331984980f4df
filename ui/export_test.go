package ui

import (
	"reflect"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"

	"vouch/app/view"
	"vouch/ui/uitest"
	"vouch/ui/words"
)

// The menus of all kinds of chats lead to the export of that chat, and that of the account to that of all.
func TestMenusLeadToExports(t *testing.T) {
	open := func(scene func() *view.Snapshot, menu func(w *Window), label string) string {
		w, _ := window(t, Options{})
		see(w, scene())
		menu(w)
		for _, o := range uitest.Within(t, w.Shell, func(*widget.PopUpMenu) bool { return true }).Items {
			f := reflect.Indirect(reflect.ValueOf(o)).FieldByName("Item") // of a type that Fyne does not export
			if !f.IsValid() {
				continue
			}
			if item := f.Interface().(*fyne.MenuItem); item.Label == label {
				w.Win.Canvas().Overlays().Remove(w.Win.Canvas().Overlays().Top())
				item.Action()
				return uitest.DialogOf(t, w.Shell).Title
			}
		}
		return ""
	}
	for _, c := range []struct {
		name, chat string
		scene      func() *view.Snapshot
	}{
		{"Bob", uitest.Bob, uitest.MainScene}, {"Boat", uitest.Users, uitest.GroupScene}, {"carol", uitest.Users + "/carol", uitest.GroupScene},
	} {
		got := open(c.scene, func(w *Window) { w.chatMenu(c.chat, c.name, true, true, fyne.NewPos(10, 10)) }, words.Tr("export.menu"))
		if want := words.Tr("export.title", "Name", c.name); got != want {
			t.Errorf("%s leads to %q", c.chat, got)
		}
	}
	got := open(uitest.MainScene, func(w *Window) { w.accountMenu(w.root, fyne.NewPos(10, 10)) }, words.Tr("export.menuAll"))
	if want := words.Tr("export.titleAll", "Account", uitest.Alice); got != want {
		t.Errorf("the account's leads to %q", got)
	}
}
