package chat

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/storage"
	"fyne.io/fyne/v2/test"

	"vouch/app"
	"vouch/app/view"
	"vouch/ui/clipboard"
	"vouch/ui/draw"
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

// previewOf shows files before they go, with what is known of how large they are as they are sent.
func previewOf(t *testing.T, w *bench, s *uitest.Service, files map[string]app.Weighed, names ...string) (paths []string) {
	t.Helper()
	s.Weights = map[string]app.Weighed{}
	dir := t.TempDir()
	for _, name := range names {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, make([]byte, files[name].Original), 0o600); err != nil {
			t.Fatal(err)
		}
		if files[name].Cleaned > 0 {
			s.Weights[path] = files[name]
		}
		paths = append(paths, path)
	}
	w.chat.Attach(paths)
	weighed := func() bool { return len(w.Queue.TakeOrders()) == 0 }
	for range names {
		uitest.CarryOut(t, w.Shell)
	}
	if !weighed() {
		t.Fatal("there is more to be measured")
	}
	return paths
}

func sends(t *testing.T, w *bench) {
	t.Helper()
	uitest.Press(t, uitest.Top(t, w.Shell), "send files")
	uitest.CarryOut(t, w.Shell)
}

// reads tells whether a text stands in the dialog, over as many lines as it takes.
func reads(w *bench, text string) bool {
	var all strings.Builder
	for _, o := range test.LaidOutObjects(w.Win.Canvas().Overlays().Top()) {
		if o, ok := o.(*canvas.Text); ok {
			all.WriteString(o.Text)
		}
	}
	bare := func(t string) string { return strings.ReplaceAll(t, " ", "") }
	return strings.Contains(bare(all.String()), bare(text))
}

// A server that takes no files is told of wherever one would be sent, and what can be done; while nobody knows nothing is said.
func TestAServerThatTakesNoFilesIsToldOf(t *testing.T) {
	w, s := window(t)
	scene := uitest.MainScene()
	scene.Accounts[0].Files = view.Files{State: view.FilesNone}
	see(w, scene)
	path := filepath.Join(t.TempDir(), "a.txt")
	if err := os.WriteFile(path, []byte("x"), 0o600); err != nil {
		t.Fatal(err)
	}
	want := words.Tr("attach.nowhere", "Server", "example.org")
	for name, try := range map[string]func(){
		"pressed": func() { uitest.Press(t, w.chat.Pane, "attach") },
		"dropped": func() { w.chat.Dropped([]fyne.URI{storage.NewFileURI(path)}) },
		"pasted": func() {
			w.chat.copied = func(context.Context) (clipboard.Content, error) {
				return clipboard.Content{Picture: []byte("x"), Kind: "image/png"}, nil
			}
			w.chat.paste(copiedText(""))
			uitest.CarryOut(t, w.Shell)
		},
	} {
		w.chat.Fail("")
		try()
		if w.chat.Failure() != want || w.Win.Canvas().Overlays().Top() != nil {
			t.Errorf("%s: %q", name, w.chat.Failure())
		}
	}
	uitest.Did(t, s)
	w.chat.Fail("")
	scene.Accounts[0].Files = view.Files{}
	see(w, scene)
	w.chat.Attach([]string{path})
	if w.chat.Failure() != "" || !uitest.Shows(w.Shell, words.Tr("attach.title", "Name", "Bob")) {
		t.Errorf("it is not known, and said is %q", w.chat.Failure())
	}
}

// What the server does not take is marked with both sizes and stays; a picture goes when it is scaled (dino#1875).
func TestWhatTheServerDoesNotTakeStays(t *testing.T) {
	w, s := window(t)
	scene := uitest.MainScene()
	scene.Accounts[0].Files = view.Files{State: view.FilesOffered, Limit: 1000}
	see(w, scene)
	paths := previewOf(t, w, s, map[string]app.Weighed{
		"film.mp4": {Original: 5000}, "notes.txt": {Original: 984}, "big.jpg": {Original: 4000, Cleaned: 3900, Scaled: 320},
	}, "film.mp4", "notes.txt", "big.jpg")
	for _, want := range []string{
		words.Tr("attach.over", "Size", words.Size(5000), "Limit", words.Size(1000)),
		words.Tr("attach.overScaled", "Size", words.Size(3900), "Limit", words.Size(1000)),
		words.Trn("attach.whole", 1, "Size", words.Size(3900)), words.Trn("attach.scaled", 1, "Size", words.Size(320)),
	} {
		if !reads(w, want) {
			t.Errorf("not shown: %q", want)
		}
	}
	sends(t, w)
	uitest.Did(t, s, app.SendFile{Account: uitest.Alice, Chat: uitest.Bob, Path: paths[1], Named: true})

	s.Done = nil
	paths = previewOf(t, w, s, map[string]app.Weighed{"big.jpg": {Original: 4000, Cleaned: 3900, Scaled: 320}}, "big.jpg")
	d := uitest.DialogOf(t, w.Shell)
	d.First.OnSubmitted("")
	uitest.CarryOut(t, w.Shell)
	uitest.Did(t, s)
	if !d.OnTop() || d.Find("send files").(*draw.Hit).Tap != nil {
		t.Fatal("what does not go can be sent")
	}
	uitest.Press(t, uitest.Top(t, w.Shell), "scaled")
	sends(t, w)
	uitest.Did(t, s, app.SendFile{Account: uitest.Alice, Chat: uitest.Bob, Path: paths[0], Scaled: true})

	s.Done = nil
	scene.Accounts[0].Files = view.Files{}
	see(w, scene)
	paths = previewOf(t, w, s, map[string]app.Weighed{"film.mp4": {Original: 5000}}, "film.mp4")
	limited := uitest.MainScene()
	limited.Accounts[0].Files = view.Files{State: view.FilesOffered, Limit: 1000}
	see(w, limited) // too late: what was shown to go goes
	sends(t, w)
	uitest.Did(t, s, app.SendFile{Account: uitest.Alice, Chat: uitest.Bob, Path: paths[0], Named: true})
}

// Nothing is scaled unasked (conversations#3156), and where it is only what becomes smaller; the original is no choice beside it.
func TestPicturesAreScaledWhenAsked(t *testing.T) {
	w, s := window(t)
	see(w, uitest.MainScene())
	files := map[string]app.Weighed{
		"1.jpg": {Original: 4_100_000, Cleaned: 4_000_000, Scaled: 300_000}, "2.png": {Original: 900, Cleaned: 900},
		"3.webp": {Original: 2_000_000, Cleaned: 2_000_000, Scaled: 200_000},
	}
	send := func(path string, original, scaled bool) app.SendFile {
		return app.SendFile{Account: uitest.Alice, Chat: uitest.Bob, Path: path, Original: original, Scaled: scaled}
	}
	paths := previewOf(t, w, s, files, "1.jpg", "2.png", "3.webp")
	if !reads(w, words.Trn("attach.scaled", 2, "Size", words.Size(500_000))) || !reads(w, words.Trn("attach.whole", 2, "Size", words.Size(6_000_000))) {
		t.Error("the sizes are not shown")
	}
	sends(t, w)
	uitest.Did(t, s, send(paths[0], false, false), send(paths[1], false, false), send(paths[2], false, false))

	s.Done = nil
	paths = previewOf(t, w, s, files, "1.jpg", "2.png", "3.webp")
	uitest.Press(t, uitest.Top(t, w.Shell), "original")
	if !reads(w, words.Trn("attach.whole", 2, "Size", words.Size(6_100_000))) {
		t.Error("the size of the originals is not shown")
	}
	uitest.Press(t, uitest.Top(t, w.Shell), "scaled")
	sends(t, w)
	uitest.Did(t, s, send(paths[0], false, true), send(paths[1], true, false), send(paths[2], false, true))
}

// Files go in the order in which they stand, and that can be changed.
func TestFilesAreMoved(t *testing.T) {
	w, s := window(t)
	see(w, uitest.MainScene())
	one := app.Weighed{Original: 1}
	paths := previewOf(t, w, s, map[string]app.Weighed{"1.txt": one, "2.txt": one, "3.txt": one}, "1.txt", "2.txt", "3.txt")
	d := uitest.DialogOf(t, w.Shell)
	if d.Find("up "+paths[0]) != nil || d.Find("down "+paths[2]) != nil {
		t.Error("the first can go up, or the last down")
	}
	uitest.Press(t, uitest.Top(t, w.Shell), "up "+paths[2])
	uitest.Press(t, uitest.Top(t, w.Shell), "up "+paths[2])
	uitest.Press(t, uitest.Top(t, w.Shell), "down "+paths[0])
	uitest.Press(t, uitest.Top(t, w.Shell), "leave out "+paths[1])
	d.First.SetText("in this order")
	sends(t, w)
	uitest.Did(t, s,
		app.SendFile{Account: uitest.Alice, Chat: uitest.Bob, Path: paths[2], Caption: "in this order", Named: true},
		app.SendFile{Account: uitest.Alice, Chat: uitest.Bob, Path: paths[0], Named: true})
}
