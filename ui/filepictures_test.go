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
	attach := func(t *testing.T, w *Window) {
		dir := t.TempDir()
		var paths []string
		for name, size := range map[string]int{"Walk on Saturday.pdf": 234_000, "bridge.jpg": 40_000} {
			path := filepath.Join(dir, name)
			if err := os.WriteFile(path, make([]byte, size), 0o600); err != nil {
				t.Fatal(err)
			}
			paths = append(paths, path)
		}
		if filepath.Base(paths[0]) != "bridge.jpg" {
			paths[0], paths[1] = paths[1], paths[0]
		}
		w.chat.Attach(append(paths, dir))
	}
	scene, photos := uitest.PicturesScene()
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
		{name: "voice-light", scene: uitest.VoiceScene, theme: "light", h: 560, then: halfHeard},
		{name: "voice-dark", scene: uitest.VoiceScene, theme: "dark", w: 430, h: 560, then: halfHeard},
		{name: "viewer-light", scene: shown, theme: "light", then: viewed},
		{name: "viewer-narrow", scene: shown, theme: "dark", w: 430, h: 700, language: "de", then: viewed},
		{name: "media-light", scene: sentOf, theme: "light", then: media("")},
		{name: "media-files-dark", scene: sentOf, theme: "dark", w: 430, h: 700, language: "de", then: media("files")},
		{name: "media-links-light", scene: sentOf, theme: "light", w: 900, h: 500, then: media("links")},
		{name: "files-light", scene: uitest.FilesScene, theme: "light"},
		{name: "files-dark", scene: uitest.FilesScene, theme: "dark", w: 500, h: 900, language: "de"},
		{name: "attach-light", scene: uitest.MainScene, theme: "light", then: attach},
		{name: "attach-plain-dark", scene: uitest.PlainScene, theme: "dark", language: "de", then: attach},
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
