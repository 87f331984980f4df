package accounts

import (
	"strings"
	"testing"

	"vouch/app"
	"vouch/ui/uitest"
	"vouch/ui/words"
)

// What the files of all chats take is said, the largest first, and copies go by their age.
func TestSpaceOfFiles(t *testing.T) {
	w, s := window(t)
	see(w, uitest.MainScene())
	s.Usage = []app.ChatUsage{{Chat: uitest.Bob, Files: 30, Bytes: 61_000_000}, {Chat: uitest.Carol, Files: 2, Bytes: 1_400_000}}
	w.AskSpace(w.Account())
	if uitest.Top(t, w.Shell).Find("365") != nil {
		t.Error("it offers something before it is known what there is")
	}
	uitest.CarryOut(t, w.Shell)
	said := uitest.Drawn(uitest.Top(t, w.Shell))
	for _, want := range []string{words.Trn("media.usage", 32, "Size", "62 MB"), "Bob", "61 MB", "Carol", "1.4 MB"} {
		if !strings.Contains(said, want) {
			t.Errorf("%q is not said", want)
		}
	}
	uitest.Press(t, uitest.Top(t, w.Shell), "90")
	uitest.Press(t, uitest.Top(t, w.Shell), "clear")
	s.Usage = nil
	uitest.CarryOut(t, w.Shell)
	uitest.Did(t, s, app.ClearFiles{Account: uitest.Alice, Days: 90})
	uitest.CarryOut(t, w.Shell)
	if !strings.Contains(uitest.Drawn(uitest.Top(t, w.Shell)), words.Trn("media.usage", 0, "Size", "0 bytes")) || uitest.Top(t, w.Shell).Find("90") != nil {
		t.Error("it does not say that nothing is left")
	}
	if uitest.DialogOf(t, w.Shell).Buttons[1].Tap != nil {
		t.Error("nothing can be taken away")
	}
}
