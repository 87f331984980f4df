package accounts

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"vouch/app"
	"vouch/ui/dialog"
	"vouch/ui/draw"
	"vouch/ui/uitest"
	"vouch/ui/words"
)

func TestTheAccountLeadsToWhatCanBeChanged(t *testing.T) {
	for key, title := range map[string]string{
		"change": "New password for alice@example.org", "enter": "Password of alice@example.org", "proxy": "Proxy", "highlights": "Words that name you", "unasked": "Files that come by themselves",
		"remove": "Remove alice@example.org?", "delete": "Delete alice@example.org on the server?",
	} {
		w, s := window(t)
		see(w, uitest.MainScene())
		w.AskAccount()
		uitest.Press(t, uitest.Top(t, w.Shell), key)
		overlays := w.Win.Canvas().Overlays().List()
		if got := overlays[0].(*dialog.Pane).Dialog.Title; len(overlays) != 1 || got != title {
			t.Errorf("%s leads to %q, one of %d dialogs", key, got, len(overlays))
		}
		w.Win.Canvas().Focused().TypedKey(&fyne.KeyEvent{Name: fyne.KeyEscape})
		uitest.CarryOut(t, w.Shell)
		uitest.Did(t, s)
		if w.Win.Canvas().Overlays().Top() != nil {
			t.Errorf("%s: Escape leaves the dialog open", key)
		}
	}
	if got := words.ProxyText("socks5://alice:secret@localhost:9050"); got != "localhost:9050" {
		t.Errorf("the proxy is %q", got)
	}
}

func TestAnAccountIsDeletedOnceItsAddressIsTyped(t *testing.T) {
	w, s := window(t)
	see(w, uitest.MainScene())
	w.AskDeleteAccount(uitest.Alice)
	if w.Win.Canvas().Focused() != uitest.Top(t, w.Shell).Find(dialog.CancelKey).(fyne.Focusable) {
		t.Error("the keyboard is not on Cancel")
	}
	w.Win.Canvas().FocusPrevious()
	entry := w.Win.Canvas().Focused().(*draw.Entry)
	test.Type(entry, uitest.Bob)
	entry.TypedKey(uitest.Enter)
	if uitest.Top(t, w.Shell).Find("deed").(*draw.Hit).Tap != nil {
		t.Fatal("the address of somebody else is enough")
	}
	entry.SetText("")
	test.Type(entry, " "+strings.ToUpper(uitest.Alice))
	s.Err = &app.Error{Kind: app.KindRefused, Said: "Ask us"}
	uitest.Press(t, uitest.Top(t, w.Shell), "deed")
	if uitest.Top(t, w.Shell).Find("deed").(*draw.Hit).Tap != nil {
		t.Error("it can be pressed again while it is under way")
	}
	uitest.CarryOut(t, w.Shell)
	uitest.Did(t, s, app.RemoveAccount{Account: uitest.Alice, OnServer: true, KeepHistory: true})
	if w.View().Account != uitest.Alice {
		t.Error("the account is left though it is still there")
	}
	s.Err = nil
	uitest.Press(t, uitest.Top(t, w.Shell), "keep")
	uitest.Press(t, uitest.Top(t, w.Shell), "deed")
	uitest.CarryOut(t, w.Shell)
	uitest.Did(t, s, app.RemoveAccount{Account: uitest.Alice, OnServer: true})
	if w.View().Account != "" || w.Win.Canvas().Overlays().Top() != nil {
		t.Error("the account is still looked at, or the dialog stays")
	}
}

func TestAPasswordIsChangedOnTheServer(t *testing.T) {
	w, s := window(t)
	see(w, uitest.MainScene())
	w.AskNewPassword(uitest.Alice)
	c := w.Win.Canvas()
	first := c.Focused().(*draw.Entry)
	test.Type(first, "correct horse")
	first.TypedKey(uitest.Enter)
	again := c.Focused().(*draw.Entry)
	if again == first || !first.Password || !again.Password {
		t.Fatal("Enter does not lead to the second field, or one can be read")
	}
	test.Type(again, "correct house")
	again.TypedKey(uitest.Enter)
	uitest.CarryOut(t, w.Shell)
	uitest.Did(t, s) // they differ
	again.SetText("correct horse")
	s.Err = &app.Error{Kind: app.KindInvalid, Param: "current"}
	uitest.Press(t, uitest.Top(t, w.Shell), "use")
	uitest.CarryOut(t, w.Shell)
	uitest.Did(t, s, app.ChangePassword{Account: uitest.Alice, Password: "correct horse", OnServer: true})
	current := c.Focused().(*draw.Entry)
	if current == first || current == again {
		t.Fatal("the current password is not asked for")
	}
	if uitest.Top(t, w.Shell).Find("use").(*draw.Hit).Tap != nil {
		t.Error("it can be sent without the current password")
	}
	test.Type(current, "battery")
	s.Err = nil
	current.TypedKey(uitest.Enter)
	uitest.CarryOut(t, w.Shell)
	uitest.Did(t, s, app.ChangePassword{Account: uitest.Alice, Password: "correct horse", OnServer: true, Current: "battery"})
	if c.Overlays().Top() != nil {
		t.Error("the dialog stays")
	}
}

func TestWhatIsSaidWhenTheServerDoesNotDoIt(t *testing.T) {
	for _, c := range []struct {
		err             *app.Error
		changed, delete string
	}{
		{&app.Error{Kind: app.KindNotConnected}, "still counts", "Nothing was removed"},
		{&app.Error{Kind: app.KindRefused, Said: "Ask us"}, "Ask us", "Ask us"},
		{&app.Error{Kind: app.KindInvalid, Param: "fields", About: "pin"}, "pin", ""},
	} {
		if got := newPasswordText(c.err, "example.org"); !strings.Contains(got, c.changed) || !strings.Contains(got, "example.org") {
			t.Errorf("%v says %q", c.err, got)
		}
		if got := deleteText(c.err, "example.org"); c.delete != "" && (!strings.Contains(got, c.delete) || !strings.Contains(got, "example.org")) {
			t.Errorf("%v says %q", c.err, got)
		}
	}
}
