package chat

import (
	"slices"
	"testing"

	"vouch/app"
	"vouch/ui/uitest"
	"vouch/ui/words"
)

// A file goes to the chats that are picked, each a file of its own; where one is not encrypted the button says so.
func TestForwardingAFile(t *testing.T) {
	w, s := window(t)
	see(w, uitest.FilesScene())
	if !slices.Contains(uitest.Labels(w.chat.fileItems(w.chat.row("1"))), words.Tr("file.forward")) || slices.Contains(uitest.Labels(w.chat.fileItems(w.chat.row("3"))), words.Tr("file.forward")) {
		t.Error("what is here, and that alone, can be forwarded")
	}
	w.chat.forward(w.chat.row("1"))
	list := uitest.ListOf(t, w.Shell)
	if keys := uitest.KeysOf(list.Visible()); slices.Contains(keys, uitest.Bob) || !slices.Contains(keys, uitest.Carol) || !slices.Contains(keys, uitest.Dave) {
		t.Errorf("it can go to %q", keys)
	}
	deed := func() string { return uitest.DialogOf(t, w.Shell).Buttons[1].Word }
	uitest.Press(t, list.Page, "pick "+uitest.Carol)
	if deed() != words.Tr("forward.deed") {
		t.Errorf("the button says %q", deed())
	}
	uitest.Press(t, list.Page, "pick "+uitest.Dave)
	if deed() != words.Tr("chat.sendPlain") {
		t.Errorf("the button says %q", deed())
	}
	uitest.Press(t, uitest.Top(t, w.Shell), "forward")
	uitest.CarryOut(t, w.Shell)
	uitest.Did(t, s, app.ForwardFile{Account: uitest.Alice, Chat: uitest.Bob, ID: "1", To: uitest.Carol}, app.ForwardFile{Account: uitest.Alice, Chat: uitest.Bob, ID: "1", To: uitest.Dave})
}
