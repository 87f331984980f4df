package chat

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"testing"

	"vouch/app"
	"vouch/ui/timeline"
	"vouch/ui/uitest"
	"vouch/ui/words"
)

// labels are the words of a row's menu about its file.
func (w *bench) fileLabels(id string) []string {
	return uitest.Labels(w.chat.fileItems(w.chat.row(id)))
}

// The menu has what can be done with a file that is here; what may be a program can only be saved, sent on, or taken away.
func TestTheMenuOfAFile(t *testing.T) {
	w, s := window(t)
	see(w, uitest.FilesScene())
	w.chat.saved = map[string]string{"1": "/tmp/saved.pdf"}
	program := []string{words.Tr("file.forward"), words.Tr("file.save"), words.Tr("file.drop")}
	all := append([]string{words.Tr("file.open"), words.Tr("file.openWith"), words.Tr("file.copy")}, program...)
	for id, want := range map[string][]string{"1": slices.Insert(slices.Clone(all), 5, words.Tr("file.show")), "2": nil, "4": nil, "5": all, "6": all[:5], "8": program} {
		if got := w.fileLabels(id); !slices.Equal(got, want) {
			t.Errorf("file %s offers %q, want %q", id, got, want)
		}
	}
	uitest.Choose(t, w.chat.fileItems(w.chat.row("1")), words.Tr("file.drop"))
	if !uitest.Shows(w.Shell, words.Tr("file.dropTitle", "File", "Walk on Saturday.pdf")) {
		t.Fatal("it is not asked")
	}
	uitest.CarryOut(t, w.Shell)
	uitest.Did(t, s)
	uitest.DialogOf(t, w.Shell).Buttons[1].Tap()
	uitest.CarryOut(t, w.Shell)
	uitest.Did(t, s, app.DropFile{Account: uitest.Alice, Chat: uitest.Bob, ID: "1"})
}

// A file is opened as a copy, by its own program or by one that the user picks; why it was not is said.
func TestAFileIsOpenedAsACopy(t *testing.T) {
	w, s := window(t)
	see(w, uitest.FilesScene())
	s.Copies = map[string]string{"1": "/tmp/copy.pdf"}
	var opened []string
	var fails error
	w.chat.to.OpenFile = func(_ context.Context, path string, ask bool) error {
		opened = append(opened, fmt.Sprint(path, " ", ask))
		return fails
	}
	w.chat.act(&timeline.Row{ID: "1"}, actOpenFile)
	uitest.CarryOut(t, w.Shell)
	uitest.Choose(t, w.chat.fileItems(w.chat.row("1")), words.Tr("file.openWith"))
	uitest.CarryOut(t, w.Shell)
	command := app.OpenFile{Account: uitest.Alice, Chat: uitest.Bob, ID: "1"}
	uitest.Did(t, s, command, command)
	if want := []string{"/tmp/copy.pdf false", "/tmp/copy.pdf true"}; !slices.Equal(opened, want) || w.chat.Failure() != "" {
		t.Errorf("opened %q, want %q; %q", opened, want, w.chat.Failure())
	}
	for err, want := range map[error]string{
		errors.New("no program"): "file.notOpened", fmt.Errorf("no portal: %w", errors.ErrUnsupported): "file.noChooser", context.Canceled: "",
	} {
		w.chat.Fail("")
		fails = err
		w.chat.openFile(w.chat.row("1"), true)
		uitest.CarryOut(t, w.Shell)
		if got := w.chat.Failure(); want == "" && got != "" || want != "" && got != words.Tr(want) {
			t.Errorf("%v: %q", err, got)
		}
	}
	opened = nil
	w.chat.openFile(w.chat.row("5"), false) // whose content is that of a program
	uitest.CarryOut(t, w.Shell)
	if w.chat.Failure() != words.Tr("error.program") || opened != nil {
		t.Errorf("%q, and opened %q", w.chat.Failure(), opened)
	}
}

// What was saved can be shown where it is, from the row that says so and from the menu.
func TestASavedFileIsShown(t *testing.T) {
	w, _ := window(t)
	see(w, uitest.FilesScene())
	var shown []string
	w.chat.to.ShowFile = func(_ context.Context, path string) error {
		shown = append(shown, path)
		return nil
	}
	w.chat.savedFile("1", "/tmp/a.pdf")
	w.chat.savedFile("5", "/tmp/b.pdf")
	row := w.chat.book.made[w.chat.lastAnswer()]
	if row == nil || row.Detail != "/tmp/b.pdf" || row.Actions[0].Act != actShowFile || row.Actions[1].Act != actHide {
		t.Fatalf("it says %+v", row)
	}
	w.chat.act(row, actShowFile)
	uitest.Choose(t, w.chat.fileItems(w.chat.row("1")), words.Tr("file.show"))
	uitest.CarryOut(t, w.Shell)
	if want := []string{"/tmp/b.pdf", "/tmp/a.pdf"}; !slices.Equal(shown, want) {
		t.Errorf("shown %q", shown)
	}
	w.chat.to.ShowFile = func(context.Context, string) error { return errors.New("no folder") }
	w.chat.act(row, actShowFile)
	uitest.CarryOut(t, w.Shell)
	if w.chat.Failure() != words.Tr("file.folderFailed") {
		t.Errorf("%q", w.chat.Failure())
	}
}
