package chat

import (
	"testing"

	"fyne.io/fyne/v2"

	"vouch/app/view"
	"vouch/ui/draw"
	"vouch/ui/timeline"
	"vouch/ui/uitest"
	"vouch/ui/words"
)

// TestAPrivateMessageIsMarked: it is said in which room somebody is, and that is no alarm, since there is no encryption to turn on.
func TestAPrivateMessageIsMarked(t *testing.T) {
	w, _ := window(t)
	see(w, uitest.PrivateScene())
	chat := w.Shown.Chat
	if got := plain(w.chat.subtitle(chat)); got != "Private message in Vouch users" {
		t.Errorf("the header says %q", got)
	}
	if p := pillOf(draw.Dry(800), chat); p.word != words.Tr("pill.private") || p.ground == draw.Danger {
		t.Errorf("the pill is %+v", p)
	}
	for _, key := range []string{"encrypt", "lookagain", "info", "coverage"} {
		if w.chat.Pane.Find(key) != nil {
			t.Errorf("there is %q", key)
		}
	}
	if r := rowsOf(w.Shown)["1"]; r.Lock != timeline.NoLock {
		t.Errorf("a row has lock %d", r.Lock)
	}
	for _, key := range []string{"room", "pill"} {
		see(w, uitest.PrivateScene())
		uitest.Press(t, w.chat.Pane, key)
		if w.View().Chat != uitest.Users {
			t.Errorf("%s leads to %q", key, w.View().Chat)
		}
	}
}

func TestWhoCannotBeWrittenToPrivately(t *testing.T) {
	for name, c := range map[string]struct {
		in   view.Beside
		want string
	}{
		"in the room": {view.Beside{Kind: view.ChatChannel}, ""}, "out of it": {view.Beside{Kind: view.ChatChannel, Left: true}, "private.silentOut"},
		"a private group": {view.Beside{Kind: view.ChatGroup}, "private.silentGroup"},
	} {
		chat := &view.ChatView{Chat: uitest.Users + "/dave", Kind: view.ChatOccupant, Name: "dave", Beside: &c.in}
		want := ""
		if c.want != "" {
			want = words.Tr(c.want, "Name", "dave")
		}
		if got := silenced(chat); got != want {
			t.Errorf("%s: %q", name, got)
		}
	}
}

// TestANameLeadsToWhatMayBeDone, by a press and from the menu of a row; there is none of an own row.
func TestANameLeadsToWhatMayBeDone(t *testing.T) {
	w, _ := window(t)
	var asked []string
	w.chat.to.Person = func(r *view.Row, _ fyne.Position) { asked = append(asked, r.ID) }
	see(w, uitest.ChannelScene())
	w.chat.askSender(&timeline.Row{ID: "1"}, fyne.Position{})
	w.chat.rowMenu(&timeline.Row{ID: "3"}, "", fyne.Position{})
	uitest.PressItem(t, w.Shell, words.Tr("row.person", "Name", "dave"))
	if len(asked) != 2 || asked[0] != "1" || asked[1] != "3" {
		t.Errorf("asked about %v", asked)
	}
}
