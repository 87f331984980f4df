package ui

import (
	"cmp"
	"os"
	"path/filepath"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"vouch/app"
	"vouch/app/view"
	"vouch/ui/uitest"
	"vouch/ui/viewer"
	"vouch/ui/words"
)

// Pictures of files: in the conversation in all of their states, and before they are sent.
func TestFilePictures(t *testing.T) {
	scene, photos := uitest.PicturesScene()
	look, err := (&uitest.Service{Files: photos}).FilePicture(t.Context(), app.PictureOf{ID: "wide", Width: 32, Height: 32})
	if err != nil {
		t.Fatal(err)
	}
	attach := func(scaled bool) func(t *testing.T, w *Window) {
		return func(t *testing.T, w *Window) {
			dir := t.TempDir()
			var paths []string
			for _, f := range []struct {
				name string
				size int64
			}{{"bridge.jpg", 4_140_000}, {"Old path above the lake, all of it.mp4", 48_300_000}, {"Walk on Saturday.pdf", 234_000}} {
				path := filepath.Join(dir, f.name)
				if err := os.WriteFile(path, nil, 0o600); err != nil {
					t.Fatal(err)
				}
				if err := os.Truncate(path, f.size); err != nil {
					t.Fatal(err)
				}
				paths = append(paths, path)
			}
			w.Queue.Service.(*uitest.Service).Weights = map[string]app.Weighed{paths[0]: {Original: 4_140_000, Cleaned: 4_138_000, Scaled: 320_000, Look: look}}
			w.chat.Attach(append(paths, dir))
			uitest.CarryOut(t, w.Shell)
			if scaled {
				uitest.Press(t, uitest.Top(t, w.Shell), "scaled")
			}
		}
	}
	limited := func(of func() *view.Snapshot, files view.Files) func() *view.Snapshot {
		return func() *view.Snapshot {
			s := of()
			s.Accounts[0].Files = files
			return s
		}
	}
	most := view.Files{State: view.FilesOffered, Limit: 10_000_000}
	nowhere := func(t *testing.T, w *Window) { uitest.Press(t, w.chat.Pane, "attach") }
	pictures := func(t *testing.T, w *Window) {
		w.Queue.Service.(*uitest.Service).Files = photos
		uitest.Await(t, w.Shell, "pictures", func() bool { return w.chat.Drawn() })
	}
	shown := func() *view.Snapshot { return scene }
	page, sent, small := uitest.MediaScene(30)
	media := func(sort string) func(t *testing.T, w *Window) {
		return func(t *testing.T, w *Window) {
			s := w.Queue.Service.(*uitest.Service)
			s.Sent, s.Files, s.Usage = sent, small, []app.ChatUsage{{Chat: uitest.Bob, Files: 31, Bytes: 61_400_000}}
			uitest.Await(t, w.Shell, "the files", w.media.Drawn)
			if sort != "" {
				test.Tap(w.media.Page().Find("sort " + sort).(fyne.Tappable))
			}
			uitest.Await(t, w.Shell, "the files", w.media.Drawn)
		}
	}
	sentOf := func() *view.Snapshot { return page }
	viewed := func(t *testing.T, w *Window) {
		pictures(t, w)
		w.chat.LookAt("wide")
		viewer := w.Win.Canvas().Overlays().Top().(*viewer.Viewer)
		uitest.Await(t, w.Shell, "the picture", func() bool { return viewer.Whole() })
	}
	for _, c := range []pictureCase{
		{name: "pictures-light", scene: shown, theme: "light", h: 1240, then: pictures},
		{name: "pictures-dark", scene: shown, theme: "dark", w: 430, h: 1240, then: pictures},
		{name: "space-light", scene: uitest.MainScene, theme: "light", then: func(t *testing.T, w *Window) {
			w.Queue.Service.(*uitest.Service).Usage = []app.ChatUsage{{Chat: uitest.Bob, Files: 31, Bytes: 61_400_000}, {Chat: uitest.Carol, Files: 2, Bytes: 840_000}}
			w.accounts.AskSpace(w.Account())
			uitest.CarryOut(t, w.Shell)
		}},
		{name: "forward-light", scene: uitest.FilesScene, theme: "light", then: func(t *testing.T, w *Window) { w.chat.Forward("1") }},
		{name: "voice-light", scene: uitest.VoiceScene, theme: "light", h: 560, then: halfHeard},
		{name: "voice-dark", scene: uitest.VoiceScene, theme: "dark", w: 430, h: 560, then: halfHeard},
		{name: "viewer-light", scene: shown, theme: "light", then: viewed},
		{name: "viewer-narrow", scene: shown, theme: "dark", w: 430, h: 700, language: "de", then: viewed},
		{name: "media-light", scene: sentOf, theme: "light", then: media("")},
		{name: "media-files-dark", scene: sentOf, theme: "dark", w: 430, h: 700, language: "de", then: media("files")},
		{name: "media-links-light", scene: sentOf, theme: "light", w: 900, h: 500, then: media("links")},
		{name: "files-light", scene: uitest.FilesScene, theme: "light"},
		{name: "files-dark", scene: uitest.FilesScene, theme: "dark", w: 500, h: 900, language: "de"},
		{name: "attach-light", scene: limited(uitest.MainScene, most), theme: "light", then: attach(false)},
		{name: "attach-dark", scene: limited(uitest.MainScene, most), theme: "dark", w: 430, h: 900, then: attach(true)},
		{name: "attach-plain-dark", scene: limited(uitest.PlainScene, most), theme: "dark", language: "de", then: attach(false)},
		{name: "attach-nowhere-light", scene: limited(uitest.MainScene, view.Files{State: view.FilesNone}), theme: "light", then: nowhere},
		{name: "attach-nowhere-dark", scene: limited(uitest.MainScene, view.Files{State: view.FilesNone}), theme: "dark", w: 430, h: 700, language: "de", then: nowhere},
	} {
		c.compare(t)
	}
}

// halfHeard stops a message in the middle.
func halfHeard(t *testing.T, w *Window) {
	w.chat.HeardUntil("v1", 17*time.Second)
}

// pictureCase is a picture of a window, 1200 by 800 unless it says otherwise.
type pictureCase struct {
	name, theme, language string
	scene                 func() *view.Snapshot
	w, h                  float32
	then                  func(*testing.T, *Window) // before it is taken; may be nil
}

func (c pictureCase) compare(t *testing.T) {
	t.Run(c.name, func(t *testing.T) {
		uitest.Speak(t, c.language)
		w, _ := window(t, Options{Theme: c.theme})
		w.Win.Resize(fyne.NewSize(cmp.Or(c.w, 1200), cmp.Or(c.h, 800)))
		see(w, c.scene())
		if c.then != nil {
			c.then(t, w)
		}
		uitest.Compare(t, c.name, w.Win.Canvas().Capture())
	})
}

func TestSizesAreRounded(t *testing.T) {
	uitest.Speak(t, "en")
	for bytes, want := range map[int64]string{0: "0 bytes", 1: "1 byte", 999: "999 bytes", 1000: "1.0 kB", 9949: "9.9 kB", 12_345: "12 kB", 999_499: "999 kB", 999_500: "1.0 MB", 2_340_000: "2.3 MB", 1 << 30: "1.1 GB", 5e12: "5.0 TB"} {
		if got := words.Size(bytes); got != want {
			t.Errorf("%d: %s, want %s", bytes, got, want)
		}
	}
}
