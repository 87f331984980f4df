package accounts

import (
	"context"
	"errors"
	"maps"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/widget"

	"vouch/app"
	"vouch/ui/draw"
	"vouch/ui/uitest"
	"vouch/ui/words"
)

// asksExport opens the dialog about Bob's chat with a folder in it.
func asksExport(t *testing.T, folder string) (*Room, *uitest.Service) {
	t.Helper()
	w, s := window(t)
	see(w, uitest.MainScene())
	w.App.Preferences().SetString(ExportFolderKey, folder)
	w.AskExport(uitest.Alice, uitest.Bob, "Bob")
	return w, s
}

// A chat is exported as it was chosen; then it is said where it lies, and shown there.
func TestChatIsExported(t *testing.T) {
	w, s := asksExport(t, "/home/alice/Documents")
	if said := uitest.Drawn(uitest.Top(t, w.Shell)); !strings.Contains(said, "in clear") || !strings.Contains(said, "Export the chat with") {
		t.Errorf("it says %q", said)
	}
	uitest.Press(t, uitest.Top(t, w.Shell), "markdown")
	uitest.Press(t, uitest.Top(t, w.Shell), "files")
	var asked app.ExportChats
	s.Writes = func(_ context.Context, c app.ExportChats, told func(int)) (app.Exported, error) {
		asked = c
		told(400)
		return app.Exported{Path: "/home/alice/Documents/Vouch bob@example.org 2026-11-30", Chats: 1, Messages: 1234, Files: 1, Missing: 2}, nil
	}
	uitest.Press(t, uitest.Top(t, w.Shell), "export")
	if said := uitest.Drawn(uitest.Top(t, w.Shell)); !strings.Contains(said, words.Trn("export.going", 0)) || uitest.Top(t, w.Shell).Find("export") != nil {
		t.Errorf("while it is written it says %q", said)
	}
	uitest.CarryOut(t, w.Shell)
	if asked.Words["sent"] != "sent" {
		t.Errorf("the words are %v", asked.Words)
	}
	asked.Words = nil
	if want := (app.ExportChats{Account: uitest.Alice, Chat: uitest.Bob, Folder: "/home/alice/Documents", As: app.ExportMarkdown}); !reflect.DeepEqual(asked, want) {
		t.Errorf("%+v, want %+v", asked, want)
	}
	said := uitest.Drawn(uitest.Top(t, w.Shell))
	for _, want := range []string{"/home/alice/Documents/Vouch bob@example.org 2026-11-30", words.Trn("export.count", 1234), words.Trn("export.missing", 2)} {
		if !strings.Contains(strings.Join(strings.Fields(said), " "), want) {
			t.Errorf("%q is not said in %q", want, said)
		}
	}
	shown := ""
	w.own.ShowFile = func(_ context.Context, path string) error { shown = path; return errors.New("no folder") }
	uitest.Press(t, uitest.Top(t, w.Shell), "show")
	uitest.CarryOut(t, w.Shell)
	if filepath.Base(shown) != "Vouch bob@example.org 2026-11-30" || !strings.Contains(uitest.Drawn(uitest.Top(t, w.Shell)), words.Tr("file.folderFailed")) {
		t.Errorf("shown is %q", shown)
	}
}

// What fails is said, and can be tried again.
func TestExportThatFails(t *testing.T) {
	w, s := asksExport(t, "/gone")
	for _, c := range []struct {
		err  error
		want string
	}{
		{&app.Error{Kind: app.KindNotFound, Param: "folder"}, words.Tr("export.noFolder")},
		{&app.Error{Kind: app.KindInvalid, Param: "folder"}, words.Tr("export.noFolder")},
		{&app.Error{Kind: app.KindDisk, Param: "folder"}, words.Tr("export.failed")},
		{&app.Error{Kind: app.KindDisk}, words.Tr("error.disk")},
	} {
		s.Writes = func(context.Context, app.ExportChats, func(int)) (app.Exported, error) { return app.Exported{}, c.err }
		uitest.Press(t, uitest.Top(t, w.Shell), "export")
		uitest.CarryOut(t, w.Shell)
		if said := strings.Join(strings.Fields(uitest.Drawn(uitest.Top(t, w.Shell))), " "); !strings.Contains(said, c.want) {
			t.Errorf("%v: it says %q", c.err, said)
		}
	}
	uitest.Within(t, w.Shell, func(*draw.Entry) bool { return true }).SetText(" ")
	if uitest.DialogOf(t, w.Shell).Buttons[1].Tap != nil {
		t.Error("it can be exported nowhere")
	}
}

// Whoever puts the dialog away stops what is under way.
func TestExportIsStopped(t *testing.T) {
	w, s := asksExport(t, "/home/alice")
	begun, ended := make(chan struct{}), make(chan error, 1)
	s.Writes = func(ctx context.Context, _ app.ExportChats, _ func(int)) (app.Exported, error) {
		close(begun)
		<-ctx.Done()
		ended <- ctx.Err()
		return app.Exported{}, ctx.Err()
	}
	uitest.Press(t, uitest.Top(t, w.Shell), "export")
	for _, o := range w.Queue.TakeOrders() {
		go w.Queue.CarryOut(t.Context(), o)
	}
	<-begun
	w.Win.Canvas().Focused().TypedKey(&fyne.KeyEvent{Name: fyne.KeyEscape})
	if err := <-ended; !errors.Is(err, context.Canceled) || w.Win.Canvas().Overlays().Top() != nil {
		t.Errorf("%v", err)
	}
	<-w.Queue.Woken
	uitest.CarryOut(t, w.Shell)
	if len(s.Failures) > 0 {
		t.Errorf("it says %q", s.Failures)
	}
}

func TestAFolderIsPicked(t *testing.T) {
	dir := t.TempDir()
	w, _ := asksExport(t, dir)
	field := uitest.Within(t, w.Shell, func(*draw.Entry) bool { return true })
	field.SetText(filepath.Join(dir, "gone"))
	uitest.Press(t, uitest.Top(t, w.Shell), "pick folder")
	test.Tap(uitest.Within(t, w.Shell, func(b *widget.Button) bool { return b.Importance == widget.HighImportance }))
	if field.Text != dir || w.Win.Canvas().Focused() != field {
		t.Errorf("picked %q", field.Text)
	}
}

// What is exported speaks the language of the window: each word of the service has one, with the same places.
func TestExportedWordsAreTranslated(t *testing.T) {
	place := regexp.MustCompile(`\{[a-z]+\}`)
	english := app.ExportWords()
	for _, language := range []string{"en", "de"} {
		uitest.Speak(t, language)
		got := exportWords()
		if language == "en" && !maps.Equal(got, english) {
			t.Errorf("%v, want %v", got, english)
		}
		for key, word := range english {
			a, b := place.FindAllString(word, -1), place.FindAllString(got[key], -1)
			slices.Sort(a)
			slices.Sort(b)
			if !slices.Equal(a, b) || len(strings.Fields(word)) == 7 != (len(strings.Fields(got[key])) == 7) && key == "weekdays" || key == "months" && len(strings.Fields(got[key])) != 12 {
				t.Errorf("%s in %s: %q, want the places of %q", key, language, got[key], word)
			}
		}
	}
}
