package ui

import (
	"cmp"
	"path/filepath"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/test"

	"vouch/app/view"
	"vouch/ui/accounts"
	"vouch/ui/audio"
	"vouch/ui/dialog"
	"vouch/ui/uitest"
	"vouch/ui/words"
)

// talking is a window with a microphone, after a while of speech in the chat that is shown.
func talking(t *testing.T, o Options, scene *view.Snapshot, width, height float32, long int) (*Window, *uitest.Mic) {
	t.Helper()
	m := &uitest.Mic{Files: audio.Files{Out: filepath.Join(t.TempDir(), "out.wav")}}
	o.Audio = m
	var w *Window
	o.OnMain = func(f func()) { w.Later(f) } // the test driver has no goroutine of its own
	w, _ = window(t, o)
	m.Turned = func() { w.Soon(func() {}) }
	w.Win.Resize(fyne.NewSize(width, height))
	see(w, scene)
	if long == 0 {
		return w, m
	}
	pressAt(t, w, "record")
	uitest.Await(t, w.Shell, "microphone", m.Runs)
	speech := uitest.Speech(time.Duration(long) * 3 * time.Second)
	for i := range long {
		n := len(speech) / long
		m.Say(t, speech[i*n:(i+1)*n])
		clock := []string{"", "00:03", "00:06"}[i+1]
		uitest.Await(t, w.Shell, "sound", func() bool { return shows(w, clock) })
	}
	return w, m
}

// pressAt presses a control wherever it is in the window.
func pressAt(t *testing.T, w *Window, key string) {
	t.Helper()
	test.Tap(control(t, w, key))
}

// shows says whether a text stands in the window.
func shows(w *Window, text string) bool {
	for _, o := range test.LaidOutObjects(w.Win.Content()) {
		if said, ok := o.(*canvas.Text); ok && said.Text == text {
			return true
		}
	}
	return false
}

// A window that is closed, and a program that ends, lose no recording unasked.
func TestARecordingIsNotLostAtTheEnd(t *testing.T) {
	w, m := talking(t, Options{}, uitest.MainScene(), 1200, 800, 1)
	w.closing()
	if !uitest.Shows(w.Shell, words.Tr("voice.quitTitle")) {
		t.Fatal("it is not asked")
	}
	uitest.Await(t, w.Shell, "pause", func() bool { return !m.Runs() })
	uitest.Press(t, uitest.Top(t, w.Shell), dialog.CancelKey)
	if w.asksClose || !w.chat.Unsent() {
		t.Error("it is lost, or still asked")
	}
	w.tray = true
	w.App.Preferences().SetString(accounts.CloseKey, accounts.CloseHide)
	w.closing()
	if w.Win.Canvas().Overlays().Top() != nil || !w.chat.Unsent() {
		t.Error("hiding loses it, or asks")
	}
	w.quit()
	if !uitest.Shows(w.Shell, words.Tr("voice.quitTitle")) {
		t.Error("the tray ends it unasked")
	}
}

// Pictures of recording, of a pause, and of listening, beside the button that begins.
func TestVoicePictures(t *testing.T) {
	pause := func(t *testing.T, w *Window, m *uitest.Mic) {
		pressAt(t, w, "voice pause")
		uitest.Await(t, w.Shell, "pause", func() bool { return !m.Runs() })
	}
	whole := func(t *testing.T, w *Window, m *uitest.Mic) {
		pressAt(t, w, "voice stop")
		uitest.Await(t, w.Shell, "end", func() bool { return len(controls(w, "voice play")) > 0 })
	}
	ask := func(t *testing.T, w *Window, m *uitest.Mic) {
		pressAt(t, w, "voice cancel")
		uitest.Await(t, w.Shell, "pause", func() bool { return !m.Runs() })
	}
	for _, c := range []struct {
		name, theme, language string
		scene                 func() *view.Snapshot
		w, h                  float32
		long                  int // in times of three seconds
		then                  func(*testing.T, *Window, *uitest.Mic)
	}{
		{name: "voice-begin-light", scene: uitest.MainScene, theme: "light"},
		{name: "voice-begin-plain-dark", scene: uitest.PlainScene, theme: "dark", language: "de", w: 430},
		{name: "voice-record-light", scene: uitest.MainScene, theme: "light", long: 2},
		{name: "voice-record-dark", scene: uitest.MainScene, theme: "dark", language: "de", w: 430, long: 2},
		{name: "voice-pause-dark", scene: uitest.MainScene, theme: "dark", language: "de", long: 1, then: pause},
		{name: "voice-whole-light", scene: uitest.MainScene, theme: "light", language: "de", w: 430, long: 2, then: whole},
		{name: "voice-whole-dark", scene: uitest.MainScene, theme: "dark", long: 2, then: whole},
		{name: "voice-plain-light", scene: uitest.PlainScene, theme: "light", language: "de", long: 1},
		{name: "voice-plain-narrow", scene: uitest.PlainScene, theme: "dark", w: 430, long: 1, then: whole},
		{name: "voice-ask-light", scene: uitest.MainScene, theme: "light", language: "de", w: 430, long: 2, then: ask},
	} {
		t.Run(c.name, func(t *testing.T) {
			uitest.Speak(t, c.language)
			w, m := talking(t, Options{Theme: c.theme}, c.scene(), cmp.Or(c.w, 1200), cmp.Or(c.h, 700), c.long)
			if c.then != nil {
				c.then(t, w, m)
			}
			uitest.Compare(t, c.name, w.Win.Canvas().Capture())
		})
	}
}
