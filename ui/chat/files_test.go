package chat

import (
	"os"
	"path/filepath"
	"slices"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/storage"

	"vouch/app"
	"vouch/app/view"
	"vouch/ui/timeline"
	"vouch/ui/uitest"
	"vouch/ui/words"
)

// What is chosen is shown first, goes in its order with the words before the first, and without what was left out.
func TestFilesAreShownBeforeTheyGo(t *testing.T) {
	w, s := window(t)
	see(w, uitest.MainScene())
	dir := t.TempDir()
	for _, name := range []string{"1.txt", "2.JPG", "3.txt"} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte("x"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Mkdir(filepath.Join(dir, "within"), 0o700); err != nil {
		t.Fatal(err)
	}
	web, err := storage.ParseURI("https://example.org/a")
	if err != nil {
		t.Fatal(err)
	}
	w.chat.Dropped([]fyne.URI{storage.NewFileURI(dir), web})
	if !uitest.Shows(w.Shell, words.Tr("attach.title", "Name", "Bob")) {
		t.Fatal("they are not shown")
	}
	uitest.Did(t, s) // nothing went
	d := uitest.DialogOf(t, w.Shell)
	uitest.Press(t, uitest.Top(t, w.Shell), "leave out "+filepath.Join(dir, "3.txt"))
	d.First.SetText("look at these")
	uitest.Press(t, uitest.Top(t, w.Shell), "send files")
	uitest.CarryOut(t, w.Shell)
	uitest.Did(t, s,
		app.SendFile{Account: uitest.Alice, Chat: uitest.Bob, Path: filepath.Join(dir, "1.txt"), Caption: "look at these", Named: true},
		app.SendFile{Account: uitest.Alice, Chat: uitest.Bob, Path: filepath.Join(dir, "2.JPG")})

	w.chat.Attach([]string{filepath.Join(dir, "within"), filepath.Join(dir, "none")})
	if w.chat.Failure() != words.Tr("attach.none") {
		t.Error("what is no file is not told")
	}
}

// What can be done about a file is what helps where it is; its address, with the key in it, is nowhere to be taken from.
func TestWhatAFileOffers(t *testing.T) {
	w, s := window(t)
	see(w, uitest.FilesScene())
	acts := func(id string) (out []string) {
		for _, a := range newRow(w.chat.row(id), w.Shown, true, true, w.Now()).Actions {
			if a.Act != "" {
				out = append(out, a.Act)
			}
		}
		return out
	}
	for id, want := range map[string][]string{"1": {actOpenFile, actSaveFile}, "2": {actStop}, "3": {actFetch}, "4": {actFetch}, "6": {actStop}, "7": {actFetch}, "8": {actDevices, actSaveFile}} {
		if got := acts(id); !slices.Equal(got, want) {
			t.Errorf("file %s offers %q, want %q", id, got, want)
		}
		if mayEdit(w.chat.row(id)) || w.chat.row(id).Body != "" {
			t.Errorf("file %s can be edited or copied", id)
		}
	}
	w.chat.act(&timeline.Row{ID: "3"}, actFetch)
	w.chat.act(&timeline.Row{ID: "2"}, actStop)
	uitest.CarryOut(t, w.Shell)
	uitest.Did(t, s, app.FetchFile{Account: uitest.Alice, Chat: uitest.Bob, ID: "3"}, app.StopFile{Account: uitest.Alice, Chat: uitest.Bob, ID: "2"})
}

// An own file that did not leave says why, with both sizes where the server takes less.
func TestWhyAFileDidNotLeave(t *testing.T) {
	window(t)
	r := &view.Row{Own: true, State: view.MessageFailed, Err: app.KindTooBig, ErrText: "10000000", File: &view.FileView{Name: "a", Size: 23_000_000}}
	if got, want := failedText(r, "Bob"), words.Tr("file.overLimit", "Size", words.Size(23_000_000), "Limit", words.Size(10_000_000)); got != want {
		t.Errorf("%q, want %q", got, want)
	}
	r.Err, r.ErrText = app.KindNotOffered, ""
	if got := failedText(r, "Bob"); got != words.Tr("file.noService") {
		t.Errorf("%q", got)
	}
}
