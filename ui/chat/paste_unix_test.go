//go:build !windows && !darwin

package chat

import (
	"bytes"
	"context"
	"errors"
	"image"
	"image/png"
	"os"
	"path/filepath"
	"syscall"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"vouch/app"
	"vouch/ui/clipboard"
	"vouch/ui/uitest"
	"vouch/ui/words"
)

// previewed awaits the preview of what was pasted.
func previewed(t *testing.T, w *bench) {
	t.Helper()
	uitest.Await(t, w.Shell, "preview", func() bool { return uitest.Shows(w.Shell, words.Tr("attach.title", "Name", "Bob")) })
}

func pastes(w *bench) { w.chat.entry.TypedShortcut(&fyne.ShortcutPaste{Clipboard: w.App.Clipboard()}) }

// A picture that another program has copied is shown before it goes, and goes without ever being a file.
func TestACopiedPictureIsShownBeforeItGoes(t *testing.T) {
	uitest.Display(t)
	w, s := window(t)
	see(w, uitest.MainScene())
	var picture bytes.Buffer
	if err := png.Encode(&picture, image.NewGray(image.Rect(0, 0, 30, 20))); err != nil {
		t.Fatal(err)
	}
	uitest.CopyAs(t, "image/png", picture.Bytes())
	pastes(w)
	previewed(t, w)
	uitest.Did(t, s)
	uitest.DialogOf(t, w.Shell).First.SetText("look")
	uitest.Press(t, uitest.Top(t, w.Shell), "send files")
	uitest.CarryOut(t, w.Shell)
	uitest.Did(t, s, app.SendContent{Account: uitest.Alice, Chat: uitest.Bob, Name: "Picture 2025-11-20 14.10.png", Content: picture.Bytes(), Caption: "look"})
}

// Copied files are shown too, although file managers offer their names as a text.
func TestCopiedFilesAreShownBeforeTheyGo(t *testing.T) {
	uitest.Display(t)
	w, s := window(t)
	see(w, uitest.MainScene())
	path := filepath.Join(t.TempDir(), "a b.txt")
	if err := os.WriteFile(path, []byte("x"), 0o600); err != nil {
		t.Fatal(err)
	}
	uitest.CopyAs(t, "text/uri-list", []byte("file://"+filepath.Dir(path)+"/a%20b.txt\r\nfile:///nowhere\r\n"))
	w.App.Clipboard().SetContent(path + "\n/nowhere\n")
	pastes(w)
	previewed(t, w)
	uitest.Press(t, uitest.Top(t, w.Shell), "send files")
	uitest.CarryOut(t, w.Shell)
	uitest.Did(t, s, app.SendFile{Account: uitest.Alice, Chat: uitest.Bob, Path: path, Named: true})
	if w.chat.entry.Text != "" {
		t.Errorf("the field holds %q", w.chat.entry.Text)
	}
}

// A text is pasted at once, and nobody is asked for it. One that looks like the name of a file is pasted when no file was copied.
func TestCopiedTextIsPastedAtOnce(t *testing.T) {
	w, _ := window(t)
	see(w, uitest.MainScene())
	asked := false
	w.chat.copied = func(context.Context) (clipboard.Content, error) {
		asked = true
		return clipboard.Content{Picture: []byte("x"), Kind: "image/png"}, nil // beside a text
	}
	test.Type(w.chat.entry, "see ")
	w.App.Clipboard().SetContent("this\n/and that")
	pastes(w)
	if w.chat.entry.Text != "see this\n/and that" {
		t.Errorf("the field holds %q", w.chat.entry.Text)
	}
	uitest.CarryOut(t, w.Shell)
	if asked {
		t.Error("another program was asked")
	}
	w.chat.entry.SetText("")
	w.App.Clipboard().SetContent("/etc/hosts")
	pastes(w)
	uitest.CarryOut(t, w.Shell)
	if w.chat.entry.Text != "/etc/hosts" || !asked || w.Win.Canvas().Overlays().Top() != nil {
		t.Errorf("the field holds %q", w.chat.entry.Text)
	}
}

// What cannot be pasted is said, and where nothing was copied nothing is; an answer that comes when the user is elsewhere is dropped.
func TestWhatCannotBePasted(t *testing.T) {
	w, _ := window(t)
	see(w, uitest.MainScene())
	for err, want := range map[error]string{
		clipboard.ErrNone: "", clipboard.ErrTooLarge: words.Tr("paste.tooLarge", "Limit", words.Size(clipboard.MaxPicture)),
		clipboard.ErrSilent: words.Tr("paste.silent"), errors.New("no server"): words.Tr("paste.failed"),
	} {
		w.chat.Fail("")
		w.chat.copied = func(context.Context) (clipboard.Content, error) { return clipboard.Content{}, err }
		pastes(w)
		uitest.CarryOut(t, w.Shell)
		if w.chat.Failure() != want || w.Win.Canvas().Overlays().Top() != nil {
			t.Errorf("%v: %q", err, w.chat.Failure())
		}
	}
	w.chat.copied = func(context.Context) (clipboard.Content, error) {
		return clipboard.Content{Picture: []byte("x"), Kind: "image/png"}, nil
	}
	pastes(w)
	other := uitest.MainScene()
	other.View.Chat = uitest.Carol
	see(w, other)
	uitest.CarryOut(t, w.Shell)
	if w.Win.Canvas().Overlays().Top() != nil {
		t.Error("it is offered in another chat")
	}
}

// The window goes on while the program that has the clipboard does not answer.
func TestPastingDoesNotHoldUpTheWindow(t *testing.T) {
	uitest.Display(t)
	w, _ := window(t)
	see(w, uitest.MainScene())
	owner := uitest.CopyAs(t, "image/png", []byte("x"))
	if err := owner.Signal(syscall.SIGSTOP); err != nil {
		t.Fatal(err)
	}
	pastes(w)
	test.Type(w.chat.entry, "meanwhile")
	if w.chat.entry.Text != "meanwhile" || w.chat.Failure() != "" {
		t.Errorf("the field holds %q, and there is %q", w.chat.entry.Text, w.chat.Failure())
	}
	uitest.Await(t, w.Shell, "word of it", func() bool { return w.chat.Failure() == words.Tr("paste.silent") })
}
